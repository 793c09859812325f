import { createMissing } from '../../store/createMissing.ts'
import { explainThing } from '../../store/looking.ts'
import { canWrite } from '../../store/relations/manifestFor.ts'
import { useMissing } from '../../store/relations/reader.ts'
import { accessibleName } from '../facts/names.ts'
import { refOf } from '../graph/world.ts'
import type { Popup as Opened } from '../hands/hands.ts'
import { Item } from '../hands/Item.tsx'
import styles from '../hands/Popup.module.css'
import { Popup } from '../hands/Popup.tsx'
import { useStageText } from '../text/useStageText.ts'

/** What can be done about something that is named and not there. */
export function GhostMenu({ popup }: { readonly popup: Opened }) {
  const text = useStageText()
  const missing = useMissing().get(popup.id)
  if (!missing) return null
  const { kind, key } = refOf(popup.id)
  const name = accessibleName(kind, key, text('name.ghost'))
  return (
    <Popup at={popup.at} role="menu" label={text('menu.actions', { name })}>
      <div className={styles.head} role="presentation">
        {name}
      </div>
      {canWrite(kind) && (
        <Item
          label={text('ghost.create', { name: accessibleName(kind, key) })}
          run={() => void createMissing(missing)}
        />
      )}
      <Item label={text('menu.what')} run={() => explainThing(popup.id, popup.at)} />
    </Popup>
  )
}
