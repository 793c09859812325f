import { budgetsOf } from '../../api/budgets.ts'
import { withCondition } from '../../api/subresources.ts'
import type { Cluster } from '../../cluster.ts'
import type { Key } from '../../store.ts'
import { formatTime, type Millis, parseTime } from '../../time.ts'
import type { Pod } from '../../types/index.ts'
import type { Requeue } from '../controller.ts'
import { condition, isTerminal } from '../pods.ts'

/** After this long a pod that was to go, and is not going, is told that it may stay. */
// k8s: pkg/controller/disruption stalePodDisruptionTimeout (1.36)
const STALE: Millis = 120_000

/** Whether it says that it is to go and nobody deletes it. What the kubelet says may take its time. */
// k8s: pkg/controller/disruption nonTerminatingPodHasStaleDisruptionCondition (1.36)
export function isMarked(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp) return false
  const mark = condition(pod, 'DisruptionTarget')
  return mark?.status === 'True' && mark.reason !== 'TerminationByKubelet' && !isTerminal(pod)
}

function warn(cluster: Cluster, actor: string, key: Key, pod: Pod): void {
  const [first, ...more] = budgetsOf(cluster, pod)
  if (!first || more.length === 0) {
    cluster.forget(actor, key)
    return
  }
  const { resourceVersion, namespace, name } = pod.metadata
  if (cluster.recall(actor, key) === resourceVersion) return
  cluster.remember(actor, key, resourceVersion)
  cluster.event(
    pod,
    'Warning',
    'MultiplePodDisruptionBudgets',
    `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${first.metadata.name}" arbitrarily.`,
  )
}

/** Warns of several budgets, and takes back a mark to which no deletion came. */
export function reconcilePod(
  cluster: Cluster,
  actor: string,
  key: Key,
  podKey: Key,
): Requeue | undefined {
  const pod = cluster.at('Pod', podKey)
  if (!pod) {
    cluster.forget(actor, key)
    return undefined
  }
  warn(cluster, actor, key, pod)
  if (!isMarked(pod)) return undefined
  const mark = condition(pod, 'DisruptionTarget')
  const wait = parseTime(mark?.lastTransitionTime ?? '') + STALE - cluster.now
  if (wait > 0) return { requeueAfter: wait, background: true }
  cluster.why('was to go, and nobody deleted it')
  const conditions = withCondition(pod.status.conditions, {
    type: 'DisruptionTarget',
    status: 'False',
    lastTransitionTime: formatTime(cluster.now),
  })
  cluster.updateStatus({ ...pod, status: { ...pod.status, conditions } })
  return undefined
}
