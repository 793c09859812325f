import { createObject, type WriteOptions } from './api/create.ts'
import { type DeleteOptions, deleteObject } from './api/delete.ts'
import { type EventType, recordEvent } from './api/events.ts'
import { evictPod } from './api/eviction.ts'
import { type PatchRequest, patchObject } from './api/patch.ts'
import { bindPod, type ScaleRequest, scaleObject } from './api/subresources.ts'
import { updateObject, updateObjectStatus } from './api/update.ts'
import type { Checkpoint } from './checkpoint.ts'
import { type Context, USER } from './context.ts'
import type { Actor } from './controllers/controller.ts'
import { Dispatch } from './dispatch.ts'
import { freeze } from './equal.ts'
import { freezeObject } from './freezeObject.ts'
import { History } from './history.ts'
import { type Entry, type EntryVerb, Journal } from './journal.ts'
import { isServed, KINDS } from './kinds/index.ts'
import { revision, stamped, type Writable } from './metadata.ts'
import type { Profile } from './profiles/profile.ts'
import { WorkQueue } from './queue.ts'
import { Random } from './random.ts'
import { bootstrapObjects } from './rbac/bootstrap.ts'
import { Reads } from './reads.ts'
import { type Key, keyOf } from './store.ts'
import { formatTime, type Millis } from './time.ts'
import type { ApiObject, Draft, Event, Kind, ObjectOf, Time } from './types/index.ts'
import { perform, type WorldAct } from './world.ts'

export interface ClusterOptions {
  readonly profile: Profile
  readonly seed: number
  /** Everything that acts, in the order in which it hears of an event. */
  readonly actors: readonly Actor[]
  /** Journal entries kept before the oldest are compacted; 100,000 when missing. */
  readonly journalLimit?: number
}

export type { Context } from './context.ts'

/** A cluster: the API with its store and journal, the clock, and everyone who acts on it. */
export class Cluster extends Reads {
  private claim: Context = USER
  readonly profile: Profile
  readonly seed: number
  readonly journal = new Journal()
  readonly work = new WorkQueue()
  readonly random: Random
  readonly actors: readonly Actor[]
  /** What its API serves. */
  readonly kinds: readonly Kind[]
  readonly history: History
  /** Virtual milliseconds since the start. */
  now: Millis = 0
  /** The newest resourceVersion; every journal entry adds one. */
  rv = 0
  /** Ticks so far: pieces of work and inputs from outside. */
  steps = 0
  /** After a rewind into the middle of a tick: the state before that tick, which the next step goes back to. */
  half: Checkpoint | undefined
  /** Grows when the past was changed (restore, rewind): readers of the journal start afresh. */
  epoch = 0
  /** Private state of actors and of the world outside the API: plain frozen data by actor and key. */
  readonly memory = new Map<string, Map<string, unknown>>()
  readonly stopped = new Set<string>()
  private readonly dispatch: Dispatch
  /** Who acts in the present step; of that step alone, so that `why` and `speakAs` can change it in place. */
  private context: Writable<Context> | undefined

  constructor(options: ClusterOptions) {
    super()
    this.profile = options.profile
    this.kinds = KINDS.filter((spec) => isServed(spec, options.profile)).map(({ kind }) => kind)
    this.seed = options.seed
    this.random = new Random(options.seed)
    this.actors = options.actors
    this.history = new History(options.journalLimit ?? 100_000)
    this.dispatch = new Dispatch(options.actors)
    for (const object of bootstrapObjects())
      this.store.replace(object.kind, keyOf(object), undefined, object)
  }

  // Writes. Called from outside a step they are recorded as inputs, so that a rewound cluster can replay them.

  create<K extends Kind>(draft: Draft<ObjectOf<K>>, options: WriteOptions = {}): ObjectOf<K> {
    if (this.context) return createObject(this, draft as Draft, options) as ObjectOf<K>
    return this.perform('create', [draft, options], () =>
      createObject(this, draft as Draft, options),
    ) as ObjectOf<K>
  }

  /** Replaces spec and metadata; status is kept. A stale resourceVersion conflicts. */
  update<T extends ApiObject>(object: T, options: WriteOptions = {}): T {
    if (this.context) return updateObject(this, object, options) as T
    return this.perform('update', [object, options], () => updateObject(this, object, options)) as T
  }

