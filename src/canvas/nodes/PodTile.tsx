import { memo } from 'react'
import type { Pod } from '../../sim/index.ts'
import { parseTime } from '../../sim/index.ts'
import { useNow, useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import { type PodFacts, podFacts } from '../facts/podFacts.ts'
import type { Density } from '../graph/metrics.ts'
import { idOf, keyOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import styles from './PodTile.module.css'
import { StateSign } from './Sprite.tsx'

interface ShownProps {
  readonly look: string | undefined
  readonly text: string
  readonly title?: string
}

/** Text for the eye only, which the tile's accessible name says in full: drawn by the style sheet. */
function Shown({ look, text, title }: ShownProps) {
  return <span className={`${styles.shown} ${look}`} data-text={text} title={title} />
}

/** Seconds of grace left, counted in virtual time. */
function Countdown({ goneBy }: { readonly goneBy: string }) {
  const left = Math.ceil((parseTime(goneBy) - useNow()) / 1000)
  return <span className={styles.word}>Terminating {Math.max(0, left)}s</span>
}

function wordOf(facts: PodFacts): string {
  return facts.tone === 'ok' ? `${facts.ready}/${facts.total}` : shortWord(facts)
}

function shortWord({ reason, ready, total }: PodFacts): string {
  return reason === 'Running' ? `Running ${ready}/${total}` : reason
}

function Details({ facts, text }: { readonly facts: PodFacts; readonly text: StageText }) {
  return (
    <>
      {facts.restarts > 0 && facts.tone !== 'bad' && (
        <Shown
          look={styles.restarts}
          text={`↻${facts.restarts}`}
          title={text('pod.restarts', { count: facts.restarts })}
        />
      )}
      {facts.claims > 0 && <i className={styles.plug} title={text('pod.volume')} />}
      {facts.goneBy === undefined ? (
        <Shown look={styles.word} text={wordOf(facts)} title={facts.reason} />
      ) : (
        <Countdown goneBy={facts.goneBy} />
      )}
    </>
  )
}

interface FaceProps {
  readonly pod: Pod
  readonly density: Density['name']
  readonly selected?: boolean
  readonly lifted?: boolean
}

/** A pod as a tile: state by colour, shape and word. */
function PodFace({ pod, density, selected = false, lifted = false }: FaceProps) {
  const text = useStageText()
  const facts = podFacts(pod)
  const key = keyOf(pod)
  const on = facts.node === '' ? '' : text('name.on', { node: facts.node })
  // React Flow's own word: a press here must not pan the stage.
  const look = [
    'nopan',
    styles.pod,
    styles[facts.tone],
    density === 'row' ? '' : styles[density],
    selected ? styles.selected : '',
    lifted ? styles.lifted : '',
  ]
  return (
    <button
      type="button"
      className={look.join(' ')}
      aria-label={accessibleName('Pod', key, facts.reason, on)}
      aria-pressed={selected}
      title={density === 'row' ? undefined : `${pod.metadata.name}: ${shortWord(facts)}`}
      data-thing={idOf('Pod', key)}
      data-drag="pod"
      data-tone={facts.tone}
    >
      <StateSign tone={facts.tone} size={density === 'row' ? 17 : 14} />
      {density !== 'dot' && (
        <span className={styles.name}>
          {density === 'third' ? (
            pod.metadata.name.slice(-5)
          ) : (
            <MiddleCut name={pod.metadata.name} />
          )}
        </span>
      )}
      {density === 'row' && <Details facts={facts} text={text} />}
    </button>
  )
}

interface TileProps {
  readonly podKey: string
  readonly density: Density['name']
}

/** The tile of one pod, which renders again only when that pod changed. */
export const PodTile = memo(function PodTile({ podKey, density }: TileProps) {
  const pod = useObject('Pod', podKey)
  const selected = useUi(
    (state) => state.selection?.kind === 'Pod' && state.selection.key === podKey,
  )
  const lifted = useCell(dragCell, (drag) => drag?.id === idOf('Pod', podKey))
  return pod ? <PodFace pod={pod} density={density} selected={selected} lifted={lifted} /> : null
})
