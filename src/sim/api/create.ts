import type { Cluster } from '../cluster.ts'
import { alreadyExists, badRequest, forbidden, invalid, notFound } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import type { AdmissionContext, KindSpec } from '../kinds/kind.ts'
import { copyMetadata, stamped } from '../metadata.ts'
import { SERVICE_RANGE, SERVICE_RANGE_FACT } from '../network/range.ts'
import { defaultLimits, enforceLimits, payCharges, quotaCharges } from '../quota/admit.ts'
import { keyIn } from '../store.ts'
import { formatTime } from '../time.ts'
import type { ApiObject, Draft, Kind, ObjectMeta, ObjectOf } from '../types/index.ts'

export interface WriteOptions {
  /** Go through everything but store nothing. */
  readonly dryRun?: boolean
  /** Filled with the warnings of the API. */
  readonly warnings?: string[]
}

/** What admission sees of the cluster. */
export function admissionContext(
  cluster: Cluster,
  { dryRun = false }: WriteOptions = {},
): AdmissionContext {
  return {
    profile: cluster.profile,
    actor: cluster.current.actor,
    find: (kind, namespace, name) => cluster.find(kind, namespace, name),
    list: (kind, namespace) => cluster.list(kind, namespace === undefined ? {} : { namespace }),
    suffix: (length) => cluster.random.suffix(length),
    dryRun,
    random: (bound) => cluster.random.int(bound),
    get serviceRange() {
      return cluster.recall<string>('world', SERVICE_RANGE_FACT) ?? SERVICE_RANGE
    },
  }
}

function requireNamespace(cluster: Cluster, spec: KindSpec, namespace: string, name: string): void {
  if (!spec.namespaced) return
  const found = cluster.find('Namespace', '', namespace)
  if (!found) throw notFound(kindSpec('Namespace'), namespace)
  if (found.metadata.deletionTimestamp)
    throw forbidden(
      spec,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    )
}

/** k8s: apiserver/pkg/registry/generic/registry Store.Create, with names.SimpleNameGenerator (1.36) */
export function createObject(cluster: Cluster, draft: Draft, options: WriteOptions): ApiObject {
  const spec = kindSpec(draft.kind)
  const { metadata } = draft
  const namespace = spec.namespaced ? (metadata.namespace ?? '') : ''
  if (spec.namespaced && namespace === '')
    throw badRequest('an empty namespace may not be set during creation')
  const name = chooseName(cluster, draft, namespace)
  requireNamespace(cluster, spec, namespace, name)
  const named = metadata.name ? draft : withName(draft, name)
  const object = admit(cluster, spec, named, name, options)
  enforceLimits(cluster, spec, name, object)
  const charges = quotaCharges(cluster, spec, name, object)
  const key = keyIn(namespace, name)
  if (cluster.at(draft.kind, key)) throw alreadyExists(spec, name)
  const own = copyMetadata(object.metadata as ObjectMeta)
  own.name = name
  if (!spec.namespaced && own.namespace !== undefined) delete own.namespace
  own.uid = (spec.identify && own.uid) || cluster.random.uid()
  own.resourceVersion = ''
  own.creationTimestamp = formatTime(cluster.now)
  const complete = withMetadata(object, own)
  if (options.dryRun) return stamped(complete, '')
  payCharges(cluster, charges, spec, name)
  return cluster.commit(draft.kind, 'create', undefined, complete, key) as ApiObject
}

/**
 * The object with that metadata. The usual five fields are named one by one, in the order in which every later write
 * has them: objects of one shape are what makes the engine's code fast.
 */
function withMetadata(object: Draft, metadata: ObjectMeta): ApiObject {
  const { apiVersion, kind, spec, status } = object as Draft & { spec?: unknown; status?: unknown }
  let fields = 0
  for (const _ in object) fields++
  if (fields === 5 && spec !== undefined && status !== undefined)
    return { apiVersion, kind, metadata, spec, status } as ApiObject
  return { ...object, metadata } as ApiObject
}

function withName(draft: Draft, name: string): Draft {
  const metadata = copyMetadata(draft.metadata as ObjectMeta)
  metadata.name = name
  return { ...draft, metadata } as Draft
}

function chooseName(cluster: Cluster, draft: Draft, namespace: string): string {
  const { name, generateName } = draft.metadata
  if (name) return name
  if (!generateName)
    throw invalid({ kind: draft.kind, group: kindSpec(draft.kind).group }, '', [
      {
        field: 'metadata.name',
        type: 'Required',
        text: 'Required value: name or generateName is required',
      },
    ])
  for (let attempt = 0; attempt < 8; attempt++) {
    const generated = `${generateName.slice(0, 58)}${cluster.random.suffix(5)}`
    if (!cluster.find(draft.kind, namespace, generated)) return generated
  }
  throw alreadyExists(kindSpec(draft.kind), generateName)
}

function admit<K extends Kind>(
  cluster: Cluster,
  spec: KindSpec<K>,
  draft: Draft,
  name: string,
  options: WriteOptions,
): Draft {
  const { profile } = cluster
  let object = spec.defaults(draft as Draft<ObjectOf<K>>, profile)
  object = defaultLimits(cluster, object as Draft) as Draft<ObjectOf<K>>
  if (spec.admit) object = spec.admit(object, admissionContext(cluster, options))
  if (spec.identify) object = spec.identify(object, cluster.random.uid())
  const errors = spec.validate(object, profile)
  if (errors.length > 0) throw invalid(spec, name, errors)
  if (options.warnings) options.warnings.push(...(spec.warnings?.(object, profile) ?? []))
  return object as Draft
}
