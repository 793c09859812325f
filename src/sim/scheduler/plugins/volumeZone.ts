import type { PersistentVolume } from '../../types/index.ts'
import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import type { Filter, Plugin, Rejection, World } from '../plugin.ts'
import { claimNames } from './podClaims.ts'

const NAME = 'VolumeZone'
const OTHER_ZONE: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: NAME,
  reasons: ['node(s) had no available volume zone'],
}
/** Old names of zone and region, and what they are called now. */
const KEYS: readonly (readonly [string, string])[] = [
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
]

interface Place {
  readonly key: string
  readonly newer: string
  readonly values: readonly string[]
}

function reject(reason: string): Rejection {
  return { code: 'UnschedulableAndUnresolvable', plugin: NAME, reasons: [reason] }
}

function placesOf(volume: PersistentVolume): readonly Place[] {
  return KEYS.flatMap(([key, newer]) => {
    const value = volume.metadata.labels?.[key]
    return value === undefined ? [] : [{ key, newer, values: value.split('__') }]
  })
}

/** The claim's volume, nothing when it will be chosen later, or why there is none. */
function volumeOf(
  claimName: string,
  pod: PodInfo,
  world: World,
): PersistentVolume | Rejection | undefined {
  const claim = world.claim(pod.namespace, claimName)
  if (!claim) return reject(`persistentvolumeclaim "${claimName}" not found`)
  const { volumeName, storageClassName } = claim.spec
  if (volumeName) {
    return world.volume(volumeName) ?? reject(`persistentvolume "${volumeName}" not found`)
  }
  const className =
    storageClassName ?? claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class']
  if (!className) return reject('PersistentVolumeClaim had no pv name and storageClass name')
  const storageClass = world.storageClass(className)
  if (!storageClass) return reject(`storageclasses.storage.k8s.io "${className}" not found`)
  const mode = storageClass.volumeBindingMode
  if (!mode) return reject(`VolumeBindingMode not set for StorageClass "${className}"`)
  return mode === 'WaitForFirstConsumer' ? undefined : reject('PersistentVolume had no name')
}

function allows(places: readonly Place[], node: NodeInfo): boolean {
  for (const { key, newer, values } of places) {
    const value = node.labels[key] ?? node.labels[newer]
    if (value === undefined || !values.includes(value)) return false
  }
  return true
}

// k8s: pkg/scheduler/framework/plugins/volumezone (1.36)
export const volumeZone: Plugin = {
  name: NAME,
  prepareFilter(pod, world): Filter | Rejection | undefined {
    const places: Place[] = []
    for (const name of claimNames(pod.pod)) {
      const volume = volumeOf(name, pod, world)
      if (!volume) continue
      if ('code' in volume) return volume
      places.push(...placesOf(volume))
    }
    if (places.length === 0) return undefined
    return {
      check(node) {
        // Clusters of one zone need not label their nodes.
        if (!KEYS.some(([key]) => node.labels[key] !== undefined)) return undefined
        return allows(places, node) ? undefined : OTHER_ZONE
      },
    }
  },
}
