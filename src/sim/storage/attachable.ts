import type { Cluster } from '../cluster.ts'
import type { Node, PersistentVolume, PersistentVolumeSpec, Pod } from '../types/index.ts'
import { migrated } from '../volumes/migration.ts'
import { driverName, outsideProvisioners } from './running.ts'

/** A volume that has to be attached to a machine before it can be mounted there. */
export interface Attachable {
  /** As nodes name it in their status. */
  readonly id: string
  /** The driver that attaches it; empty when attaching is nothing but taking note. */
  readonly driver: string
  readonly handle: string
}

type Looks = Pick<Cluster, 'find' | 'recall' | 'profile'>

/** Whether volumes of the driver are attached. k8s: pkg/volume/csi csiPlugin.skipAttach (1.36) */
function attaches(cluster: Looks, driver: string): boolean {
  const known = cluster.find('CSIDriver', '', driver)
  if (known) return known.spec.attachRequired !== false
  // Whoever runs outside of the cluster attaches there too, and tells nobody.
  return !outsideProvisioners(cluster).some((name) => driverName(name) === driver)
}

/** The driver and handle of the volume, whether or not it is attached. */
export function attachableDriver(spec: PersistentVolumeSpec): Omit<Attachable, 'id'> | undefined {
  return spec.csi ? { driver: spec.csi.driver, handle: spec.csi.volumeHandle } : migrated(spec)
}

function csiOf(cluster: Looks, spec: PersistentVolumeSpec): Omit<Attachable, 'id'> | undefined {
  if (spec.csi) return { driver: spec.csi.driver, handle: spec.csi.volumeHandle }
  const moved = migrated(spec)
  return moved && cluster.find('CSIDriver', '', moved.driver) ? moved : undefined
}

/** What attaching the volume takes; undefined when it can be mounted as it is. */
export function attachableOf(cluster: Looks, { spec }: PersistentVolume): Attachable | undefined {
  const csi = csiOf(cluster, spec)
  if (csi)
    return attaches(cluster, csi.driver)
      ? { ...csi, id: `kubernetes.io/csi/${csi.driver}^${csi.handle}` }
      : undefined
  if (spec.iscsi) {
    const { targetPortal, iqn, lun } = spec.iscsi
    const handle = `${targetPortal}:${iqn}:${lun}`
    return { driver: '', handle, id: `kubernetes.io/iscsi/${handle}` }
  }
  if (!spec.fc) return undefined
  const { targetWWNs, wwids, lun = 0 } = spec.fc
  const handle = targetWWNs?.length ? `${targetWWNs.join(':')}:${lun}` : (wwids ?? []).join(':')
  return { driver: '', handle, id: `kubernetes.io/fc/${handle}` }
}

export function isAttachedTo(node: Node, id: string): boolean {
  return node.status.volumesAttached?.some(({ name }) => name === id) === true
}

/** Names of the pod's claims, those of its ephemeral volumes included. */
export function claimNamesOf(pod: Pod): readonly string[] {
  return (pod.spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) =>
    persistentVolumeClaim
      ? [persistentVolumeClaim.claimName]
      : ephemeral
        ? [`${pod.metadata.name}-${name}`]
        : [],
  )
}

/** Names of the PersistentVolumes that the pod uses by its claims, as far as these are bound. */
export function volumesOf(cluster: Pick<Cluster, 'find'>, pod: Pod): readonly string[] {
  return claimNamesOf(pod).flatMap((claim) => {
    const found = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim)
    return found?.status.phase === 'Bound' && found.spec.volumeName ? [found.spec.volumeName] : []
  })
}
