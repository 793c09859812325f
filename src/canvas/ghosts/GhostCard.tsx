import { createMissing } from '../../store/createMissing.ts'
import { canWrite } from '../../store/relations/manifestFor.ts'
import { useMissing } from '../../store/relations/reader.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import { refOf, splitKey } from '../graph/world.ts'
import card from '../nodes/Card.module.css'
import { KindSign, StateSign } from '../nodes/Sprite.tsx'
import { type StageText, useStageText } from '../text/useStageText.ts'
import styles from './GhostCard.module.css'
import { whoNames } from './whoNames.ts'

/** Kinds whose cards have room for one line only. */
const LOW: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'PriorityClass',
  'StorageClass',
])

/** The state of what is not there: by colour, shape and word. */
function Lost({ text }: { readonly text: StageText }) {
  return (
    <span className={`${card.state} ${card.bad}`}>
      <StateSign tone="bad" size={13} />
      {text('name.ghost')}
    </span>
  )
}

/** What others name and what is not there: the same place and sign as if it were, dashed, and the way to make it. */
export function GhostCard({ id }: { readonly id: string }) {
  const text = useStageText()
  const missing = useMissing().get(id)
  const { kind, key } = refOf(id)
  const selected = useUi((state) => state.selection?.kind === kind && state.selection.key === key)
  if (!missing) return null
  const name = accessibleName(kind, key)
  const who = whoNames(missing, text)
  const low = LOW.has(kind)
  return (
    <div className={`${card.card} ${card.row} ${styles.ghost} ${selected ? card.selected : ''}`}>
      <span className={`${card.sign} ${styles.sign}`}>
        <KindSign kind={kind} size={low ? 24 : 30} />
      </span>
      <span className={card.grow}>
        <span className={card.line}>
          <button
            type="button"
            className={card.title}
            data-thing={id}
            data-ghost="yes"
            aria-label={accessibleName(kind, key, text('name.ghost'))}
            aria-pressed={selected}
            title={`${name}: ${who}`}
          >
            <MiddleCut name={splitKey(key)[1]} labelled />
          </button>
          {low && <Lost text={text} />}
        </span>
        {!low && (
          <span className={styles.foot}>
            <Lost text={text} />
            <small className={card.small}>{who}</small>
          </span>
        )}
      </span>
      {canWrite(kind) && (
        <button
          type="button"
          className={`nopan ${styles.create}`}
          aria-label={text('ghost.create', { name })}
          title={text('ghost.create', { name })}
          onClick={() => void createMissing(missing)}
        >
          +
        </button>
      )}
    </div>
  )
}
