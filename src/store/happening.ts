import type { ApiObject, Entry, ObjectOf } from '../sim/index.ts'
import { nodeHappening } from './happenings/node.ts'
import { podHappening } from './happenings/pod.ts'
import { claimHappening, volumeHappening } from './happenings/storage.ts'
import type { Happening } from './happenings/words.ts'
import { deploymentHappening, replicaSetHappening } from './happenings/workloads.ts'

export type { Happening, What } from './happenings/words.ts'

/** Heartbeats and records about other things: true, but nobody's story. */
const NOISE: ReadonlySet<string> = new Set(['Event', 'Lease'])

/** The happening in an entry, or undefined when a watcher need not see it. Pure. */
export function happeningOf(entry: Entry): Happening | undefined {
  if (NOISE.has(entry.kind)) return undefined
  if (entry.verb === 'act') return { what: 'acted', values: { reason: entry.reason } }
  const { before, after } = entry
  if (!before && after) return { what: 'created', values: {} }
  if (before && !after) return { what: 'removed', values: {} }
  if (!before || !after) return undefined
  return deletionHappening(before, after) ?? kindHappening(before, after) ?? userHappening(entry)
}

function deletionHappening(before: ApiObject, after: ApiObject): Happening | undefined {
  if (before.metadata.deletionTimestamp || !after.metadata.deletionTimestamp) return undefined
  const grace = after.metadata.deletionGracePeriodSeconds ?? 0
  return { what: 'deleting', values: { grace } }
}

function kindHappening(before: ApiObject, after: ApiObject): Happening | undefined {
  switch (after.kind) {
    case 'Pod':
      return podHappening(before as ObjectOf<'Pod'>, after)
    case 'Deployment':
      return deploymentHappening(before as ObjectOf<'Deployment'>, after)
    case 'ReplicaSet':
      return replicaSetHappening(before as ObjectOf<'ReplicaSet'>, after)
    case 'Node':
      return nodeHappening(before as ObjectOf<'Node'>, after)
    case 'PersistentVolumeClaim':
      return claimHappening(before as ObjectOf<'PersistentVolumeClaim'>, after)
    case 'PersistentVolume':
      return volumeHappening(before as ObjectOf<'PersistentVolume'>, after)
    default:
      return undefined
  }
}

/** Whatever the user changed is worth a word, even where no sentence of its own exists. */
function userHappening(entry: Entry): Happening | undefined {
  return entry.actor === 'user' ? { what: 'changed', values: {} } : undefined
}
