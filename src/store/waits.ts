import type { Cluster, Millis } from '../sim/index.ts'

interface Wait {
  readonly ready: (cluster: Cluster) => boolean
  readonly until: Millis
  readonly resume: () => void
}

const waiting = new Set<Wait>()

/**
 * Resolves once the predicate holds or virtual time reaches `until`. Virtual time passes only while playback runs,
 * so a paused cluster keeps its waiters waiting. Aborting resolves at once.
 */
export function waitFor(
  cluster: Cluster,
  ready: (cluster: Cluster) => boolean,
  until: Millis = Number.POSITIVE_INFINITY,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted || cluster.now >= until || ready(cluster)) return Promise.resolve()
  return new Promise((resolve) => {
    const wait: Wait = { ready, until, resume: resolve }
    waiting.add(wait)
    signal?.addEventListener('abort', () => {
      waiting.delete(wait)
      resolve()
    })
  })
}

/** Lets those go on whose moment has come. Called after every piece of work, so that no short moment is missed. */
export function wakeWaiters(cluster: Cluster): void {
  for (const wait of waiting) {
    if (cluster.now < wait.until && !wait.ready(cluster)) continue
    waiting.delete(wait)
    wait.resume()
  }
}
