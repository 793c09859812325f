import { ApiError } from '../../sim/errors.ts'
import { type Millis, parseTime } from '../../sim/time.ts'
import type { Pod } from '../../sim/types/index.ts'
import { Failure, quote, shown } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Call } from '../verb.ts'
import { dryRunOf, dryRunSuffix, isNotFound, say } from './call.ts'

/** From a refused eviction to the next try, and from one look at a pod that goes away to the next. */
const RETRY: Millis = 5000
const POLL: Millis = 1000

/** A pod on its way out. */
interface Going {
  readonly pod: Pod
  /** When to ask for its eviction, or to look whether it is gone. */
  at: Millis
  asked: boolean
}

interface Work {
  readonly call: Call
  readonly end: Millis
  readonly errors: Error[]
}

export function podKey({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`
}

function podName({ metadata }: Pod): string {
  return `pods/${quote(metadata.name)} -n ${quote(metadata.namespace ?? '')}`
}

/** Empties a node of the pods, and returns what went wrong. */
export function* removeAll(call: Call, pods: readonly Pod[]): Doing<readonly Error[]> {
  const { cluster, flags } = call
  const timeout = flags.duration('timeout')
  const end = timeout > 0 ? cluster.now + timeout : Number.POSITIVE_INFINITY
  const work = { call, end, errors: [] }
  return flags.bool('disable-eviction') ? yield* deleteAll(work, pods) : yield* evictAll(work, pods)
}

function* pause({ cluster }: Call, until: Millis): Doing {
  yield { wait: () => cluster.now >= until, until }
}

// k8s: kubectl/pkg/drain Helper.evictPods (1.36): each pod for itself, the end when the last one is done.
function* evictAll(work: Work, pods: readonly Pod[]): Doing<readonly Error[]> {
  const { cluster } = work.call
  let going: Going[] = pods.map((pod) => ({ pod, at: cluster.now, asked: false }))
  while (going.length > 0) {
    const next: Going[] = []
    for (const one of going) {
      const due = one.at <= cluster.now
      if (!due || (yield* one.asked ? watch(work, one) : ask(work, one))) next.push(one)
    }
    going = next
    if (going.length > 0) yield* pause(work.call, Math.min(...going.map(({ at }) => at)))
  }
  return work.errors
}

/** Asks for the eviction; says whether the pod is still under way. */
function* ask(work: Work, one: Going): Doing<boolean> {
  const { call, end, errors } = work
  const { pod } = one
  const dryRun = dryRunOf(call)
  yield* say(`evicting pod ${podKey(pod)}${dryRunSuffix(dryRun)}`)
  if (call.cluster.now >= end) {
    errors.push(new Failure(`error when evicting ${podName(pod)}: ${tooLate(call)}`))
    return false
  }
  try {
    call.cluster.evict(pod.metadata.namespace ?? '', pod.metadata.name, options(call))
  } catch (error) {
    return yield* refused(work, one, shown(error))
  }
  one.asked = true
  return dryRun === 'server' ? false : yield* watch(work, one)
}

function tooLate({ flags }: Call): string {
  return `global timeout reached: ${flags.text('timeout')}`
}

function* refused({ call, errors }: Work, one: Going, error: Error): Doing<boolean> {
  if (isNotFound(error)) return false
  const what = `error when evicting ${podName(one.pod)}`
  if (!(error instanceof ApiError) || error.reason !== 'TooManyRequests') {
    errors.push(new Failure(`${what}: ${error.message}`))
    return false
  }
  yield { err: `${what} (will retry after 5s): ${error.message}\n` }
  one.at = call.cluster.now + RETRY
  return true
}

/** Looks whether an evicted pod is gone; says whether it is still there. */
function* watch({ call, end, errors }: Work, one: Going): Doing<boolean> {
  const { pod } = one
  if (yield* isDone(call, pod, 'evicted')) return false
  if (call.cluster.now >= end) {
    const { name, namespace } = pod.metadata
    errors.push(
      new Failure(
        `error when waiting for pod ${quote(name)} in namespace ${quote(namespace ?? '')} to terminate: ${tooLate(call)}`,
      ),
    )
    return false
  }
  one.at = call.cluster.now + POLL
  return true
}

/** Whether nobody waits for the pod any more, because it is gone or takes too long. */
// k8s: kubectl/pkg/drain waitForDelete (1.36)
function* isDone(call: Call, { metadata }: Pod, done: string): Doing<boolean> {
  const { cluster, flags } = call
  const pod = cluster.find('Pod', metadata.namespace ?? '', metadata.name)
  if (pod?.metadata.uid !== metadata.uid) {
    yield* say(`pod/${metadata.name} ${done}${dryRunSuffix(dryRunOf(call))}`)
    return true
  }
  const seconds = flags.int('skip-wait-for-delete-timeout')
  if (!isSlow(pod, seconds, cluster.now)) return false
  yield* say(
    `pod ${quote(metadata.name)} has DeletionTimestamp older than ${seconds} seconds, skipping`,
  )
  return true
}

/** Whether its deletion has been due for longer than that; 0 waits for everyone. */
// k8s: kubectl/pkg/drain shouldSkipPod (1.36)
export function isSlow({ metadata }: Pod, seconds: number, now: Millis): boolean {
  const due = metadata.deletionTimestamp
  if (seconds <= 0 || due === undefined) return false
  return Math.trunc((now - parseTime(due)) / 1000) > seconds
}

/** The first refusal ends it. */
function deleteEach(call: Call, pods: readonly Pod[]): Error | undefined {
  for (const { metadata } of pods) {
    try {
      call.cluster.delete('Pod', metadata.namespace ?? '', metadata.name, options(call))
    } catch (error) {
      if (!isNotFound(shown(error))) return shown(error)
    }
  }
  return undefined
}

// k8s: kubectl/pkg/drain Helper.deletePods (1.36)
function* deleteAll({ call, end }: Work, pods: readonly Pod[]): Doing<readonly Error[]> {
  const refusal = deleteEach(call, pods)
  if (refusal) return [refusal]
  if (dryRunOf(call) === 'server') return []
  const { cluster } = call
  for (let left = pods; left.length > 0; ) {
    const next: Pod[] = []
    for (const pod of left) if (!(yield* isDone(call, pod, 'deleted'))) next.push(pod)
    left = next
    if (left.length === 0) break
    if (cluster.now >= end) return [new Failure('timed out waiting for the condition')]
    yield* pause(call, Math.min(end, cluster.now + POLL))
  }
  return []
}

function options(call: Call) {
  const grace = call.flags.int('grace-period')
  return {
    ...(grace < 0 ? {} : { gracePeriodSeconds: grace }),
    ...(dryRunOf(call) === 'server' ? { dryRun: true } : {}),
  }
}
