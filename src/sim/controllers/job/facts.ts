import { type Millis, parseTime } from '../../time.ts'
import type { Job, JobCondition, Pod } from '../../types/index.ts'
import { condition, isTerminal } from '../pods.ts'

/** Kept on a pod until its end is counted in the Job's status. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'
export const INDEX = 'batch.kubernetes.io/job-completion-index'
export const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
export const IGNORED = 'batch.kubernetes.io/job-index-ignored-failure-count'
const OWN_MANAGER = 'kubernetes.io/job-controller'

/** A pod that carries no index. */
export const NO_INDEX = -1

export function conditionOf(job: Job, type: string): JobCondition | undefined {
  return job.status.conditions?.find((c) => c.type === type && c.status === 'True')
}

export function isFinished(job: Job): boolean {
  return conditionOf(job, 'Complete') !== undefined || conditionOf(job, 'Failed') !== undefined
}

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed'
}

export function isSuspended(job: Job): boolean {
  return job.spec.suspend === true
}

/** Somebody else looks after it. k8s: pkg/controller/job managedByExternalController (1.36) */
export function isForeign(job: Job): boolean {
  return job.spec.managedBy !== undefined && job.spec.managedBy !== OWN_MANAGER
}

/** Whether a pod must have ended before another takes its place. */
// k8s: pkg/controller/job onlyReplaceFailedPods (1.36)
export function awaitsEnds({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(TRACKING) ?? false
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && !isTerminal(pod)
}

/** A pod that is being deleted counts as failed, unless its end is waited for. */
// k8s: pkg/controller/job isPodFailed (1.36)
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status.phase === 'Failed') return true
  return !awaitsEnds(job) && isTerminating(pod)
}

export function indexOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[INDEX]
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : NO_INDEX
}

/** Whether the pod does the work of one of the Job's indexes. */
export function hasValidIndex(pod: Pod, job: Job): boolean {
  const index = indexOf(pod)
  return index !== NO_INDEX && index < (job.spec.completions ?? 0)
}

function counter(pod: Pod, key: string): number {
  const text = pod.metadata.annotations?.[key]
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : 0
}

/** How often its index had failed before this pod. */
export function failuresBefore(pod: Pod): number {
  return counter(pod, FAILURES)
}

export function ignoredBefore(pod: Pod): number {
  return counter(pod, IGNORED)
}

/** When the pod ended, as precisely as its status tells. */
// k8s: pkg/controller/job getFinishedTime (1.36)
export function endedAt(pod: Pod): Millis {
  const ends = (pod.status.containerStatuses ?? []).map((c) => c.state?.terminated?.finishedAt)
  if (ends.length > 0 && ends.every((end) => end !== undefined))
    return Math.max(...ends.map((end) => parseTime(end ?? '')))
  const ready = condition(pod, 'Ready')
  if (ready?.status === 'False' && ready.lastTransitionTime)
    return parseTime(ready.lastTransitionTime)
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata
  return deletionTimestamp === undefined
    ? parseTime(creationTimestamp)
    : parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000
}
