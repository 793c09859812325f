import type { Cluster } from '../cluster.ts'
import { driverObstacle } from '../storage/mountable.ts'
import type { Pod, Volume } from '../types/index.ts'
import { missingContent } from '../volumes/configMissing.ts'
import type { MountFailure } from '../volumes/mountErrors.ts'
import { mountFailure, needsSetUp } from '../volumes/setUp.ts'

const NO_VOLUMES: readonly Volume[] = []

/** What keeps a pod's volumes from being set up. */
export interface Obstacle {
  /** `claim`: the volume does not exist yet; `mount`: its content does not. */
  readonly kind: 'claim' | 'mount'
  readonly volume: string
  readonly message: string
  /** The whole text of the event, where it is of another form. */
  readonly text?: string
  /** How long an attempt takes before it fails; nothing is said before. */
  readonly takes?: number
}

// k8s: pkg/kubelet/volumemanager/populator createVolumeSpec (1.36)
function missingClaim(cluster: Cluster, pod: Pod, volume: Volume): string | undefined {
  const claim =
    volume.persistentVolumeClaim?.claimName ??
    (volume.ephemeral ? `${pod.metadata.name}-${volume.name}` : undefined)
  if (claim === undefined) return undefined
  const namespace = pod.metadata.namespace ?? ''
  const found = cluster.find('PersistentVolumeClaim', namespace, claim)
  const where = `error processing PVC ${namespace}/${claim}`
  if (!found)
    return `${where}: failed to fetch PVC from API server: persistentvolumeclaims "${claim}" not found`
  return found.status?.phase === 'Bound' && found.spec.volumeName
    ? undefined
    : `${where}: PVC is not bound`
}

/** The first volume of the pod that cannot be set up; undefined when all can. */
export function volumeObstacle(cluster: Cluster, pod: Pod): Obstacle | undefined {
  const volumes = pod.spec.volumes ?? NO_VOLUMES
  for (let index = 0; index < volumes.length; index++) {
    const volume = volumes[index] as Volume
    const claim = missingClaim(cluster, pod, volume)
    if (claim !== undefined) return { kind: 'claim', volume: volume.name, message: claim }
    const driver = driverObstacle(cluster, pod, volume)
    if (driver) return driver
    const why = missingContent(cluster, pod, volume)
    if (why !== undefined) return { kind: 'mount', volume: volume.name, message: why }
    const failure = needsSetUp(volume) ? mountFailure(cluster, pod, volume) : undefined
    if (failure) return obstacleOf(volume, failure)
  }
  return undefined
}

function obstacleOf({ name }: Volume, { text, waits, takes = 0 }: MountFailure): Obstacle {
  return { kind: waits ? 'claim' : 'mount', volume: name, message: text, text, takes }
}

/** Text of the FailedMount event. */
export function obstacleText(obstacle: Obstacle): string {
  if (obstacle.text !== undefined) return obstacle.text
  return obstacle.kind === 'mount'
    ? `MountVolume.SetUp failed for volume "${obstacle.volume}" : ${obstacle.message}`
    : `Unable to attach or mount volumes: unmounted volumes=[${obstacle.volume}], unattached volumes=[], failed to process volumes=[${obstacle.volume}]: ${obstacle.message}`
}
