import { finalizeNamespace } from '../api/finalize.ts'
import type { Cluster } from '../cluster.ts'
import { KINDS } from '../kinds/index.ts'
import { type Key, keyOf } from '../store.ts'
import type { ApiObject, Kind, Namespace, NamespaceCondition } from '../types/index.ts'
import type { Controller, Watches } from './controller.ts'

const CONTENT = KINDS.filter((spec) => spec.namespaced)

const NONE: readonly Key[] = []

/** Something of a terminating namespace went: the namespace may be empty now. */
function namespaceOf(
  object: ApiObject,
  cluster: Cluster,
  { after }: { readonly after: ApiObject | undefined },
): readonly Key[] {
  if (after) return NONE
  const found = cluster.find('Namespace', '', object.metadata.namespace ?? '')
  return found?.metadata.deletionTimestamp ? [keyOf(found)] : NONE
}

const watches: Watches = {
  ...Object.fromEntries(CONTENT.map(({ kind }) => [kind, namespaceOf])),
  Namespace: (namespace) => (namespace.metadata.deletionTimestamp ? [keyOf(namespace)] : []),
}

/** k8s: pkg/controller/namespace/deletion namespacedResourcesDeleter.Delete (1.36) */
export const namespace: Controller<'Namespace'> = {
  name: 'namespace',
  source: 'namespace-controller',
  kind: 'Namespace',
  watches,
  reconcile(cluster, key) {
    const found = cluster.at('Namespace', key)
    if (!found?.metadata.deletionTimestamp) return undefined
    const { name } = found.metadata
    cluster.why(`namespace ${name} is being deleted, and with it what it holds`)
    const waits = cluster.profile.features.podsGoFirst && emptyOfPods(cluster, name)
    if (!waits) for (const { kind } of CONTENT) empty(cluster, kind, name)
    // While it waits for pods it has not counted what else is there, and says so little.
    const remaining = waits ? NOTHING : contentOf(cluster, name)
    const status = { ...found.status, conditions: conditionsOf(cluster, found, remaining) }
    const current = cluster.updateStatus({ ...found, status })
    if (waits || remaining.kinds.size > 0) return undefined
    cluster.why(`namespace ${name} is empty`)
    const { finalizers = [] } = current.spec
    const rest = finalizers.filter((finalizer) => finalizer !== 'kubernetes')
    if (rest.length < finalizers.length) finalizeNamespace(cluster, name, rest)
    return undefined
  },
}

function empty(cluster: Cluster, kind: Kind, name: string): void {
  for (const object of cluster.list(kind, { namespace: name }))
    if (!object.metadata.deletionTimestamp)
      cluster.delete(kind, name, object.metadata.name, { propagationPolicy: 'Background' })
}

/** Whether pods are left: what they may still need stays until the last of them is gone. */
function emptyOfPods(cluster: Cluster, name: string): boolean {
  empty(cluster, 'Pod', name)
  return cluster.store.keys('Pod', name).length > 0
}

/** What is still there: counts by kind (`deployments.apps`, `pods.`) and by the finalizers that hold it. */
interface Remaining {
  readonly kinds: ReadonlyMap<string, number>
  readonly finalizers: ReadonlyMap<string, number>
}

const NOTHING: Remaining = { kinds: new Map(), finalizers: new Map() }

function contentOf(cluster: Cluster, name: string): Remaining {
  const kinds = new Map<string, number>()
  const finalizers = new Map<string, number>()
  for (const { kind, plural, group } of CONTENT) {
    const objects = cluster.list(kind, { namespace: name })
    if (objects.length > 0) kinds.set(`${plural}.${group}`, objects.length)
    for (const finalizer of objects.flatMap((object) => object.metadata.finalizers ?? []))
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1)
  }
  return { kinds, finalizers }
}

function counted(counts: ReadonlyMap<string, number>, link: string): string {
  return [...counts]
    .map(([name, count]) => `${name} ${link} ${count} resource instances`)
    .sort()
    .join(', ')
}

type Row = readonly [type: string, status: string, reason: string, message: string]

/** k8s: pkg/controller/namespace/deletion namespaceConditionUpdater (1.36): changed in place, when anything changed. */
function conditionsOf(
  cluster: Cluster,
  object: Namespace,
  { kinds, finalizers }: Remaining,
): readonly NamespaceCondition[] {
  const rows: readonly Row[] = [
    [
      'NamespaceDeletionDiscoveryFailure',
      'False',
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    kinds.size > 0
      ? [
          'NamespaceContentRemaining',
          'True',
          'SomeResourcesRemain',
          `Some resources are remaining: ${counted(kinds, 'has')}`,
        ]
      : [
          'NamespaceContentRemaining',
          'False',
          'ContentRemoved',
          'All content successfully removed',
        ],
    finalizers.size > 0
      ? [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${counted(finalizers, 'in')}`,
        ]
      : [
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ],
  ]
  const present = object.status.conditions ?? []
  return rows.reduce((list, row) => placed(cluster, list, row), present)
}

function placed(
  cluster: Cluster,
  list: readonly NamespaceCondition[],
  [type, status, reason, message]: Row,
): readonly NamespaceCondition[] {
  const index = list.findIndex((c) => c.type === type)
  const old = list[index]
  const lastTransitionTime =
    old?.status === status && old.lastTransitionTime ? old.lastTransitionTime : cluster.time()
  const next: NamespaceCondition = { type, status, lastTransitionTime, reason, message }
  return old ? list.with(index, next) : [...list, next]
}
