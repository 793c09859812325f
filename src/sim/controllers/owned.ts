import type { Cluster } from '../cluster.ts'
import { ApiError } from '../errors.ts'
import { controllerOf, type Key } from '../store.ts'
import type { ApiObject, Draft, Kind, OwnerReference, Pod } from '../types/index.ts'
import type { Change } from './controller.ts'

const NONE: readonly Key[] = []
const known = new WeakMap<
  OwnerReference,
  { readonly namespace: string; readonly keys: readonly Key[] }
>()

/** The owner's key, alone in a list: what was made in one go shares the reference, and so its key. */
function keysOf(namespace: string, owner: OwnerReference): readonly Key[] {
  const found = known.get(owner)
  if (found?.namespace === namespace) return found.keys
  const keys = [`${namespace}/${owner.name}`]
  known.set(owner, { namespace, keys })
  return keys
}

/** The key of the owner of that kind which controls the object; none when another kind does, or nobody. */
export function ownerKeys(kind: Kind, object: ApiObject): readonly Key[] {
  const owner = controllerOf(object)
  return owner?.kind === kind ? keysOf(object.metadata.namespace ?? '', owner) : NONE
}

/** Nearly every change of a pod: neither its owners nor, when nobody of the kind has it, its labels are touched. */
function keepsOwner(before: ApiObject, child: ApiObject, own: readonly Key[]): boolean {
  const { ownerReferences, labels } = before.metadata
  if (ownerReferences !== child.metadata.ownerReferences) return false
  return own !== NONE || labels === child.metadata.labels
}

/**
 * Whom the change of a child concerns: the owner that controls it and the one that did before; for a loose
 * child that is new, or has other labels, everyone of the kind in its namespace, as they may adopt it.
 */
export function ownersOf(kind: Kind) {
  return (child: ApiObject, cluster: Cluster, { before, after }: Change): readonly Key[] => {
    const own = ownerKeys(kind, child)
    if (before && keepsOwner(before, child, own)) return own
    if (cluster.store.count(kind) === 0) return NONE
    const former = before ? ownerKeys(kind, before) : NONE
    const keys = former === NONE || former[0] === own[0] ? own : [...own, ...former]
    const loose = after !== undefined && controllerOf(after) === undefined
    if (!loose || before?.metadata.labels === after.metadata.labels) return keys
    return [...keys, ...cluster.store.keys(kind, child.metadata.namespace ?? '')]
  }
}

/** Creates a pod of the owner and tells of it. Returns the refusal, if the API refused. */
export function createPod(
  cluster: Cluster,
  owner: ApiObject,
  draft: Draft<Pod>,
): ApiError | undefined {
  try {
    const pod = cluster.create<'Pod'>(draft)
    cluster.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // In a namespace that goes away this is expected and will never succeed.
    if (error.message.includes('because it is being terminated')) return undefined
    cluster.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)
    return error
  }
}

/** Deletes a pod of the owner, unless it is gone, and tells of it. */
export function deletePod(cluster: Cluster, owner: ApiObject, pod: Pod): void {
  const { namespace = '', name, uid } = pod.metadata
  if (!cluster.find('Pod', namespace, name)) return
  cluster.delete('Pod', namespace, name, { preconditions: { uid } })
  cluster.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
}

/**
 * Does something that often, in batches of 1, 2, 4 ..., up to the first batch with a refusal, so as not to flood the API.
 * k8s: pkg/controller/replicaset slowStartBatch (1.36)
 */
export function inBatches(
  count: number,
  act: (index: number) => ApiError | undefined,
): ApiError | undefined {
  for (let at = 0, size = 1; at < count; at += size, size *= 2) {
    let failure: ApiError | undefined
    for (let index = at; index < Math.min(at + size, count); index++)
      failure = act(index) ?? failure
    if (failure) return failure
  }
  return undefined
}
