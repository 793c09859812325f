import type { Cluster } from '../cluster.ts'
import { formatTime } from '../time.ts'

interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
}

/**
 * Sets a condition as the workload controllers do: nothing when status and reason are the same; the time of
 * transition only moves with the status; a changed condition goes to the end.
 * k8s: pkg/controller/replicaset SetCondition, deployment/util SetDeploymentCondition (1.36)
 */
export function upsertCondition<C extends Condition>(
  cluster: Cluster,
  conditions: readonly C[],
  next: C,
): readonly C[] {
  const present = conditions.find((c) => c.type === next.type)
  if (present && present.status === next.status && present.reason === next.reason) return conditions
  const lastTransitionTime =
    present && present.status === next.status && present.lastTransitionTime
      ? present.lastTransitionTime
      : (next.lastTransitionTime ?? formatTime(cluster.now))
  return [...conditions.filter((c) => c.type !== next.type), { ...next, lastTransitionTime }]
}
