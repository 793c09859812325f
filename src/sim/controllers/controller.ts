import type { Cluster } from '../cluster.ts'
import type { Key } from '../store.ts'
import type { Millis } from '../time.ts'
import type { ApiObject, Kind, ObjectOf } from '../types/index.ts'

/** What a watch tells: the object as it was and as it is; one of the two is missing on create and delete. */
export interface Change<T extends ApiObject = ApiObject> {
  readonly before: T | undefined
  readonly after: T | undefined
}

/** When to look at the key again although nothing happened. */
export interface Requeue {
  readonly requeueAfter: Millis
  /** True for heartbeats, back-offs and deadlines: a cluster that only waits for these is quiet. */
  readonly background?: boolean
}

export type Watches = {
  readonly [W in Kind]?: (
    object: ObjectOf<W>,
    cluster: Cluster,
    change: Change<ObjectOf<W>>,
  ) => readonly Key[]
}

/**
 * Something that acts on its own: woken by watch events with keys of its own kind, it looks at one key at a
 * time and brings the world nearer to what is wanted. Level-driven: it may be woken too often, never too
 * seldom, and when all is well it writes nothing.
 */
export interface Actor {
  /** Name of its work queue, of its lamp, and of `lab component stop NAME`. */
  readonly name: string
  /** Component in the events it records; the name when missing. */
  readonly source?: string
  readonly watches: Watches
  /** Virtual ms from an event to the look at its key. */
  delay(cluster: Cluster): Millis
  /** Keys to look at when it starts; for a controller every key of its kind. */
  resync(cluster: Cluster): readonly Key[]
  reconcile(cluster: Cluster, key: Key): Requeue | undefined
}

/** A reconciler of one kind, as Kubernetes' controller manager runs them. */
export interface Controller<K extends Kind = Kind> {
  readonly name: string
  /** Component in the events it records, such as deployment-controller. */
  readonly source: string
  readonly kind: K
  readonly watches: Watches
  /** Throws ApiError to be called again after a back-off. */
  reconcile(cluster: Cluster, key: Key): Requeue | undefined
}

/** A controller as an actor of the run loop. */
export function actorOf<K extends Kind>(controller: Controller<K>): Actor {
  return {
    name: controller.name,
    source: controller.source,
    watches: controller.watches,
    delay: (cluster) => cluster.profile.timings.controllerDelay,
    resync: (cluster) => cluster.store.keys(controller.kind),
    reconcile: controller.reconcile,
  }
}
