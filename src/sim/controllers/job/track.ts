import type { Cluster } from '../../cluster.ts'
import { hasIndex, sizeOf, withIndexes, writeIntervals } from '../../machinery/intervals.ts'
import type { Writable } from '../../metadata.ts'
import type { Job, JobCondition, JobStatus, Pod } from '../../types/index.ts'
import { rememberBackoff } from './backoff.ts'
import { hasFailed, hasValidIndex, indexOf, isIndexed, isTracked, TRACKING } from './facts.ts'
import type { Look } from './look.ts'
import { matchFailurePolicy } from './policies.ts'
import { newCondition } from './verdict.ts'

/** Ends that are noted at one time at most. */
const MOST_UNCOUNTED = 500

export type Status = Writable<JobStatus>

/** Takes the tracking finalizer off a pod; the pod goes if that was all it waited for. */
export function untrack(cluster: Cluster, pod: Pod): void {
  const { namespace = '', name, uid } = pod.metadata
  const live = cluster.find('Pod', namespace, name)
  if (live?.metadata.uid !== uid || !isTracked(live)) return
  const { finalizers = [], ...metadata } = live.metadata
  const rest = finalizers.filter((finalizer) => finalizer !== TRACKING)
  cluster.update({
    ...live,
    metadata: { ...metadata, ...(rest.length > 0 ? { finalizers: rest } : {}) },
  })
}

/** Writes the status as far as it is known. */
function flush({ cluster, key, backoff, job }: Look, status: Status): void {
  const live = cluster.at('Job', key)
  if (live?.metadata.uid !== job.metadata.uid) return
  cluster.updateStatus<Job>({ ...live, status: trimmed(status) })
  rememberBackoff(cluster, key, backoff)
}

/** As the API shows it: counters and lists that are empty are left out. */
function trimmed(status: Status): JobStatus {
  const { active, succeeded, failed, completedIndexes, uncountedTerminatedPods, ...rest } = status
  const { succeeded: good = [], failed: bad = [] } = uncountedTerminatedPods ?? {}
  return {
    ...rest,
    ...(active ? { active } : {}),
    ...(succeeded ? { succeeded } : {}),
    ...(failed ? { failed } : {}),
    ...(completedIndexes ? { completedIndexes } : {}),
    uncountedTerminatedPods: {
      ...(good.length > 0 ? { succeeded: good } : {}),
      ...(bad.length > 0 ? { failed: bad } : {}),
    },
  }
}

/** Whether the pod's end needs no more attention. k8s: pkg/controller/job canRemoveFinalizer (1.36) */
function isSettled({ job, kept }: Look, pod: Pod, over: boolean): boolean {
  if (job.metadata.deletionTimestamp || over || pod.status.phase === 'Succeeded') return true
  if (!hasFailed(pod, job)) return false
  return kept.get(indexOf(pod))?.metadata.uid !== pod.metadata.uid
}

/** Ends that are noted in this look. */
interface Ends {
  readonly settled: Pod[]
  readonly indexes: number[]
  readonly succeeded: string[]
  readonly failed: string[]
}

/** When the Job has failed, every pod that has not ended counts as failed. */
function countsAsFailed(look: Look, pod: Pod, verdict: JobCondition | undefined): boolean {
  const { job, uncounted } = look
  const ended = hasFailed(pod, job) || (verdict && verdict.type !== 'SuccessCriteriaMet')
  if (!ended || uncounted.failed.has(pod.metadata.uid)) return false
  if (isIndexed(job) && !hasValidIndex(pod, job)) return false
  return matchFailurePolicy(job, pod).counts
}

function note(look: Look, pod: Pod, verdict: JobCondition | undefined, into: Ends): void {
  const { job, uncounted, counted } = look
  const { uid } = pod.metadata
  into.settled.push(pod)
  if (pod.status.phase !== 'Succeeded' || uncounted.failed.has(uid)) {
    if (countsAsFailed(look, pod, verdict)) into.failed.push(uid)
  } else if (!isIndexed(job)) {
    if (!uncounted.succeeded.has(uid)) into.succeeded.push(uid)
  } else if (hasValidIndex(pod, job) && !hasIndex(counted, indexOf(pod)))
    into.indexes.push(indexOf(pod))
}

function endsOf(look: Look, verdict: JobCondition | undefined, already: number): [Ends, boolean] {
  const { job, pods } = look
  const ends: Ends = { settled: [], indexes: [], succeeded: [], failed: [] }
  const order = isIndexed(job) ? pods.toSorted((a, b) => indexOf(a) - indexOf(b)) : pods
  for (const pod of order) {
    // What this look has done itself shows in the live pod.
    const live = look.cluster.find('Pod', pod.metadata.namespace ?? '', pod.metadata.name)
    if (live?.metadata.uid !== pod.metadata.uid || !isTracked(live)) continue
    if (!isSettled(look, pod, verdict !== undefined)) continue
    note(look, pod, verdict, ends)
    if (
      already + ends.indexes.length + ends.succeeded.length + ends.failed.length >=
      MOST_UNCOUNTED
    )
      return [ends, true]
  }
  return [ends, false]
}

