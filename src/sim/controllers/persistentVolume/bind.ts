import type { Cluster } from '../../cluster.ts'
import { keyOf } from '../../store.ts'
import type { ObjectReference, PersistentVolume, PersistentVolumeClaim } from '../../types/index.ts'
import { isBoundTo } from './match.ts'

export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'

function referenceTo(claim: PersistentVolumeClaim): ObjectReference {
  return {
    kind: 'PersistentVolumeClaim',
    namespace: claim.metadata.namespace ?? '',
    name: claim.metadata.name,
    uid: claim.metadata.uid,
    apiVersion: 'v1',
    resourceVersion: claim.metadata.resourceVersion,
  }
}

export function setVolumePhase(
  cluster: Cluster,
  volume: PersistentVolume,
  phase: string,
  message = '',
): PersistentVolume {
  const { message: _, ...status } = volume.status
  if (status.phase === phase) return volume
  return cluster.updateStatus({
    ...volume,
    status: {
      ...status,
      phase,
      ...(message === '' ? {} : { message }),
      ...(cluster.profile.features.terminatingReplicas
        ? { lastPhaseTransitionTime: cluster.time() }
        : {}),
    },
  })
}

/** A bound claim keeps its size: while its file system has not grown, that is not the size of its volume. */
// k8s: updateClaimStatus (1.36)
function shareOf(
  { status }: PersistentVolumeClaim,
  phase: string,
  { spec }: PersistentVolume,
): Partial<PersistentVolumeClaim['status']> {
  const accessModes = spec.accessModes ?? []
  if (status.phase === phase) return { accessModes, capacity: status.capacity ?? {} }
  const attributes = spec.volumeAttributesClassName
  return {
    accessModes,
    capacity: spec.capacity ?? {},
    ...(attributes ? { currentVolumeAttributesClassName: attributes } : {}),
  }
}

export function setClaimPhase(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  phase: string,
  volume?: PersistentVolume,
): PersistentVolumeClaim {
  const { accessModes: _, capacity: __, ...status } = claim.status
  return cluster.updateStatus({
    ...claim,
    status: {
      ...status,
      phase,
      ...(volume ? shareOf(claim, phase, volume) : {}),
    },
  })
}

/**
 * The four writes of a binding, each of which can be interrupted and taken up again: the volume's claimRef, its phase,
 * the claim's volumeName, its phase. k8s: pkg/controller/volume/persistentvolume bind (1.36)
 */
export function bind(
  cluster: Cluster,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): void {
  cluster.why(`volume ${volume.metadata.name} goes to claim ${keyOf(claim)}`)
  const reserved = reserve(cluster, volume, claim)
  const bound = setVolumePhase(cluster, reserved, 'Bound')
  const pointed = point(cluster, claim, bound)
  setClaimPhase(cluster, pointed, 'Bound', bound)
}

function reserve(
  cluster: Cluster,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): PersistentVolume {
  const present = volume.spec.claimRef
  if (present?.uid === claim.metadata.uid) return volume
  // A user who pre-bound it named the claim: only what the controller bound may be unbound by it later.
  const annotations =
    present && isBoundTo(volume, claim)
      ? volume.metadata.annotations
      : { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' }
  return cluster.update({
    ...volume,
    metadata: { ...volume.metadata, ...(annotations ? { annotations } : {}) },
    spec: { ...volume.spec, claimRef: referenceTo(claim) },
  })
}

function point(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): PersistentVolumeClaim {
  const already = claim.spec.volumeName === volume.metadata.name
  const annotations = {
    ...claim.metadata.annotations,
    [BIND_COMPLETED]: 'yes',
    ...(already ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }),
  }
  return cluster.update({
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  })
}
