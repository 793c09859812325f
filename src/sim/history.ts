import { checkpoint, developed, type Glance, glance, restore } from './checkpoint.ts'
import type { Cluster, Context } from './cluster.ts'
import { ApiError } from './errors.ts'
import { step } from './run.ts'
import type { Millis } from './time.ts'

/** Something that came from outside the clockwork: a user's request or an act of the world. */
export interface Input {
  readonly method: string
  readonly args: readonly unknown[]
  readonly at: Millis
  /** The tick it was: pieces of work and inputs share one count. */
  readonly tick: number
  readonly claim: Context
}

/** Entries between two checkpoints at the least. */
const SPACING = 2000
/**
 * More in clusters with many objects: a checkpoint lists all of them, so that this bounds its share of the work. It
 * also bounds the journal, which is kept for at least one spacing beyond its limit.
 */
const OBJECTS_PER_ENTRY = 3

/**
 * What is needed to go back: a checkpoint now and then, and everything that came from outside since.
 * The clockwork between is determined, so running it again from a checkpoint gives the same entries.
 */
export class History {
  private checkpoints: readonly Glance[] = []
  private inputs: Input[] = []
  private readonly limit: number
  private wanted = false
  private replaying = false

  constructor(journalLimit: number) {
    this.limit = journalLimit
  }

  /** Inputs since the oldest moment that can be returned to. */
  get recorded(): readonly Input[] {
    return this.inputs
  }

  /** The resourceVersion from which a return to `rv` would be replayed; undefined when it cannot be returned to. */
  base(rv: number): number | undefined {
    return this.checkpoints.findLast((c) => c.rv <= rv)?.rv
  }

  note(input: Input): void {
    if (!this.replaying) this.inputs.push(input)
  }

  /** Called for every journal entry; the checkpoint itself is taken between two ticks. */
  grown(cluster: Cluster): void {
    const last = this.checkpoints[this.checkpoints.length - 1]
    if (!last || this.wanted) return
    const grown = cluster.rv - last.rv
    this.wanted = grown >= SPACING && grown * OBJECTS_PER_ENTRY >= cluster.store.size
  }

  /** Called between two ticks: takes a checkpoint when one is due, and forgets what is too old. */
  between(cluster: Cluster): void {
    if (!this.wanted || this.replaying) return
    this.wanted = false
    this.checkpoints = [...this.checkpoints, glance(cluster)]
    if (cluster.journal.length <= this.limit) return
    const floor = cluster.rv - this.limit / 2
    const keep = this.checkpoints.findLastIndex((c) => c.rv <= floor)
    const oldest = this.checkpoints[keep]
    if (!oldest) return
    this.checkpoints = this.checkpoints.slice(keep)
    this.inputs = this.inputs.filter((input) => input.tick > oldest.steps)
    cluster.journal.compact(oldest.rv)
  }

  /** Takes a checkpoint of a present that no replay leads to. */
  mark(cluster: Cluster): void {
    if (!this.replaying) this.checkpoints = [...this.checkpoints, glance(cluster)]
  }

  /** Begins a new history at the present: nothing before can be returned to. */
  begin(cluster: Cluster): void {
    this.checkpoints = [glance(cluster)]
    this.inputs = []
    this.wanted = false
  }

  /**
   * Brings the cluster back to after the entry `rv`, before whatever made the next one. What came later is forgotten,
   * and the cluster goes on from there on its own. Throws RangeError when the moment is compacted away or has not
   * come yet.
   */
  rewind(cluster: Cluster, rv: number): void {
    const from = this.checkpoints.findLast((c) => c.rv <= rv)
    if (!from || rv > cluster.rv)
      throw new RangeError(`resourceVersion ${rv} is not in the kept history`)
    const tail = cluster.journal.since(from.rv)
    const target = tail[rv - from.rv - 1]
    const next = tail[rv - from.rv]
    const cut = target !== undefined && next?.step === target.step
    const lastTick = next ? next.step - 1 : cluster.steps
    this.checkpoints = this.checkpoints.filter((c) => c.rv <= rv)
    this.inputs = this.inputs.filter((input) => input.tick <= lastTick)
    this.replaying = true
    try {
      restore(cluster, developed(from), { keepJournal: true })
      this.replay(cluster, lastTick)
      if (cut) this.redo(cluster, tail.slice(cluster.rv - from.rv, rv - from.rv))
    } finally {
      this.replaying = false
    }
    if (cut) cluster.now = target.at
  }

  private replay(cluster: Cluster, lastTick: number): void {
    const inputs = new Map(this.inputs.map((input) => [input.tick, input]))
    while (cluster.steps < lastTick) {
      const input = inputs.get(cluster.steps + 1)
      if (input) repeat(cluster, input)
      else if (!step(cluster)) return
    }
  }

  /** Shows the first writes of a tick without the rest; the tick itself stays to be done. */
  private redo(cluster: Cluster, entries: ReturnType<Cluster['journal']['since']>): void {
    const whole = checkpoint(cluster)
    for (const entry of entries) cluster.redo(entry)
    cluster.half = whole
  }
}

/** Does once more what came from outside, at its moment; in a half-shown tick that tick is undone first. */
export function repeat(cluster: Cluster, input: Input): void {
  if (cluster.half) restore(cluster, cluster.half, { keepJournal: true })
  cluster.now = input.at
  cluster.as(input.claim, () => {
    try {
      cluster.repeat(input.method, input.args)
    } catch (error) {
      // A refused request was recorded as well: refusing it again is the faithful replay.
      if (!(error instanceof ApiError)) throw error
    }
  })
}
