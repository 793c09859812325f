import { notFound } from './errors.ts'
import { kindSpec } from './kinds/index.ts'
import { controllerOf, type Key, keyIn, ObjectStore } from './store.ts'
import type { Kind, ObjectOf } from './types/index.ts'

/** The objects of a cluster as its API shows them. */
export abstract class Reads {
  readonly store = new ObjectStore()

  find<K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined {
    return this.store.get(kind, keyIn(namespace, name))
  }

  /** Throws NotFound as the API does. */
  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> {
    const object = this.find(kind, namespace, name)
    if (!object) throw notFound(kindSpec(kind), name)
    return object
  }

  at<K extends Kind>(kind: K, key: Key): ObjectOf<K> | undefined {
    return this.store.get(kind, key)
  }

  /** Objects sorted by namespace and name, optionally of one namespace and of those that pass. */
  list<K extends Kind>(
    kind: K,
    options: {
      readonly namespace?: string
      readonly where?: (object: ObjectOf<K>) => boolean
    } = {},
  ): readonly ObjectOf<K>[] {
    const found: ObjectOf<K>[] = []
    for (const key of this.store.keys(kind, options.namespace)) {
      const object = this.store.get(kind, key)
      if (object && (!options.where || options.where(object))) found.push(object)
    }
    return found
  }

  /** Objects that name the uid as their controller; in no promised order. */
  owned<K extends Kind>(kind: K, uid: string): readonly ObjectOf<K>[] {
    const found: ObjectOf<K>[] = []
    for (const key of this.store.dependents(kind, uid)) {
      const object = this.store.get(kind, key)
      if (object && controllerOf(object)?.uid === uid) found.push(object)
    }
    return found
  }

  podsOn(node: string): readonly ObjectOf<'Pod'>[] {
    const found: ObjectOf<'Pod'>[] = []
    for (const key of this.store.podsOn(node)) {
      const pod = this.store.get('Pod', key)
      if (pod) found.push(pod)
    }
    return found
  }
}
