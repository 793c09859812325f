import type { Affinity } from '../types/index.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Labels, Matcher } from './selectors.ts'

/** All pods of one namespace that carry the same labels, counted by node. */
export interface LabelSet {
  readonly namespace: string
  readonly labels: Labels
  /** Pods that are not being deleted. */
  readonly live: Map<NodeInfo, number>
  readonly all: Map<NodeInfo, number>
  /** `live` by the node's index, once there are enough nodes to make that worth while. */
  dense: Int32Array | undefined
}

const DENSE_FROM = 16

/** All pods with the same affinity terms in one namespace, counted by node. */
export interface AffinityGroup {
  readonly namespace: string
  readonly affinity: Affinity
  readonly counts: Map<NodeInfo, number>
}

interface Selected {
  readonly namespace: string
  readonly matcher: Matcher
  readonly sets: LabelSet[]
  /** How many of the known sets have been looked at. */
  seen: number
}

function keyOf(namespace: string, labels: Labels): string {
  let key = namespace
  for (const name of Object.keys(labels).sort()) key += `\n${name}=${labels[name]}`
  return key
}

function bump(counts: Map<NodeInfo, number>, node: NodeInfo, by: number): void {
  const next = (counts.get(node) ?? 0) + by
  if (next > 0) counts.set(node, next)
  else counts.delete(node)
}

const SELECTIONS = 2000

interface KnownSet {
  readonly namespace: string
  readonly id: number
}

/** Pods grouped so that counting those a selector matches never walks over pods. */
export class LabelSets {
  private readonly sets: LabelSet[] = []
  private readonly ids = new Map<string, number>()
  /** Pods of one template share their labels, and so their set. */
  private readonly byLabels = new WeakMap<Labels, KnownSet>()
  private readonly selections = new Map<string, Selected>()
  private readonly groups = new Map<string, AffinityGroup>()

  /** Number of the pod's set, which is made when it is new. */
  idOf(pod: PodInfo): number {
    if (pod.labelSet >= 0) return pod.labelSet
    const known = this.byLabels.get(pod.labels)
    if (known?.namespace === pod.namespace) {
      pod.labelSet = known.id
      return known.id
    }
    const key = keyOf(pod.namespace, pod.labels)
    let id = this.ids.get(key)
    if (id === undefined) {
      id = this.sets.length
      this.ids.set(key, id)
      this.sets.push({
        namespace: pod.namespace,
        labels: pod.labels,
        live: new Map(),
        all: new Map(),
        dense: undefined,
      })
    }
    this.byLabels.set(pod.labels, { namespace: pod.namespace, id })
    pod.labelSet = id
    return id
  }

  add(pod: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const set = this.sets[this.idOf(pod)] as LabelSet
    bump(set.all, node, by)
    if (!pod.terminating) {
      bump(set.live, node, by)
      if (set.dense) set.dense[node.index] = set.live.get(node) ?? 0
    }
    if (pod.hasAffinity) this.addToGroup(pod, node, by)
  }

  /** To be called when nodes were numbered anew. */
  reindex(): void {
    for (const set of this.sets) set.dense = undefined
  }

  private addToGroup(pod: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const affinity = pod.pod.spec.affinity ?? {}
    const key = `${pod.namespace}\n${JSON.stringify(affinity)}`
    let group = this.groups.get(key)
    if (!group) {
      group = { namespace: pod.namespace, affinity, counts: new Map() }
      this.groups.set(key, group)
    }
    bump(group.counts, node, by)
    if (group.counts.size === 0) this.groups.delete(key)
  }

  affinityGroups(): IterableIterator<AffinityGroup> {
    return this.groups.values()
  }

  get hasAffinityGroups(): boolean {
    return this.groups.size > 0
  }

  allSets(): readonly LabelSet[] {
    return this.sets
  }

  /** Every set of the namespace that the matcher selects. */
  select(namespace: string, matcher: Matcher): readonly LabelSet[] {
    const key = `${namespace}\n${matcher.key}`
    let found = this.selections.get(key)
    if (!found) {
      if (this.selections.size >= SELECTIONS) this.selections.clear()
      found = { namespace, matcher, sets: [], seen: 0 }
      this.selections.set(key, found)
    }
    for (; found.seen < this.sets.length; found.seen++) {
      const set = this.sets[found.seen] as LabelSet
      if (set.namespace === namespace && matcher.matches(set.labels)) found.sets.push(set)
    }
    return found.sets
  }
}

/** Live pods of the set by the node's index; undefined when they are few. */
export function denseOf(set: LabelSet, nodes: number): Int32Array | undefined {
  if (set.dense || set.live.size < DENSE_FROM) return set.dense
  const dense = new Int32Array(nodes)
  for (const [node, count] of set.live) dense[node.index] = count
  set.dense = dense
  return dense
}

/** Live pods of the sets on one node. */
export function countOn(sets: readonly LabelSet[], node: NodeInfo): number {
  let count = 0
  for (const set of sets) count += set.live.get(node) ?? 0
  return count
}
