import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { splitKey } from '../store.ts'
import type { Millis } from '../time.ts'
import type { Pod } from '../types/index.ts'
import { startVolumes, volumeProgress } from './bindVolumes.ts'
import { withNomination } from './evict.ts'
import { fail } from './failure.ts'
import { type Evaluation, feasibleNodesToFind } from './framework.ts'
import { PodInfo } from './nodeInfo.ts'
import { claimNames } from './plugins/podClaims.ts'
import { priorityOf } from './priority.ts'
import { backoffEnd, type PodRecord, recordOf, SCHEDULER } from './records.ts'
import { isFinished, type SchedulerState, stateOf } from './state.ts'
import * as wakeUp from './wake.ts'

const NAME = 'default-scheduler'
const CURSOR = 'cursor'
const VOLUMES_WITHIN: Millis = 600_000

function isMine(pod: Pod): boolean {
  return (
    !pod.spec.nodeName &&
    (pod.spec.schedulerName ?? NAME) === NAME &&
    !pod.spec.schedulingGates?.length &&
    pod.metadata.deletionTimestamp === undefined &&
    !isFinished(pod)
  )
}

function keyOf(pod: Pod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
}

/** A pod of higher priority that is due goes first. */
// k8s: pkg/scheduler/framework/plugins/queuesort PrioritySort (1.36)
function mustWait(cluster: Cluster, pod: Pod, state: SchedulerState): boolean {
  const own = priorityOf(pod)
  for (const [priority, keys] of state.pendingByPriority) {
    if (priority <= own) continue
    for (const key of keys) {
      const due = cluster.work.dueAt(SCHEDULER, key)
      if (due !== undefined && due <= cluster.now) return true
    }
  }
  return false
}

function bind(cluster: Cluster, key: string, pod: Pod, node: string): Pod {
  const { namespace = '', name } = pod.metadata
  if (cluster.recall(SCHEDULER, key) !== undefined) cluster.forget(SCHEDULER, key)
  const bound = cluster.bind(namespace, name, node)
  const message = `Successfully assigned ${key} to ${node}`
  cluster.event(bound, 'Normal', 'Scheduled', message)
  return bound
}

/** Moves the place where the next search starts, so that large clusters fill evenly. */
function advance(cluster: Cluster, start: number, processed: number, total: number): void {
  const next = total === 0 ? 0 : (start + processed) % total
  if (next !== start) cluster.remember(SCHEDULER, CURSOR, next)
}

/** The machine that the pod is promised, when it can take it by now. */
// k8s: pkg/scheduler/schedule_one.go evaluateNominatedNode (1.36)
function promisedNode(state: SchedulerState, info: PodInfo): Evaluation | undefined {
  const node = state.snapshot.node(info.pod.status.nominatedNodeName ?? '')
  if (!node) return undefined
  const found = state.framework.filter(info, state, node.index, 1, 1)
  return found.count === 1 ? found : undefined
}

function whyChosen(node: string, count: number, promised: boolean): string {
  if (promised) return `${node} is promised to it and has room now`
  return count === 1 ? `${node} is the only node that fits` : `${node} fits best of ${count} nodes`
}

/** Names the machine in the pod's status while its volumes are being prepared; an empty name takes it back. */
// k8s: feature NominatedNodeNameForExpectation (1.36)
function announce(cluster: Cluster, pod: Pod, node: string): void {
  if (!cluster.profile.features.announcesNode) return
  if ((pod.status.nominatedNodeName ?? '') !== node) cluster.updateStatus(withNomination(pod, node))
}

// k8s: pkg/scheduler/schedule_one.go schedulingCycle (1.36)
function attempt(
  cluster: Cluster,
  state: SchedulerState,
  key: string,
  pod: Pod,
): Requeue | undefined {
  const { framework } = state
  const info = new PodInfo(pod)
  const total = state.snapshot.nodes.length
  const start = cluster.recall<number>(SCHEDULER, CURSOR) ?? 0
  const promised = pod.status.nominatedNodeName ? promisedNode(state, info) : undefined
  const { count, processed, feasible } =
    promised ?? framework.filter(info, state, start, feasibleNodesToFind(total))
  if (count === 0) return fail(cluster, state, key, pod, info)
  if (!promised) advance(cluster, start, processed, total)
  if (count > 1) framework.score(info, state)
  const node = count === 1 ? feasible[0] : framework.pick(cluster.random)
  if (!node) return undefined
  state.decisions.note(framework, state, info, cluster.now, node.name, undefined)
  cluster.why(whyChosen(node.name, count, promised !== undefined))
  if (!startVolumes(cluster, info, node, state, () => announce(cluster, pod, node.name))) {
    // Counted at once, so that the journal's entry has nothing left to work out.
    info.pod = bind(cluster, key, pod, node.name)
    state.snapshot.place(info, node.name)
    return undefined
  }
  const record: PodRecord = {
    uid: info.uid,
    pool: 'binding',
    attempts: recordOf(cluster, key, info.uid)?.attempts ?? 0,
    at: cluster.now,
    plugins: [],
    node: node.name,
    deadline: cluster.now + VOLUMES_WITHIN,
  }
  cluster.remember(SCHEDULER, key, record)
  state.snapshot.place(info, node.name)
  return { requeueAfter: VOLUMES_WITHIN, background: true }
}

