import { memo } from 'react'
import type { Pod } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { LifeSign } from '../../ui/kit/LifeSign.tsx'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import { type PodFacts, podFacts } from '../facts/podFacts.ts'
import type { Density } from '../graph/metrics.ts'
import { idOf, keyOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import type { PodPicture } from '../motion/podStage.ts'
import { usePodPicture } from '../motion/usePodPicture.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import styles from './PodTile.module.css'
import { StateSign } from './Sprite.tsx'
import { RING_SIGNS } from './shapes.ts'
import { type PlugLook, usePlugs } from './usePlugs.ts'

interface ShownProps {
  readonly look: string | undefined
  readonly text: string
  readonly title?: string
}

/** Text for the eye only, which the tile's accessible name says in full: drawn by the style sheet. */
function Shown({ look, text, title }: ShownProps) {
  return <span className={`${styles.shown} ${look}`} data-text={text} title={title} />
}

/** A ring around the state's sign: how much of a known time is over, or is left. */
function RingSign({ picture, size }: { readonly picture: PodPicture; readonly size: number }) {
  const part = picture.ring?.part ?? 0
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 20 20">
      <circle cx="10" cy="10" r="8" className={styles.track} />
      <circle
        cx="10"
        cy="10"
        r="8"
        className={styles.arc}
        pathLength={100}
        strokeDasharray={`${Math.round(part * 100)} 100`}
        transform="rotate(-90 10 10)"
      />
      <path d={RING_SIGNS[picture.stage] ?? RING_SIGNS.backOff} className={styles.hand} />
    </svg>
  )
}

/** What a second glance needs: restarts, volumes, the state's word, and a number that is never cut. */
function Details({ facts, picture, text, plugs }: DetailProps) {
  return (
    <>
      {facts.restarts > 0 && (
        <Shown
          look={styles.restarts}
          text={`↻${facts.restarts}`}
          title={text('pod.restarts', { count: facts.restarts })}
        />
      )}
      <Plugs plugs={plugs} most={MOST_PLUGS} />
      {picture.word !== '' && <Shown look={styles.word} text={picture.word} title={facts.reason} />}
      {picture.figure !== '' && <Shown look={styles.figure} text={picture.figure} />}
    </>
  )
}

/** Plugs that a tile has room for, and one of half the width. */
const MOST_PLUGS = 4
const HALF_PLUGS = 2

interface PlugsProps {
  readonly plugs: readonly PlugLook[]
  readonly most: number
}

/** One plug for each volume; of those without room, how many they are. */
function Plugs({ plugs, most }: PlugsProps) {
  if (plugs.length === 0) return null
  // Whatever is broken comes first: it is never behind a number.
  const order =
    plugs.length > most ? [...plugs].sort((a, b) => Number(b.broken) - Number(a.broken)) : plugs
  return (
    <span className={styles.plugs}>
      {order.slice(0, most).map(({ name, life, broken }) => (
        <LifeSign key={name} life={life} broken={broken} plug={name} />
      ))}
      {plugs.length > most && <Shown look={styles.figure} text={`+${plugs.length - most}`} />}
    </span>
  )
}

interface DetailProps {
  readonly plugs: readonly PlugLook[]
  readonly facts: PodFacts
  readonly picture: PodPicture
  readonly text: StageText
}

/** What the picture says in full, for the tooltip. */
function titleOf(pod: Pod, facts: PodFacts, { word, figure }: PodPicture): string {
  const state = word === '' || facts.reason === word ? facts.reason : `${facts.reason} · ${word}`
  return `${pod.metadata.name}: ${state}${figure === '' ? '' : ` ${figure}`}`
}

interface FaceProps {
  readonly pod: Pod
  readonly density: Density['name']
  readonly selected?: boolean
  readonly lifted?: boolean
}

interface SignProps {
  readonly facts: PodFacts
  readonly picture: PodPicture
  readonly density: Density['name']
}

function TileSign({ facts, picture, density }: SignProps) {
  const size = density === 'row' ? 17 : 14
  if (picture.ring) return <RingSign picture={picture} size={size} />
  return density === 'dot' ? (
    <i className={styles.sign} />
  ) : (
    <StateSign tone={facts.tone} size={size} />
  )
}

/** A pod as a tile: state by colour, shape and word. */
function PodFace({ pod, density, selected = false, lifted = false }: FaceProps) {
  const text = useStageText()
  const facts = podFacts(pod)
  const picture = usePodPicture(pod)
  const plugs = usePlugs(pod)
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
      title={titleOf(pod, facts, picture)}
      data-thing={idOf('Pod', key)}
      data-drag="pod"
      data-tone={facts.tone}
      data-stage={picture.stage}
    >
      <TileSign facts={facts} picture={picture} density={density} />
      {density !== 'dot' && (
        <span className={styles.name}>
          {density === 'third' ? (
            pod.metadata.name.slice(-5)
          ) : (
            <MiddleCut name={pod.metadata.name} labelled />
          )}
        </span>
      )}
      {density === 'row' && <Details facts={facts} picture={picture} text={text} plugs={plugs} />}
      {density === 'half' && <Plugs plugs={plugs} most={HALF_PLUGS} />}
      {density === 'half' && picture.ring && <Shown look={styles.figure} text={picture.figure} />}
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
