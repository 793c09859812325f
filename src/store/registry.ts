import type { ApiObject, Entry, Kind, ObjectOf, ObjectStore } from '../sim/index.ts'
import { changesGraph } from './topology.ts'

type Listener = () => void

interface Shelf {
  readonly objects: Map<string, ApiObject>
  /** Sorted keys; replaced when keys came or went, and only once somebody asks. */
  keys: readonly string[]
  readonly added: Set<string>
  readonly removed: Set<string>
  readonly keyListeners: Set<Listener>
  readonly listeners: Map<string, Set<Listener>>
}

/**
 * The screen's view of the cluster: one mutable map per kind, moved forward by journal entries in batches. Nothing is
 * copied; who listens to one object hears only of that object, who listens to a kind's keys hears only of comings and goings.
 */
export class Registry {
  private readonly shelves = new Map<Kind, Shelf>()

  get<K extends Kind>(kind: K, key: string): ObjectOf<K> | undefined {
    return this.shelves.get(kind)?.objects.get(key) as ObjectOf<K> | undefined
  }

  /** Sorted; the same array until a key comes or goes. */
  keys(kind: Kind): readonly string[] {
    const shelf = this.shelf(kind)
    if (shelf.added.size + shelf.removed.size > 0) settleKeys(shelf)
    return shelf.keys
  }

  count(kind: Kind): number {
    return this.shelves.get(kind)?.objects.size ?? 0
  }

  subscribeKeys(kind: Kind, listener: Listener): () => void {
    const { keyListeners } = this.shelf(kind)
    keyListeners.add(listener)
    return () => keyListeners.delete(listener)
  }

  subscribe(kind: Kind, key: string, listener: Listener): () => void {
    const { listeners } = this.shelf(kind)
    const set = listeners.get(key) ?? new Set()
    listeners.set(key, set)
    set.add(listener)
    return () => {
      set.delete(listener)
      if (set.size === 0 && listeners.get(key) === set) listeners.delete(key)
    }
  }

  /** Moves forward by a batch and tells each listener once. Returns whether the graph of the cluster changed. */
  apply(entries: readonly Entry[]): boolean {
    const toTell = new Set<Listener>()
    let graph = false
    for (const entry of entries) {
      if (entry.kind === 'Machine' || entry.kind === 'Component') continue
      graph = changesGraph(entry) || graph
      this.place(entry.kind, entry.key, entry.after, toTell)
    }
    for (const listener of toTell) listener()
    return graph
  }

  /** Starts afresh from a whole store, as after a load or a rewind. Returns whether anything is different now. */
  reset(store: ObjectStore): boolean {
    const toTell = new Set<Listener>()
    let different = false
    const present = new Map<Kind, Set<string>>()
    for (const [kind, objects] of store.entries()) {
      const keys = new Set<string>()
      present.set(kind, keys)
      for (const object of objects) {
        const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`
        keys.add(key)
        const moved = this.place(kind, key, object, toTell)
        different = (moved && !isOlderThanJournal(object)) || different
      }
    }
    for (const [kind, shelf] of this.shelves)
      for (const key of [...shelf.objects.keys()])
        if (!present.get(kind)?.has(key))
          different = this.place(kind, key, undefined, toTell) || different
    for (const listener of toTell) listener()
    return different
  }

  /** Returns whether another object stands there now. */
  private place(
    kind: Kind,
    key: string,
    after: ApiObject | undefined,
    toTell: Set<Listener>,
  ): boolean {
    const shelf = this.shelf(kind)
    const before = shelf.objects.get(key)
    if (before === after) return false
    if (after) shelf.objects.set(key, after)
    else shelf.objects.delete(key)
    if (!before || !after) {
      markKey(shelf, key, after !== undefined)
      for (const listener of shelf.keyListeners) toTell.add(listener)
    }
    for (const listener of shelf.listeners.get(key) ?? []) toTell.add(listener)
    return true
  }

  private shelf(kind: Kind): Shelf {
    let shelf = this.shelves.get(kind)
    if (!shelf) {
      shelf = {
        objects: new Map(),
        keys: [],
        added: new Set(),
        removed: new Set(),
        keyListeners: new Set(),
        listeners: new Map(),
      }
      this.shelves.set(kind, shelf)
    }
    return shelf
  }
}

/** Such as the roles that the server brings with it: never on the stage, and unknown to its first picture. */
function isOlderThanJournal({ metadata }: ApiObject): boolean {
  return metadata.resourceVersion === '0'
}

function markKey(shelf: Shelf, key: string, present: boolean): void {
  const [into, outOf] = present ? [shelf.added, shelf.removed] : [shelf.removed, shelf.added]
  if (!outOf.delete(key)) into.add(key)
}

/** Merges what came and went into the sorted keys: one pass, however many changed. */
function settleKeys(shelf: Shelf): void {
  const fresh = [...shelf.added].sort()
  const merged: string[] = []
  let at = 0
  for (const key of shelf.keys) {
    if (shelf.removed.has(key)) continue
    for (let next = fresh[at]; next !== undefined && next < key; next = fresh[at]) {
      merged.push(next)
      at++
    }
    merged.push(key)
  }
  for (; at < fresh.length; at++) merged.push(fresh[at] as string)
  shelf.keys = merged
  shelf.added.clear()
  shelf.removed.clear()
}
