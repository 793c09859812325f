import { memo, useSyncExternalStore } from 'react'
import { peekObject, simStore } from '../../store/sim.ts'
import { type Lens, useView, viewStore } from '../../store/view.ts'
import { podFacts, type Tone } from '../facts/podFacts.ts'
import { idOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { expandedCell, toggleExpanded } from '../hands/hands.ts'
import { concernCell } from '../lens/concernCell.ts'
import { FAINT } from '../lens/faint.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import styles from './Machine.module.css'
import { PodTile } from './PodTile.tsx'
import { StateSign } from './Sprite.tsx'

/** `key tone` of every pod that is not well, as one string so that React sees when it changes. */
function useTroubles(keys: readonly string[]): readonly (readonly [string, Tone])[] {
  const joined = useSyncExternalStore(simStore.subscribe, () => {
    const found: string[] = []
    for (const key of keys) {
      const pod = peekObject('Pod', key)
      const tone = pod ? podFacts(pod).tone : 'ok'
      if (tone !== 'ok' && tone !== 'done') found.push(`${key} ${tone}`)
    }
    return found.join('|')
  })
  if (joined === '') return []
  return joined.split('|').map((one) => one.split(' ') as unknown as readonly [string, Tone])
}

/** Shows what the tile stands for. */
function open(name: string, folded: boolean): void {
  if (folded) viewStore.getState().toggleFolded(idOf('Node', `/${name}`))
  else toggleExpanded(name)
}

interface Props {
  readonly name: string
  readonly keys: readonly string[]
}

const SYSTEM = 'kube-system/'
/** What kube-system does is not what these are about. */
const BESIDE: ReadonlySet<Lens> = new Set(['storage', 'configuration', 'loop'])

/** What the tile stands for: kube-system, or whatever the viewer folded or filtered away. */
function nameFor(keys: readonly string[], text: StageText): string {
  return keys.every((key) => key.startsWith(SYSTEM))
    ? SYSTEM.slice(0, -1)
    : text('machine.elsewhere')
}

/** kube-system of one machine, small until asked for. Its broken pods stand beside it. */
export const SystemTile = memo(function SystemTile({ name, keys }: Props) {
  const text = useStageText()
  const expanded = useCell(expandedCell, (machines) => machines.has(name))
  const folded = useView((state) => state.folded.has(idOf('Node', `/${name}`)))
  const beside = useCell(concernCell, ({ lens }) => BESIDE.has(lens))
  const troubles = useTroubles(keys)
  if (keys.length === 0 && !expanded) return null
  const broken = troubles.filter(([, tone]) => tone === 'bad')
  const tone: Tone = broken.length > 0 ? 'bad' : troubles.length > 0 ? 'work' : 'ok'
  const shown = folded ? text('machine.folded') : nameFor(keys, text)
  return (
    <div className={`${styles.system} ${beside ? FAINT : ''}`}>
      <button
        type="button"
        className={`${styles.fold} ${styles[tone]} ${broken.length === 1 ? styles.tight : ''}`}
        aria-expanded={expanded}
        aria-label={
          expanded
            ? text('machine.collapse')
            : text('machine.expand', { node: name, count: keys.length, what: shown })
        }
        onClick={() => open(name, folded)}
      >
        {expanded ? (
          <span className={styles.foldName}>{text('machine.collapse')}</span>
        ) : (
          <>
            {broken.length !== 1 && <StateSign tone={tone} size={15} />}
            <span className={styles.foldName}>{shown}</span>
            <span
              className={styles.count}
              data-text={`${troubles.length > 0 ? `${keys.length - troubles.length}/` : ''}${keys.length}`}
            />
          </>
        )}
      </button>
      {broken.map(([key]) => (
        <div key={key} className={broken.length === 1 ? styles.trouble : styles.troubleDot}>
          <PodTile podKey={key} density={broken.length === 1 ? 'half' : 'dot'} />
        </div>
      ))}
    </div>
  )
})
