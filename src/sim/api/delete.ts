import type { Cluster } from '../cluster.ts'
import { conflict, forbidden } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import { formatTime } from '../time.ts'
import type { ApiObject, Kind, ObjectMeta, Pod } from '../types/index.ts'

export interface DeleteOptions {
  /** Seconds; the object's own period when missing. 0 removes at once. */
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
  readonly dryRun?: boolean
}

export const FOREGROUND = 'foregroundDeletion'
export const ORPHAN = 'orphan'

/** Namespaces that the API server keeps. */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public'])

function checkPreconditions(object: ApiObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {}
  const { metadata } = object
  if (uid !== undefined && uid !== metadata.uid)
    throw conflict(
      kindSpec(object.kind),
      metadata.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    )
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      kindSpec(object.kind),
      metadata.name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`,
    )
}

/** k8s: pkg/registry/core/pod/strategy.go podStrategy.CheckGracefulDelete (1.36) */
function podGrace(pod: Pod, options: DeleteOptions): number {
  if (!pod.spec.nodeName) return 0
  if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return 0
  const wanted = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
  return wanted < 0 ? 1 : wanted
}

/** What becomes of what it owns. A ReplicationController leaves its pods behind unless the client says otherwise. */
// k8s: apiserver/pkg/registry/generic/registry shouldOrphanDependents, rcStrategy.DefaultGarbageCollectionPolicy (1.36)
function policyOf({ kind, metadata }: ApiObject, options: DeleteOptions) {
  if (options.propagationPolicy || kind !== 'ReplicationController')
    return options.propagationPolicy
  return metadata.finalizers?.includes(FOREGROUND) ? undefined : 'Orphan'
}

function finalizersFor(object: ApiObject, options: DeleteOptions): readonly string[] {
  const { metadata } = object
  const policy = policyOf(object, options)
  const kept = (metadata.finalizers ?? []).filter((f) => f !== FOREGROUND && f !== ORPHAN)
  if (policy === 'Foreground') return [...kept, FOREGROUND]
  if (policy === 'Orphan') return [...kept, ORPHAN]
  // Without a wish of the client, a wish of an earlier delete stays.
  return policy === 'Background' ? kept : (metadata.finalizers ?? [])
}

/** k8s: apiserver/pkg/registry/generic/registry Store.Delete and rest.BeforeDelete (1.36) */
export function deleteObject(
  cluster: Cluster,
  kind: Kind,
  namespace: string,
  name: string,
  options: DeleteOptions,
): ApiObject | undefined {
  const object: ApiObject = cluster.get(kind, namespace, name)
  checkPreconditions(object, options)
  if (object.kind === 'Namespace') return deleteNamespace(cluster, object, options)
  const finalizers = finalizersFor(object, options)
  const grace = object.kind === 'Pod' ? podGrace(object, options) : 0
  if (grace === 0 && finalizers.length === 0) {
    if (options.dryRun) return object
    cluster.commit(kind, 'delete', object, undefined)
    return undefined
  }
  return mark(cluster, object, grace, finalizers, options)
}

/** Sets the time of deletion. An ongoing deletion can only be hurried, and its finalizers changed. */
function mark(
  cluster: Cluster,
  object: ApiObject,
  grace: number,
  finalizers: readonly string[],
  options: DeleteOptions,
): ApiObject | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = object.metadata
  const shortens = deletionTimestamp === undefined || grace < (deletionGracePeriodSeconds ?? 0)
  const same = finalizers.join() === (object.metadata.finalizers ?? []).join()
  if (!shortens && same) return object
  const metadata: ObjectMeta = {
    ...object.metadata,
    ...(finalizers.length > 0 ? { finalizers } : {}),
    ...(shortens
      ? {
          deletionTimestamp: formatTime(cluster.now + grace * 1000),
          deletionGracePeriodSeconds: grace,
          ...(generation === undefined ? {} : { generation: generation + 1 }),
        }
      : {}),
  }
  const next = { ...object, metadata } as ApiObject
  if (options.dryRun) return next
  return cluster.commit(object.kind, 'update', object, next)
}

/** k8s: pkg/registry/core/namespace/storage REST.Delete (1.36) */
function deleteNamespace(
  cluster: Cluster,
  object: ApiObject & { kind: 'Namespace' },
  options: DeleteOptions,
): ApiObject | undefined {
  const { name } = object.metadata
  if (IMMORTAL.has(name))
    throw forbidden(kindSpec('Namespace'), name, 'this namespace may not be deleted')
  if (object.metadata.deletionTimestamp) return object
  const next: ApiObject = {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: formatTime(cluster.now),
      deletionGracePeriodSeconds: 0,
    },
    status: { ...object.status, phase: 'Terminating' },
  }
  if (options.dryRun) return next
  return cluster.commit('Namespace', 'update', object, next)
}
