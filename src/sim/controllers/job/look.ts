import type { Cluster } from '../../cluster.ts'
import {
  hasIndex,
  type Intervals,
  readIntervals,
  sizeOf,
  withIndexes,
} from '../../machinery/intervals.ts'
import { type Key, keyOf } from '../../store.ts'
import type { Job, Pod } from '../../types/index.ts'
import { claim } from '../claim.ts'
import { isActive } from '../pods.ts'
import { type Backoff, backoffOf } from './backoff.ts'
import {
  endedAt,
  failuresBefore,
  hasFailed,
  hasValidIndex,
  ignoredBefore,
  indexOf,
  isIndexed,
  isTracked,
  TRACKING,
} from './facts.ts'
import { matchFailurePolicy } from './policies.ts'

/** A Job and its pods as one look finds them. */
export interface Look {
  readonly cluster: Cluster
  readonly key: Key
  readonly job: Job
  readonly pods: readonly Pod[]
  readonly active: readonly Pod[]
  /** Ends that the status knows but has not counted yet. */
  readonly uncounted: {
    readonly succeeded: ReadonlySet<string>
    readonly failed: ReadonlySet<string>
  }
  readonly succeeded: number
  readonly failed: number
  /** Of an Indexed Job: before, and with what has ended since. */
  readonly counted: Intervals
  readonly done: Intervals
  /** Indexes that have failed for good; undefined unless they have a limit of their own. */
  readonly lost: Intervals | undefined
  /** The failed pod of an index that stays until another takes its place. */
  readonly kept: ReadonlyMap<number, Pod>
  readonly backoff: Backoff
}

/** A pod whose end is news. k8s: pkg/controller/job getValidPodsWithFilter (1.36) */
function isNews(job: Job, pod: Pod, uncounted: ReadonlySet<string>): boolean {
  if (!isTracked(pod) || uncounted.has(pod.metadata.uid)) return false
  return !isIndexed(job) || hasValidIndex(pod, job)
}

// k8s: pkg/controller/job calculateSucceededIndexes (1.36)
function succeededIndexes(job: Job, pods: readonly Pod[], counted: Intervals): Intervals {
  const fresh = pods.filter(
    (pod) => pod.status.phase === 'Succeeded' && hasValidIndex(pod, job) && isTracked(pod),
  )
  return withIndexes(counted, new Set(fresh.map(indexOf)))
}

// k8s: pkg/controller/job isIndexFailed (1.36)
function losesIndex(job: Job, pod: Pod): boolean {
  if (!hasFailed(pod, job)) return false
  const { action, counts } = matchFailurePolicy(job, pod)
  if (action === 'FailIndex') return true
  return counts && failuresBefore(pod) >= (job.spec.backoffLimitPerIndex ?? 0)
}

// k8s: pkg/controller/job calculateFailedIndexes (1.36)
function failedIndexes(job: Job, pods: readonly Pod[]): Intervals {
  const before = readIntervals(job.status.failedIndexes ?? '', job.spec.completions ?? 0)
  const fresh = pods.filter(
    (pod) => hasValidIndex(pod, job) && isTracked(pod) && losesIndex(job, pod),
  )
  return withIndexes(before, new Set(fresh.map(indexOf)))
}

function isLater(pod: Pod, than: Pod): boolean {
  const failures = (one: Pod) => failuresBefore(one) + ignoredBefore(one)
  return failures(than) <= failures(pod) && endedAt(pod) >= endedAt(than)
}

// k8s: pkg/controller/job getPodsWithDelayedDeletionPerIndex (1.36)
function keptPods(
  job: Job,
  pods: readonly Pod[],
  active: readonly Pod[],
  over: readonly Intervals[],
) {
  const busy = new Set(active.map(indexOf))
  const kept = new Map<number, Pod>()
  for (const pod of pods) {
    if (!isTracked(pod) || !hasValidIndex(pod, job) || !hasFailed(pod, job)) continue
    const index = indexOf(pod)
    if (busy.has(index) || over.some((intervals) => hasIndex(intervals, index))) continue
    const before = kept.get(index)
    if (!before || isLater(pod, before)) kept.set(index, pod)
  }
  return kept
}

function byName(a: Pod, b: Pod): number {
  return a.metadata.name < b.metadata.name ? -1 : 1
}

function indexed(job: Job, pods: readonly Pod[], active: readonly Pod[]) {
  if (!isIndexed(job)) return { counted: [], done: [], lost: undefined, kept: new Map() }
  const counted = readIntervals(job.status.completedIndexes ?? '', job.spec.completions ?? 0)
  const done = succeededIndexes(job, pods, counted)
  if (job.spec.backoffLimitPerIndex === undefined)
    return { counted, done, lost: undefined, kept: new Map() }
  const lost = failedIndexes(job, pods)
  return { counted, done, lost, kept: keptPods(job, pods, active, [done, lost]) }
}

/** The Job's pods; those that it adopts get the finalizer by which their ends are counted. */
// k8s: pkg/controller/job getPodsForJob (1.36)
function claimPods(cluster: Cluster, job: Job): readonly Pod[] {
  const { selector } = job.spec
  if (!selector) return []
  const before = new Set(cluster.owned('Pod', job.metadata.uid).map((pod) => pod.metadata.uid))
  return claim(cluster, 'Pod', job, selector).map((pod) => {
    if (before.has(pod.metadata.uid) || isTracked(pod)) return pod
    const finalizers = [...(pod.metadata.finalizers ?? []), TRACKING]
    return cluster.update<Pod>({ ...pod, metadata: { ...pod.metadata, finalizers } })
  })
}

/** k8s: pkg/controller/job syncJob (1.36) */
export function lookAt(cluster: Cluster, job: Job): Look {
  const key = keyOf(job)
  const pods = [...claimPods(cluster, job)].sort(byName)
  const active = pods.filter(isActive)
  const before = job.status.uncountedTerminatedPods ?? {}
  const uncounted = {
    succeeded: new Set(before.succeeded),
    failed: new Set(before.failed),
  }
  const succeeded = pods.filter(
    (pod) => pod.status.phase === 'Succeeded' && isNews(job, pod, uncounted.succeeded),
  )
  const failed = pods.filter((pod) => hasFailed(pod, job) && isNews(job, pod, uncounted.failed))
  const counting = failed.filter((pod) => matchFailurePolicy(job, pod).counts)
  const { status } = job
  const parts = indexed(job, pods, active)
  return {
    cluster,
    key,
    job,
    pods,
    active,
    uncounted,
    ...parts,
    succeeded: isIndexed(job)
      ? sizeOf(parts.done)
      : (status.succeeded ?? 0) + succeeded.length + uncounted.succeeded.size,
    failed: (status.failed ?? 0) + counting.length + uncounted.failed.size,
    backoff: backoffOf(cluster, key, succeeded, failed),
  }
}
