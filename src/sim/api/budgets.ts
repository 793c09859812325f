import { matcherOf } from '../machinery/selector.ts'
import type { Reads } from '../reads.ts'
import { formatTime, type Millis } from '../time.ts'
import type {
  Condition,
  Pod,
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from '../types/index.ts'

const NONE: readonly PodDisruptionBudget[] = []

/** The disruption budgets that select the pod, by name. */
export function budgetsOf(reads: Reads, pod: Pod): readonly PodDisruptionBudget[] {
  if (reads.store.count('PodDisruptionBudget') === 0) return NONE
  return reads.list('PodDisruptionBudget', {
    namespace: pod.metadata.namespace ?? '',
    where: ({ spec }) => matcherOf(spec.selector)(pod.metadata.labels),
  })
}

/** How long an evicted pod may take until its deletion is seen: it counts as lost meanwhile. */
// k8s: pkg/controller/disruption DeletionTimeout (1.36)
export const DELETION_TIMEOUT: Millis = 120_000

/** The conditions with this one; its time moves with its status alone. */
// k8s: apimachinery/pkg/api/meta SetStatusCondition (1.36)
export function setCondition(
  conditions: readonly Condition[] | undefined,
  next: Omit<Condition, 'lastTransitionTime'>,
  now: Millis,
): readonly Condition[] {
  const list = conditions ?? []
  const at = list.findIndex(({ type }) => type === next.type)
  const present = list[at]
  const since = present?.status === next.status ? present.lastTransitionTime : formatTime(now)
  const condition = { ...next, lastTransitionTime: since }
  return present ? list.with(at, condition) : [...list, condition]
}

/** The status with the condition that follows from the number of allowed disruptions. */
// k8s: component-helpers/apps/poddisruptionbudget UpdateDisruptionAllowedCondition (1.36)
export function withVerdict(
  status: PodDisruptionBudgetStatus,
  now: Millis,
): PodDisruptionBudgetStatus {
  const allowed = status.disruptionsAllowed > 0
  const conditions = setCondition(
    status.conditions,
    {
      type: 'DisruptionAllowed',
      status: allowed ? 'True' : 'False',
      reason: allowed ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      ...(status.observedGeneration === undefined
        ? {}
        : { observedGeneration: status.observedGeneration }),
    },
    now,
  )
  return { ...status, conditions }
}
