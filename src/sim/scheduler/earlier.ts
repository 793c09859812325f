import type { Cluster } from '../cluster.ts'
import type { ClusterView } from '../recording.ts'
import type { Decision } from './decisions.ts'
import { stateOf } from './state.ts'

/** A past that a cluster took over from a recording: who was there, and how to live it once more. */
interface Past {
  readonly rv: number
  readonly uids: ReadonlySet<string>
  readonly again: () => Cluster
  decisions: ReadonlyMap<string, Decision> | undefined
}

const pasts = new WeakMap<Cluster, Past>()

/**
 * A recording tells what was decided and not how: the tables are derived. `again` makes the cluster that was recorded
 * from its beginning, which decides everything as it did; it is asked once, when somebody wants to see a table.
 */
export function rememberPast(cluster: Cluster, past: ClusterView, again: () => Cluster): void {
  const uids = new Set<string>()
  for (const [kind, objects] of past.store.entries())
    if (kind === 'Pod') for (const { metadata } of objects) uids.add(metadata.uid)
  pasts.set(cluster, { rv: past.rv, uids, again, decisions: undefined })
}

/** The tables of the pods that were there when the recording ended. A past that comes out differently tells nothing. */
function decisionsOf({ rv, uids, again }: Past): ReadonlyMap<string, Decision> {
  const cluster = again()
  const found = new Map<string, Decision>()
  if (cluster.rv !== rv) return found
  const { decisions } = stateOf(cluster)
  for (const uid of uids) {
    const decision = decisions.get(uid)
    if (decision) found.set(uid, decision)
  }
  return found
}

/** The table of a decision that was made before the cluster was taken over from its recording. */
export function earlierDecision(cluster: Cluster, uid: string): Decision | undefined {
  const past = pasts.get(cluster)
  if (!past?.uids.has(uid)) return undefined
  past.decisions ??= decisionsOf(past)
  return past.decisions.get(uid)
}
