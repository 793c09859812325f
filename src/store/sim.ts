import { useCallback, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { LabOptions } from '../scenarios/labs.ts'
import {
  type Cluster,
  type Entry,
  type Kind,
  type Millis,
  type ObjectOf,
  step,
} from '../sim/index.ts'
import { openLab } from './labs.ts'
import { Registry } from './registry.ts'
import { wakeWaiters } from './waits.ts'

export interface SimState {
  /** resourceVersion up to which the screen has read the journal. */
  readonly rv: number
  /** Virtual milliseconds since the cluster's start. */
  readonly now: Millis
  /** Grows with every batch that reached the screen. */
  readonly commit: number
  /** Grows only when the graph changed: something added, removed or tied differently. */
  readonly topology: number
  readonly lab: string
  readonly seed: number
  /** Why the cluster stands still, in the thrown error's words; empty while it runs. */
  readonly problem: string
}

export const simStore = createStore<SimState>()(() => ({
  rv: 0,
  now: 0,
  commit: 0,
  topology: 0,
  lab: '',
  seed: 1,
  problem: '',
}))

const registry = new Registry()
const readers = new Set<(entries: readonly Entry[], fresh: boolean) => void>()
let cluster: Cluster | undefined
let epoch = -1

/** The running cluster. Throws before the first `loadLab`. */
export function getCluster(): Cluster {
  if (!cluster) throw new Error('No cluster is loaded yet.')
  return cluster
}

/** Opens a lab by name (`book`, `plain` ...), replacing the cluster. Throws when there is no such lab. */
export function loadLab(name: string, options: LabOptions = {}): void {
  showCluster(openLab(name, options), name)
}

/** Puts a cluster on the screen. */
export function showCluster(next: Cluster, lab: string): void {
  cluster = next
  epoch = -1
  simStore.setState({ lab, seed: next.seed, problem: '' })
  commitJournal()
}

/** Hears of every batch of journal entries that reached the screen; `fresh` means that the past was replaced. */
export function onEntries(reader: (entries: readonly Entry[], fresh: boolean) => void): () => void {
  readers.add(reader)
  return () => readers.delete(reader)
}

/** Brings the screen up to the journal's end: at most once per frame while playing, and after each of the user's commands. */
export function commitJournal(): void {
  if (!cluster) return
  const state = simStore.getState()
  const fresh = cluster.epoch !== epoch || cluster.journal.compacted > state.rv
  if (!fresh && cluster.rv === state.rv) {
    if (cluster.now !== state.now) simStore.setState({ now: cluster.now })
    return
  }
  const entries = fresh ? [] : cluster.journal.since(state.rv)
  let graph = true
  if (fresh) {
    epoch = cluster.epoch
    registry.reset(cluster.store)
  } else graph = registry.apply(entries)
  simStore.setState({
    rv: cluster.rv,
    now: cluster.now,
    commit: state.commit + 1,
    topology: graph ? state.topology + 1 : state.topology,
  })
  for (const reader of readers) reader(entries, fresh)
}

/** Does the next piece of work if it is due by `until`; says whether it did. An exception stops the cluster, not the page. */
export function work(until: Millis): boolean {
  if (!cluster || simStore.getState().problem !== '') return false
  const due = cluster.work.peek()?.at
  if (due === undefined || due > until) return false
  try {
    const did = step(cluster)
    wakeWaiters(cluster)
    return did
  } catch (error) {
    simStore.setState({ problem: error instanceof Error ? error.message : String(error) })
    return false
  }
}

/** Lets virtual time pass up to a moment at which nothing is due any more. */
export function passTime(until: Millis): void {
  if (cluster && until > cluster.now && simStore.getState().problem === '') {
    cluster.now = until
    wakeWaiters(cluster)
  }
}

/** One object now, without subscribing. */
export function peekObject<K extends Kind>(kind: K, key: string): ObjectOf<K> | undefined {
  return registry.get(kind, key)
}

/** Sorted keys of a kind now, without subscribing. */
export function peekKeys(kind: Kind): readonly string[] {
  return registry.keys(kind)
}

/** One object; renders again only when that object was replaced. */
export function useObject<K extends Kind>(kind: K, key: string): ObjectOf<K> | undefined {
  const subscribe = useCallback(
    (changed: () => void) => registry.subscribe(kind, key, changed),
    [kind, key],
  )
  return useSyncExternalStore(subscribe, () => registry.get(kind, key))
}

/** Sorted keys of a kind; renders again only when one comes or goes. */
export function useKeys(kind: Kind): readonly string[] {
  const subscribe = useCallback(
    (changed: () => void) => registry.subscribeKeys(kind, changed),
    [kind],
  )
  return useSyncExternalStore(subscribe, () => registry.keys(kind))
}

/** A number that grows only when the graph changes, never on a status. */
export function useTopology(): number {
  return useStore(simStore, (state) => state.topology)
}

/** Virtual time in steps of a second: for ages and countdowns. */
export function useNow(): Millis {
  return useStore(simStore, (state) => Math.floor(state.now / 1000) * 1000)
}

export function useSim<T>(selector: (state: SimState) => T): T {
  return useStore(simStore, selector)
}
