import type { Key } from './store.ts'
import type { Millis } from './time.ts'
import type { ApiObject, Kind } from './types/index.ts'

export type EntryVerb = 'create' | 'update' | 'delete' | 'act'

/** One change of the world, and why it came about. */
export interface Entry {
  /** The cluster-wide resourceVersion that this change made. */
  readonly rv: number
  readonly at: Millis
  /** Who did it: `user`, a controller's name, `scheduler`, `kubelet w1-k8s` ... */
  readonly actor: string
  /** What happened to the object; `act` is something outside the API, such as a machine losing power. */
  readonly verb: EntryVerb
  /** The object's kind; `Machine` and `Component` for acts. */
  readonly kind: Kind | 'Machine' | 'Component'
  readonly key: Key
  readonly before: ApiObject | undefined
  readonly after: ApiObject | undefined
  /** resourceVersion of the entry that woke the actor; 0 when none did. */
  readonly cause: number
  /** One short sentence of the actor's own reason, in English; the user's command for a user. */
  readonly reason: string
  /** Number of the step in which it was written. */
  readonly step: number
}

/** The append-only record of all changes since the last compaction. */
export class Journal {
  private entries: Entry[] = []
  /** Entries up to this resourceVersion were compacted away. */
  private floor = 0

  /** Oldest resourceVersion from which a watch can start. */
  get compacted(): number {
    return this.floor
  }

  get length(): number {
    return this.entries.length
  }

  get last(): Entry | undefined {
    return this.entries[this.entries.length - 1]
  }

  append(entry: Entry): void {
    this.entries.push(entry)
  }

  /** The entry that made the resourceVersion, when it is still kept. */
  at(rv: number): Entry | undefined {
    return this.entries[rv - this.floor - 1]
  }

  /** Entries after the resourceVersion, oldest first. */
  since(rv: number): readonly Entry[] {
    return this.entries.slice(Math.max(0, rv - this.floor))
  }

  /** Forgets everything up to and including the resourceVersion. */
  compact(rv: number): void {
    if (rv <= this.floor) return
    this.entries = this.entries.slice(rv - this.floor)
    this.floor = rv
  }

  /** Forgets everything after the resourceVersion. */
  truncate(rv: number): void {
    this.entries.length = Math.max(0, rv - this.floor)
  }

  reset(floor: number): void {
    this.entries = []
    this.floor = floor
  }
}
