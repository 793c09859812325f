import type { ApiObject, Entry, ObjectOf } from '../sim/index.ts'
import { actHappening } from './happenings/acts.ts'
import { eventHappening } from './happenings/events.ts'
import { nodeHappening } from './happenings/node.ts'
import { podHappening } from './happenings/pod.ts'
import { claimHappening, volumeHappening } from './happenings/storage.ts'
import type { Happening } from './happenings/words.ts'
import {
  budgetHappening,
  jobHappening,
  replicaSetHappening,
  sizeHappening,
  workloadHappening,
} from './happenings/workloads.ts'

export { type Happening, WHATS, type What } from './happenings/words.ts'

/** What an entry is about: an Event is about the object that it names. */
export function subjectOf({ kind, key, before, after }: Entry): Pick<Entry, 'kind' | 'key'> {
  const event = after ?? before
  if (event?.kind !== 'Event') return { kind, key }
  const { kind: about = '', namespace = '', name = '' } = event.involvedObject
  const inside = about === 'Node' || about === 'PersistentVolume' ? '' : namespace
  return { kind: about as Entry['kind'], key: `${inside}/${name}` }
}

/** The happening in an entry, or undefined when a watcher need not see it. Pure. */
export function happeningOf(entry: Entry): Happening | undefined {
  // Heartbeats: true, but nobody's story.
  if (entry.kind === 'Lease') return undefined
  const { before, after } = entry
  if (entry.kind === 'Event')
    return after && !before ? eventHappening(after as ObjectOf<'Event'>) : undefined
  if (entry.verb === 'act') return actHappening(entry.reason)
  if (!before && after) return { what: 'created', values: {} }
  if (before && !after) return { what: 'removed', values: {} }
  if (!before || !after) return undefined
  return deletionHappening(before, after) ?? kindHappening(before, after) ?? userHappening(entry)
}

function deletionHappening(before: ApiObject, after: ApiObject): Happening | undefined {
  if (before.metadata.deletionTimestamp || !after.metadata.deletionTimestamp) return undefined
  // Only pods are given time; everything else waits for what it still holds.
  if (after.kind !== 'Pod') return { what: 'ending', values: {} }
  const grace = after.metadata.deletionGracePeriodSeconds ?? 0
  return { what: 'deleting', values: { grace } }
}

function kindHappening(before: ApiObject, after: ApiObject): Happening | undefined {
  switch (after.kind) {
    case 'Pod':
      return podHappening(before as ObjectOf<'Pod'>, after)
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
      return workloadHappening(before as typeof after, after)
    case 'ReplicaSet':
      return replicaSetHappening(before as ObjectOf<'ReplicaSet'>, after)
    case 'ReplicationController':
      return sizeHappening(before as typeof after, after)
    case 'Job':
      return jobHappening(before as ObjectOf<'Job'>, after)
    case 'PodDisruptionBudget':
      return budgetHappening(before as ObjectOf<'PodDisruptionBudget'>, after)
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
