import { parseTime } from '../time.ts'
import type { Pod } from '../types/index.ts'

export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0
}

/** When the kubelet took the pod up; one that has not started yet counts as started last. */
export function startOf(pod: Pod): number {
  const { startTime } = pod.status
  return startTime ? parseTime(startTime) : Number.POSITIVE_INFINITY
}

/** The more important pod first: of higher priority, or else running longer. Names settle what is left. */
// k8s: pkg/scheduler/util MoreImportantPod (1.36)
export function byImportance(a: Pod, b: Pod): number {
  const rank = priorityOf(b) - priorityOf(a)
  if (rank !== 0) return rank
  const [one, other] = [startOf(a), startOf(b)]
  if (one !== other) return one < other ? -1 : 1
  const names = (pod: Pod) => `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
  return names(a) < names(b) ? -1 : 1
}
