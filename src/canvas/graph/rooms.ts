import type { Entry, Pod } from '../../sim/index.ts'

/** The pods that say they are on one machine, whether or not that machine exists. */
export interface Room {
  readonly name: string
  readonly pods: ReadonlySet<string>
  /** Grows when a pod comes, goes or is labelled anew. */
  readonly version: number
}

interface OpenRoom extends Room {
  readonly pods: Set<string>
  version: number
}

/** The name of the room in which unscheduled pods wait. */
export const WAITING = ''

function keyOf(pod: Pod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
}

/**
 * Who is on which machine, moved forward by journal entries: work is proportional to what changed, so that one more pod
 * among a hundred thousand costs next to nothing.
 */
export class Rooms {
  private readonly rooms = new Map<string, OpenRoom>()

  get(name: string): Room | undefined {
    return this.rooms.get(name)
  }

  /** In the order in which they were first heard of. */
  values(): Iterable<Room> {
    return this.rooms.values()
  }

  /** Starts afresh from a whole list. */
  rebuild(pods: Iterable<Pod>): void {
    this.rooms.clear()
    for (const pod of pods) this.enter(keyOf(pod), pod)
  }

  apply(entries: readonly Entry[]): void {
    for (const { kind, key, before, after } of entries) {
      if (kind !== 'Pod') continue
      const old = before as Pod | undefined
      const now = after as Pod | undefined
      const same =
        old !== undefined &&
        now !== undefined &&
        old.spec.nodeName === now.spec.nodeName &&
        old.metadata.labels === now.metadata.labels
      if (same) continue
      if (old && old.spec.nodeName !== now?.spec.nodeName) this.leave(key, old)
      else if (!now) this.leave(key, old)
      if (now) this.enter(key, now)
    }
  }

  private enter(key: string, pod: Pod): void {
    const name = pod.spec.nodeName ?? WAITING
    let room = this.rooms.get(name)
    if (!room) {
      room = { name, pods: new Set(), version: 0 }
      this.rooms.set(name, room)
    }
    room.pods.add(key)
    room.version++
  }

  private leave(key: string, pod: Pod | undefined): void {
    const room = this.rooms.get(pod?.spec.nodeName ?? WAITING)
    if (!room?.pods.delete(key)) return
    room.version++
    if (room.pods.size === 0) this.rooms.delete(room.name)
  }
}

export function roomsOf(pods: Iterable<Pod>): Rooms {
  const rooms = new Rooms()
  rooms.rebuild(pods)
  return rooms
}
