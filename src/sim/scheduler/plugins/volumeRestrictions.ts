import type { Volume } from '../../types/index.ts'
import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import type { Filter, Plugin, Rejection, World } from '../plugin.ts'
import { claimNames } from './podClaims.ts'

const NAME = 'VolumeRestrictions'
const ONE_POD = 'ReadWriteOncePod'

function reject(reason: string): Rejection {
  return { code: 'Unschedulable', plugin: NAME, reasons: [reason] }
}

const DISK = reject('node(s) had no available disk')
const USED = reject(
  'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
)

/** Disks that two pods on a node must not share, unless both only read. */
// k8s: pkg/scheduler/framework/plugins/volumerestrictions isVolumeConflict (1.36)
function conflicts(a: Volume, b: Volume): boolean {
  const { gcePersistentDisk: gce, awsElasticBlockStore: aws, iscsi, rbd } = a
  const both = (x?: { readonly readOnly?: boolean }, y?: { readonly readOnly?: boolean }) =>
    x?.readOnly === true && y?.readOnly === true
  if (gce && b.gcePersistentDisk?.pdName === gce.pdName) return !both(gce, b.gcePersistentDisk)
  if (aws && b.awsElasticBlockStore?.volumeID === aws.volumeID) return true
  if (iscsi && b.iscsi?.iqn === iscsi.iqn) return !both(iscsi, b.iscsi)
  if (!rbd || !b.rbd) return false
  const { monitors, pool = 'rbd', image } = b.rbd
  return (
    rbd.monitors.some((one) => monitors.includes(one)) &&
    (rbd.pool ?? 'rbd') === pool &&
    rbd.image === image &&
    !both(rbd, b.rbd)
  )
}

const NONE: readonly never[] = []

function isDisk(volume: Volume): boolean {
  return Boolean(
    volume.gcePersistentDisk || volume.awsElasticBlockStore || volume.iscsi || volume.rbd,
  )
}

function disksOf({ pod }: PodInfo): readonly Volume[] {
  const { volumes } = pod.spec
  return volumes?.some(isDisk) ? volumes.filter(isDisk) : NONE
}

function diskTaken(disks: readonly Volume[], node: NodeInfo): boolean {
  for (const { pod } of node.pods)
    for (const other of pod.spec.volumes ?? [])
      if (disks.some((disk) => conflicts(disk, other))) return true
  return false
}

/** Claims of the pod that only one pod may use. */
function soleClaims(pod: PodInfo, world: World): readonly string[] {
  const names = claimNames(pod.pod)
  if (names.length === 0) return NONE
  return names.filter((name) =>
    world.claim(pod.namespace, name)?.spec.accessModes?.includes(ONE_POD),
  )
}

function isUsed(claims: readonly string[], pod: PodInfo, world: World): boolean {
  for (const node of world.snapshot.nodes)
    for (const other of node.pods)
      if (other.uid !== pod.uid && other.namespace === pod.namespace) {
        const theirs = claimNames(other.pod)
        if (claims.some((name) => theirs.includes(name))) return true
      }
  return false
}

// k8s: pkg/scheduler/framework/plugins/volumerestrictions (1.36)
export const volumeRestrictions: Plugin = {
  name: NAME,
  prepareFilter(pod, world): Filter | undefined {
    const disks = disksOf(pod)
    const sole = soleClaims(pod, world)
    if (disks.length === 0 && sole.length === 0) return undefined
    const used = sole.length > 0 && isUsed(sole, pod, world)
    if (!used && disks.length === 0) return undefined
    return {
      check(node) {
        if (used) return USED
        return diskTaken(disks, node) ? DISK : undefined
      },
    }
  },
}
