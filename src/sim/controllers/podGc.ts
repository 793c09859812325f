import { disruptionTarget } from '../api/disruptionTarget.ts'
import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import { keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type { Node, Pod } from '../types/index.ts'
import type { Actor } from './controller.ts'
import { readyOf } from './nodeZones.ts'
import { isTerminal } from './pods.ts'

const NAME = 'pod-garbage-collector'
const SWEEP = 'sweep'
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'
/** A node that is missing may be a slow watch: only after this long its pods are given up. */
const QUARANTINE: Millis = 40_000
/** Finished pods kept at the most. */
const FINISHED_LIMIT = 12_500

/** k8s: pkg/controller/podgc PodGCController.gc (1.36) */
export const podGc: Actor = {
  name: NAME,
  source: 'pod-garbage-collector',
  watches: {},
  delay: () => 0,
  resync: () => [SWEEP],
  reconcile(cluster) {
    sweepFinished(cluster)
    sweepOutOfService(cluster)
    sweepOrphans(cluster)
    sweepUnscheduled(cluster)
    return { requeueAfter: cluster.profile.timings.podGcPeriod, background: true }
  },
}

function sorted(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function wasEvicted({ status }: Pod): boolean {
  return status.phase === 'Failed' && status.reason === 'Evicted'
}

/** Evicted ones first, then the oldest. k8s: pkg/controller/podgc byEvictionAndCreationTimestamp (1.36) */
export function inTurn(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort((a, b) => {
    if (wasEvicted(a) !== wasEvicted(b)) return wasEvicted(a) ? -1 : 1
    const [born, other] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp]
    if (born !== other) return born < other ? -1 : 1
    return a.metadata.name < b.metadata.name ? -1 : 1
  })
}

/** Finished pods beyond the limit. */
function sweepFinished(cluster: Cluster): void {
  if (cluster.store.count('Pod') <= FINISHED_LIMIT) return
  const finished = [...cluster.store.values('Pod')].filter(isTerminal)
  const surplus = finished.length - FINISHED_LIMIT
  if (surplus <= 0) return
  for (const pod of inTurn(finished).slice(0, surplus)) {
    cluster.why(`more than ${FINISHED_LIMIT} finished pods are kept`)
    remove(cluster, pod)
  }
}

/** Somebody vouches that the machine is off, and it does not say otherwise. */
function isOutOfService(node: Node): boolean {
  const tainted = node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)
  return tainted === true && readyOf(node) !== 'True'
}

/** Pods that are being deleted on machines of which somebody vouches that they are off. */
// k8s: pkg/controller/podgc gcTerminating (1.36)
function sweepOutOfService(cluster: Cluster): void {
  for (const node of cluster.list('Node', { where: isOutOfService }))
    for (const pod of inTurn(cluster.podsOn(node.metadata.name))) {
      if (!pod.metadata.deletionTimestamp) continue
      cluster.why(`node ${node.metadata.name} is out of service`)
      remove(cluster, pod)
    }
}

/** Pods of nodes that no longer exist. k8s: pkg/controller/podgc gcOrphaned (1.36) */
function sweepOrphans(cluster: Cluster): void {
  for (const node of [...cluster.store.nodesWithPods()].sort()) {
    if (cluster.find('Node', '', node)) {
      cluster.forget(NAME, node)
      continue
    }
    const since = cluster.recall<Millis>(NAME, node)
    if (since === undefined) cluster.remember(NAME, node, cluster.now)
    else if (cluster.now - since >= QUARANTINE)
      for (const pod of sorted(cluster.podsOn(node))) {
        cluster.why(`node ${node} no longer exists`)
        remove(cluster, pod, 'PodGC: node no longer exists')
      }
  }
}

/** Pods that are being deleted and were never given to a node: no kubelet will finish them. */
function sweepUnscheduled(cluster: Cluster): void {
  const waiting: Pod[] = []
  for (const pod of cluster.store.values('Pod'))
    if (pod.metadata.deletionTimestamp && !pod.spec.nodeName) waiting.push(pod)
  for (const pod of sorted(waiting)) {
    cluster.why('is being deleted and has no node')
    remove(cluster, pod)
  }
}

/** Nobody else will say how it ended: it failed. k8s: pkg/controller/podgc markFailedAndDeletePod (1.36) */
function remove(cluster: Cluster, pod: Pod, message?: string): void {
  if (!isTerminal(pod)) {
    const { status } = pod
    const tells = message !== undefined && cluster.profile.features.disruptionConditions
    const conditions = tells
      ? {
          conditions: withCondition(
            status.conditions,
            disruptionTarget(cluster, pod, 'DeletionByPodGC', message),
          ),
        }
      : {}
    cluster.updateStatus({ ...pod, status: { ...status, ...conditions, phase: 'Failed' } })
  }
  const { namespace = '', name, uid } = pod.metadata
  cluster.delete('Pod', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } })
}
