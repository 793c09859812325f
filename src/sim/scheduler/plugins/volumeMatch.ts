import type { PersistentVolume, PersistentVolumeClaim } from '../../types/index.ts'
import { wholeValue } from '../amounts.ts'
import { labelMatcher, type NodeFacts, volumeReaches } from '../selectors.ts'

function claimed(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const ref = volume.spec.claimRef
  if (!ref || ref.name !== claim.metadata.name || ref.namespace !== claim.metadata.namespace) {
    return false
  }
  return !ref.uid || ref.uid === claim.metadata.uid
}

export function requestedStorage(claim: PersistentVolumeClaim): number {
  return wholeValue(claim.spec.resources?.requests?.storage ?? '0')
}

function couldServe(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.spec.claimRef && !claimed(volume, claim)) return false
  if (wholeValue(volume.spec.capacity?.storage ?? '0') < requestedStorage(claim)) return false
  const { volumeAttributesClassName = '' } = claim.spec
  if ((volume.spec.volumeAttributesClassName ?? '') !== volumeAttributesClassName) return false
  return (volume.spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem')
}

function suits(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.status?.phase !== 'Available' || volume.metadata.deletionTimestamp) return false
  if ((volume.spec.storageClassName ?? '') !== (claim.spec.storageClassName ?? '')) return false
  const { selector } = claim.spec
  if (selector && !labelMatcher(selector).matches(volume.metadata.labels ?? {})) return false
  const modes = volume.spec.accessModes ?? []
  return (claim.spec.accessModes ?? []).every((mode) => modes.includes(mode))
}

/** The smallest free volume that serves the claim on the node; one that is reserved for it comes first. */
// k8s: staging/src/k8s.io/component-helpers/storage/volume FindMatchingVolume (1.36)
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  node: NodeFacts,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined
  let smallestSize = Number.POSITIVE_INFINITY
  for (const volume of volumes) {
    if (taken.has(volume.metadata.name) || !couldServe(volume, claim)) continue
    const reachable = volumeReaches(volume.spec.nodeAffinity, node)
    if (claimed(volume, claim)) return reachable ? volume : undefined
    if (!reachable || !suits(volume, claim)) continue
    const size = wholeValue(volume.spec.capacity?.storage ?? '0')
    if (size < smallestSize) {
      smallest = volume
      smallestSize = size
    }
  }
  return smallest
}
