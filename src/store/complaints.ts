import type { ObjectOf, Pod } from '../sim/index.ts'
import { podWait } from '../sim/light.ts'
import { peekCluster, peekKeys, peekObject } from './sim.ts'

/** What a pod's machine, or the attach controller, says of a volume that it cannot give to the pod. */
export interface Complaint {
  /** Names of volumes in the message: of the pod's own, or of PersistentVolumes. */
  readonly volumes: readonly string[]
  readonly message: string
}

const REASONS: ReadonlySet<string | undefined> = new Set(['FailedMount', 'FailedAttachVolume'])
const ONE = /for volume "([^"]+)"/
const SOME = /unmounted volumes=\[([^\]]*)\]/

/** The volumes that a complaint is about. Pure. */
export function volumesIn(message: string): readonly string[] {
  const one = ONE.exec(message)?.[1]
  if (one !== undefined) return [one]
  return (SOME.exec(message)?.[1] ?? '').split(' ').filter((name) => name !== '')
}

/** Where a key would stand in the sorted list. */
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}

function newest(a: ObjectOf<'Event'> | undefined, b: ObjectOf<'Event'>): ObjectOf<'Event'> {
  const time = (event: ObjectOf<'Event'>) => event.lastTimestamp ?? event.metadata.creationTimestamp
  return a && (time(a) ?? '') > (time(b) ?? '') ? a : b
}

/** The last complaint about a volume of a pod that waits for one; read from its Events. */
export function complaintOf(pod: Pod): Complaint | undefined {
  const view = peekCluster()
  if (!view || podWait(view, pod)?.on !== 'volume') return undefined
  const { namespace = '', name, uid } = pod.metadata
  // Events are named after their object.
  const prefix = `${namespace}/${name}.`
  const keys = peekKeys('Event')
  let found: ObjectOf<'Event'> | undefined
  for (let at = placeOf(keys, prefix); keys[at]?.startsWith(prefix); at++) {
    const event = peekObject('Event', keys[at] ?? '')
    if (event?.involvedObject.uid === uid && REASONS.has(event.reason)) found = newest(found, event)
  }
  const message = found?.message ?? ''
  return message === '' ? undefined : { volumes: volumesIn(message), message }
}
