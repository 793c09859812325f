import type { ApiObject, ObjectMeta } from './types/index.ts'

export type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** The fields that every object has, and those of pods made by a set: most objects have exactly one of these shapes. */
function core(meta: ObjectMeta, generation: number | undefined): Writable<ObjectMeta> {
  const { namespace, generateName, labels, ownerReferences } = meta
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
 * field: every write copies metadata, and spreading a frozen object costs V8 about ten times as much. A spread with one
 * more field behind it costs still more (2 us), and makes an object of a shape of its own that no inline cache knows.
 */
export function copyMetadata(
  meta: ObjectMeta,
  generation: number | undefined = meta.generation,
): Writable<ObjectMeta> {
  const copy = core(meta, generation)
  if (meta.generateName !== undefined) copy.generateName = meta.generateName
  if (meta.labels !== undefined) copy.labels = meta.labels
  if (meta.annotations !== undefined) copy.annotations = meta.annotations
  if (meta.ownerReferences !== undefined) copy.ownerReferences = meta.ownerReferences
  if (meta.finalizers !== undefined) copy.finalizers = meta.finalizers
  if (generation !== undefined) copy.generation = generation
  if (meta.deletionTimestamp !== undefined) copy.deletionTimestamp = meta.deletionTimestamp
  if (meta.deletionGracePeriodSeconds !== undefined)
    copy.deletionGracePeriodSeconds = meta.deletionGracePeriodSeconds
  if (meta.selfLink !== undefined) copy.selfLink = meta.selfLink
  if (meta.managedFields !== undefined) copy.managedFields = meta.managedFields
  return copy
}

const THREE_DIGITS = Array.from({ length: 1000 }, (_, low) => String(low).padStart(3, '0'))
let lastHigh = -1
let lastText = ''

/** The text of a resourceVersion. They come in a row, so that all but the last three digits are at hand. */
export function revision(rv: number): string {
  if (rv < 1000) return String(rv)
  const high = Math.floor(rv / 1000)
  if (high !== lastHigh) {
    lastHigh = high
    lastText = String(high)
  }
  return lastText + (THREE_DIGITS[rv - high * 1000] as string)
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
