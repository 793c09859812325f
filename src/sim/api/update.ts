import type { Cluster } from '../cluster.ts'
import { equal, reshaped } from '../equal.ts'
import { conflict, invalid, MODIFIED, notFound } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import type { KindSpec } from '../kinds/kind.ts'
import { enforceLimits, payCharges, quotaCharges } from '../quota/admit.ts'
import { keyOf } from '../store.ts'
import type { ApiObject, Kind, ObjectMeta, ObjectOf } from '../types/index.ts'
import { admissionContext, type WriteOptions } from './create.ts'

type Loose = { readonly spec?: unknown; readonly status?: unknown; readonly metadata: ObjectMeta }

function current(cluster: Cluster, object: ApiObject, key = keyOf(object)): ApiObject {
  const spec = kindSpec(object.kind)
  const { name, resourceVersion, uid } = object.metadata
  const found = cluster.at(object.kind, key)
  if (!found) throw notFound(spec, name)
  if (uid && uid !== found.metadata.uid)
    throw conflict(
      spec,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${found.metadata.uid}`,
    )
  if (resourceVersion && resourceVersion !== found.metadata.resourceVersion)
    throw conflict(spec, name, MODIFIED)
  return found
}

/** Metadata as the server lets a client set it: what the system owns stays. */
function systemMetadata(next: ObjectMeta, previous: ObjectMeta): ObjectMeta {
  const { deletionTimestamp, deletionGracePeriodSeconds, generation, ...rest } = next
  return {
    ...rest,
    uid: previous.uid,
    resourceVersion: previous.resourceVersion,
    creationTimestamp: previous.creationTimestamp,
    ...(previous.generation === undefined ? {} : { generation: previous.generation }),
    ...(previous.deletionTimestamp === undefined
      ? {}
      : { deletionTimestamp: previous.deletionTimestamp }),
    ...(previous.deletionGracePeriodSeconds === undefined
      ? {}
      : { deletionGracePeriodSeconds: previous.deletionGracePeriodSeconds }),
  }
}

/** Whether anything beside metadata and status is different. */
function contentChanged(next: ApiObject, previous: ApiObject): boolean {
  const a = next as unknown as Record<string, unknown>
  const b = previous as unknown as Record<string, unknown>
  for (const field of new Set([...Object.keys(a), ...Object.keys(b)]))
    if (field !== 'metadata' && field !== 'status' && !equal(a[field], b[field])) return true
  return false
}

function validateUpdate<K extends Kind>(
  cluster: Cluster,
  spec: KindSpec<K>,
  next: ApiObject,
  previous: ApiObject,
): void {
  const errors = spec.validateUpdate(next as ObjectOf<K>, previous as ObjectOf<K>, cluster.profile)
  if (errors.length > 0) throw invalid(spec, previous.metadata.name, errors)
}

/** k8s: apiserver/pkg/registry/generic/registry Store.Update and rest.BeforeUpdate (1.36) */
export function updateObject(
  cluster: Cluster,
  object: ApiObject,
  options: WriteOptions,
): ApiObject {
  const previous = current(cluster, object)
  const spec = kindSpec(object.kind) as KindSpec<Kind>
  const kept = (previous as Loose).status
  let next = {
    ...object,
    metadata: systemMetadata(object.metadata, previous.metadata),
    ...(kept === undefined ? {} : { status: kept }),
  } as ApiObject
  if (spec.prepareUpdate) next = spec.prepareUpdate(next, previous, cluster.profile)
  if (spec.admitUpdate)
    next = spec.admitUpdate(next, previous, admissionContext(cluster, options)) as ApiObject
  const changed = contentChanged(next, previous)
  if (!changed && equal(next.metadata, previous.metadata)) return previous
  validateUpdate(cluster, spec, next, previous)
  spec.checkUpdate?.(next, previous, admissionContext(cluster))
  const { name } = previous.metadata
  enforceLimits(cluster, spec, name, next, previous)
  const charges = quotaCharges(cluster, spec, name, next, previous)
  const counts = changed || annotationsCount(next, previous)
  if (counts && previous.metadata.generation !== undefined)
    next = {
      ...next,
      metadata: { ...next.metadata, generation: previous.metadata.generation + 1 },
    } as ApiObject
  if (options.warnings)
    options.warnings.push(...(spec.warnings?.(next as never, cluster.profile) ?? []))
  if (options.dryRun) return next
  payCharges(cluster, charges, spec, name)
  return finish(cluster, previous, next)
}

/** A Deployment's generation moves with its annotations too. k8s: deploymentStrategy.PrepareForUpdate (1.36) */
function annotationsCount(next: ApiObject, previous: ApiObject): boolean {
  return (
    next.kind === 'Deployment' && !equal(next.metadata.annotations, previous.metadata.annotations)
  )
}

/** Stores the update, or removes an object whose deletion waited only for its last finalizer. */
function finish(cluster: Cluster, previous: ApiObject, next: ApiObject): ApiObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = next.metadata
  const waitsForNamespace = next.kind === 'Namespace' && (next.spec.finalizers?.length ?? 0) > 0
  if (
    deletionTimestamp &&
    (deletionGracePeriodSeconds ?? 0) === 0 &&
    (finalizers?.length ?? 0) === 0 &&
    !waitsForNamespace
  ) {
    cluster.commit(next.kind, 'delete', previous, undefined)
    return next
  }
  return cluster.commit(next.kind, 'update', previous, reshaped(next)) as ApiObject
}

/** The kinds with a status have these five fields at most; named one by one because that is many times as fast as a spread. */
function withStatus(object: ApiObject, metadata: ObjectMeta, status: unknown): ApiObject {
  const { apiVersion, kind } = object
  const { spec } = object as Loose
  const next =
    spec === undefined
      ? { apiVersion, kind, metadata, status }
      : { apiVersion, kind, metadata, spec, status }
  return next as ApiObject
}

/**
 * The status subresource: only status is taken; a write that changes nothing is not stored.
 * k8s: deploymentStatusStrategy lets annotations through, which is how a Deployment gets its revision (1.36)
 */
export function updateObjectStatus(
  cluster: Cluster,
  object: ApiObject,
  options: WriteOptions,
): ApiObject {
  const key = keyOf(object)
  const previous = current(cluster, object, key)
  const status = (object as Loose).status
  const metadata = object.kind === 'Deployment' ? annotated(previous, object) : previous.metadata
  if (equal(status, (previous as Loose).status) && metadata === previous.metadata) return previous
  const next = withStatus(previous, metadata, status)
  if (options.dryRun) return next
  return cluster.commit(object.kind, 'update', previous, next, key) as ApiObject
}

function annotated(previous: ApiObject, object: ApiObject): ObjectMeta {
  const { annotations: old, ...rest } = previous.metadata
  const { annotations } = object.metadata
  if (equal(annotations, old)) return previous.metadata
  return { ...rest, ...(annotations ? { annotations } : {}) }
}
