import type { ApiError } from '../../errors.ts'
import { firstMissing, mergeIntervals, withIndexes } from '../../machinery/intervals.ts'
import { type Millis, parseTime } from '../../time.ts'
import type { Pod } from '../../types/index.ts'
import { createPod, deletePod, inBatches } from '../owned.ts'
import { isReady, readySince } from '../pods.ts'
import { remaining, remainingOf } from './backoff.ts'
import { awaitsEnds, indexOf, isIndexed, isSuspended, isTerminating, NO_INDEX } from './facts.ts'
import type { Look } from './look.ts'
import { draftsFor } from './template.ts'
import { untrack } from './track.ts'

/** Pods created or deleted in one look at most. */
const BURST = 500

/** What one look did about the number of pods. */
export interface Managed {
  readonly created: number
  readonly deleted: readonly Pod[]
  /** Until a pod may be made that must not be made yet. */
  readonly wait: Millis
  readonly failure?: ApiError | undefined
}

const NOTHING: Managed = { created: 0, deleted: [], wait: 0 }
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status.containerStatuses ?? []).map((c) => c.restartCount))
}

/** Those that are earliest in their lives first. k8s: pkg/controller ActivePods.Less (1.36) */
function byRank(a: Pod, b: Pod): number {
  const born = (pod: Pod) => parseTime(pod.metadata.creationTimestamp)
  return (
    Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
    (PHASES[a.status.phase ?? ''] ?? 2) - (PHASES[b.status.phase ?? ''] ?? 2) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    (isReady(a) ? readySince(b) - readySince(a) : 0) ||
    restarts(b) - restarts(a) ||
    born(b) - born(a)
  )
}

/** Pods without an index of the Job, and all but the oldest of each index. */
// k8s: pkg/controller/job appendDuplicatedIndexPodsForRemoval (1.36)
function misplaced(look: Look): readonly Pod[] {
  const completions = look.job.spec.completions ?? 0
  const groups = new Map<number, Pod[]>()
  for (const pod of look.active) {
    const index = indexOf(pod)
    const place = index >= completions ? NO_INDEX : index
    groups.set(place, [...(groups.get(place) ?? []), pod])
  }
  return [...groups].flatMap(([index, pods]) =>
    index === NO_INDEX ? pods : pods.sort(byRank).slice(0, -1),
  )
}

/** k8s: pkg/controller/job activePodsForRemoval (1.36) */
function surplus(look: Look, atLeast: number): readonly Pod[] {
  const first = isIndexed(look.job) ? misplaced(look) : []
  const left = look.active.filter((pod) => !first.includes(pod))
  return [...first, ...left.sort(byRank).slice(0, Math.max(0, atLeast - first.length))]
}

/** Deleted without being counted: they have not failed. */
function remove(look: Look, pods: readonly Pod[]): Managed {
  for (const pod of pods) {
    untrack(look.cluster, pod)
    deletePod(look.cluster, look.job, pod)
  }
  return { ...NOTHING, deleted: pods }
}

function wantedActive({ job, active, succeeded }: Look): number {
  const { completions, parallelism = 1 } = job.spec
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism
  return Math.max(0, Math.min(parallelism, completions - succeeded))
}

/** The next indexes without a pod. k8s: pkg/controller/job firstPendingIndexes (1.36) */
function pendingIndexes(look: Look, count: number): readonly number[] {
  const { job, active, pods, done, lost } = look
  const busy = awaitsEnds(job) ? [...active, ...pods.filter(isTerminating)] : active
  const indexes = new Set(busy.map(indexOf).filter((index) => index !== NO_INDEX))
  const taken = withIndexes(done, indexes)
  return firstMissing(lost ? mergeIntervals(taken, lost) : taken, count, job.spec.completions ?? 0)
}

/** Which indexes may have a pod now; with none, how long the first must wait. */
function ripeIndexes(
  look: Look,
  count: number,
): readonly [indexes: readonly number[], wait: Millis] {
  const pending = pendingIndexes(look, count)
  if (!look.lost) return [pending, 0]
  const waits = pending.map((index) => remainingOf(look.kept.get(index), look.cluster.now))
  const ripe = pending.filter((_, i) => waits[i] === 0)
  return [ripe, ripe.length > 0 || waits.length === 0 ? 0 : Math.min(...waits)]
}

function create(look: Look, missing: number): Managed {
  const { cluster, job, lost, backoff } = look
  const wait = lost ? 0 : remaining(backoff, cluster.now)
  if (wait > 0) return { ...NOTHING, wait }
  const count = Math.min(missing, BURST)
  const [indexes, later] = isIndexed(job) ? ripeIndexes(look, count) : [undefined, 0]
  if (later > 0) return { ...NOTHING, wait: later }
  const drafts = draftsFor(look, indexes ?? count)
  if (drafts.length === 0) return NOTHING
  cluster.why(`${drafts.length} more ${drafts.length === 1 ? 'pod' : 'pods'} wanted`)
  let created = 0
  const failure = inBatches(drafts.length, (at) => {
    const draft = drafts[at]
    if (!draft) return undefined
    const refused = createPod(cluster, job, draft)
    if (!refused) created++
    return refused
  })
  return { ...NOTHING, created, failure }
}

/** Brings the number of active pods nearer to what is wanted. k8s: pkg/controller/job manageJob (1.36) */
export function manage(look: Look): Managed {
  const { cluster, job, active, pods } = look
  if (isSuspended(job)) {
    cluster.why('it is suspended')
    return remove(look, surplus(look, active.length))
  }
  const wanted = wantedActive(look)
  const doomed = surplus(look, active.length - wanted).slice(0, BURST)
  if (doomed.length > 0) {
    cluster.why(`${active.length} pods are active, ${wanted} wanted`)
    return remove(look, doomed)
  }
  const ending = awaitsEnds(job) ? pods.filter(isTerminating).length : 0
  const missing = wanted - ending - active.length
  return missing > 0 ? create(look, missing) : NOTHING
}
