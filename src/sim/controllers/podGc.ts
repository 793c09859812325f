import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import { keyOf } from '../store.ts'
import { formatTime, type Millis } from '../time.ts'
import type { Pod } from '../types/index.ts'
import type { Actor } from './controller.ts'
import { isTerminal } from './pods.ts'

const NAME = 'pod-garbage-collector'
const SWEEP = 'sweep'
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
    sweepOrphans(cluster)
    sweepUnscheduled(cluster)
    sweepFinished(cluster)
    return { requeueAfter: cluster.profile.timings.podGcPeriod, background: true }
  },
}

/** Pods of nodes that no longer exist. */
function sweepOrphans(cluster: Cluster): void {
  for (const node of nodesOfPods(cluster)) {
    if (cluster.find('Node', '', node)) {
      cluster.forget(NAME, node)
      continue
    }
    const since = cluster.recall<Millis>(NAME, node)
    if (since === undefined) cluster.remember(NAME, node, cluster.now)
    else if (cluster.now - since >= QUARANTINE)
      for (const pod of sorted(cluster.podsOn(node))) giveUp(cluster, pod)
  }
}

function nodesOfPods(cluster: Cluster): readonly string[] {
  return [...cluster.store.nodesWithPods()].sort()
}

function sorted(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function giveUp(cluster: Cluster, pod: Pod): void {
  cluster.why(`node ${pod.spec.nodeName} no longer exists`)
  if (!isTerminal(pod)) {
    const conditions = withCondition(pod.status.conditions, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
      lastTransitionTime: formatTime(cluster.now),
      ...(pod.metadata.generation === undefined
        ? {}
        : { observedGeneration: pod.metadata.generation }),
    })
    cluster.updateStatus({ ...pod, status: { ...pod.status, phase: 'Failed', conditions } })
  }
  remove(cluster, pod)
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

/** The oldest finished pods beyond the limit. */
function sweepFinished(cluster: Cluster): void {
  if (cluster.store.count('Pod') <= FINISHED_LIMIT) return
  const finished = [...cluster.store.values('Pod')].filter(isTerminal)
  const surplus = finished.length - FINISHED_LIMIT
  if (surplus <= 0) return
  const oldest = sorted(finished).toSorted((a, b) =>
    a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1,
  )
  for (const pod of oldest.slice(0, surplus)) {
    cluster.why(`more than ${FINISHED_LIMIT} finished pods are kept`)
    remove(cluster, pod)
  }
}

function remove(cluster: Cluster, pod: Pod): void {
  cluster.delete('Pod', pod.metadata.namespace ?? '', pod.metadata.name, {
    gracePeriodSeconds: 0,
    preconditions: { uid: pod.metadata.uid },
  })
}
