import type { Cluster } from '../../cluster.ts'
import { compareQuantity } from '../../machinery/quantity.ts'
import { keyOf } from '../../store.ts'
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../types/index.ts'
import { matcherOf } from '../claim.ts'

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'

export function classOf(object: PersistentVolume | PersistentVolumeClaim): string {
  return object.metadata.annotations?.[BETA_CLASS] ?? object.spec.storageClassName ?? ''
}

/** Whether a class was named at all; the empty name counts. */
export function hasClass(claim: PersistentVolumeClaim): boolean {
  return (
    claim.metadata.annotations?.[BETA_CLASS] !== undefined ||
    claim.spec.storageClassName !== undefined
  )
}

export function storageClassOf(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
): StorageClass | undefined {
  const name = classOf(claim)
  return name === '' ? undefined : cluster.find('StorageClass', '', name)
}

/** Whether binding waits until a pod that uses the claim is scheduled. */
export function delaysBinding(cluster: Cluster, claim: PersistentVolumeClaim): boolean {
  return storageClassOf(cluster, claim)?.volumeBindingMode === 'WaitForFirstConsumer'
}

export function isBoundTo(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const ref = volume.spec.claimRef
  if (!ref || ref.name !== claim.metadata.name || ref.namespace !== claim.metadata.namespace)
    return false
  return !ref.uid || ref.uid === claim.metadata.uid
}

export function requestOf(claim: PersistentVolumeClaim): string {
  return claim.spec.resources?.requests?.storage ?? '0'
}

export function capacityOf(volume: PersistentVolume): string {
  return volume.spec.capacity?.storage ?? '0'
}

/** Properties that the backend can change; a claim and its volume have to agree on them. */
function attributesOf({ spec }: PersistentVolume | PersistentVolumeClaim): string {
  return spec.volumeAttributesClassName ?? ''
}

function modesFit(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const offered = volume.spec.accessModes ?? []
  return (claim.spec.accessModes ?? []).every((mode) => offered.includes(mode))
}

export function volumeMode(object: PersistentVolume | PersistentVolumeClaim): string {
  return object.spec.volumeMode ?? 'Filesystem'
}

/**
 * Why the volume cannot be this claim's although the two name each other; undefined when it can.
 * k8s: pkg/controller/volume/persistentvolume checkVolumeSatisfyClaim (1.36)
 */
export function mismatch(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): string | undefined {
  if (compareQuantity(capacityOf(volume), requestOf(claim)) < 0) return 'requested PV is too small'
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match'
  if (attributesOf(volume) !== attributesOf(claim))
    return 'VolumeAttributesClassName does not match'
  if (volumeMode(volume) !== volumeMode(claim)) return 'incompatible volumeMode'
  if (!modesFit(volume, claim)) return 'incompatible accessMode'
  return undefined
}

/** Why a volume is not offered to an unbound claim; undefined for a candidate. The stage shows these. */
export function refusal(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
  delayed: boolean,
): string | undefined {
  if (volume.spec.claimRef && !isBoundTo(volume, claim)) return 'already bound to a different claim'
  if (volumeMode(volume) !== volumeMode(claim)) return 'incompatible volumeMode'
  if (volume.metadata.deletionTimestamp) return 'is being deleted'
  if (compareQuantity(capacityOf(volume), requestOf(claim)) < 0) return 'requested PV is too small'
  if (attributesOf(volume) !== attributesOf(claim))
    return 'VolumeAttributesClassName does not match'
  if (!modesFit(volume, claim)) return 'incompatible accessMode'
  if (isBoundTo(volume, claim)) return undefined
  if (delayed) return 'waiting for first consumer to be created before binding'
  if (volume.status.phase !== 'Available') return `phase is ${volume.status.phase}`
  if (claim.spec.selector && !matcherOf(claim.spec.selector)(volume.metadata.labels))
    return 'selector does not match'
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match'
  return undefined
}

/** Of candidates: the fewest access modes, then one that already names the claim, then the smallest, then by name. */
export function better(
  claim: PersistentVolumeClaim,
  a: PersistentVolume,
  b: PersistentVolume,
): number {
  return (
    (a.spec.accessModes?.length ?? 0) - (b.spec.accessModes?.length ?? 0) ||
    Number(isBoundTo(b, claim)) - Number(isBoundTo(a, claim)) ||
    compareQuantity(capacityOf(a), capacityOf(b)) ||
    (keyOf(a) < keyOf(b) ? -1 : 1)
  )
}

/**
 * The volume that the claim gets: the smallest that fits.
 * k8s: persistentVolumeOrderedIndex.findByClaim and component-helpers/storage/volume FindMatchingVolume (1.36)
 */
export function bestMatch(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  delayed: boolean,
): PersistentVolume | undefined {
  const candidates = cluster.list('PersistentVolume', {
    where: (volume) => refusal(volume, claim, delayed) === undefined,
  })
  return [...candidates].sort((a, b) => better(claim, a, b))[0]
}
