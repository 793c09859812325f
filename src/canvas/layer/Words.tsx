import { useMemo, useSyncExternalStore } from 'react'
import type { Kind } from '../../sim/index.ts'
import type { Missing } from '../../store/relations/missing.ts'
import { peekObject, simStore } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { accessibleName } from '../facts/names.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { podFacts, type Tone } from '../facts/podFacts.ts'
import { whoNames } from '../ghosts/whoNames.ts'
import { refOf } from '../graph/world.ts'
import { StateSign } from '../nodes/Sprite.tsx'
import { type LateText, useLateText } from '../text/late.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import type { Board } from './board.ts'
import { BAD, OK, TONES } from './codes.ts'
import styles from './Layer.module.css'
import { type Lacks, lackedBy } from './lacks.ts'
import { Missed } from './Missed.tsx'

/** How something on the layer is, in words. */
export interface Said {
  readonly name: string
  readonly tone: Tone | undefined
  readonly status: string
  readonly rest: string
}

/** Name, state and place of an object; of one that is gone, that it is missing. */
export function saidOf(id: string, text: StageText): Said {
  const { kind, key } = refOf(id)
  const object = peekObject(kind as Kind, key)
  const name = accessibleName(kind, key)
  if (!object) return { name, tone: 'bad', status: text('name.ghost'), rest: '' }
  if (object.kind === 'Pod') {
    const facts = podFacts(object)
    const rest = facts.node === '' ? '' : text('name.on', { node: facts.node })
    return { name, tone: facts.tone, status: facts.reason, rest }
  }
  if (object.kind === 'Node') {
    const facts = nodeFacts(object)
    return { name, tone: facts.tone, status: facts.status, rest: '' }
  }
  return { name, tone: undefined, status: '', rest: '' }
}

export function labelOf({ name, status, rest }: Said): string {
  return `${name}${status === '' ? '' : `, ${status}`}${rest}`
}

interface MissingProps {
  readonly missing: ReadonlyMap<string, Missing>
  readonly lacks: Lacks
}

interface TipProps extends MissingProps {
  readonly id: string
  readonly board: Board
  readonly at: { readonly x: number; readonly y: number }
}

/** What lies under the pointer. */
export function Tip({ id, board, at, missing, lacks }: TipProps) {
  const text = useStageText()
  const late = useLateText()
  // Its state may change while the pointer rests.
  useSyncExternalStore(simStore.subscribe, () => simStore.getState().commit)
  const said = saidOf(id, text)
  const index = board.indexOfMachine(id)
  const broken = index === undefined ? 0 : board.brokenOn(index)
  return (
    <div
      className={styles.tip}
      role="tooltip"
      style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
    >
      <b>{said.name}</b>
      {said.status !== '' && (
        <span className={said.tone && styles[said.tone]}>
          {said.tone && <StateSign tone={said.tone} size={16} />}
          {said.status}
          {said.rest}
        </span>
      )}
      {index !== undefined && (
        <span>
          {late('layer.pods', { count: podsOn(board, index) })}
          {broken > 0 && <em className={styles.bad}>{late('layer.broken', { count: broken })}</em>}
        </span>
      )}
      {lackWords(id, index, { missing, lacks }, text, late).map((words) => (
        <span key={words} className={styles.bad}>
          {words}
        </span>
      ))}
    </div>
  )
}

/** What is wrong with the names: whom it names in vain, who names it in vain, how many on it do. */
function lackWords(
  id: string,
  index: number | undefined,
  { missing, lacks }: MissingProps,
  text: StageText,
  late: LateText,
): readonly string[] {
  const ghost = missing.get(id)
  if (ghost) return [whoNames(ghost, text)]
  const count = index === undefined ? 0 : (lacks.onMachine.get(index) ?? 0)
  if (count > 0) return [late('layer.lacking', { count })]
  const { kind, key } = refOf(id)
  const pod = kind === 'Pod' ? peekObject('Pod', key) : undefined
  if (!pod) return []
  return lackedBy(pod, missing).map((other) => {
    const { kind: what, key: name } = refOf(other)
    return late('layer.lacks', { what: accessibleName(what, name) })
  })
}

function podsOn(board: Board, index: number): number {
  let all = 0
  for (let code = OK; code <= TONES.length; code++) all += board.countOn(index, code)
  return all
}

/** How often the numbers follow, in milliseconds of the wall: they are read, not watched. */
const EVERY = 400

const pulse = { count: 0 }

/** Outside the component: a new function on each render would subscribe anew each time. */
function subscribePulse(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const beat = () => {
    timer = undefined
    pulse.count++
    listener()
  }
  const stop = simStore.subscribe(() => {
    timer ??= setTimeout(beat, EVERY)
  })
  // What was there before anybody looked.
  timer = setTimeout(beat, 0)
  return () => {
    clearTimeout(timer)
    stop()
  }
}

/** Grows at most every so often while the cluster changes. */
export function usePulse(): number {
  return useSyncExternalStore(subscribePulse, () => pulse.count)
}

/** All pods by state: the words to the colours and shapes of the layer. */
export function Tally({ board, missing, lacks }: MissingProps & { readonly board: Board }) {
  const text = useStageText()
  const late = useLateText()
  const language = useUi((state) => state.language)
  usePulse()
  const number = (count: number) => count.toLocaleString(language)
  const ghosts = useMemo(
    () => lacks.ghosts.map(({ id }) => missing.get(id)).filter((one) => one !== undefined),
    [missing, lacks],
  )
  const nodes = board.fields.reduce((sum, field) => sum + (field ? 1 : 0), 0)
  return (
    <section className={styles.tally} aria-label={late('layer.tally')} data-over-stage>
      <b>{late('layer.nodes', { count: number(nodes) })}</b>
      {TONES.map((tone, index) => {
        const count = board.totals[index + 1] ?? 0
        if (count === 0 && index + 1 !== BAD && index + 1 !== OK) return null
        return (
          <span key={tone} className={styles[tone]}>
            <StateSign tone={tone} size={17} />
            <i>
              {text(`tone.${tone}`)} {number(count)}
            </i>
          </span>
        )
      })}
      {ghosts.length > 0 && <Missed missing={ghosts} />}
    </section>
  )
}
