import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { ApiError, internalError } from '../../errors.ts'
import type {
  ApiObject,
  Draft,
  OwnerReference,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
} from '../../types/index.ts'
import { ownedBy } from '../pods.ts'
import { claimName, isWanted, podName } from './identity.ts'

// k8s: pkg/controller/statefulset getPersistentVolumeClaims (1.36)
function claimDraft(
  set: StatefulSet,
  template: PersistentVolumeClaim,
  ordinal: number,
): Draft<PersistentVolumeClaim> {
  const labels = { ...template.metadata.labels, ...set.spec.selector.matchLabels }
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: claimName(template.metadata.name, set, ordinal),
      namespace: set.metadata.namespace ?? '',
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: template.spec,
  }
}

function aggregate(messages: readonly string[]): string {
  const [first = ''] = messages
  return messages.length === 1 ? first : `[${messages.join(', ')}]`
}

/**
 * Makes the claims of a place that are missing. Throws when one cannot be had: the pod has to wait for it.
 * k8s: pkg/controller/statefulset createPersistentVolumeClaims (1.36)
 */
export function createClaims(cluster: Cluster, set: StatefulSet, ordinal: number): void {
  const errors = (set.spec.volumeClaimTemplates ?? []).flatMap(
    (template) => createClaim(cluster, set, ordinal, claimDraft(set, template, ordinal)) ?? [],
  )
  if (errors.length > 0) throw internalError(aggregate(errors))
}

/** Makes the claim unless it is there. Answers why it cannot be used. */
function createClaim(
  cluster: Cluster,
  set: StatefulSet,
  ordinal: number,
  draft: Draft<PersistentVolumeClaim>,
): string | undefined {
  const { name = '', namespace = '' } = draft.metadata
  const found = cluster.find('PersistentVolumeClaim', namespace, name)
  if (found) return found.metadata.deletionTimestamp ? `pvc ${name} is being deleted` : undefined
  const verb = cluster.profile.texts.statefulSetVerb('create')
  const [pod, owner] = [podName(set, ordinal), set.metadata.name]
  try {
    cluster.why(`${name} is missing: a pod gets its claims before it is made`)
    cluster.create<'PersistentVolumeClaim'>(draft)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const text = `${verb} Claim ${name} for Pod ${pod} in StatefulSet ${owner} failed error: ${error.message}`
    cluster.event(set, 'Warning', 'FailedCreate', text)
    return `failed to create PVC ${name}: ${error.message}`
  }
  const text = `${verb} Claim ${name} Pod ${pod} in StatefulSet ${owner} success`
  cluster.event(set, 'Normal', 'SuccessfulCreate', text)
  return undefined
}

/** The claims that the place has now. */
function claimsOf(
  cluster: Cluster,
  set: StatefulSet,
  ordinal: number,
): readonly PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).flatMap(({ metadata }) => {
    const name = claimName(metadata.name, set, ordinal)
    return cluster.find('PersistentVolumeClaim', set.metadata.namespace ?? '', name) ?? []
  })
}

/** A claim that goes away together with an earlier pod of this name: the next pod has to wait for a new one. */
// k8s: pkg/controller/statefulset PodClaimIsStale (1.36)
export function hasStaleClaim(cluster: Cluster, set: StatefulSet, ordinal: number): boolean {
  const pod = podName(set, ordinal)
  return claimsOf(cluster, set, ordinal).some((claim) =>
    claim.metadata.ownerReferences?.some((owner) => owner.kind === 'Pod' && owner.name === pod),
  )
}

/** Who should own the claim, so that it goes away with the owner: the set, the pod that is scaled away, or nobody. */
function ownerOf(set: StatefulSet, ordinal: number, pod: Pod): ApiObject | undefined {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {}
  if (whenScaled === 'Delete' && !isWanted(set, ordinal)) return pod
  return whenDeleted === 'Delete' ? set : undefined
}

function isOf(owner: OwnerReference, object: ApiObject): boolean {
  return owner.kind === object.kind && owner.name === object.metadata.name
}

/** k8s: pkg/controller/statefulset updateClaimOwnerRefForSetAndPod (1.36) */
function ownersOf(
  claim: PersistentVolumeClaim,
  set: StatefulSet,
  ordinal: number,
  pod: Pod,
): readonly OwnerReference[] {
  const others = (claim.metadata.ownerReferences ?? []).filter(
    (owner) => !isOf(owner, set) && !isOf(owner, pod),
  )
  // A claim that somebody else controls is left to them.
  if (others.some((owner) => owner.controller)) return others
  const owner = ownerOf(set, ordinal, pod)
  return owner ? [...others, ownedBy(owner)] : others
}

/** Brings the owners of the place's claims in line with the retention policy. */
export function retainClaims(cluster: Cluster, set: StatefulSet, ordinal: number, pod: Pod): void {
  if (!set.spec.persistentVolumeClaimRetentionPolicy) return
  for (const claim of claimsOf(cluster, set, ordinal)) {
    const owners = ownersOf(claim, set, ordinal, pod)
    if (equal(owners, claim.metadata.ownerReferences ?? [])) continue
    const { ownerReferences: _, ...metadata } = claim.metadata
    cluster.why(`the retention policy decides who owns ${claim.metadata.name}`)
    cluster.update({
      ...claim,
      metadata: { ...metadata, ...(owners.length > 0 ? { ownerReferences: owners } : {}) },
    })
  }
}
