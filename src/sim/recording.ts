import { type Checkpoint, checkpoint, restore } from './checkpoint.ts'
import type { Cluster } from './cluster.ts'
import { freeze } from './equal.ts'
import { type Entry, Journal } from './journal.ts'
import { WorkQueue } from './queue.ts'
import { type Key, keyOf, ObjectStore } from './store.ts'
import type { Millis } from './time.ts'
import type { ApiObject, Kind } from './types/index.ts'

/** A journal entry without what the entries before it tell: its number, and what the object was before. */
interface Line {
  readonly at: Millis
  readonly actor: string
  readonly verb: Entry['verb']
  readonly kind: Entry['kind']
  readonly key: Key
  readonly after?: ApiObject
  readonly cause: number
  readonly reason: string
  readonly step: number
}

/** A cluster with its whole past, as plain data: JSON can carry it. */
export interface Recording {
  /** Names of all that act in it, and of all that its API serves. */
  readonly actors: readonly string[]
  readonly kinds: readonly Kind[]
  readonly present: Omit<Checkpoint, 'objects'>
  readonly lines: readonly Line[]
}

/** What can be read of a cluster without asking it for anything. */
export interface ClusterView {
  readonly seed: number
  readonly now: Millis
  readonly rv: number
  /** Grows when the past was changed. */
  readonly epoch: number
  readonly store: ObjectStore
  readonly journal: Journal
  readonly work: WorkQueue
  readonly stopped: ReadonlySet<string>
  /** What actors keep in mind, by actor and key. */
  readonly memory: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  recall<T>(actor: string, key: string): T | undefined
  readonly actors: readonly { readonly name: string }[]
  readonly kinds: readonly Kind[]
}

/** Writes a cluster down between two ticks. Throws RangeError once its journal was compacted: the past is gone then. */
export function record(cluster: Cluster): Recording {
  const entries = cluster.journal.since(0)
  if (cluster.journal.compacted > 0 || entries.length !== cluster.rv)
    throw new RangeError('the journal does not reach back to the beginning')
  const { objects: _told, ...present } = checkpoint(cluster)
  return {
    actors: cluster.actors.map(({ name }) => name),
    kinds: cluster.kinds,
    present,
    lines: entries.map(({ at, actor, verb, kind, key, after, cause, reason, step }) => {
      const line = { at, actor, verb, kind, key, cause, reason, step }
      return after ? { ...line, after } : line
    }),
  }
}

const isObjects = (kind: Entry['kind']): kind is Kind => kind !== 'Machine' && kind !== 'Component'

/** A cluster as a recording left it: it can be read like a running one, and needs none of the engine for that. */
export class Still implements ClusterView {
  readonly recording: Recording
  readonly epoch = 0
  readonly store = new ObjectStore()
  readonly journal = new Journal()
  readonly work = new WorkQueue()
  readonly stopped: ReadonlySet<string>
  readonly memory: ClusterView['memory']
  readonly actors: ClusterView['actors']
  readonly kinds: readonly Kind[]

  constructor(recording: Recording) {
    this.recording = recording
    this.stopped = new Set(recording.present.stopped)
    this.kinds = recording.kinds
    this.actors = recording.actors.map((name) => ({ name }))
    this.memory = new Map(
      recording.present.memory.map(([actor, slots]) => [actor, new Map(slots)] as const),
    )
    this.work.load(recording.present.work)
    recording.lines.forEach((line, index) => {
      this.append(line, index + 1)
    })
  }

  get seed(): number {
    return this.recording.present.seed
  }

  get now(): Millis {
    return this.recording.present.now
  }

  get rv(): number {
    return this.recording.present.rv
  }

  recall<T>(actor: string, key: string): T | undefined {
    return this.memory.get(actor)?.get(key) as T | undefined
  }

  private append(line: Line, rv: number): void {
    const { at, actor, verb, kind, key, cause, reason, step } = line
    const after = line.after && freeze(line.after)
    const before = isObjects(kind) ? this.store.get(kind, key) : undefined
    this.journal.append({ rv, at, actor, verb, kind, key, before, after, cause, reason, step })
    if (isObjects(kind)) this.store.replace(kind, key, before, after)
  }
}

/**
 * Makes a fresh cluster of the same profile go on where a recording ends. It shares the still's objects, so that who
 * compares by identity sees no change; its journal reaches back to the beginning, but it cannot be rewound behind here.
 */
export function resume(cluster: Cluster, still: Still): void {
  const told = new Set(still.journal.since(0).map(({ kind, key }) => `${kind} ${key}`))
  // What was there before the journal began is in no recording, and here unless the journal tells of it.
  const untold = [...cluster.store.entries()].map(
    ([kind, objects]) =>
      [kind, objects.filter((object) => !told.has(`${kind} ${keyOf(object)}`))] as const,
  )
  restore(cluster, {
    ...still.recording.present,
    objects: [...untold, ...still.store.entries()],
  })
  cluster.journal.reset(0)
  for (const entry of still.journal.since(0)) cluster.journal.append(entry)
}
