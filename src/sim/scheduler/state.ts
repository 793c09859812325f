import type { Cluster } from '../cluster.ts'
import type { Entry } from '../journal.ts'
import { keyOf, splitKey } from '../store.ts'
import type { Pod } from '../types/index.ts'
import { DecisionLog } from './decisions.ts'
import { Framework } from './framework.ts'
import type { PodInfo } from './nodeInfo.ts'
import { Nominations } from './nominations.ts'
import { ownerSelector } from './ownerSelector.ts'
import type { World } from './plugin.ts'
import { priorityOf } from './priority.ts'
import { recordOf } from './records.ts'
import type { Labels, Matcher } from './selectors.ts'
import { Snapshot } from './snapshot.ts'

const SELECTORS = 5000
const NO_LABELS: Labels = {}

/** A pod that no longer uses its machine. */
export function isFinished(pod: Pod): boolean {
  const phase = pod.status?.phase
  return phase === 'Succeeded' || phase === 'Failed'
}

/**
 * What the scheduler has worked out of the cluster's objects. All of it is derived: it follows the
 * journal entry by entry, and is built anew after a rewind, a restore or a compaction.
 */
export class SchedulerState implements World {
  snapshot = new Snapshot()
  readonly framework = new Framework()
  readonly decisions = new DecisionLog()
  readonly nominations = new Nominations()
  /** Keys of pods without a machine, by priority. */
  readonly pendingByPriority = new Map<number, Set<string>>()
  private readonly selectors = new Map<string, Matcher | undefined>()
  private readonly cluster: Cluster
  private epoch = -1
  private rv = 0

  constructor(cluster: Cluster) {
    this.cluster = cluster
  }

  get texts(): World['texts'] {
    return this.cluster.profile.texts.scheduler
  }

  claim(namespace: string, name: string): ReturnType<World['claim']> {
    return this.cluster.find('PersistentVolumeClaim', namespace, name)
  }

  volume(name: string): ReturnType<World['volume']> {
    return this.cluster.find('PersistentVolume', '', name)
  }

  volumes(): ReturnType<World['volumes']> {
    return this.cluster.list('PersistentVolume')
  }

  storageClass(name: string): ReturnType<World['storageClass']> {
    return this.cluster.find('StorageClass', '', name)
  }

  csiNode(name: string): ReturnType<World['csiNode']> {
    return this.cluster.find('CSINode', '', name)
  }

  csiDriver(name: string): ReturnType<World['csiDriver']> {
    return this.cluster.find('CSIDriver', '', name)
  }

  attachments(node: string): ReturnType<World['attachments']> {
    return this.cluster.list('VolumeAttachment', { where: ({ spec }) => spec.nodeName === node })
  }

  capacities(): ReturnType<World['capacities']> {
    return this.cluster.list('CSIStorageCapacity')
  }

  budgets(): ReturnType<World['budgets']> {
    return this.cluster.list('PodDisruptionBudget')
  }

  namespaceLabels(name: string): Labels {
    return this.cluster.find('Namespace', '', name)?.metadata.labels ?? NO_LABELS
  }

  ownerSelector(pod: PodInfo): Matcher | undefined {
    const set = this.snapshot.labelSets.idOf(pod)
    const owner = pod.pod.metadata.ownerReferences?.find((o) => o.controller)
    const key = `${set} ${owner?.uid ?? ''}`
    if (this.selectors.has(key)) return this.selectors.get(key)
    if (this.selectors.size >= SELECTORS) this.selectors.clear()
    const matcher = ownerSelector(this.cluster, pod)
    this.selectors.set(key, matcher)
    return matcher
  }

  /** Takes in what happened since the last look. */
  sync(): void {
    const { cluster } = this
    const { journal } = cluster
    if (this.epoch !== cluster.epoch || this.rv > cluster.rv || this.rv < journal.compacted) {
      this.rebuild()
      return
    }
    while (this.rv < cluster.rv) {
      const entry = journal.at(this.rv + 1)
      if (!entry) {
        this.rebuild()
        return
      }
      this.rv++
      this.apply(entry)
    }
  }

  private rebuild(): void {
    const { cluster } = this
    this.snapshot = new Snapshot()
    this.selectors.clear()
    this.decisions.clear()
    this.nominations.clear()
    this.pendingByPriority.clear()
    this.epoch = cluster.epoch
    this.rv = cluster.rv
    for (const node of cluster.list('Node')) this.snapshot.setNode(node)
    for (const pod of cluster.list('Pod')) this.takePod(keyOf(pod), pod)
  }

  private apply(entry: Entry): void {
    switch (entry.kind) {
      case 'Pod':
        if (!entry.after) this.dropPod(entry.before as Pod)
        else if (isNews(entry.before as Pod | undefined, entry.after as Pod))
          this.takePod(entry.key, entry.after as Pod)
        break
      case 'Node':
        if (entry.after?.kind === 'Node') this.snapshot.setNode(entry.after)
        else this.snapshot.removeNode(splitKey(entry.key)[1])
        break
      case 'Service':
        this.selectors.clear()
        break
      case 'ReplicaSet':
      case 'ReplicationController':
      case 'StatefulSet':
        if (entry.verb !== 'update') this.selectors.clear()
        break
      default:
    }
  }

  private takePod(key: string, pod: Pod): void {
    const node = pod.spec.nodeName || assumedNode(this.cluster, key, pod)
    if (node && !isFinished(pod)) this.snapshot.placePod(pod, node)
    else this.snapshot.removePod(pod.metadata.uid)
    const promised = node ? undefined : pod.status.nominatedNodeName
    if (promised !== undefined || this.nominations.size > 0) this.nominations.set(pod, promised)
    this.setPending(key, pod, !pod.spec.nodeName && !isFinished(pod))
  }

  private setPending(key: string, pod: Pod, pending: boolean): void {
    const priority = priorityOf(pod)
    const keys = this.pendingByPriority.get(priority)
    if (pending) {
      if (keys) keys.add(key)
      else this.pendingByPriority.set(priority, new Set([key]))
    } else if (keys?.delete(key) && keys.size === 0) this.pendingByPriority.delete(priority)
  }

  private dropPod(pod: Pod): void {
    this.snapshot.removePod(pod.metadata.uid)
    this.setPending(keyOf(pod), pod, false)
    this.decisions.forget(pod.metadata.uid)
    if (this.nominations.size > 0) this.nominations.drop(pod.metadata.uid)
  }
}

/** Whether anything changed that a scheduler reads; how a pod on its machine gets on is nothing to it. */
function isNews(before: Pod | undefined, after: Pod): boolean {
  return (
    before === undefined ||
    !after.spec.nodeName ||
    before.spec !== after.spec ||
    before.metadata.labels !== after.metadata.labels ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    isFinished(before) !== isFinished(after)
  )
}

/** The machine a pod counts on although it is not bound yet: its volumes are still being prepared. */
function assumedNode(cluster: Cluster, key: string, pod: Pod): string | undefined {
  const record = recordOf(cluster, key, pod.metadata.uid)
  return record?.pool === 'binding' ? record.node : undefined
}

const states = new WeakMap<Cluster, SchedulerState>()

/** The scheduler's derived state of the cluster, up to date with its newest entry. */
export function stateOf(cluster: Cluster): SchedulerState {
  let state = states.get(cluster)
  if (!state) {
    state = new SchedulerState(cluster)
    states.set(cluster, state)
  }
  state.sync()
  return state
}
