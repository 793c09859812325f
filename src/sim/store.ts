import type { ApiObject, Event, Kind, ObjectOf, OwnerReference } from './types/index.ts'

/** `namespace/name` within a kind; the namespace is empty for cluster-scoped kinds: `/w1-k8s`. */
export type Key = string

export function keyOf(object: ApiObject): Key {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

const CLUSTER_SCOPED = 20_000
const clusterScoped = new Map<string, Key>()

/**
 * The key of a name. Nodes and namespaces are looked up all the time: their keys are kept, because a text that was put
 * together just now has to be flattened and hashed before a map finds it.
 */
export function keyIn(namespace: string, name: string): Key {
  if (namespace !== '') return `${namespace}/${name}`
  const known = clusterScoped.get(name)
  if (known !== undefined) return known
  if (clusterScoped.size >= CLUSTER_SCOPED) clusterScoped.clear()
  const key = `/${name}`
  clusterScoped.set(name, key)
  return key
}

/** Namespace and name of a key. */
export function splitKey(key: Key): readonly [namespace: string, name: string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

/** The owner that controls the object, if it has one. */
export function controllerOf(object: ApiObject): OwnerReference | undefined {
  const owners = object.metadata.ownerReferences
  if (!owners) return undefined
  for (let index = 0; index < owners.length; index++) {
    const owner = owners[index]
    if (owner?.controller) return owner
  }
  return undefined
}

type Sets = Map<string, Set<Key>>

function addTo(sets: Sets, at: string, key: Key): void {
  const set = sets.get(at)
  if (set) set.add(key)
  else sets.set(at, new Set([key]))
}

function removeFrom(sets: Sets, at: string, key: Key): void {
  const set = sets.get(at)
  if (!set) return
  set.delete(key)
  if (set.size === 0) sets.delete(at)
}

const NONE: ReadonlySet<Key> = new Set()
const EVENT = 'Event'
const NO_EVENTS: readonly Event[] = []
const NO_KEYS: readonly Key[] = []
/** No namespace has this name. */
const ALL = '*'

type LabelMap = Readonly<Record<string, string>>
const labelMemo = new WeakMap<
  LabelMap,
  { readonly namespace: string; readonly keys: readonly string[] }
>()

/** Index keys of a set of labels; pods of one template share the labels and so the keys. */
function labelKeys(namespace: string, labels: LabelMap | undefined): readonly string[] {
  if (!labels) return []
  const known = labelMemo.get(labels)
  if (known?.namespace === namespace) return known.keys
  const keys = Object.entries(labels).map(([name, value]) => `${namespace}/${name}=${value}`)
  labelMemo.set(labels, { namespace, keys })
  return keys
}

/** The objects of one kind. */
class Shelf {
  readonly objects = new Map<Key, ApiObject>()
  /** Of all kinds but events: they are most of all objects, and the order of a list costs more than finding them. */
  readonly namespaces: Sets = new Map()
  /** By the uid of any owner. */
  readonly owners: Sets = new Map()
  /** By namespace: objects that nothing controls. */
  readonly loose: Sets = new Map()
  /** Keys in order by namespace; under ALL for every namespace. */
  readonly sorted = new Map<string, readonly Key[]>()
}

function unsortedKeys(kind: Kind, shelf: Shelf, namespace: string | undefined): Key[] {
  if (namespace === undefined) return [...shelf.objects.keys()]
  if (kind !== EVENT) return [...(shelf.namespaces.get(namespace) ?? NONE)]
  const inside = `${namespace}/`
  return [...shelf.objects.keys()].filter((key) => key.startsWith(inside))
}

function reindexKey(
  shelf: Shelf,
  kind: Kind,
  key: Key,
  object: ApiObject | undefined,
  present: boolean,
): void {
  const namespace = object?.metadata.namespace ?? ''
  if (shelf.sorted.size > 0) {
    shelf.sorted.delete(ALL)
    shelf.sorted.delete(namespace)
  }
  if (kind === EVENT) return
  if (present) addTo(shelf.namespaces, namespace, key)
  else removeFrom(shelf.namespaces, namespace, key)
}

function reindexOwners(
  { owners, loose }: Shelf,
  key: Key,
  before: ApiObject | undefined,
  after: ApiObject | undefined,
): void {
  const old = before?.metadata.ownerReferences
  const now = after?.metadata.ownerReferences
  if (before && after && old === now) return
  // Whoever stays keeps its place: the order is then that of a store filled from a checkpoint.
  for (const { uid } of old ?? [])
    if (!now?.some((owner) => owner.uid === uid)) removeFrom(owners, uid, key)
  for (const { uid } of now ?? []) addTo(owners, uid, key)
  const namespace = (after ?? before)?.metadata.namespace ?? ''
  if (after && !controllerOf(after)) addTo(loose, namespace, key)
  else removeFrom(loose, namespace, key)
}

/** All objects of a cluster by kind and key, with the indexes that make reads proportional to the answer. */
export class ObjectStore {
  private readonly shelves = new Map<Kind, Shelf>()
  private readonly pods: Sets = new Map()
  private readonly labels: Sets = new Map()
  /** Events by the uid of what they are about, oldest first. */
  private readonly events = new Map<string, Event[]>()
  private total = 0
  /** Names of namespaces that are being deleted: whoever creates something asks, and hardly ever is there one. */
  readonly closing = new Set<string>()

  get<K extends Kind>(kind: K, key: Key): ObjectOf<K> | undefined {
    return this.shelves.get(kind)?.objects.get(key) as ObjectOf<K> | undefined
  }

  count(kind: Kind): number {
    return this.shelves.get(kind)?.objects.size ?? 0
  }

  /** Number of all objects. */
  get size(): number {
    return this.total
  }

  /** Keys of a kind in order of namespace and name; of one namespace when it is given. */
  keys(kind: Kind, namespace?: string): readonly Key[] {
    const shelf = this.shelves.get(kind)
    if (!shelf) return NO_KEYS
    const cacheKey = namespace ?? ALL
    const cached = shelf.sorted.get(cacheKey)
    if (cached) return cached
    const keys = unsortedKeys(kind, shelf, namespace).sort()
    shelf.sorted.set(cacheKey, keys)
    return keys
  }

  /** Objects in no promised but reproducible order: for loops where order does not matter. */
  values<K extends Kind>(kind: K): Iterable<ObjectOf<K>> {
    return (this.shelves.get(kind)?.objects.values() ?? []) as Iterable<ObjectOf<K>>
  }

  /** Keys of objects that name the uid among their owners. */
  dependents(kind: Kind, uid: string): ReadonlySet<Key> {
    return this.shelves.get(kind)?.owners.get(uid) ?? NONE
  }

  /** Kinds that have objects owned by the uid. */
  dependentKinds(uid: string): readonly Kind[] {
    const found: Kind[] = []
    for (const [kind, shelf] of this.shelves) if (shelf.owners.has(uid)) found.push(kind)
    return found.sort()
  }

  /** Keys of objects of the namespace that no controller owns. */
  uncontrolled(kind: Kind, namespace: string): ReadonlySet<Key> {
    return this.shelves.get(kind)?.loose.get(namespace) ?? NONE
  }

  podsOn(node: string): ReadonlySet<Key> {
    return this.pods.get(node) ?? NONE
  }

  /** Names of all nodes that pods are bound to, whether the Node objects exist or not. */
  nodesWithPods(): Iterable<string> {
    return this.pods.keys()
  }

  /** Keys of the pods of the namespace that carry the label. */
  podsLabelled(namespace: string, label: string, value: string): ReadonlySet<Key> {
    return this.labels.get(`${namespace}/${label}=${value}`) ?? NONE
  }

  /** Events about the object with the uid, in the order in which they were made. */
  eventsOf(uid: string): readonly Event[] {
    return this.events.get(uid) ?? NO_EVENTS
  }

  /** Puts `after` in the place of `before`; either may be missing. */
  replace(kind: Kind, key: Key, before: ApiObject | undefined, after: ApiObject | undefined): void {
    const shelf = this.shelfOf(kind)
    const { objects } = shelf
    const held = objects.size
    if (after) objects.set(key, after)
    else objects.delete(key)
    this.total += objects.size - held
    if (!before || !after) reindexKey(shelf, kind, key, before ?? after, after !== undefined)
    if (kind === EVENT) {
      this.reindexEvent(before as Event | undefined, after as Event | undefined)
      return
    }
    reindexOwners(shelf, key, before, after)
    if (kind === 'Pod') this.reindexPod(key, before as ObjectOf<'Pod'>, after as ObjectOf<'Pod'>)
    else if (kind === 'Namespace') this.noteClosing(before, after)
  }

  /** As `replace`, for an event that is new. */
  addEvent(key: Key, event: Event): void {
    const shelf = this.shelfOf(EVENT)
    shelf.objects.set(key, event)
    this.total++
    if (shelf.sorted.size > 0) reindexKey(shelf, EVENT, key, event, true)
    this.reindexEvent(undefined, event)
  }

  private shelfOf(kind: Kind): Shelf {
    let shelf = this.shelves.get(kind)
    if (!shelf) {
      shelf = new Shelf()
      this.shelves.set(kind, shelf)
    }
    return shelf
  }

  private noteClosing(before: ApiObject | undefined, after: ApiObject | undefined): void {
    if (before) this.closing.delete(before.metadata.name)
    if (after?.metadata.deletionTimestamp !== undefined) this.closing.add(after.metadata.name)
  }

  /** Every object by kind, in the order in which the maps hold them. */
  *entries(): Iterable<readonly [Kind, readonly ApiObject[]]> {
    for (const [kind, { objects }] of this.shelves) yield [kind, [...objects.values()]]
  }

  clear(): void {
    this.shelves.clear()
    this.pods.clear()
    this.labels.clear()
    this.events.clear()
    this.closing.clear()
    this.total = 0
  }

  private reindexEvent(before: Event | undefined, after: Event | undefined): void {
    const uid = (after ?? before)?.involvedObject.uid
    if (uid === undefined) return
    const told = this.events.get(uid)
    const at = before && told ? told.indexOf(before) : -1
    if (!told) {
      if (after) this.events.set(uid, [after])
    } else if (!after) {
      if (at >= 0) told.splice(at, 1)
      if (told.length === 0) this.events.delete(uid)
    } else if (at >= 0) told[at] = after
    else told.push(after)
  }

  private reindexPod(
    key: Key,
    before: ObjectOf<'Pod'> | undefined,
    after: ObjectOf<'Pod'> | undefined,
  ): void {
    const oldNode = before?.spec.nodeName
    const newNode = after?.spec.nodeName
    if (oldNode !== newNode) {
      if (oldNode) removeFrom(this.pods, oldNode, key)
      if (newNode) addTo(this.pods, newNode, key)
    }
    const oldLabels = before?.metadata.labels
    const newLabels = after?.metadata.labels
    if (oldLabels === newLabels) return
    const namespace = (after ?? before)?.metadata.namespace ?? ''
    for (const at of labelKeys(namespace, oldLabels)) removeFrom(this.labels, at, key)
    for (const at of labelKeys(namespace, newLabels)) addTo(this.labels, at, key)
  }
}
