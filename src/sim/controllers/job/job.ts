import type { Cluster } from '../../cluster.ts'
import { controllerOf, type Key, keyOf, splitKey } from '../../store.ts'
import { formatTime, type Millis } from '../../time.ts'
import type { Job, JobCondition, Pod } from '../../types/index.ts'
import type { Actor, Change, Requeue } from '../controller.ts'
import { deletePod, ownersOf } from '../owned.ts'
import { isReady } from '../pods.ts'
import { ACTOR } from './backoff.ts'
import { isFinished, isForeign, isSuspended, isTerminating, isTracked } from './facts.ts'
import { type Look, lookAt } from './look.ts'
import { type Managed, manage } from './manage.ts'
import { type Status, track, untrack } from './track.ts'
import { deadlineOf, newCondition, successOf, verdictOn } from './verdict.ts'

/** What happens to pods is looked at together, a second later. */
const BATCH: Millis = 1000
const FIRST_RETRY: Millis = 1000
const LAST_RETRY: Millis = 60_000
/** Keys of pods that nobody counts any more, beside those of Jobs. */
const ORPHAN = 'orphan '
const RETRY = 'retry '
const NONE: readonly Key[] = []

const owners = ownersOf('Job')

/** k8s: pkg/controller/job syncJob (1.36) */
export const job: Actor = {
  name: ACTOR,
  source: 'job-controller',
  watches: {
    Job: (_, cluster, change) => jobChanged(cluster, change),
    Pod: (pod, cluster, change) => podChanged(cluster, pod, change),
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => [
    ...cluster.store.keys('Job'),
    ...cluster.list('Pod', { where: isTracked }).map(orphanKey),
  ],
  reconcile(cluster, key) {
    if (key.startsWith(ORPHAN)) return release(cluster, key.slice(ORPHAN.length))
    const found = cluster.at('Job', key)
    if (!found || isForeign(found) || isFinished(found)) {
      cluster.forget(ACTOR, key)
      cluster.forget(ACTOR, `${RETRY}${key}`)
      return undefined
    }
    return sync(cluster, found)
  },
}

function orphanKey(pod: Pod): Key {
  return `${ORPHAN}${keyOf(pod)}`
}

/** The pods of a Job that is over or gone: nobody else takes the finalizer off. */
function orphansOf(cluster: Cluster, owner: Job): readonly Key[] {
  return cluster.owned('Pod', owner.metadata.uid).filter(isTracked).map(orphanKey).sort()
}

function later(cluster: Cluster, key: Key): void {
  cluster.enqueue(ACTOR, key, cluster.profile.timings.controllerDelay + BATCH)
}

// k8s: pkg/controller/job addJob, updateJob, deleteJob (1.36)
function jobChanged(cluster: Cluster, { before, after }: Change<Job>): readonly Key[] {
  if (!after) return before ? [keyOf(before), ...orphansOf(cluster, before)] : NONE
  const key = keyOf(after)
  if (before?.metadata.generation !== after.metadata.generation) return [key]
  if (!isFinished(after)) later(cluster, key)
  else if (before && !isFinished(before)) return [key, ...orphansOf(cluster, after)]
  return NONE
}

// k8s: pkg/controller/job addPod, updatePod, deletePod (1.36)
function podChanged(cluster: Cluster, pod: Pod, change: Change<Pod>): readonly Key[] {
  // Nothing has a finalizer of this kind where there never was a Job.
  const tracked =
    change.after !== undefined && pod.metadata.finalizers !== undefined && isTracked(pod)
  if (!tracked && cluster.store.count('Job') === 0) return NONE
  for (const key of owners(pod, cluster, change)) later(cluster, key)
  return tracked && !isCounted(cluster, pod) ? [orphanKey(pod)] : NONE
}

/** Whether a Job will count the pod's end. */
function isCounted(cluster: Cluster, pod: Pod): boolean {
  const owner = controllerOf(pod)
  if (!owner) return false
  if (owner.kind !== 'Job') return true
  const found = cluster.find('Job', pod.metadata.namespace ?? '', owner.name)
  if (found?.metadata.uid !== owner.uid) return false
  return isForeign(found) || !isFinished(found)
}

/** k8s: pkg/controller/job syncOrphanPod (1.36) */
function release(cluster: Cluster, key: Key): undefined {
  const [namespace, name] = splitKey(key)
  const pod = cluster.find('Pod', namespace, name)
  if (!pod || !isTracked(pod) || isCounted(cluster, pod)) return undefined
  cluster.why('no Job counts it any more')
  untrack(cluster, pod)
  return undefined
}

function statusOf({ cluster, job: found, active, pods }: Look): Status {
  const { status } = found
  return {
    ...status,
    ...(status.startTime || isSuspended(found) ? {} : { startTime: formatTime(cluster.now) }),
    uncountedTerminatedPods: status.uncountedTerminatedPods ?? {},
    active: active.length,
    ready: active.filter(isReady).length,
    terminating: pods.filter(isTerminating).length,
  }
}

function without(status: Status, deleted: readonly Pod[]): void {
  status.active = (status.active ?? 0) - deleted.length
  status.ready = (status.ready ?? 0) - deleted.filter(isReady).length
  status.terminating = (status.terminating ?? 0) + deleted.length
}

/** Says whether the Job rests. Answers whether that is news. */
// k8s: pkg/controller/job ensureJobConditionStatus (1.36)
function setSuspended({ cluster, job: found }: Look, status: Status): boolean {
  const suspended = isSuspended(found)
  const list = status.conditions ?? []
  const present = list.find((c) => c.type === 'Suspended')
  if (!present && !suspended) return false
  const [reason, message] = suspended
    ? ['JobSuspended', 'Job suspended']
    : ['JobResumed', 'Job resumed']
  if (present?.reason === reason) return false
  const next = newCondition(cluster.now, 'Suspended', reason, message, suspended ? 'True' : 'False')
  status.conditions = present ? list.with(list.indexOf(present), next) : [...list, next]
  cluster.event(found, 'Normal', suspended ? 'Suspended' : 'Resumed', message)
  // The time that it rested does not count.
  if (!suspended) status.startTime = formatTime(cluster.now)
  return true
}

interface Acted {
  readonly verdict: JobCondition | undefined
  readonly news: boolean
  readonly managed: Managed | undefined
}

/** Ends a Job whose end is certain, or sees to its pods. */
function act(look: Look, status: Status): Acted {
  const { cluster, job: found, active } = look
  const verdict = verdictOn(look)
  if (verdict) {
    cluster.why(verdict.message ?? '')
    for (const pod of active) deletePod(cluster, found, pod)
    without(status, active)
    return { verdict, news: false, managed: undefined }
  }
  const managed = found.metadata.deletionTimestamp ? undefined : manage(look)
  if (managed) {
    without(status, managed.deleted)
    status.active = (status.active ?? 0) + managed.created
  }
  const success = successOf(look, status.active ?? 0)
  if (success) return { verdict: success, news: false, managed }
  return { verdict: undefined, news: managed ? setSuspended(look, status) : false, managed }
}

function sync(cluster: Cluster, found: Job): Requeue | undefined {
  const look = lookAt(cluster, found)
  const status = statusOf(look)
  const { verdict, news, managed } = act(look, status)
  const before = found.status
  const changed =
    news ||
    (before.active ?? 0) !== status.active ||
    before.ready !== status.ready ||
    before.terminating !== status.terminating
  cluster.why(`${status.active} pods are active, ${look.succeeded} have succeeded`)
  track(look, status, verdict, changed)
  return next(look, status, managed)
}

/** When to look again although nothing happens: at the deadline, after a back-off, after a refusal. */
function next(
  { cluster, key, job: found }: Look,
  status: Status,
  managed?: Managed,
): Requeue | undefined {
  const waits: Millis[] = []
  const deadline = isSuspended(found) ? undefined : deadlineOf({ ...found, status })
  if (deadline !== undefined) waits.push(deadline - cluster.now)
  if (managed && managed.wait > 0) waits.push(Math.max(BATCH, managed.wait))
  const slot = `${RETRY}${key}`
  if (managed?.failure) {
    const failures = cluster.recall<number>(ACTOR, slot) ?? 0
    cluster.remember(ACTOR, slot, failures + 1)
    waits.push(Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures))
  } else cluster.forget(ACTOR, slot)
  const live = cluster.at('Job', key)
  if (waits.length === 0 || !live || isFinished(live)) return undefined
  return { requeueAfter: Math.max(1, Math.min(...waits)), background: true }
}
