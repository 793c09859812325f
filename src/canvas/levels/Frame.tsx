import { memo } from 'react'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { idOf } from '../graph/world.ts'
import { StateSign } from '../nodes/Sprite.tsx'
import { useStageText } from '../text/useStageText.ts'
import styles from './Frame.module.css'

/** So many letters have room in a frame, in the largest type and beside a sign. */
const SHORT = 8

/** A machine whose pods the drawn layer shows: its frame and its name, large enough to be read from afar. */
export const Frame = memo(function Frame({ name }: { readonly name: string }) {
  const text = useStageText()
  const key = `/${name}`
  const id = idOf('Node', key)
  const node = useObject('Node', key)
  const selected = useUi((state) => state.selection?.kind === 'Node' && state.selection.key === key)
  const facts = node && nodeFacts(node)
  const status = facts?.status ?? text('name.ghost')
  const bad = facts === undefined || facts.tone === 'bad'
  return (
    <div
      className={`${styles.frame} ${bad ? styles.bad : ''} ${selected ? styles.selected : ''}`}
      data-machine={name}
      data-drop={id}
    >
      <button
        type="button"
        className={styles.name}
        data-thing={id}
        aria-label={accessibleName('Node', key, status)}
        aria-pressed={selected}
      >
        {(bad || facts.cordoned) && <StateSign tone={bad ? 'bad' : 'wait'} size={30} />}
        {name.length <= SHORT ? (
          <span className={styles.short} title={name}>
            {name}
          </span>
        ) : (
          <MiddleCut name={name} />
        )}
      </button>
      {bad && <span className={styles.status}>{status}</span>}
    </div>
  )
})
