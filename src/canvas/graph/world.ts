import type { Kind, ObjectOf } from '../../sim/index.ts'

/** Kinds that have a place on the stage. */
const STAGE_KINDS = [
  'Node',
  'Pod',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'ConfigMap',
  'Secret',
] as const satisfies readonly Kind[]

export type StageKind = (typeof STAGE_KINDS)[number]

/** The objects the picture is made of, by key (`namespace/name`, `/name` for cluster-scoped kinds). */
export type World = { readonly [K in StageKind]: ReadonlyMap<string, ObjectOf<K>> }

export type Lister = <K extends StageKind>(kind: K) => readonly ObjectOf<K>[]

export interface Named {
  readonly metadata: { readonly namespace?: string; readonly name: string }
}

/** Key of an object within its kind. */
export function keyOf(object: Named): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

/** `[namespace, name]` of a key; the namespace is '' for cluster-scoped kinds. */
export function splitKey(key: string): readonly [string, string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

/** Identity of an object on the stage, also its React Flow id. */
export function idOf(kind: string, key: string): string {
  return `${kind}|${key}`
}

export interface StageRef {
  readonly kind: string
  readonly key: string
}

export function refOf(id: string): StageRef {
  const bar = id.indexOf('|')
  return { kind: id.slice(0, bar), key: id.slice(bar + 1) }
}

function mapOf<K extends StageKind>(kind: K, list: Lister): ReadonlyMap<string, ObjectOf<K>> {
  return new Map(list(kind).map((object) => [keyOf(object), object]))
}

/** Reads every kind of the stage once. The maps keep the lister's order. */
export function readWorld(list: Lister): World {
  return {
    Node: mapOf('Node', list),
    Pod: mapOf('Pod', list),
    Deployment: mapOf('Deployment', list),
    ReplicaSet: mapOf('ReplicaSet', list),
    DaemonSet: mapOf('DaemonSet', list),
    StatefulSet: mapOf('StatefulSet', list),
    Job: mapOf('Job', list),
    CronJob: mapOf('CronJob', list),
    PersistentVolumeClaim: mapOf('PersistentVolumeClaim', list),
    PersistentVolume: mapOf('PersistentVolume', list),
    ConfigMap: mapOf('ConfigMap', list),
    Secret: mapOf('Secret', list),
  }
}