/** Looks whether the volumes of a pod that has its machine are ready. */
function continueBinding(
  cluster: Cluster,
  state: SchedulerState,
  pod: Pod,
  record: PodRecord,
): Requeue | undefined {
  const node = record.node ?? ''
  const deadline = record.deadline ?? 0
  const progress = volumeProgress(cluster, pod, node)
  if (progress === 'ready') {
    cluster.why(`the volumes for ${node} are ready`)
    bind(cluster, keyOf(pod), pod, node)
    return undefined
  }
  if (progress === 'waiting' && cluster.now < deadline) {
    return { requeueAfter: deadline - cluster.now, background: true }
  }
  if (progress === 'waiting') {
    const message =
      'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded'
    cluster.event(pod, 'Warning', 'FailedScheduling', message)
  }
  state.snapshot.removePod(record.uid)
  announce(cluster, pod, '')
  // After an error even an idle scheduler keeps the back-off.
  const again: PodRecord = {
    uid: record.uid,
    pool: 'queued',
    attempts: record.attempts + 1,
    at: cluster.now,
    plugins: [],
  }
  cluster.remember(SCHEDULER, keyOf(pod), again)
  cluster.enqueue(SCHEDULER, keyOf(pod), backoffEnd(again) - cluster.now)
  return undefined
}

function reconcile(cluster: Cluster, key: string): Requeue | undefined {
  const pod = cluster.at('Pod', key)
  if (!pod || !isMine(pod)) {
    const record = cluster.recall<PodRecord>(SCHEDULER, key)
    if (record && record.pool !== 'binding') cluster.forget(SCHEDULER, key)
    return undefined
  }
  const state = stateOf(cluster)
  const record = recordOf(cluster, key, pod.metadata.uid)
  if (record?.pool === 'binding') return continueBinding(cluster, state, pod, record)
  if (mustWait(cluster, pod, state)) return { requeueAfter: 0 }
  return attempt(cluster, state, key, pod)
}

const NONE: readonly string[] = []

function podDeleted(cluster: Cluster, pod: Pod): void {
  const key = keyOf(pod)
  if (recordOf(cluster, key, pod.metadata.uid)) cluster.forget(SCHEDULER, key)
  const held = pod.spec.nodeName ? !isFinished(pod) : pod.status.nominatedNodeName !== undefined
  if (held) wakeUp.podGone(cluster)
}

/** Another pod on a machine makes or frees room, or counts as a neighbour. */
function neighbourChanged(cluster: Cluster, before: Pod | undefined, after: Pod): void {
  if (!before?.spec.nodeName) wakeUp.podPlaced(cluster, after)
  else if (isFinished(after) && !isFinished(before)) wakeUp.podGone(cluster)
  else if (after.metadata.deletionTimestamp && !before.metadata.deletionTimestamp) {
    wakeUp.podPlaced(cluster, after)
  }
}

/** Keys to look at because a pod changed; other pods are woken on the way. */
function podChanged(
  cluster: Cluster,
  before: Pod | undefined,
  after: Pod | undefined,
): readonly string[] {
  if (!after) {
    if (before) podDeleted(cluster, before)
    return NONE
  }
  if (after.spec.nodeName) {
    neighbourChanged(cluster, before, after)
    return NONE
  }
  if (!isMine(after)) return NONE
  if (!before || !isMine(before)) return [keyOf(after)]
  const changed = before.spec !== after.spec || before.metadata.labels !== after.metadata.labels
  const record = recordOf(cluster, keyOf(after), after.metadata.uid)
  if (changed && record?.pool === 'unschedulable') wakeUp.requeue(cluster, keyOf(after), record)
  return NONE
}

/** Pods whose volumes are being prepared look again; those that waited for volumes may try again. */
function claimChanged(cluster: Cluster, key: string): readonly string[] {
  const [namespace, name] = splitKey(key)
  wakeUp.claimChanged(cluster, namespace, name)
  const keys: string[] = []
  for (const [podKey, value] of cluster.memory.get(SCHEDULER) ?? []) {
    if ((value as PodRecord).pool !== 'binding' || splitKey(podKey)[0] !== namespace) continue
    const pod = cluster.at('Pod', podKey)
    if (pod && claimNames(pod).includes(name)) keys.push(podKey)
  }
  return keys
}

/** Gives every pod without a machine one, or says why there is none. */
export const scheduler: Actor = {
  name: SCHEDULER,
  source: NAME,
  watches: {
    Pod: (_pod, cluster, { before, after }) => podChanged(cluster, before, after),
    Node: (_node, cluster, { before, after }) => {
      wakeUp.nodeChanged(cluster, before, after)
      return NONE
    },
    PersistentVolumeClaim: (claim, cluster) =>
      claimChanged(cluster, `${claim.metadata.namespace ?? ''}/${claim.metadata.name}`),
    PersistentVolume: (_volume, cluster) => {
      wakeUp.volumesChanged(cluster)
      return NONE
    },
    StorageClass: (_class, cluster) => {
      wakeUp.volumesChanged(cluster)
      return NONE
    },
    CSINode: (_node, cluster) => {
      wakeUp.volumesChanged(cluster)
      return NONE
    },
    CSIStorageCapacity: (_capacity, cluster) => {
      wakeUp.volumesChanged(cluster)
      return NONE
    },
    VolumeAttachment: (_one, cluster, { after }) => {
      if (!after) wakeUp.volumesChanged(cluster)
      return NONE
    },
  },
  delay: (cluster) => cluster.profile.timings.schedulerDelay,
  resync: (cluster) => cluster.list('Pod', { where: isMine }).map(keyOf),
  reconcile,
}
