import type { Millis } from './time.ts'

/** One thing to do: an actor looks at one key at a time. Plain data, so that it can be saved. */
export interface Work {
  /** Virtual time when it is due. */
  at: Millis
  /** Order among work that is due at the same time. */
  readonly seq: number
  readonly actor: string
  readonly key: string
  /** resourceVersion of the journal entry that woke it; 0 when a timer of the beginning did. */
  readonly cause: number
  /** Heartbeats, retries and deadlines: they do not keep a cluster from being quiet. */
  background: boolean
}

interface Slot extends Work {
  /** False once it was replaced by an earlier one; then the heap drops it when it surfaces. */
  live: boolean
}

/**
 * All pending work of a cluster: one heap by (at, seq), with at most one entry per actor and key, as a
 * Kubernetes work queue has it. Adding a key that already waits keeps the earlier time.
 */
export class WorkQueue {
  private readonly heap: Slot[] = []
  private readonly waiting = new Map<string, Map<string, Slot>>()
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
    for (const slot of this.waiting.get(actor)?.values() ?? [])
      if (!slot.background && slot.at <= by) count++
    return count
  }

  add(actor: string, key: string, at: Millis, cause: number, background: boolean): void {
    let keys = this.waiting.get(actor)
    if (!keys) {
      keys = new Map()
      this.waiting.set(actor, keys)
    }
    const present = keys.get(key)
    if (present && present.at <= at) {
      if (present.background && !background) {
        present.background = false
        this.foreground++
      }
      return
    }
    const stillForeground = present !== undefined && !present.background
    if (present) this.drop(present)
    const slot: Slot = {
      at,
      seq: this.nextSeq++,
      actor,
      key,
      cause,
      background: background && !stillForeground,
      live: true,
    }
    if (!slot.background) this.foreground++
    keys.set(key, slot)
    this.push(slot)
  }

  /** When the key is due; undefined when it does not wait. */
  dueAt(actor: string, key: string): Millis | undefined {
    return this.waiting.get(actor)?.get(key)?.at
  }

  /** Takes a waiting key out; nothing happens when it does not wait. */
  cancel(actor: string, key: string): void {
    const keys = this.waiting.get(actor)
    const slot = keys?.get(key)
    if (!slot) return
    this.drop(slot)
    keys?.delete(key)
  }

  peek(): Work | undefined {
    while (this.heap[0] && !this.heap[0].live) this.shift()
    return this.heap[0]
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
    const items: Work[] = []
    for (const keys of this.waiting.values())
      for (const { at, seq, actor, key, cause, background } of keys.values())
        items.push({ at, seq, actor, key, cause, background })
    items.sort((a, b) => a.at - b.at || a.seq - b.seq)
    return { nextSeq: this.nextSeq, items }
  }

  load(saved: { readonly nextSeq: number; readonly items: readonly Work[] }): void {
    this.heap.length = 0
    this.waiting.clear()
    this.foreground = 0
    for (const item of saved.items) {
      const { at, seq, actor, key, cause, background } = item
      const slot: Slot = { at, seq, actor, key, cause, background, live: true }
      let keys = this.waiting.get(actor)
      if (!keys) {
        keys = new Map()
        this.waiting.set(actor, keys)
      }
      keys.set(key, slot)
      if (!background) this.foreground++
      this.push(slot)
    }
    this.nextSeq = saved.nextSeq
  }

  private drop(slot: Slot): void {
    slot.live = false
    if (!slot.background) this.foreground--
  }

  private push(slot: Slot): void {
    const { heap } = this
    let index = heap.length
    heap.push(slot)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || !before(slot, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = slot
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

function before(a: Slot, b: Slot): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq)
}
