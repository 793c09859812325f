import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Cluster, Input, Millis } from '../sim/index.ts'
import { ApiError } from '../sim/light.ts'
import { actionsStore, dismissAction } from './actions.ts'
import { type Gesture, gestureOf } from './gestures.ts'
import { costOf, earliest, type Position, rewindTo } from './rewind.ts'
import { commitJournal, getCluster, onEntries, runningCluster } from './sim.ts'

/** Something that the user did: a command line, with all that it wrote. */
interface Deed {
  readonly line: string
  /** The moment before its first write. */
  readonly before: Position
  readonly at: Millis
  readonly inputs: readonly Input[]
  /** Several command lines that were one movement of the hand; `line` is the first of them. */
  readonly gesture: Gesture | undefined
}

/** Why there is nothing to undo: nothing was done, or the journal no longer reaches back. */
export type NoUndo = 'nothing' | 'compacted' | 'tooLarge'

/** What undo or redo did, to be said once. */
export interface UndoNote {
  readonly id: number
  readonly what: 'undone' | 'redone' | 'refused'
  readonly line: string
  readonly at: Millis
  /** Entries that are forgotten; entries made again. */
  readonly count: number
  /** The API's words, when doing it again was refused. */
  readonly message: string
}

export interface UndoState {
  /** The command line that undo would take back; undefined with the reason in `why`. */
  readonly line: string | undefined
  readonly why: NoUndo
  /** The command line that redo would do again. */
  readonly again: string | undefined
  readonly note: UndoNote | undefined
}

export const undoStore = createStore<UndoState>()(() => ({
  line: undefined,
  why: 'nothing',
  again: undefined,
  note: undefined,
}))

let undone: Deed[] = []
/** The epoch that the last undo left: another way through time makes what was undone meaningless. */
let ownEpoch = -1
let nextNote = 1
/** The tick of the newest input when the state was last worked out. */
let seen:
  | {
      readonly cluster: Cluster
      readonly epoch: number
      readonly tick: number
      readonly floor: number
    }
  | undefined

/** The resourceVersion of the first entry that a tick wrote; undefined when it wrote nothing. */
function firstOf(cluster: Cluster, tick: number): Position | undefined {
  let low = cluster.journal.compacted + 1
  let high = cluster.rv
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((cluster.journal.at(middle)?.step ?? 0) < tick) low = middle + 1
    else high = middle
  }
  return cluster.journal.at(low)?.step === tick ? low : undefined
}

/**
 * The last thing the user did. A command may write many times; the same line typed twice is two commands, which
 * are told apart by time: no command without an end writes again after another one wrote, or after a longer pause.
 */
export function lastDeed(cluster: Cluster, from: Position): Deed | undefined {
  const inputs = cluster.history.recorded
  let at = inputs.length - 1
  const written: Input[] = []
  let before: Position | undefined
  for (; at >= 0; at--) {
    const input = inputs[at]
    if (!input) break
    const rv = firstOf(cluster, input.tick)
    const [next] = written
    if (next && !sameCommand(input, next) && !sameGesture(cluster, input, next)) break
    if (rv !== undefined && rv <= from) break
    if (rv === undefined || input.claim.actor !== 'user') continue
    written.unshift(input)
    before = rv - 1
  }
  const [first] = written
  if (!first || before === undefined) return undefined
  const gesture = gestureOf(cluster, first)
  return { line: first.claim.reason, before, at: first.at, inputs: written, gesture }
}

function sameGesture(cluster: Cluster, input: Input, next: Input): boolean {
  const gesture = gestureOf(cluster, input)
  return gesture !== undefined && gesture === gestureOf(cluster, next)
}

/** A drain evicts over a while; anything else that waits writes all at once. */
const LONGEST_PAUSE = 6000

