import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'
import type { DaemonSet, DaemonSetStatus, Node, Pod } from '../../types/index.ts'
import type { Requeue } from '../controller.ts'
import { isAvailable, isReady, readySince } from '../pods.ts'
import { type PodsByNode, verdictOf } from './nodes.ts'
import { isUpdated } from './template.ts'

interface Counts {
  desired: number
  current: number
  misplaced: number
  ready: number
  available: number
  updated: number
  /** Until the next ready pod is available. */
  wait: number
}

function count(
  cluster: Cluster,
  set: DaemonSet,
  nodes: readonly Node[],
  pods: PodsByNode,
  hash: string,
): Counts {
  const sum: Counts = {
    desired: 0,
    current: 0,
    misplaced: 0,
    ready: 0,
    available: 0,
    updated: 0,
    wait: Number.POSITIVE_INFINITY,
  }
  const minReady = set.spec.minReadySeconds ?? 0
  for (const node of nodes) {
    const pod = pods.get(node.metadata.name)?.[0]
    if (!verdictOf(node, set).run) {
      if (pod) sum.misplaced++
      continue
    }
    sum.desired++
    if (!pod) continue
    sum.current++
    if (isUpdated(set, pod, hash)) sum.updated++
    if (isReady(pod)) countReady(sum, pod, minReady, cluster.now)
  }
  return sum
}

function countReady(sum: Counts, pod: Pod, minReady: number, now: Millis): void {
  sum.ready++
  if (isAvailable(pod, minReady, now)) sum.available++
  else sum.wait = Math.min(sum.wait, readySince(pod) + minReady * 1000 - now)
}

/** Counts and writes; answers when the counts change by time alone. k8s: pkg/controller/daemon updateDaemonSetStatus (1.36) */
export function writeStatus(
  cluster: Cluster,
  set: DaemonSet,
  nodes: readonly Node[],
  pods: PodsByNode,
  hash: string,
): Requeue | undefined {
  const sum = count(cluster, set, nodes, pods, hash)
  const { collisionCount, conditions } = set.status
  const unavailable = sum.desired - sum.available
  const status: DaemonSetStatus = {
    currentNumberScheduled: sum.current,
    numberMisscheduled: sum.misplaced,
    desiredNumberScheduled: sum.desired,
    numberReady: sum.ready,
    ...(set.metadata.generation === undefined
      ? {}
      : { observedGeneration: set.metadata.generation }),
    ...(sum.updated > 0 ? { updatedNumberScheduled: sum.updated } : {}),
    ...(sum.available > 0 ? { numberAvailable: sum.available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions ? { conditions } : {}),
  }
  cluster.why(`${sum.ready} of ${sum.desired} nodes have a ready pod`)
  cluster.updateStatus({ ...set, status })
  return sum.wait === Number.POSITIVE_INFINITY ? undefined : { requeueAfter: Math.max(1, sum.wait) }
}
