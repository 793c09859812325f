import type { Millis } from './time.ts'

/** One thing to do: an actor looks at one key at a time. Plain data that never changes, so that it can be saved as it is. */
export interface Work {
  /** Virtual time when it is due. */
  readonly at: Millis
  /** Order among work that is due at the same time. */
  readonly seq: number
  readonly actor: string
  readonly key: string
  /** resourceVersion of the journal entry that woke it; 0 when a timer of the beginning did. */
  readonly cause: number
  /** Heartbeats, retries and deadlines: they do not keep a cluster from being quiet. */
  readonly background: boolean
}

/**
 * All pending work of a cluster: one heap by (at, seq), with at most one entry per actor and key, as a
 * Kubernetes work queue has it. Adding a key that already waits keeps the earlier time.
 */
export class WorkQueue {
  private readonly heap: Work[] = []
  /** Still in the heap, but replaced or cancelled: they are dropped when they surface. */
  private readonly dead = new Set<Work>()
  /** The first of the heap, once it was found to be alive: who peeks before taking need not look twice. */
  private head: Work | undefined
  private readonly waiting = new Map<string, Map<string, Work>>()
  private nextSeq = 0
  private foreground = 0

  /** How much foreground work waits. A cluster with none is quiet. */
  get active(): number {
    return this.foreground
  }

  get size(): number {
    let total = 0
    for (const keys of this.waiting.values()) total += keys.size
    return total
  }

  /** How many keys wait for the actor. */
  depth(actor: string): number {
    return this.waiting.get(actor)?.size ?? 0
  }

  /** How many keys wait for the actor as foreground work due by the given time. */
  due(actor: string, by: Millis): number {
    let count = 0
    for (const work of this.waiting.get(actor)?.values() ?? [])
      if (!work.background && work.at <= by) count++
    return count
  }

  /** What the actor does next, earliest first; of a long queue no more than so much is looked at. */
  next(actor: string, most: number): readonly Work[] {
    const found: Work[] = []
    for (const work of this.waiting.get(actor)?.values() ?? []) if (found.push(work) >= most) break
    return found.sort((a, b) => a.at - b.at || a.seq - b.seq)
  }

  add(actor: string, key: string, at: Millis, cause: number, background: boolean): void {
    const keys = this.keysOf(actor)
    const present = keys.get(key)
    if (present && present.at <= at) {
      if (present.background && !background) this.replace(keys, present, false)
      return
    }
    const stillForeground = present !== undefined && !present.background
    if (present) this.drop(present)
    const seq = this.nextSeq++
    this.put(keys, { at, seq, actor, key, cause, background: background && !stillForeground })
  }

  private keysOf(actor: string): Map<string, Work> {
    let keys = this.waiting.get(actor)
    if (!keys) {
      keys = new Map()
      this.waiting.set(actor, keys)
    }
    return keys
  }

  private replace(keys: Map<string, Work>, work: Work, background: boolean): void {
    const { at, seq, actor, key, cause } = work
    this.drop(work)
    this.put(keys, { at, seq, actor, key, cause, background })
  }

  private put(keys: Map<string, Work>, work: Work): void {
    if (!work.background) this.foreground++
    keys.set(work.key, work)
    this.push(work)
  }

  /** When the key is due; undefined when it does not wait. */
  dueAt(actor: string, key: string): Millis | undefined {
    return this.waiting.get(actor)?.get(key)?.at
  }

  /** Takes a waiting key out; nothing happens when it does not wait. */
  cancel(actor: string, key: string): void {
    const keys = this.waiting.get(actor)
    const work = keys?.get(key)
    if (!work) return
    this.drop(work)
    keys?.delete(key)
  }

  peek(): Work | undefined {
    const { heap, dead } = this
    for (;;) {
      const first = heap[0]
      if (!first || first === this.head) return first
      if (dead.size === 0 || !dead.delete(first)) {
        this.head = first
        return first
      }
      this.shift()
    }
  }

  pop(): Work | undefined {
    const work = this.peek()
    if (!work) return undefined
    this.shift()
    this.waiting.get(work.actor)?.delete(work.key)
    if (!work.background) this.foreground--
    return work
  }

  /** Every waiting piece in the order it would come up. */
  save(): { readonly nextSeq: number; readonly items: readonly Work[] } {
    const { nextSeq, items } = this.waits()
    return { nextSeq, items: inOrder(items) }
  }

  /** As `save`, in no promised order. */
  waits(): { readonly nextSeq: number; readonly items: readonly Work[] } {
    const { heap, dead } = this
    const items = dead.size === 0 ? [...heap] : heap.filter((work) => !dead.has(work))
    return { nextSeq: this.nextSeq, items }
  }

  load(saved: { readonly nextSeq: number; readonly items: readonly Work[] }): void {
    this.heap.length = 0
    this.dead.clear()
    this.head = undefined
    this.waiting.clear()
    this.foreground = 0
    for (const item of saved.items) this.put(this.keysOf(item.actor), item)
    this.nextSeq = saved.nextSeq
  }

  private drop(work: Work): void {
    if (work === this.head) this.head = undefined
    this.dead.add(work)
    if (!work.background) this.foreground--
  }

  private push(work: Work): void {
    const { heap } = this
    let index = heap.length
    heap.push(work)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || !before(work, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = work
  }

  private shift(): void {
    const { heap } = this
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      let child = index * 2 + 1
      const left = heap[child]
      if (!left) break
      const right = heap[child + 1]
      if (right && before(right, left)) child++
      const smaller = heap[child]
      if (!smaller || !before(smaller, last)) break
      heap[index] = smaller
      index = child
    }
    heap[index] = last
  }
}

/** Pieces of work in the order in which they come up. */
export function inOrder(items: readonly Work[]): readonly Work[] {
  return items.toSorted((a, b) => a.at - b.at || a.seq - b.seq)
}

function before(a: Work, b: Work): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq)
}
