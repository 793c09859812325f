import type { Kind, ObjectOf } from '../../sim/index.ts'
import { type Rooms, roomsOf } from './rooms.ts'

/** Kinds that have a place on the stage. */
export const STAGE_KINDS = [
  'Node',
  'Pod',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'Service',
  'Ingress',
  'EndpointSlice',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'ConfigMap',
  'Secret',
  'PodDisruptionBudget',
  'ResourceQuota',
  'LimitRange',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
] as const satisfies readonly Kind[]

export type StageKind = (typeof STAGE_KINDS)[number]

/** The objects the picture is made of, by key (`namespace/name`, `/name` for cluster-scoped kinds). */
export type World = { readonly [K in StageKind]: ReadonlyMap<string, ObjectOf<K>> } & {
  /** Who is on which machine. */
  readonly rooms: Rooms
}

export interface Lister {
  <K extends StageKind>(kind: K): readonly ObjectOf<K>[]
  /** Kept by whoever follows the journal; without them they are worked out from all pods. */
  readonly rooms?: Rooms
}

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

function mapOf(kind: StageKind, list: Lister): ReadonlyMap<string, ObjectOf<StageKind>> {
  const objects: readonly ObjectOf<StageKind>[] = list(kind)
  return new Map(objects.map((object) => [keyOf(object), object]))
}

/**
 * Reads every kind of the stage once. The maps keep the lister's order. Where the lister knows who is on which machine,
 * the pods are read only when somebody asks: there may be a hundred thousand.
 */
export function readWorld(list: Lister): World {
  const maps = STAGE_KINDS.filter((kind) => kind !== 'Pod').map(
    (kind) => [kind, mapOf(kind, list)] as const,
  )
  let pods: ReadonlyMap<string, ObjectOf<'Pod'>> | undefined
  const readPods = () => {
    pods ??= mapOf('Pod', list) as ReadonlyMap<string, ObjectOf<'Pod'>>
    return pods
  }
  const world = { ...Object.fromEntries(maps), rooms: list.rooms ?? roomsOf(readPods().values()) }
  return Object.defineProperty(world, 'Pod', { get: readPods, enumerable: true }) as World
}