  /** Replaces status only. */
  updateStatus<T extends ApiObject>(object: T, options: WriteOptions = {}): T {
    if (this.context) return updateObjectStatus(this, object, options) as T
    return this.perform('updateStatus', [object, options], () =>
      updateObjectStatus(this, object, options),
    ) as T
  }

  patch<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    request: PatchRequest,
    options: WriteOptions = {},
  ): ObjectOf<K> {
    return this.perform('patch', [kind, namespace, name, request, options], () =>
      patchObject(this, kind, namespace, name, request, options),
    ) as ObjectOf<K>
  }

  /** Starts the deletion; returns the object as it is then, or undefined when it is gone at once. */
  delete<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    options: DeleteOptions = {},
  ): ObjectOf<K> | undefined {
    return this.perform('delete', [kind, namespace, name, options], () =>
      deleteObject(this, kind, namespace, name, options),
    ) as ObjectOf<K> | undefined
  }

  /** The pods/binding subresource: what the scheduler posts. */
  bind(namespace: string, pod: string, node: string): ObjectOf<'Pod'> {
    if (this.context) return bindPod(this, namespace, pod, node)
    return this.perform('bind', [namespace, pod, node], () => bindPod(this, namespace, pod, node))
  }

  /** The pods/eviction subresource: 429 while a disruption budget forbids it. */
  evict(namespace: string, pod: string, options: DeleteOptions = {}): void {
    this.perform('evict', [namespace, pod, options], () => evictPod(this, namespace, pod, options))
  }

  /** The scale subresource; kinds without one answer 404. */
  scale(kind: Kind, namespace: string, name: string, request: ScaleRequest): ApiObject {
    return this.perform('scale', [kind, namespace, name, request], () =>
      scaleObject(this, kind, namespace, name, request),
    )
  }

  /** Records a Kubernetes Event about the object (or the part of it at `field`), with the real recorder's aggregation. */
  event(about: ApiObject, type: EventType, reason: string, message: string, field = ''): void {
    recordEvent(this, about, type, reason, message, field)
  }

  /** Something outside the API: stores a fact of the world and writes it into the journal. */
  act(kind: 'Machine' | 'Component', name: string, reason: string): void {
    this.journalise('act', kind, name, undefined, undefined, reason)
  }

  stopComponent(name: string): void {
    this.perform('stopComponent', [name], () => {
      if (!this.actor(name) || this.stopped.has(name)) return
      this.stopped.add(name)
      this.act('Component', name, `${name} stopped`)
    })
  }

  /** Starts it again; it lists everything afresh, as a restarted controller does. */
  startComponent(name: string): void {
    this.perform('startComponent', [name], () => {
      const actor = this.actor(name)
      if (!actor || !this.stopped.delete(name)) return
      this.act('Component', name, `${name} started`)
      this.resync(actor)
    })
  }

  /** Something the world does to the machines; see `world.ts`. */
  world(act: WorldAct): void {
    this.perform('world', [act], () => perform(this, act))
  }

  // What actors use

  recall<T>(actor: string, key: string): T | undefined {
    return this.memory.get(actor)?.get(key) as T | undefined
  }

  /** Values are frozen plain data; replace them, never change them. */
  remember(actor: string, key: string, value: unknown): void {
    let slots = this.memory.get(actor)
    if (!slots) {
      slots = new Map()
      this.memory.set(actor, slots)
    }
    slots.set(key, freeze(value))
  }

  /** As `remember`, for a value that its maker has frozen, with all that belongs to it. */
  keep(actor: string, key: string, frozen: object): void {
    const slots = this.memory.get(actor)
    if (slots) slots.set(key, frozen)
    else this.remember(actor, key, frozen)
  }

  forget(actor: string, key: string): void {
    this.memory.get(actor)?.delete(key)
  }

  /** Puts a key into an actor's queue, due in `delay` virtual ms. */
  enqueue(
    actor: string,
    key: Key,
    delay: Millis = 0,
    options: { readonly background?: boolean } = {},
  ): void {
    const cause = this.context ? this.cause() : this.rv
    this.work.add(actor, key, this.now + delay, cause, options.background ?? false)
  }

  /** Gives the following writes of this step their reason: one short sentence. */
  why(reason: string): void {
    if (this.context) this.context.reason = reason
  }

  /** Names who acts in the rest of this step: one work queue may serve many machines. */
  speakAs(actor: string, source?: string): void {
    if (!this.context) return
    this.context.actor = actor
    if (source !== undefined) this.context.source = source
  }

  /** The present as RFC 3339. */
  time(): Time {
    return formatTime(this.now)
  }

  get current(): Context {
    return this.context ?? USER
  }

  /** Runs with a context of its own, as the run loop does for each piece of work. */
  within<T>(context: Context, run: () => T): T {
    const outer = this.context
    this.context = context
    try {
      return run()
    } finally {
      this.context = outer
    }
  }

  /** Runs user actions under a reason, such as the command line that was typed. */
  as<T>(who: { readonly actor?: string; readonly reason: string }, run: () => T): T {
    this.claim = { ...USER, actor: who.actor ?? 'user', reason: who.reason }
    try {
      return run()
    } finally {
      this.claim = USER
    }
  }

  actor(name: string): Actor | undefined {
    return this.dispatch.actor(name)
  }

  /** Switches every component on, as one input. */
  boot(): void {
    this.perform('boot', [], () => {
      for (const actor of this.actors) this.resync(actor)
    })
  }

  resync(actor: Actor): void {
    const delay = actor.delay(this)
    for (const key of actor.resync(this))
      this.work.add(actor.name, key, this.now + delay, this.rv, false)
  }

  /**
   * Writes one change to the store and the journal and wakes those who watch. Internal to `api/`, which passes the key
   * on where it has it. `after` is taken over: its maker does not use it again.
   */
  commit(
    kind: Kind,
    verb: EntryVerb,
    before: ApiObject | undefined,
    after: ApiObject | undefined,
    known?: Key,
  ): ApiObject | undefined {
    const present = after ?? before
    if (!present) return undefined
    const key = known ?? keyOf(present)
    const stored = after && freezeObject(stamped(after, revision(this.rv + 1), !before), before)
    this.journalise(verb, kind, key, before, stored, this.current.reason)
    this.store.replace(kind, key, before, stored)
    this.dispatch.notify(this, kind, before, stored)
    return stored
  }

  /**
   * Writes a new event that bears its resourceVersion and is frozen, with all that belongs to it. Half of all writes are
   * events: nothing of them has to be looked at again, stamped or frozen.
   */
  commitEvent(key: Key, event: Event): void {
    this.journalise('create', 'Event', key, undefined, event, this.current.reason)
    this.store.addEvent(key, event)
    this.dispatch.notify(this, 'Event', undefined, event)
  }

  /** Replays a recorded input: one of the writing methods above, by its name. */
  repeat(method: string, args: readonly unknown[]): void {
    const run = this[method as keyof this] as (...args: unknown[]) => unknown
    run.apply(this, [...args])
  }

  /** Takes a change from the record instead of making it. */
  redo(entry: Entry): void {
    this.rv = entry.rv
    this.now = entry.at
    this.journal.append(entry)
    if (entry.kind === 'Machine' || entry.kind === 'Component') return
    this.store.replace(entry.kind, entry.key, entry.before, entry.after)
    this.dispatch.notify(this, entry.kind, entry.before, entry.after)
  }

  private cause(): number {
    const context = this.context
    return context && this.journal.last?.step === this.steps && this.rv > 0
      ? this.rv
      : (context?.cause ?? 0)
  }

  private journalise(
    verb: EntryVerb,
    kind: Entry['kind'],
    key: Key,
    before: ApiObject | undefined,
    after: ApiObject | undefined,
    reason: string,
  ): void {
    const { actor, cause } = this.current
    this.rv++
    this.journal.append({
      rv: this.rv,
      at: this.now,
      actor,
      verb,
      kind,
      key,
      before,
      after,
      cause,
      reason,
      step: this.steps,
    })
    this.history.grown(this)
  }

  private perform<T>(method: string, args: readonly unknown[], run: () => T): T {
    if (this.context) return run()
    if (this.half) {
      this.half = undefined
      // No replay would stop in the middle of that tick: going back behind this input starts from here.
      this.history.mark(this)
    }
    this.steps++
    this.history.note({ method, args, at: this.now, tick: this.steps, claim: this.claim })
    try {
      return this.within({ ...this.claim }, run)
    } finally {
      this.history.between(this)
    }
  }
}
