import type { ApiObject, Kind, ObjectOf } from '../../sim/index.ts'

/** Every way in which one object names, matches or holds another. */
export type RelationName =
  | 'owner'
  | 'selector'
  | 'claimRef'
  | 'volumeName'
  | 'mount'
  | 'env'
  | 'downward'
  | 'binding'
  | 'schedule'
  | 'storageClass'
  | 'serviceAccount'
  | 'imagePullSecrets'
  | 'priorityClass'
  | 'nodeAffinity'
  | 'endpoint'
  | 'route'
  | 'scaleTarget'
  | 'roleRef'
  | 'subject'

/** A field of one object and what stands in it. */
export interface Side {
  readonly field: string
  readonly value: string
}

/** Two fields that fit each other: the reason why there is a line. */
export interface Tie {
  readonly source: Side
  readonly target: Side
}

/** One line of the picture, and all pairs of fields that make it. */
export interface Edge {
  readonly name: RelationName
  /** Stage ids, `Kind|namespace/name`. */
  readonly from: string
  readonly to: string
  readonly ties: readonly Tie[]
  /** True when nothing waits for the other end: it may be missing. */
  readonly optional: boolean
}

export interface Target {
  readonly kind: string
  readonly key: string
  readonly tie: Tie
  readonly optional?: boolean
}

/** What the relations read: the objects now. */
export interface Reader {
  get(kind: Kind, key: string): ApiObject | undefined
  list<K extends Kind>(kind: K): Iterable<ObjectOf<K>>
}

export interface Relation<K extends Kind = Kind> {
  readonly name: RelationName
  readonly from: K
  /** Kinds that the other end may have; `*` when it may be any. */
  readonly to: readonly string[]
  /** `name`: the object says the other's name, which may not exist. `match`: whoever is there and fits. */
  readonly by: 'name' | 'match'
  targets(object: ObjectOf<K>, reader: Reader): readonly Target[]
}

/** The scheduler has no object of its own; this is its place on the stage. */
export const SCHEDULER_ID = 'Scheduler|/default-scheduler'

export function idOf(kind: string, key: string): string {
  return `${kind}|${key}`
}

export function idOfObject({ kind, metadata }: ApiObject): string {
  return idOf(kind, keyOf(metadata))
}

export function keyOf({ namespace = '', name }: ApiObject['metadata']): string {
  return `${namespace}/${name}`
}

export interface Ref {
  readonly kind: string
  readonly key: string
  readonly namespace: string
  readonly name: string
}

export function refOf(id: string): Ref {
  const bar = id.indexOf('|')
  const slash = id.indexOf('/', bar)
  return {
    kind: id.slice(0, bar),
    key: id.slice(bar + 1),
    namespace: id.slice(bar + 1, slash),
    name: id.slice(slash + 1),
  }
}

export function edgeId(edge: Edge): string {
  return `${edge.name} ${edge.from} ${edge.to}`
}

/** A reference by name: the field that says the name, and the name it means. */
export function named(
  kind: string,
  namespace: string,
  name: string | undefined,
  field: string,
  optional = false,
): readonly Target[] {
  if (name === undefined || name === '') return []
  const tie: Tie = {
    source: { field, value: name },
    target: { field: 'metadata.name', value: name },
  }
  return [{ kind, key: `${namespace}/${name}`, tie, optional }]
}
