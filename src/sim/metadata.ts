import type { ApiObject, ObjectMeta } from './types/index.ts'

export type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** The fields that every object has, and those of pods made by a set: most objects have exactly one of these shapes. */
function core(meta: ObjectMeta): Writable<ObjectMeta> {
  const { namespace, generateName, labels, ownerReferences, generation } = meta
  if (namespace === undefined)
    return {
      name: meta.name,
      uid: meta.uid,
      resourceVersion: meta.resourceVersion,
      creationTimestamp: meta.creationTimestamp,
    }
  if (!generateName || !labels || !ownerReferences || generation === undefined)
    return {
      name: meta.name,
      namespace,
      uid: meta.uid,
      resourceVersion: meta.resourceVersion,
      creationTimestamp: meta.creationTimestamp,
    }
  return {
    name: meta.name,
    namespace,
    uid: meta.uid,
    resourceVersion: meta.resourceVersion,
    creationTimestamp: meta.creationTimestamp,
    generateName,
    labels,
    ownerReferences,
    generation,
  }
}

/**
 * A copy that may be changed; fields that ObjectMeta does not know are left out, as the API server does. Field by
 * field: every write copies metadata, and spreading a frozen object costs V8 about ten times as much.
 */
export function copyMetadata(meta: ObjectMeta): Writable<ObjectMeta> {
  const copy = core(meta)
  if (meta.generateName !== undefined) copy.generateName = meta.generateName
  if (meta.labels !== undefined) copy.labels = meta.labels
  if (meta.annotations !== undefined) copy.annotations = meta.annotations
  if (meta.ownerReferences !== undefined) copy.ownerReferences = meta.ownerReferences
  if (meta.finalizers !== undefined) copy.finalizers = meta.finalizers
  if (meta.generation !== undefined) copy.generation = meta.generation
  if (meta.deletionTimestamp !== undefined) copy.deletionTimestamp = meta.deletionTimestamp
  if (meta.deletionGracePeriodSeconds !== undefined)
    copy.deletionGracePeriodSeconds = meta.deletionGracePeriodSeconds
  if (meta.selfLink !== undefined) copy.selfLink = meta.selfLink
  if (meta.managedFields !== undefined) copy.managedFields = meta.managedFields
  return copy
}

/**
 * The object with its new resourceVersion. An object that was made for this write alone is changed itself; a new one,
 * whose metadata is its own as well, gets its stamp in place.
 */
export function stamped(object: ApiObject, resourceVersion: string, isNew = false): ApiObject {
  if (isNew && !Object.isFrozen(object.metadata)) {
    const own: Writable<ObjectMeta> = object.metadata
    own.resourceVersion = resourceVersion
    return object
  }
  const metadata = copyMetadata(object.metadata)
  metadata.resourceVersion = resourceVersion
  if (Object.isFrozen(object)) return { ...object, metadata } as ApiObject
  const own: { metadata: ObjectMeta } = object
  own.metadata = metadata
  return object
}
