import type { Cluster } from '../cluster.ts'
import { badRequest, expired } from '../errors.ts'
import type { Entry } from '../journal.ts'
import type { ApiObject, Kind } from '../types/index.ts'

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: ApiObject
}

export interface WatchOptions {
  readonly kind: Kind
  /** The resourceVersion after which to begin; the present when missing. */
  readonly since?: number
  /** Objects that matter; an object that ceases to pass is told as deleted. All of the kind when missing. */
  readonly passes?: (object: ApiObject) => boolean
}

/**
 * A watch: reads the journal onwards from a resourceVersion. Nothing is pushed; the reader asks.
 * Throws ApiError Expired when the resourceVersion is compacted away, at the start and later, and BadRequest when it has
 * not come yet.
 */
export class Watch {
  private rv: number
  private epoch: number
  private readonly kind: Kind
  private readonly passes: (object: ApiObject) => boolean
  private readonly ready: WatchEvent[] = []

  constructor(cluster: Cluster, options: WatchOptions) {
    this.rv = options.since ?? cluster.rv
    this.epoch = cluster.epoch
    this.kind = options.kind
    this.passes = options.passes ?? (() => true)
    this.checkAge(cluster)
  }

  /** Whether there is anything new. Cheap: every entry is looked at once. */
  readonly pending = (cluster: Cluster): boolean => {
    // The past was changed under it: what was told cannot be taken back, so it goes on from the present.
    if (cluster.epoch !== this.epoch) {
      this.epoch = cluster.epoch
      this.rv = cluster.rv
    }
    this.checkAge(cluster)
    while (this.rv < cluster.rv) {
      this.rv++
      const entry = cluster.journal.at(this.rv)
      const event = entry && this.eventOf(entry)
      if (event) this.ready.push(event)
    }
    return this.ready.length > 0
  }

  /** The events since the last time, oldest first. */
  take(): readonly WatchEvent[] {
    return this.ready.splice(0)
  }

  private checkAge(cluster: Cluster): void {
    if (this.rv > cluster.rv)
      throw badRequest(`Too large resource version: ${this.rv}, current: ${cluster.rv}`)
    const oldest = cluster.journal.compacted
    if (this.rv < oldest) throw expired(`too old resource version: ${this.rv} (${oldest})`)
  }

  // k8s: apiserver/pkg/storage cacher's filtered watch events (1.36)
  private eventOf(entry: Entry): WatchEvent | undefined {
    if (entry.kind !== this.kind) return undefined
    const before = entry.before && this.passes(entry.before) ? entry.before : undefined
    const after = entry.after && this.passes(entry.after) ? entry.after : undefined
    if (after) return { type: before ? 'MODIFIED' : 'ADDED', object: after }
    return before ? { type: 'DELETED', object: entry.after ?? before } : undefined
  }
}
