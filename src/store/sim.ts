import { useCallback, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { LabOptions } from '../scenarios/labs.ts'
import type { Cluster, ClusterView, Entry, Kind, Millis, ObjectOf, Still } from '../sim/index.ts'
import { step } from '../sim/light.ts'
import { loadEngine } from './arrival.ts'
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
type Reader = (entries: readonly Entry[], fresh: boolean) => void
const readers = new Set<Reader>()
/** Those that read pictures of a cluster as well. */
const pictureReaders = new Set<Reader>()
let cluster: Cluster | undefined
/** What is seen before the engine is there. */
let still: Still | undefined
/** No cluster has this epoch: the whole of it has to be read. */
const NOT_READ = -1
let epoch = NOT_READ
let waiting: ((running: Cluster) => void)[] = []

/** The running cluster. Throws before there is one: whoever only reads takes `peekCluster`, whoever acts waits for `whenCluster`. */
export function getCluster(): Cluster {
  if (!cluster) throw new Error('No cluster is loaded yet.')
  return cluster
}

/** The running cluster, if there is one. */
export function runningCluster(): Cluster | undefined {
  return cluster
}

/** The running cluster, as soon as there is one. Until then it waits, however long the engine takes. */
export function whenCluster(): Promise<Cluster> {
  if (cluster) return Promise.resolve(cluster)
  return new Promise((resolve) => waiting.push(resolve))
}

/** What is on the screen, to be read: the running cluster, or the picture of one before the engine is there. */
export function peekCluster(): ClusterView | undefined {
  return cluster ?? still
}

/** Opens a lab by name (`book`, `plain` ...), replacing the cluster. Rejects when there is no such lab, or no engine. */
export async function loadLab(name: string, options: LabOptions = {}): Promise<void> {
  const { openLab } = await loadEngine()
  showCluster(openLab(name, options), name)
}

/** Puts a recorded cluster on the screen, which the engine will bring to life: a picture that nothing can act on yet. */
export function showStill(next: Still, lab: string): void {
  still = next
  cluster = undefined
  open(next.seed, lab)
}

/** Lets the cluster on the screen go on from its picture, with the same objects. Rejects when the engine cannot be had. */
export async function wakeStill(): Promise<void> {
  const { startFrom } = await loadEngine()
  const { lab } = simStore.getState()
  if (still && !cluster) showCluster(startFrom(still, lab), lab)
}

/** Puts a cluster on the screen. */
export function showCluster(next: Cluster, lab: string): void {
  cluster = next
  open(next.seed, lab)
  still = undefined
  const resumed = waiting
  waiting = []
  for (const resume of resumed) resume(next)
}

function open(seed: number, lab: string): void {
  epoch = NOT_READ
  simStore.setState({ lab, seed, problem: '' })
  commitJournal()
}

/**
 * Hears of every batch of journal entries that reached the screen; `fresh` means that the past was replaced. Who needs
 * no running cluster hears of its picture too.
 */
export function onEntries(
  reader: Reader,
  options: { readonly pictures?: boolean } = {},
): () => void {
  readers.add(reader)
  if (options.pictures) pictureReaders.add(reader)
  return () => {
    readers.delete(reader)
    pictureReaders.delete(reader)
  }
}

/** Brings the screen up to the journal's end: at most once per frame while playing, and after each of the user's commands. */
export function commitJournal(): void {
  const view = peekCluster()
  if (!view) return
  const state = simStore.getState()
  const fresh = view.epoch !== epoch || view.journal.compacted > state.rv
  if (!fresh && view.rv === state.rv) {
    if (view.now !== state.now) simStore.setState({ now: view.now })
    return
  }
  const entries = fresh ? [] : view.journal.since(state.rv)
  let graph = true
  if (fresh) {
    epoch = view.epoch
    graph = registry.reset(view.store)
  } else graph = registry.apply(entries)
  simStore.setState({
    rv: view.rv,
    now: view.now,
    commit: state.commit + 1,
    topology: graph ? state.topology + 1 : state.topology,
  })
  for (const reader of cluster ? readers : pictureReaders) reader(entries, fresh)
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
