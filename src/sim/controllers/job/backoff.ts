import type { Cluster } from '../../cluster.ts'
import type { Key } from '../../store.ts'
import type { Millis } from '../../time.ts'
import type { Pod } from '../../types/index.ts'
import { endedAt, failuresBefore, ignoredBefore } from './facts.ts'

export const ACTOR = 'job'
const FIRST: Millis = 10_000
const LONGEST: Millis = 600_000

/** Failures since the last success, and when the last one was. */
export interface Backoff {
  readonly failures: number
  readonly last: Millis
}

const FRESH: Backoff = { failures: 0, last: 0 }

/** k8s: pkg/controller/job backoffStore.newBackoffRecord (1.36) */
export function backoffOf(
  cluster: Cluster,
  key: Key,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): Backoff {
  const known = cluster.recall<Backoff>(ACTOR, key) ?? FRESH
  if (succeeded.length === 0 && failed.length === 0) return known
  const ends = failed.map(endedAt)
  if (succeeded.length === 0)
    return { failures: known.failures + failed.length, last: Math.max(...ends) }
  // Only what failed after the last success counts.
  const success = Math.max(...succeeded.map(endedAt))
  const after = ends.filter((end) => end > success)
  return after.length === 0 ? FRESH : { failures: after.length, last: Math.max(...after) }
}

export function rememberBackoff(cluster: Cluster, key: Key, next: Backoff): void {
  const known = cluster.recall<Backoff>(ACTOR, key)
  if (known?.failures === next.failures && known.last === next.last) return
  if (known || next.failures > 0) cluster.remember(ACTOR, key, next)
}

/** How long no pod may be made yet: 10 s after one failure, twice as long after each further one, up to 10 min. */
// k8s: pkg/controller/job getRemainingTimeForFailuresCount (1.36)
export function remaining({ failures, last }: Backoff, now: Millis): Millis {
  if (failures === 0) return 0
  return Math.max(0, last + Math.min(LONGEST, FIRST * 2 ** (failures - 1)) - now)
}

/** The same for an index that has a limit of its own, by its last failed pod. */
export function remainingOf(pod: Pod | undefined, now: Millis): Millis {
  if (!pod) return 0
  const failures = failuresBefore(pod) + ignoredBefore(pod) + 1
  return remaining({ failures, last: endedAt(pod) }, now)
}
