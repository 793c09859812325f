import type { Cluster } from '../cluster.ts'
import { type ApiError, forbidden, severalBudgets, tooManyRequests } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import { formatTime } from '../time.ts'
import type { Pod, PodDisruptionBudget } from '../types/index.ts'
import { budgetsOf, withVerdict } from './budgets.ts'
import { type DeleteOptions, deleteObject } from './delete.ts'
import { disruptionTarget } from './disruptionTarget.ts'
import { withCondition } from './subresources.ts'

/** Evictions that the controller has not seen yet, at most. */
const MAX_DISRUPTED = 2000

/** Its loss is none: it has ended, has not begun or is going anyway. */
// k8s: pkg/registry/core/pod/storage canIgnorePDB (1.36)
function ignoresBudgets({ status, metadata }: Pod): boolean {
  return (
    status.phase === 'Succeeded' ||
    status.phase === 'Failed' ||
    status.phase === 'Pending' ||
    metadata.deletionTimestamp !== undefined
  )
}

/** An unready pod is nobody's loss where enough others are healthy, or where the budget says so. */
function mayGoUnready(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')) return false
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0
}

function refusal(budget: PodDisruptionBudget, why: string, retryAfterSeconds: number): ApiError {
  return tooManyRequests(
    "Cannot evict pod as it would violate the pod's disruption budget.",
    [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${budget.metadata.name} ${why}`,
      },
    ],
    retryAfterSeconds,
  )
}

function refusalOf(budget: PodDisruptionBudget): ApiError {
  const { desiredHealthy, currentHealthy, conditions } = budget.status
  const verdict = conditions?.find((c) => c.type === 'DisruptionAllowed')
  if (verdict?.status === 'False' && verdict.reason === 'SyncFailed')
    return refusal(
      budget,
      `does not allow evicting pods currently because it failed sync: ${verdict.message}`,
      0,
    )
  const why = `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`
  return refusal(budget, why, 0)
}

/** Books the loss of the pod, so that the next one to ask finds it already counted. */
// k8s: pkg/registry/core/pod/storage EvictionREST.checkAndDecrement (1.36)
function take(cluster: Cluster, pod: Pod, budget: PodDisruptionBudget, dryRun: boolean): void {
  const { metadata, status } = budget
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw refusal(budget, 'is still being processed by the server.', 10)
  const disrupted = status.disruptedPods ?? {}
  if (Object.keys(disrupted).length > MAX_DISRUPTED)
    throw forbidden(
      { ...kindSpec('PodDisruptionBudget'), plural: 'poddisruptionbudget' },
      metadata.name,
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
    )
  if (status.disruptionsAllowed <= 0) throw refusalOf(budget)
  if (dryRun) return
  const left = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1 }
  const judged = left.disruptionsAllowed === 0 ? withVerdict(left, cluster.now) : left
  const disruptedPods = { ...disrupted, [pod.metadata.name]: formatTime(cluster.now) }
  cluster.updateStatus({ ...budget, status: { ...judged, disruptedPods } })
}

/** Tells in the pod's status why it goes. */
// k8s: pkg/registry/core/pod/storage EvictionREST.addConditionAndDeletePod (1.36)
function mark(cluster: Cluster, pod: Pod): void {
  const target = disruptionTarget(cluster, pod, 'EvictionByEvictionAPI', 'Eviction API: evicting')
  const conditions = withCondition(pod.status.conditions, target)
  cluster.updateStatus({ ...pod, status: { ...pod.status, conditions } })
}

/** k8s: pkg/registry/core/pod/storage EvictionREST.Create (1.36) */
export function evictPod(
  cluster: Cluster,
  namespace: string,
  name: string,
  options: DeleteOptions,
): void {
  const pod = cluster.get('Pod', namespace, name)
  if (!ignoresBudgets(pod)) {
    const [budget, ...more] = budgetsOf(cluster, pod)
    if (more.length > 0) throw severalBudgets()
    if (budget && !mayGoUnready(pod, budget)) take(cluster, pod, budget, options.dryRun ?? false)
  }
  if (!options.dryRun && cluster.profile.features.disruptionConditions) mark(cluster, pod)
  deleteObject(cluster, 'Pod', namespace, name, options)
}
