import type { Cluster } from '../cluster.ts'
import type { PersistentVolume, Pod, Volume } from '../types/index.ts'
import { claimOf } from '../volumes/backend.ts'
import { attachableOf, isAttachedTo } from './attachable.ts'
import { driverName, driversOn, outsideProvisioners } from './running.ts'

/** What keeps a claim's volume from being mounted, by its driver's doing. */
export interface DriverObstacle {
  /** `claim`: it is waited for in silence, and complained of after two minutes; `mount`: each try fails. */
  readonly kind: 'claim' | 'mount'
  readonly volume: string
  readonly message: string
  /** The whole text of the event. */
  readonly text: string
}

function runsOn(cluster: Cluster, node: string, driver: string): boolean {
  return (
    outsideProvisioners(cluster).some((name) => driverName(name) === driver) ||
    driversOn(cluster, node).includes(driver)
  )
}

// k8s: pkg/volume/csi csiAttacher.MountDevice and csiMountMgr.SetUpAt (1.36)
function unserved(name: string, driver: string, staged: boolean): string {
  const missing = `driver name ${driver} not found in the list of registered CSI drivers`
  return staged
    ? `MountVolume.MountDevice failed for volume "${name}" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: ${missing}`
    : `MountVolume.SetUp failed for volume "${name}" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: ${missing}`
}

function volumeOf(cluster: Cluster, pod: Pod, volume: Volume): PersistentVolume | undefined {
  const claim = claimOf(pod, volume)
  if (claim === undefined) return undefined
  const found = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim)
  return found && cluster.find('PersistentVolume', '', found.spec.volumeName ?? '')
}

/** Why the pod's machine cannot mount the volume yet: it is not attached there, or its driver does not run there. */
// k8s: pkg/kubelet/volumemanager WaitForAttachAndMount (1.36)
export function driverObstacle(
  cluster: Cluster,
  pod: Pod,
  volume: Volume,
): DriverObstacle | undefined {
  const found = volumeOf(cluster, pod, volume)
  if (!found) return undefined
  const name = pod.spec.nodeName ?? ''
  const node = cluster.find('Node', '', name)
  const what = attachableOf(cluster, found)
  if (what && node && !isAttachedTo(node, what.id)) {
    const message = 'context deadline exceeded'
    const text = `Unable to attach or mount volumes: unmounted volumes=[${volume.name}], unattached volumes=[${volume.name}], failed to process volumes=[]: ${message}`
    return { kind: 'claim', volume: volume.name, message, text }
  }
  const driver = what?.driver || found.spec.csi?.driver
  if (!driver || runsOn(cluster, name, driver)) return undefined
  const text = unserved(found.metadata.name, driver, what !== undefined)
  return { kind: 'mount', volume: volume.name, message: text, text }
}
