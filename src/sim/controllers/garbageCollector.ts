import { FOREGROUND, ORPHAN } from '../api/delete.ts'
import type { Cluster } from '../cluster.ts'
import { KINDS } from '../kinds/index.ts'
import { type Key, keyOf } from '../store.ts'
import type { ApiObject, Kind, OwnerReference } from '../types/index.ts'
import type { Actor, Change, Watches } from './controller.ts'

/** Keys of its queue: an object to judge (`item Kind ns/name`), or an owner that is gone (`gone uid`). */
const ITEM = 'item'
const GONE = 'gone'
const NONE: readonly string[] = []

const SERVED = new Map<string, (typeof KINDS)[number]>(KINDS.map((spec) => [spec.kind, spec]))

function itemKey(object: ApiObject): string {
  return `${ITEM} ${object.kind} ${keyOf(object)}`
}

/** The owner as it is now; undefined when it is gone or another object has its name. */
function ownerOf(
  cluster: Cluster,
  object: ApiObject,
  reference: OwnerReference,
): ApiObject | undefined {
  const spec = SERVED.get(reference.kind)
  if (!spec) return undefined
  const namespace = spec.namespaced ? (object.metadata.namespace ?? '') : ''
  const found = cluster.find(spec.kind, namespace, reference.name)
  return found?.metadata.uid === reference.uid ? found : undefined
}

/** Kinds that the cluster does not serve cannot be judged, so their dependents are left alone. */
function isKnown(reference: OwnerReference): boolean {
  return SERVED.get(reference.kind) !== undefined
}

function has(object: ApiObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false
}

function wakes(object: ApiObject, cluster: Cluster, { before, after }: Change): readonly string[] {
  if (!after)
    return cluster.store.dependentKinds(object.metadata.uid).length > 0 || blocks(cluster, object)
      ? [`${GONE} ${object.metadata.uid}`, ...blockedOwners(cluster, object)]
      : NONE
  if (after.metadata.deletionTimestamp && (has(after, FOREGROUND) || has(after, ORPHAN)))
    return [itemKey(after)]
  const owners = after.metadata.ownerReferences
  if (!owners || before?.metadata.ownerReferences === owners) return NONE
  for (let index = 0; index < owners.length; index++) {
    const owner = owners[index] as OwnerReference
    if (isKnown(owner) && !ownerOf(cluster, after, owner)) return [itemKey(after)]
  }
  return NONE
}

function blocks(cluster: Cluster, object: ApiObject): boolean {
  return blockedOwners(cluster, object).length > 0
}

/** Owners that are being deleted in the foreground and so wait for this dependent. */
function blockedOwners(cluster: Cluster, object: ApiObject): readonly string[] {
  const owners = object.metadata.ownerReferences ?? []
  return owners
    .map((reference) => ownerOf(cluster, object, reference))
    .filter((owner) => owner !== undefined && has(owner, FOREGROUND))
    .map((owner) => itemKey(owner as ApiObject))
}

const watches: Watches = Object.fromEntries(KINDS.map(({ kind }) => [kind, wakes]))

/** k8s: pkg/controller/garbagecollector (1.36): deletes what only gone owners owned. */
export const garbageCollector: Actor = {
  name: 'garbage-collector',
  source: 'garbage-collector-controller',
  watches,
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) =>
    KINDS.flatMap(({ kind }) =>
      cluster
        .list(kind, { where: (o) => (o.metadata.ownerReferences?.length ?? 0) > 0 })
        .map(itemKey),
    ),
  reconcile(cluster, key) {
    const [sort = '', kind = '', object = ''] = key.split(' ')
    if (sort === GONE) {
      for (const dependent of dependentsOf(cluster, kind)) judge(cluster, dependent)
      return undefined
    }
    const found = cluster.at(kind as Kind, object as Key)
    if (found) visit(cluster, found)
    return undefined
  },
}

function dependentsOf(cluster: Cluster, uid: string): readonly ApiObject[] {
  return cluster.store
    .dependentKinds(uid)
    .flatMap((kind) =>
      [...cluster.store.dependents(kind, uid)].sort().map((key) => cluster.at(kind, key)),
    )
    .filter((object) => object !== undefined)
}

