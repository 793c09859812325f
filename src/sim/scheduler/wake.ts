import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import { splitKey } from '../store.ts'
import type { Node, Pod } from '../types/index.ts'
import { claimNames } from './plugins/podClaims.ts'
import { backoffEnd, type PodRecord, SCHEDULER } from './records.ts'

/** Which plugins' refusals an event may undo. */
// k8s: EventsToRegister of each plugin (1.36), without the finer hints
const NODE_LABELS = [
  'NodeAffinity',
  'PodTopologySpread',
  'InterPodAffinity',
  'VolumeBinding',
  'VolumeZone',
]
const NODE_TAINTS = ['TaintToleration', 'NodeUnschedulable', 'PodTopologySpread']
const NODE_ALLOCATABLE = ['NodeResourcesFit']
const POD_GONE = [
  'NodeResourcesFit',
  'NodePorts',
  'PodTopologySpread',
  'InterPodAffinity',
  'VolumeRestrictions',
  'NodeVolumeLimits',
]
const POD_PLACED = ['PodTopologySpread', 'InterPodAffinity']
const VOLUMES = ['VolumeBinding', 'VolumeZone', 'VolumeRestrictions', 'NodeVolumeLimits']

/** Puts pods back into the queue that one of the plugins held up, each not before its back-off ends. */
function wake(
  cluster: Cluster,
  plugins: readonly string[] | 'all',
  concerns: (key: string, record: PodRecord) => boolean = () => true,
): void {
  const slots = cluster.memory.get(SCHEDULER)
  if (!slots || slots.size === 0) return
  for (const [key, value] of slots) {
    const record = value as PodRecord
    if (record.pool !== 'unschedulable') continue
    if (plugins !== 'all' && !record.plugins.some((name) => plugins.includes(name))) continue
    if (concerns(key, record)) requeue(cluster, key, record)
  }
}

/** Back to the queue: when its back-off ends or, where the scheduler does so, as soon as it is idle. */
// k8s: feature SchedulerPopFromBackoffQ (1.36); every due pod is ahead in the queue, so idle means its turn
export function requeue(cluster: Cluster, key: string, record: PodRecord): void {
  cluster.remember(SCHEDULER, key, { ...record, pool: 'queued' })
  const { features, timings } = cluster.profile
  const backoff = features.retriesEarly ? 0 : backoffEnd(record) - cluster.now
  const delay = Math.max(timings.schedulerDelay, backoff)
  cluster.enqueue(SCHEDULER, key, delay)
}

export function nodeChanged(
  cluster: Cluster,
  before: Node | undefined,
  after: Node | undefined,
): void {
  if (!after || !before) {
    // A new machine may suit anyone; a lost one changes how pods are spread.
    wake(cluster, after ? 'all' : ['PodTopologySpread'])
    return
  }
  if (
    before.metadata.labels !== after.metadata.labels &&
    !equal(before.metadata.labels, after.metadata.labels)
  ) {
    wake(cluster, NODE_LABELS)
  }
  if (before.spec !== after.spec) {
    const sameTaints = equal(before.spec.taints, after.spec.taints)
    if (!sameTaints || before.spec.unschedulable !== after.spec.unschedulable)
      wake(cluster, NODE_TAINTS)
  }
  const old = before.status.allocatable
  const now = after.status.allocatable
  if (old !== now && !equal(old, now)) wake(cluster, NODE_ALLOCATABLE)
}

/** A pod that had a machine left it. */
export function podGone(cluster: Cluster): void {
  wake(cluster, POD_GONE)
}

/** A pod got its machine, or began to leave it: that matters to those who count their neighbours. */
export function podPlaced(cluster: Cluster, pod: Pod): void {
  wake(cluster, POD_PLACED, (key) => {
    const waiting = cluster.at('Pod', key)
    const terms = waiting?.spec.affinity
    return terms !== undefined || waiting?.metadata.namespace === pod.metadata.namespace
  })
}

export function claimChanged(cluster: Cluster, namespace: string, name: string): void {
  wake(cluster, VOLUMES, (key) => {
    const pod = cluster.at('Pod', key)
    return splitKey(key)[0] === namespace && pod !== undefined && claimNames(pod).includes(name)
  })
}

export function volumesChanged(cluster: Cluster): void {
  wake(cluster, VOLUMES)
}
