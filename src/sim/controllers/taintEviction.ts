import { disruptionTarget } from '../api/disruptionTarget.ts'
import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import { controllerOf, keyOf } from '../store.ts'
import { formatTime, type Millis, parseTime } from '../time.ts'
import type { Node, Pod, Taint, Toleration } from '../types/index.ts'
import type { Actor } from './controller.ts'

const NAME = 'taint-eviction'

/** k8s: api/core/v1 Toleration.ToleratesTaint (1.36) */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '')
}

const NO_TAINTS: readonly Taint[] = []
const NONE: readonly string[] = []

function noExecute(node: Node | undefined): readonly Taint[] {
  const taints = node?.spec.taints
  return taints && taints.length > 0
    ? taints.filter((taint) => taint.effect === 'NoExecute')
    : NO_TAINTS
}

/** When the pod has to go: now, at a time, or never (infinity). k8s: getMinTolerationTime (1.36) */
function leavesAt(pod: Pod, taints: readonly Taint[], since: Millis): Millis {
  let leaves = Number.POSITIVE_INFINITY
  for (const taint of taints) {
    // Of several tolerations that match, the first in the list counts.
    const used = pod.spec.tolerations?.find((t) => tolerates(t, taint))
    if (!used) return since
    const { tolerationSeconds } = used
    if (tolerationSeconds !== undefined)
      leaves = Math.min(leaves, since + Math.max(0, tolerationSeconds) * 1000)
  }
  return leaves
}

/** k8s: pkg/controller/tainteviction (1.36): deletes pods that do not tolerate a NoExecute taint, or no longer. */
export const taintEviction: Actor = {
  name: NAME,
  source: 'taint-eviction-controller',
  watches: {
    Node: (node, cluster, { before, after }) =>
      before?.spec.taints === after?.spec.taints
        ? []
        : cluster.podsOn(node.metadata.name).map(keyOf).sort(),
    Pod: (pod, cluster, { before, after }) =>
      after?.spec.nodeName &&
      before?.spec.nodeName !== after.spec.nodeName &&
      noExecute(cluster.find('Node', '', after.spec.nodeName)).length > 0
        ? [keyOf(pod)]
        : NONE,
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) =>
    cluster
      .list('Node', { where: (n) => noExecute(n).length > 0 })
      .flatMap((node) => cluster.podsOn(node.metadata.name).map(keyOf).sort()),
  reconcile(cluster, key) {
    const pod = cluster.at('Pod', key)
    const node = pod?.spec.nodeName ? cluster.find('Node', '', pod.spec.nodeName) : undefined
    const taints = noExecute(node)
    if (!pod || pod.metadata.deletionTimestamp || taints.length === 0) {
      spare(cluster, key, pod)
      if (pod && wasOverrun(cluster, pod, taints)) tell(cluster, pod)
      return undefined
    }
    // The time runs from when this was first seen, so a pod that came to a tainted node has all of it.
    const since = cluster.recall<Millis>(NAME, key) ?? cluster.now
    const at = leavesAt(pod, taints, since)
    if (at === Number.POSITIVE_INFINITY) {
      spare(cluster, key, pod)
      return undefined
    }
    if (at > cluster.now) {
      cluster.remember(NAME, key, since)
      return { requeueAfter: at - cluster.now, background: true }
    }
    expel(cluster, pod, taints)
    return undefined
  },
}

function spare(cluster: Cluster, key: string, pod: Pod | undefined): void {
  if (cluster.recall(NAME, key) === undefined) return
  cluster.forget(NAME, key)
  if (pod && !pod.metadata.deletionTimestamp)
    cluster.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`)
}

/**
 * A DaemonSet deletes its pods for the same taint in the same moment. Both are told of: this controller speaks before it
 * deletes, and neither has seen yet what the other does.
 */
function wasOverrun(cluster: Cluster, pod: Pod, taints: readonly Taint[]): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata
  if (!deletionTimestamp || controllerOf(pod)?.kind !== 'DaemonSet') return false
  const began = parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return formatTime(began) === formatTime(cluster.now) && leavesAt(pod, taints, 0) === 0
}

function tell(cluster: Cluster, pod: Pod): void {
  const message = `Marking for deletion Pod ${keyOf(pod)}`
  cluster.event(pod, 'Normal', 'TaintManagerEviction', message)
}

function expel(cluster: Cluster, pod: Pod, taints: readonly Taint[]): void {
  const key = keyOf(pod)
  cluster.forget(NAME, key)
  cluster.why(
    `does not tolerate ${taints.map((taint) => `${taint.key}:${taint.effect}`).join(', ')}`,
  )
  tell(cluster, pod)
  if (cluster.profile.features.disruptionConditions) mark(cluster, pod)
  cluster.delete('Pod', pod.metadata.namespace ?? '', pod.metadata.name, {
    preconditions: { uid: pod.metadata.uid },
  })
}

/** Tells in the pod's status why it goes. */
function mark(cluster: Cluster, pod: Pod): void {
  const target = disruptionTarget(
    cluster,
    pod,
    'DeletionByTaintManager',
    'Taint manager: deleting due to NoExecute taint',
  )
  const conditions = withCondition(pod.status.conditions, target)
  cluster.updateStatus({ ...pod, status: { ...pod.status, conditions } })
}