/** Counts those whose finalizer is gone. Answers whether anything was. */
// k8s: pkg/controller/job cleanUncountedPodsWithoutFinalizers (1.36)
function count(status: Status, held: ReadonlySet<string>): boolean {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {}
  const good = succeeded.filter((uid) => held.has(uid))
  const bad = failed.filter((uid) => held.has(uid))
  if (good.length === succeeded.length && bad.length === failed.length) return false
  status.succeeded = (status.succeeded ?? 0) + succeeded.length - good.length
  status.failed = (status.failed ?? 0) + failed.length - bad.length
  status.uncountedTerminatedPods = { succeeded: good, failed: bad }
  return true
}

function noteIndexes({ done, lost }: Look, indexes: readonly number[], status: Status): boolean {
  const all = withIndexes(done, new Set(indexes))
  const text = writeIntervals(all)
  const failed = lost && writeIntervals(lost)
  const changed = text !== (status.completedIndexes ?? '') || failed !== status.failedIndexes
  status.succeeded = sizeOf(all)
  status.completedIndexes = text
  if (failed !== undefined) status.failedIndexes = failed
  return changed
}

/** The condition that comes before the last one, and the last one. */
function interim(
  { cluster }: Look,
  verdict: JobCondition | undefined,
  status: Status,
): readonly [last: JobCondition | undefined, changed: boolean] {
  if (!verdict) return [undefined, false]
  const { type, reason = '', message = '' } = verdict
  if (type === 'Failed') return [verdict, false]
  const present = status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false
  if (!present) status.conditions = [...(status.conditions ?? []), verdict]
  const last = type === 'FailureTarget' ? 'Failed' : 'Complete'
  return [newCondition(cluster.now, last, reason, message), !present]
}

/** The Job is over when nothing is left to count and no pod is still ending. */
// k8s: pkg/controller/job enactJobFinished (1.36)
function finish(status: Status, last: JobCondition | undefined): boolean {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {}
  if (!last || succeeded.length + failed.length > 0 || (status.terminating ?? 0) > 0) return false
  status.conditions = [...(status.conditions ?? []), last]
  if (last.type === 'Complete' && last.lastTransitionTime)
    status.completionTime = last.lastTransitionTime
  return true
}

// k8s: pkg/controller/job recordJobFinished (1.36)
function tell({ cluster, key }: Look, status: Status, last: JobCondition): void {
  const job = cluster.at('Job', key)
  if (!job) return
  if (last.type !== 'Complete') {
    cluster.event(job, 'Warning', last.reason ?? '', last.message ?? '')
    return
  }
  const { completions } = job.spec
  if (completions !== undefined && (status.succeeded ?? 0) > completions)
    cluster.event(
      job,
      'Warning',
      'TooManySucceededPods',
      'Too many succeeded pods running after completion count reached',
    )
  cluster.event(job, 'Normal', 'Completed', 'Job completed')
}

/**
 * Notes the pods that have ended, lets them go, counts them, and ends the Job: in this order, so that none is forgotten or
 * counted twice whatever happens in between.
 * k8s: pkg/controller/job trackJobStatusAndRemoveFinalizers (1.36)
 */
export function track(
  look: Look,
  status: Status,
  verdict: JobCondition | undefined,
  changed: boolean,
): void {
  const { cluster, job, pods } = look
  const live = pods.map((pod) =>
    cluster.find('Pod', pod.metadata.namespace ?? '', pod.metadata.name),
  )
  const held = new Set(live.flatMap((pod) => (pod && isTracked(pod) ? [pod.metadata.uid] : [])))
  let dirty = count(status, held) || changed
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {}
  const [ends, full] = endsOf(look, verdict, succeeded.length + failed.length)
  if (ends.succeeded.length + ends.failed.length + ends.indexes.length > 0) dirty = true
  status.uncountedTerminatedPods = {
    succeeded: [...succeeded, ...ends.succeeded],
    failed: [...failed, ...ends.failed],
  }
  if (isIndexed(job) && noteIndexes(look, ends.indexes, status)) dirty = true
  const [last, news] = interim(look, verdict, status)
  if (dirty || news) flush(look, status)
  for (const pod of ends.settled) {
    cluster.why('its end is noted')
    untrack(cluster, pod)
    held.delete(pod.metadata.uid)
  }
  const counted = count(status, held)
  const over = !full && finish(status, last)
  if (!counted && !over) return
  cluster.why(over ? 'it is over' : 'its pods that have ended are counted')
  flush(look, status)
  if (over && last) tell(look, status, last)
}
