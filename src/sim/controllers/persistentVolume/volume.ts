import type { Cluster } from '../../cluster.ts'
import { keyOf } from '../../store.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../../types/index.ts'
import { isTerminal } from '../pods.ts'
import { BOUND_BY_CONTROLLER, setVolumePhase } from './bind.ts'
import { volumeMode } from './match.ts'
import { recycled } from './recycle.ts'

const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'

/** Whether the claim should be looked at again because of this volume. */
export interface VolumeOutcome {
  readonly wakesClaim: boolean
}

const DONE: VolumeOutcome = { wakesClaim: false }

function claimOf(cluster: Cluster, volume: PersistentVolume): PersistentVolumeClaim | undefined {
  const ref = volume.spec.claimRef
  const claim = ref && cluster.find('PersistentVolumeClaim', ref.namespace ?? '', ref.name ?? '')
  // A claim of the same name with another uid is another claim.
  return claim?.metadata.uid === ref?.uid ? claim : undefined
}

/** k8s: pkg/controller/volume/persistentvolume syncVolume (1.36). Every branch is accounted for. */
export function syncVolume(cluster: Cluster, volume: PersistentVolume): VolumeOutcome {
  const ref = volume.spec.claimRef
  if (!ref) {
    cluster.why('nobody claims it')
    setVolumePhase(cluster, volume, 'Available')
    return DONE
  }
  if (!ref.uid) {
    // Pre-bound by a user: it waits for that claim alone.
    cluster.why(`kept for claim ${ref.namespace}/${ref.name}`)
    setVolumePhase(cluster, volume, 'Available')
    return DONE
  }
  const claim = claimOf(cluster, volume)
  if (!claim) {
    release(cluster, volume)
    return DONE
  }
  if (!claim.spec.volumeName) {
    if (volumeMode(volume) !== volumeMode(claim)) sayIncompatible(cluster, volume, claim)
    return { wakesClaim: true }
  }
  if (claim.spec.volumeName === volume.metadata.name) {
    cluster.why(`claim ${ref.namespace}/${ref.name} has it`)
    setVolumePhase(cluster, volume, 'Bound')
    return DONE
  }
  // Made for a claim that took another one: nobody will ever want it.
  if (isDynamic(volume) && volume.spec.persistentVolumeReclaimPolicy === 'Delete')
    release(cluster, volume)
  else abandon(cluster, volume)
  return DONE
}

function isDynamic(volume: PersistentVolume): boolean {
  return volume.metadata.annotations?.[PROVISIONED_BY] !== undefined
}

function sayIncompatible(
  cluster: Cluster,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): void {
  const why = 'due to incompatible volumeMode.'
  cluster.event(
    volume,
    'Warning',
    'VolumeMismatch',
    `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${claim.metadata.name}" ${why}`,
  )
  cluster.event(
    claim,
    'Warning',
    'VolumeMismatch',
    `Cannot bind PersistentVolume "${volume.metadata.name}" to requested PersistentVolumeClaim ${why}`,
  )
}

/** The claim is gone. k8s: reclaimVolume (1.36) */
function release(cluster: Cluster, volume: PersistentVolume): void {
  const { phase } = volume.status
  cluster.why('its claim is gone')
  const released =
    phase === 'Released' || phase === 'Failed'
      ? volume
      : setVolumePhase(cluster, volume, 'Released')
  const policy = volume.spec.persistentVolumeReclaimPolicy ?? 'Retain'
  // What an external provisioner made, it removes itself.
  if (policy === 'Retain' || isDynamic(volume) || phase === 'Failed') return
  if (policy === 'Recycle') recycle(cluster, released)
  else remove(cluster, released)
}

/** Only folders below /tmp are removed. k8s: deleteVolumeOperation, pkg/volume/hostpath newDeleter (1.36) */
function remove(cluster: Cluster, volume: PersistentVolume): void {
  const path = volume.spec.hostPath?.path
  if (path === undefined)
    fail(
      cluster,
      volume,
      'VolumeFailedDelete',
      `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`,
    )
  else if (!/^\/tmp\/.+/.test(path))
    fail(
      cluster,
      volume,
      'VolumeFailedDelete',
      `host_path deleter only supports /tmp/.+ but received provided ${path}`,
    )
  else {
    cluster.why('its claim is gone and its reclaim policy is Delete')
    cluster.delete('PersistentVolume', '', volume.metadata.name)
  }
}

/** Pods that still name the claim that the volume belonged to. k8s: isVolumeUsed (1.36) */
function namedUsers(cluster: Cluster, { spec: { claimRef } }: PersistentVolume): readonly string[] {
  const { namespace = '', name } = claimRef ?? {}
  return cluster
    .list('Pod', {
      namespace,
      where: (pod) =>
        !isTerminal(pod) &&
        (pod.spec.volumes ?? []).some((one) => one.persistentVolumeClaim?.claimName === name),
    })
    .map(keyOf)
}

/** nfs and hostPath volumes can be wiped and offered again; nothing else can. k8s: recycleVolumeOperation (1.36) */
function recycle(cluster: Cluster, volume: PersistentVolume): void {
  const { claimRef: _, ...spec } = volume.spec
  const users = namedUsers(cluster, volume)
  if (users.length > 0) {
    const text = `Volume is used by pods: ${users.join(',')}`
    cluster.event(volume, 'Normal', 'VolumeFailedRecycle', text)
    return
  }
  const outcome = recycled(cluster, volume)
  if (outcome === 'working') return
  if (outcome !== 'done') {
    const text = outcome
      ? `Recycle failed: ${outcome.error}`
      : 'No recycler plugin found for the volume!'
    fail(cluster, volume, 'VolumeFailedRecycle', text)
    return
  }
  cluster.event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled')
  const { [BOUND_BY_CONTROLLER]: __, ...annotations } = volume.metadata.annotations ?? {}
  const free = cluster.update({ ...volume, metadata: { ...volume.metadata, annotations }, spec })
  setVolumePhase(cluster, free, 'Available')
}

function fail(cluster: Cluster, volume: PersistentVolume, reason: string, message: string): void {
  setVolumePhase(cluster, volume, 'Failed', message)
  cluster.event(volume, 'Warning', reason, message)
}

/** Its claim went to another volume: what the controller bound it unbinds, what a user pre-bound stays reserved. */
function abandon(cluster: Cluster, volume: PersistentVolume): void {
  cluster.why('its claim is bound to another volume')
  const { claimRef, ...spec } = volume.spec
  const { [BOUND_BY_CONTROLLER]: byController, ...annotations } = volume.metadata.annotations ?? {}
  const kept = byController || !claimRef ? undefined : { ...claimRef, uid: '' }
  const next = cluster.update({
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: { ...spec, ...(kept ? { claimRef: kept } : {}) },
  })
  setVolumePhase(cluster, next, 'Available')
}
