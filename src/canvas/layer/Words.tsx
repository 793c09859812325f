import { useSyncExternalStore } from 'react'
import type { Kind } from '../../sim/index.ts'
import { peekObject, simStore } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { accessibleName } from '../facts/names.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { podFacts, type Tone } from '../facts/podFacts.ts'
import { refOf } from '../graph/world.ts'
import { StateSign } from '../nodes/Sprite.tsx'
import { type StageText, useStageText } from '../text/useStageText.ts'
import type { Board } from './board.ts'
import { BAD, OK, TONES } from './codes.ts'
import styles from './Layer.module.css'

/** How something on the layer is, in words. */
export interface Said {
  readonly name: string
  readonly tone: Tone | undefined
  readonly status: string
  readonly rest: string
}

/** Name, state and place of an object; undefined when it is gone. */
export function saidOf(id: string, text: StageText): Said | undefined {
  const { kind, key } = refOf(id)
  const object = peekObject(kind as Kind, key)
  if (!object) return undefined
  const name = accessibleName(kind, key)
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

interface TipProps {
  readonly id: string
  readonly board: Board
  readonly at: { readonly x: number; readonly y: number }
}

/** What lies under the pointer. */
export function Tip({ id, board, at }: TipProps) {
  const text = useStageText()
  // Its state may change while the pointer rests.
  useSyncExternalStore(simStore.subscribe, () => simStore.getState().commit)
  const said = saidOf(id, text)
  if (!said) return null
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
          {text('layer.pods', { count: podsOn(board, index) })}
          {broken > 0 && <em className={styles.bad}>{text('layer.broken', { count: broken })}</em>}
        </span>
      )}
    </div>
  )
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
function usePulse(): number {
  return useSyncExternalStore(subscribePulse, () => pulse.count)
}

/** All pods by state: the words to the colours and shapes of the layer. */
export function Tally({ board }: { readonly board: Board }) {
  const text = useStageText()
  const language = useUi((state) => state.language)
  usePulse()
  const number = (count: number) => count.toLocaleString(language)
  const nodes = board.fields.reduce((sum, field) => sum + (field ? 1 : 0), 0)
  return (
    <section className={styles.tally} aria-label={text('layer.tally')} data-over-stage>
      <b>{text('layer.nodes', { count: number(nodes) })}</b>
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
    </section>
  )
}
