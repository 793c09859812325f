import { sizeOf } from '../../machinery/intervals.ts'
import { formatTime, type Millis, parseTime } from '../../time.ts'
import type { Job, JobCondition, Pod } from '../../types/index.ts'
import { conditionOf, hasFailed, isIndexed, isSuspended } from './facts.ts'
import type { Look } from './look.ts'
import { matchFailurePolicy, matchSuccessPolicy } from './policies.ts'

export function newCondition(
  now: Millis,
  type: string,
  reason: string,
  message: string,
  status = 'True',
): JobCondition {
  const time = formatTime(now)
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message }
}

function restarts(pod: Pod): number {
  const { phase, initContainerStatuses = [], containerStatuses = [] } = pod.status
  if (phase !== 'Running' && phase !== 'Pending') return 0
  return [...initContainerStatuses, ...containerStatuses].reduce(
    (sum, { restartCount }) => sum + restartCount,
    0,
  )
}

/** Containers that start again in their pods count instead of pods. */
// k8s: pkg/controller/job pastBackoffLimitOnFailure (1.36)
function restartedTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec.restartPolicy !== 'OnFailure') return false
  const total = pods.reduce((sum, pod) => sum + restarts(pod), 0)
  const limit = spec.backoffLimit ?? 0
  return limit === 0 ? total > 0 : total >= limit
}

/** When the Job's time is over; undefined when it has all the time. */
export function deadlineOf({ spec, status }: Job): Millis | undefined {
  const { activeDeadlineSeconds: seconds } = spec
  if (seconds === undefined || !status.startTime) return undefined
  return parseTime(status.startTime) + seconds * 1000
}

function pastDeadline({ cluster, job }: Look): boolean {
  const deadline = deadlineOf(job)
  return deadline !== undefined && !isSuspended(job) && cluster.now >= deadline
}

function brokenLimit(look: Look): readonly [reason: string, message: string] | undefined {
  const { job, pods, failed, lost, done } = look
  if (failed > (job.spec.backoffLimit ?? 0) || restartedTooOften(job, pods))
    return ['BackoffLimitExceeded', 'Job has reached the specified backoff limit']
  if (pastDeadline(look))
    return ['DeadlineExceeded', 'Job was active longer than specified deadline']
  if (!lost) return undefined
  const { maxFailedIndexes, completions = 0 } = job.spec
  if (maxFailedIndexes !== undefined && sizeOf(lost) > maxFailedIndexes)
    return [
      'MaxFailedIndexesExceeded',
      'Job has exceeded the specified maximal number of failed indexes',
    ]
  return sizeOf(lost) > 0 && sizeOf(lost) + sizeOf(done) >= completions
    ? ['FailedIndexes', 'Job has failed indexes']
    : undefined
}

function failJobMessage({ job, pods }: Look): string | undefined {
  if (!job.spec.podFailurePolicy) return undefined
  for (const pod of pods) {
    const failure = hasFailed(pod, job) ? matchFailurePolicy(job, pod).failure : undefined
    if (failure !== undefined) return failure
  }
  return undefined
}

/** How the Job will end, once that is certain: what was found before stands. */
// k8s: pkg/controller/job syncJob (1.36)
export function verdictOn(look: Look): JobCondition | undefined {
  const { cluster, job, done } = look
  const met = conditionOf(job, 'SuccessCriteriaMet')
  if (met) return met
  const target = conditionOf(job, 'FailureTarget')
  if (target) return newCondition(cluster.now, 'Failed', target.reason ?? '', target.message ?? '')
  const failure = failJobMessage(look)
  if (failure !== undefined)
    return newCondition(cluster.now, 'FailureTarget', 'PodFailurePolicy', failure)
  const broken = brokenLimit(look)
  if (broken) return newCondition(cluster.now, 'FailureTarget', ...broken)
  const matched = isIndexed(job) ? matchSuccessPolicy(job, done) : undefined
  return matched === undefined
    ? undefined
    : newCondition(cluster.now, 'SuccessCriteriaMet', 'SuccessPolicy', matched)
}

/** Enough pods have succeeded and none is left. */
export function successOf(
  { cluster, job, succeeded }: Look,
  active: number,
): JobCondition | undefined {
  const { completions } = job.spec
  const enough = completions === undefined ? succeeded > 0 : succeeded >= completions
  return enough && active === 0
    ? newCondition(
        cluster.now,
        'SuccessCriteriaMet',
        'CompletionsReached',
        'Reached expected number of succeeded pods',
      )
    : undefined
}
