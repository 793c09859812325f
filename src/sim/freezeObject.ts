import { freeze } from './equal.ts'
import type { ApiObject, Event, ObjectMeta, Pod } from './types/index.ts'

type Fields = Readonly<Record<string, unknown>>

/** Labels and owners that were frozen last: objects of one template come in a row and share them. */
let lastLabels: ObjectMeta['labels']
let lastOwners: ObjectMeta['ownerReferences']

function freezeMetadata(meta: ObjectMeta, old: ObjectMeta | undefined): void {
  Object.freeze(meta)
  const { labels, annotations, ownerReferences, finalizers, managedFields } = meta
  if (labels !== lastLabels && labels !== old?.labels) {
    freeze(labels)
    lastLabels = labels
  }
  if (ownerReferences !== lastOwners && ownerReferences !== old?.ownerReferences) {
    freeze(ownerReferences)
    lastOwners = ownerReferences
  }
  if (annotations !== old?.annotations) freeze(annotations)
  if (finalizers !== old?.finalizers) freeze(finalizers)
  if (managedFields !== old?.managedFields) freeze(managedFields)
}

function freezeEvent(event: Event, old: Event | undefined): void {
  const { involvedObject, source, series, related } = event
  if (involvedObject !== old?.involvedObject) freeze(involvedObject)
  if (source !== old?.source) freeze(source)
  if (series !== undefined) freeze(series)
  if (related !== undefined) freeze(related)
}

function freezeParts(now: Fields, old: Fields | undefined): void {
  for (const key in now) {
    const part = now[key]
    if (typeof part !== 'object' || part === null || key === 'metadata') continue
    const before = old?.[key]
    if (part !== before) freezeShared(part, before)
  }
}

function freezeShared(value: object, from: unknown): void {
  if (Object.isFrozen(value)) return
  if (Array.isArray(value) || typeof from !== 'object' || from === null) {
    freeze(value)
    return
  }
  Object.freeze(value)
  const now = value as Fields
  const old = from as Fields
  for (const key in now) {
    const part = now[key]
    if (typeof part === 'object' && part !== old[key]) freeze(part)
  }
}

function freezePod(pod: Pod, old: Pod): void {
  if (pod.spec !== old.spec) freezeShared(pod.spec, old.spec)
  if (pod.status !== old.status) freezeShared(pod.status, old.status)
}

/**
 * Freezes an object that was made for one write, with metadata of its own. Asking V8 whether something is frozen is as
 * dear as freezing it, so nobody asks for what the object shares with the one before it, which is frozen.
 */
export function freezeObject<T extends ApiObject>(object: T, before: ApiObject | undefined): T {
  Object.freeze(object)
  freezeMetadata(object.metadata, before?.metadata)
  // Nearly all writes are events and new states of pods, whose fields are known.
  if (object.kind === 'Event') freezeEvent(object, before as Event | undefined)
  else if (object.kind === 'Pod' && before) freezePod(object, before as Pod)
  else freezeParts(object as unknown as Fields, before as unknown as Fields | undefined)
  return object
}