function visit(cluster: Cluster, object: ApiObject): void {
  if (object.metadata.deletionTimestamp && has(object, ORPHAN)) orphan(cluster, object)
  else if (object.metadata.deletionTimestamp && has(object, FOREGROUND)) wait(cluster, object)
  else judge(cluster, object)
}

function withoutOwners(object: ApiObject, drop: (reference: OwnerReference) => boolean): ApiObject {
  const { ownerReferences = [], ...metadata } = object.metadata
  const rest = ownerReferences.filter((reference) => !drop(reference))
  return {
    ...object,
    metadata: { ...metadata, ...(rest.length > 0 ? { ownerReferences: rest } : {}) },
  } as ApiObject
}

function withoutFinalizer(cluster: Cluster, object: ApiObject, finalizer: string): void {
  const { finalizers = [], ...metadata } = object.metadata
  const rest = finalizers.filter((f) => f !== finalizer)
  cluster.update({
    ...object,
    metadata: { ...metadata, ...(rest.length > 0 ? { finalizers: rest } : {}) },
  } as ApiObject)
}

/** k8s: orphanDependents: the owner goes, what it owned stays and belongs to nobody. */
function orphan(cluster: Cluster, owner: ApiObject): void {
  const { uid, name } = owner.metadata
  for (const dependent of dependentsOf(cluster, uid)) {
    cluster.why(`${owner.kind} ${name} is deleted and leaves its dependents behind`)
    cluster.update(withoutOwners(dependent, (reference) => reference.uid === uid))
  }
  withoutFinalizer(cluster, owner, ORPHAN)
}

/** k8s: processDeletingDependentsItem: the owner goes after the last dependent that blocks it. */
function wait(cluster: Cluster, owner: ApiObject): void {
  const { uid } = owner.metadata
  const dependents = dependentsOf(cluster, uid)
  const blocking = dependents.filter((d) =>
    d.metadata.ownerReferences?.some((o) => o.uid === uid && o.blockOwnerDeletion),
  )
  if (blocking.length === 0) {
    cluster.why('no dependent is left')
    withoutFinalizer(cluster, owner, FOREGROUND)
    return
  }
  for (const dependent of dependents) judge(cluster, dependent)
}

/** k8s: attemptToDeleteItem: keeps what has a living owner, deletes what has none. */
function judge(cluster: Cluster, object: ApiObject): void {
  const references = object.metadata.ownerReferences ?? []
  if (references.length === 0 || object.metadata.deletionTimestamp) return
  if (!references.every(isKnown)) return
  const owners = references.map((reference) => ({
    reference,
    owner: ownerOf(cluster, object, reference),
  }))
  const isGoing = (owner: ApiObject | undefined) =>
    owner === undefined ||
    (owner.metadata.deletionTimestamp !== undefined && has(owner, FOREGROUND))
  const going = owners.filter(({ owner }) => isGoing(owner))
  if (going.length === 0) return
  if (going.length < owners.length) {
    const uids = new Set(going.map(({ reference }) => reference.uid))
    cluster.why('one of its owners is gone, another lives')
    cluster.update(withoutOwners(object, (reference) => uids.has(reference.uid)))
    return
  }
  const [first] = going
  const waits = going.some(({ owner }) => owner !== undefined)
  cluster.why(
    `its owner ${first?.reference.kind} ${first?.reference.name} is ${first?.owner ? 'being deleted' : 'gone'}`,
  )
  cluster.delete(object.kind, object.metadata.namespace ?? '', object.metadata.name, {
    propagationPolicy: policy(cluster, object, waits),
    preconditions: { uid: object.metadata.uid },
  })
}

/** A dependent with dependents of its own passes the foreground on, so that its owner really goes last. */
function policy(
  cluster: Cluster,
  object: ApiObject,
  ownerWaits: boolean,
): 'Background' | 'Foreground' | 'Orphan' {
  if (has(object, ORPHAN)) return 'Orphan'
  if (has(object, FOREGROUND)) return 'Foreground'
  const hasDependents = cluster.store.dependentKinds(object.metadata.uid).length > 0
  return ownerWaits && hasDependents ? 'Foreground' : 'Background'
}
