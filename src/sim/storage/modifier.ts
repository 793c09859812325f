import type { Cluster } from '../cluster.ts'
import type { Requeue } from '../controllers/controller.ts'
import type { Millis } from '../time.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../types/index.ts'

const SLOT = 'modified volumes'
const MODIFYING: Millis = 1500

/** Whether the claim asks for other properties than its volume has. */
export function wantsChange({ spec, status, metadata }: PersistentVolumeClaim): boolean {
  const wanted = spec.volumeAttributesClassName
  return (
    status.phase === 'Bound' &&
    metadata.deletionTimestamp === undefined &&
    Boolean(wanted) &&
    wanted !== status.currentVolumeAttributesClassName
  )
}

function setStatus(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  status: string,
): PersistentVolumeClaim {
  const target = claim.spec.volumeAttributesClassName ?? ''
  return cluster.updateStatus({
    ...claim,
    status: {
      ...claim.status,
      modifyVolumeStatus: { status, targetVolumeAttributesClassName: target },
    },
  })
}

/** Gives a volume the properties of another VolumeAttributesClass. The driver's resizer does it, and speaks. */
// k8s: kubernetes-csi/external-resizer modifycontroller (1.14)
export function modify(
  cluster: Cluster,
  key: string,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): Requeue | undefined {
  const target = claim.spec.volumeAttributesClassName ?? ''
  const { name } = volume.metadata
  cluster.why(`its claim asks for the properties of ${target}`)
  if (!cluster.find('VolumeAttributesClass', '', target)) {
    cluster.forget(SLOT, key)
    if (claim.status.modifyVolumeStatus?.targetVolumeAttributesClassName === target)
      return undefined
    const told = setStatus(cluster, claim, 'Pending')
    cluster.event(told, 'Warning', 'VolumeModifyFailed', `VAC ${target} does not exist.`)
    return undefined
  }
  const begun = cluster.recall<Millis>(SLOT, key)
  if (begun === undefined) {
    cluster.remember(SLOT, key, cluster.now)
    const told = setStatus(cluster, claim, 'InProgress')
    const text = `external resizer is modifying volume ${name} with vac ${target}`
    cluster.event(told, 'Normal', 'VolumeModify', text)
    return { requeueAfter: MODIFYING }
  }
  if (cluster.now < begun + MODIFYING) return { requeueAfter: begun + MODIFYING - cluster.now }
  cluster.forget(SLOT, key)
  cluster.update({ ...volume, spec: { ...volume.spec, volumeAttributesClassName: target } })
  const { modifyVolumeStatus: _, ...status } = claim.status
  const done = cluster.updateStatus({
    ...claim,
    status: { ...status, currentVolumeAttributesClassName: target },
  })
  cluster.event(
    done,
    'Normal',
    'VolumeModifySuccessful',
    `external resizer modified volume ${name} with vac ${target} successfully`,
  )
  return undefined
}
