import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Cluster, Entry, Input, Millis } from '../sim/index.ts'
import { repeat } from '../sim/light.ts'
import {
  commitJournal,
  getCluster,
  onEntries,
  peekCluster,
  runningCluster,
  simStore,
  work,
} from './sim.ts'

/** A moment of the journal: after the entry with this resourceVersion, before whatever made the next one. */
export type Position = number

export type RewindAnswer = 'done' | 'tooFar' | 'tooLarge'

/** What was there when the user went back: it comes again, unless the user does something else. */
interface Ahead {
  readonly cluster: Cluster
  /** Entries after the present, oldest first. */
  readonly entries: readonly Entry[]
  /** What came from outside in it, by tick. */
  readonly inputs: ReadonlyMap<number, Input>
  readonly end: { readonly rv: Position; readonly steps: number; readonly now: Millis }
}

export interface RewindState {
  /** How many entries of the known future lie ahead. */
  readonly ahead: number
  /** The user acted in the past: after this entry another future begins, and so many entries are forgotten. */
  readonly fork: { readonly rv: Position; readonly forgotten: number } | null
}

export const rewindStore = createStore<RewindState>()(() => ({ ahead: 0, fork: null }))

/** Longest time, in estimated milliseconds, for which going back may keep the page waiting. */
const LONGEST = 3000
/** What a replay does per millisecond on a machine of the slower sort: journal entries, and objects put back. */
const ENTRIES_PER_MS = 12
const OBJECTS_PER_MS = 150

let ahead: Ahead | undefined
/** Ticks up to which the present is the record's; later inputs are either replayed ones or the user's own. */
let base = 0
const replayed = new Set<number>()
/** The cluster on the screen, and the moment at which it came there. */
let opened: { readonly cluster: Cluster; readonly rv: Position } | undefined

/** Entries of the known future, oldest first; empty at the journal's end. */
export function entriesAhead(): readonly Entry[] {
  return ahead?.entries ?? []
}

export function useRewind<T>(selector: (state: RewindState) => T): T {
  return useStore(rewindStore, selector)
}

/** The earliest moment that can be returned to: the lab's beginning, or what the journal still holds. */
export function earliest(): Position {
  const cluster = runningCluster()
  if (!cluster) return peekCluster()?.rv ?? 0
  const from = opened?.cluster === cluster ? opened.rv : 0
  return Math.max(from, cluster.journal.compacted)
}

/** Milliseconds that a way to the moment will take, roughly: a checkpoint is put back, and the rest done anew. */
export function costOf(position: Position): Millis {
  const cluster = getCluster()
  const back = position < cluster.rv
  const from = back ? cluster.history.base(position) : cluster.rv
  if (from === undefined) return Number.POSITIVE_INFINITY
  const objects = back ? cluster.store.size / OBJECTS_PER_MS : 0
  return (position - from) / ENTRIES_PER_MS + objects
}

/**
 * Brings the cluster back to a moment for good: what came later is forgotten, and will not come again. This is undo.
 */
export function rewindTo(position: Position): RewindAnswer {
  if (!runningCluster()) return 'tooFar'
  const answer = back(position)
  if (answer === 'done') {
    ahead = undefined
    settle(getCluster())
    commitJournal()
  }
  return answer
}

/** Goes to a moment and keeps what comes after it: played on, everything happens again as it did. */
export function goTo(position: Position): RewindAnswer {
  const cluster = runningCluster()
  if (!cluster) return 'tooFar'
  if (position < cluster.rv) {
    const future = remembered(cluster)
    const answer = back(position)
    if (answer !== 'done') return answer
    ahead = { ...future, entries: future.entries.filter((entry) => entry.rv > position) }
  } else if (position > cluster.rv) {
    if (!ahead || position > ahead.end.rv) return 'tooFar'
    if (costOf(position) > LONGEST) return 'tooLarge'
    forward(cluster, position)
  }
  settle(cluster)
  commitJournal()
  return 'done'
}

function back(position: Position): RewindAnswer {
  const cluster = getCluster()
  if (position < earliest() || position > cluster.rv) return 'tooFar'
  if (position === cluster.rv) return 'done'
  if (costOf(position) > LONGEST) return 'tooLarge'
  cluster.history.rewind(cluster, position)
  base = cluster.steps
  replayed.clear()
  simStore.setState({ problem: '' })
  return 'done'
}

/** Everything from the present to the end of what is known. */
function remembered(cluster: Cluster): Ahead {
  const known = ahead?.cluster === cluster ? ahead : undefined
  const from = earliest()
  const inputs = new Map(known?.inputs)
  for (const input of cluster.history.recorded) inputs.set(input.tick, input)
  return {
    cluster,
    entries: [...cluster.journal.since(from), ...(known?.entries ?? [])],
    inputs,
    end: known?.end ?? { rv: cluster.rv, steps: cluster.steps, now: cluster.now },
  }
}

function forward(cluster: Cluster, position: Position): void {
  while (cluster.rv < position)
    if (!replayInput(cluster, Number.POSITIVE_INFINITY) && !work(Number.POSITIVE_INFINITY)) return
  if (cluster.rv === position) return
  cluster.history.rewind(cluster, position)
  base = cluster.steps
  replayed.clear()
}

/** What the user did in the known future, when its moment has come. Says whether there was something. */
export function replayInput(cluster: Cluster, until: Millis): boolean {
  if (ahead?.cluster !== cluster) return false
  if (forked(cluster)) {
    fork(cluster)
    return false
  }
  const input = ahead.inputs.get(cluster.steps + 1)
  if (!input || input.at > until) return false
  replayed.add(input.tick)
  repeat(cluster, input)
  return true
}

/** Whether somebody acted since the way back: then the known future will not come. */
function forked(cluster: Cluster): boolean {
  const last = cluster.history.recorded.at(-1)
  return last !== undefined && last.tick > base && !replayed.has(last.tick)
}

function fork(cluster: Cluster): void {
  const forgotten = ahead?.entries.length ?? 0
  ahead = undefined
  rewindStore.setState({ ahead: 0, fork: { rv: cluster.rv, forgotten } })
}

/** Brings what is known of the future up to the present. */
function settle(cluster: Cluster): void {
  if (ahead && (cluster.rv >= ahead.end.rv || ahead.cluster !== cluster)) ahead = undefined
  else if (ahead && (ahead.entries[0]?.rv ?? 0) <= cluster.rv)
    ahead = { ...ahead, entries: ahead.entries.filter((entry) => entry.rv > cluster.rv) }
  const count = ahead?.entries.length ?? 0
  if (rewindStore.getState().ahead !== count) rewindStore.setState({ ahead: count })
}

function follow(): void {
  const cluster = getCluster()
  if (opened?.cluster !== cluster) {
    opened = { cluster, rv: cluster.rv }
    ahead = undefined
    rewindStore.setState({ ahead: 0, fork: null })
  }
  if (ahead && forked(cluster)) fork(cluster)
  settle(cluster)
}

onEntries(follow)
