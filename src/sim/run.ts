import { restore } from './checkpoint.ts'
import type { Cluster } from './cluster.ts'
import type { Actor } from './controllers/controller.ts'
import { ApiError } from './errors.ts'
import { RETRIES } from './retries.ts'
import type { Millis } from './time.ts'

const FIRST_RETRY: Millis = 5
const LAST_RETRY: Millis = 1_000_000

/** k8s: client-go/util/workqueue ItemExponentialFailureRateLimiter (1.36): 5 ms doubling up to 1000 s. */
function retry(cluster: Cluster, actor: Actor, key: string): void {
  const slot = `${actor.name} ${key}`
  const failures = cluster.recall<number>(RETRIES, slot) ?? 0
  cluster.remember(RETRIES, slot, failures + 1)
  const delay = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures)
  // Beyond a second of waiting nothing but another change will help: that does not keep the cluster busy.
  cluster.enqueue(actor.name, key, delay, { background: delay > 1000 })
}

function handle(cluster: Cluster, actor: Actor, key: string): void {
  try {
    const again = actor.reconcile(cluster, key)
    if (cluster.memory.get(RETRIES)?.size) cluster.forget(RETRIES, `${actor.name} ${key}`)
    if (again)
      cluster.enqueue(actor.name, key, again.requeueAfter, {
        background: again.background ?? false,
      })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    retry(cluster, actor, key)
  }
}

/** Does the next piece of pending work and moves the clock to it. False when nothing is pending at all. */
export function step(cluster: Cluster): boolean {
  if (cluster.half) restore(cluster, cluster.half, { keepJournal: true })
  const work = cluster.work.pop()
  if (!work) return false
  cluster.now = Math.max(cluster.now, work.at)
  cluster.steps++
  const actor = cluster.actor(work.actor)
  if (actor && !cluster.stopped.has(actor.name)) {
    const context = {
      actor: actor.name,
      source: actor.source ?? actor.name,
      cause: work.cause,
      reason: '',
    }
    cluster.within(context, () => handle(cluster, actor, work.key))
  }
  cluster.history.between(cluster)
  return true
}

export type Until =
  | { readonly time: Millis }
  | { readonly quiet: true; readonly timeout?: Millis }
  | { readonly when: (cluster: Cluster) => boolean; readonly timeout?: Millis }

/**
 * Runs until the virtual time has come, nothing but heartbeats, back-offs and deadlines is pending, or the condition
 * holds. `timeout` is in virtual ms from now. True when it ended for the wanted reason, false at the timeout or
 * when nothing is pending any more.
 */
export function runUntil(cluster: Cluster, until: Until): boolean {
  const end =
    'time' in until ? until.time : cluster.now + (until.timeout ?? Number.POSITIVE_INFINITY)
  for (;;) {
    if ('quiet' in until && cluster.work.active === 0) return true
    if ('when' in until && until.when(cluster)) return true
    const next = cluster.work.peek()
    if (!next || next.at > end) {
      if (end !== Number.POSITIVE_INFINITY) cluster.now = Math.max(cluster.now, end)
      return 'time' in until
    }
    step(cluster)
  }
}