function sameCommand(input: Input, next: Input): boolean {
  if (input.claim.reason !== next.claim.reason || input.claim.actor !== next.claim.actor)
    return false
  const many = input.claim.reason.startsWith('kubectl drain')
  return next.at - input.at <= (many ? LONGEST_PAUSE : 0)
}

function noDeed(cluster: Cluster): NoUndo {
  return cluster.journal.compacted > 0 && earliest() === cluster.journal.compacted
    ? 'compacted'
    : 'nothing'
}

/** Longest time, in estimated milliseconds, for which undo may keep the page waiting. */
const LONGEST = 3000

function look(): void {
  const cluster = getCluster()
  const tick = cluster.history.recorded.at(-1)?.tick ?? -1
  const floor = cluster.journal.compacted
  const { epoch } = cluster
  if (
    seen?.cluster === cluster &&
    seen.epoch === epoch &&
    seen.tick === tick &&
    seen.floor === floor
  )
    return
  const last = cluster.history.recorded.at(-1)
  const redone = last !== undefined && gestureOf(cluster, last)?.redone === true
  const acted = seen?.epoch === epoch && seen.tick !== tick && !redone
  if (seen && (seen.cluster !== cluster || acted || (seen.epoch !== epoch && epoch !== ownEpoch)))
    undone = []
  seen = { cluster, epoch, tick, floor }
  const deed = lastDeed(cluster, earliest())
  const large = deed !== undefined && costOf(deed.before) > LONGEST
  undoStore.setState({
    line: large ? undefined : deed?.line,
    why: large ? 'tooLarge' : noDeed(cluster),
    again: undone.at(-1)?.line,
  })
}

function say(note: Omit<UndoNote, 'id'>): void {
  undoStore.setState({ note: { ...note, id: nextNote++ } })
}

/** Takes the user's last action back: rewinds the cluster to before it. Everything since is forgotten. */
export function undo(): boolean {
  const cluster = runningCluster()
  if (!cluster) return false
  const deed = lastDeed(cluster, earliest())
  if (!deed) return false
  const count = cluster.rv - deed.before
  for (const { id, command } of actionsStore.getState().recent)
    if (command === deed.line) dismissAction(id)
  const kept = undone
  if (rewindTo(deed.before) !== 'done') return false
  undone = [...kept, deed]
  ownEpoch = cluster.epoch
  seen = undefined
  look()
  say({ what: 'undone', line: deed.line, at: cluster.now, count, message: '' })
  return true
}

/** Makes the same requests again that undo took back; the cluster answers anew, and alike when nothing else happened. */
export function redo(): boolean {
  const cluster = runningCluster()
  if (!cluster) return false
  const deed = undone.at(-1)
  if (!deed) return false
  const left = undone.slice(0, -1)
  const { rv } = cluster
  if (deed.gesture) {
    undone = left
    void redoGesture(cluster, deed, deed.gesture)
    return true
  }
  let message = ''
  for (const { claim, method, args } of deed.inputs) {
    try {
      cluster.as(claim, () => cluster.repeat(method, args))
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof RangeError)) throw error
      message ||= error.message
    }
  }
  commitJournal()
  undone = left
  seen = undefined
  look()
  const count = cluster.rv - rv
  say({
    what: count === 0 ? 'refused' : 'redone',
    line: deed.line,
    at: cluster.now,
    count,
    message,
  })
  return true
}

/** What a gesture asks for takes its time; each of its lines is shown as it runs. */
async function redoGesture(cluster: Cluster, { line }: Deed, { again }: Gesture): Promise<void> {
  const { rv, epoch } = cluster
  await again()
  if (runningCluster() !== cluster || cluster.epoch !== epoch) return
  const count = cluster.rv - rv
  say({ what: count === 0 ? 'refused' : 'redone', line, at: cluster.now, count, message: '' })
}

export function closeUndoNote(): void {
  undoStore.setState({ note: undefined })
}

export function useUndo<T>(selector: (state: UndoState) => T): T {
  return useStore(undoStore, selector)
}

onEntries(look)
