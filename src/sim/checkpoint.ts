import type { Cluster } from './cluster.ts'
import { freeze } from './equal.ts'
import { inOrder, type Work } from './queue.ts'
import type { RandomState } from './random.ts'
import { keyOf } from './store.ts'
import type { Millis } from './time.ts'
import type { ApiObject, Kind } from './types/index.ts'

/** Everything a cluster is at one moment between two ticks: plain data, JSON can carry it. */
export interface Checkpoint {
  readonly format: 1
  readonly profile: string
  readonly seed: number
  readonly now: Millis
  readonly rv: number
  readonly steps: number
  readonly random: RandomState
  readonly objects: readonly (readonly [Kind, readonly ApiObject[]])[]
  readonly memory: readonly (readonly [
    actor: string,
    slots: readonly (readonly [string, unknown])[],
  ])[]
  /** Pieces in the order in which they would come up. */
  readonly work: { readonly nextSeq: number; readonly items: readonly Work[] }
  readonly stopped: readonly string[]
}

/**
 * A present from which a checkpoint can be made later. It holds rows of references and nothing for each piece: a large
 * cluster takes one every few thousand changes, and hardly any is ever asked for.
 */
export interface Glance extends Omit<Checkpoint, 'memory'> {
  readonly memory: readonly (readonly [
    actor: string,
    keys: readonly string[],
    values: readonly unknown[],
  ])[]
}

/** A glance at the present. Objects are shared, not copied: they never change. */
export function glance(cluster: Cluster): Glance {
  return {
    format: 1,
    profile: cluster.profile.name,
    seed: cluster.seed,
    now: cluster.now,
    rv: cluster.rv,
    steps: cluster.steps,
    random: cluster.random.state,
    objects: [...cluster.store.entries()],
    memory: [...cluster.memory].map(
      ([actor, slots]) => [actor, [...slots.keys()], [...slots.values()]] as const,
    ),
    work: cluster.work.waits(),
    stopped: [...cluster.stopped],
  }
}

/** The checkpoint of what was seen. */
export function developed(seen: Glance): Checkpoint {
  const { format, profile, seed, now, rv, steps, random, objects, memory, work, stopped } = seen
  return {
    format,
    profile,
    seed,
    now,
    rv,
    steps,
    random,
    objects,
    memory: memory.map(
      ([actor, keys, values]) =>
        [actor, keys.map((key, index) => [key, values[index]] as const)] as const,
    ),
    work: { nextSeq: work.nextSeq, items: inOrder(work.items) },
    stopped,
  }
}

/** A copy of the present. */
export function checkpoint(cluster: Cluster): Checkpoint {
  return developed(glance(cluster))
}

/**
 * Makes the cluster what it was at the checkpoint. The journal starts afresh there, or is cut there when it is to
 * be kept. Throws Error when the checkpoint is of another profile or format.
 */
export function restore(
  cluster: Cluster,
  saved: Checkpoint,
  options: { readonly keepJournal?: boolean } = {},
): void {
  if (saved.format !== 1) throw new Error(`checkpoint of unknown format ${String(saved.format)}`)
  if (saved.profile !== cluster.profile.name)
    throw new Error(
      `checkpoint of profile ${saved.profile} in a cluster of profile ${cluster.profile.name}`,
    )
  cluster.store.clear()
  for (const [kind, objects] of saved.objects)
    for (const object of objects)
      cluster.store.replace(kind, keyOf(object), undefined, freeze(object))
  cluster.memory.clear()
  for (const [actor, slots] of saved.memory)
    cluster.memory.set(actor, new Map(slots.map(([key, value]) => [key, freeze(value)])))
  cluster.work.load(saved.work)
  cluster.stopped.clear()
  for (const name of saved.stopped) cluster.stopped.add(name)
  cluster.random.state = saved.random
  cluster.now = saved.now
  cluster.rv = saved.rv
  cluster.steps = saved.steps
  cluster.half = undefined
  cluster.epoch++
  if (options.keepJournal) cluster.journal.truncate(saved.rv)
  else {
    cluster.journal.reset(saved.rv)
    cluster.history.begin(cluster)
  }
}
