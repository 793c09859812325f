import { memo } from 'react'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { useView } from '../../store/view.ts'
import { accessibleName } from '../facts/names.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { METRICS } from '../graph/metrics.ts'
import { idOf } from '../graph/world.ts'
import { StateSign } from '../nodes/Sprite.tsx'
import { useStageText } from '../text/useStageText.ts'
import { cutName } from './cutName.ts'
import styles from './Frame.module.css'

/** Size of the letters, and what stands beside them, in flow pixels: Frame.module.css has the same. */
const LETTERS = 34
const LETTERS_ON_WALL = 52
const EDGES = 30
const SIGN = 38

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
  const signed = bad || facts.cordoned
  const letters = useUi((state) => (state.theme === 'projector' ? LETTERS_ON_WALL : LETTERS))
  const { column } = METRICS[useView((state) => state.distance)]
  const room = column - EDGES - (signed ? SIGN : 0)
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
        {signed && <StateSign tone={bad ? 'bad' : 'wait'} size={30} />}
        <span className={styles.words} title={name}>
          {cutName(name, room / letters)}
        </span>
      </button>
      {bad && <span className={styles.status}>{status}</span>}
    </div>
  )
})
