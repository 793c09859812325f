import { attachableDriver } from '../../storage/attachable.ts'
import type { PersistentVolumeClaim, Pod } from '../../types/index.ts'
import type { NodeInfo } from '../nodeInfo.ts'
import type { Filter, Plugin, Rejection, World } from '../plugin.ts'
import { claimNames } from './podClaims.ts'

const NAME = 'NodeVolumeLimits'
const TOO_MANY: Rejection = {
  code: 'Unschedulable',
  plugin: NAME,
  reasons: ['node(s) exceed max volume count'],
}

/** Volumes by a name of their own, with the driver that attaches them. */
type Volumes = Map<string, string>

/** The volume that a claim has, or will have. k8s: CSILimits.getCSIDriverInfo and getCSIDriverInfoFromSC (1.36) */
function addClaim(into: Volumes, claim: PersistentVolumeClaim, world: World): void {
  const { volumeName, storageClassName } = claim.spec
  const volume = volumeName ? world.volume(volumeName) : undefined
  if (volume) {
    const found = attachableDriver(volume.spec)
    if (found) into.set(`${found.driver}/${found.handle}`, found.driver)
    return
  }
  const provisioner = storageClassName && world.storageClass(storageClassName)?.provisioner
  const { namespace = '', name } = claim.metadata
  if (provisioner) into.set(`${provisioner}/${namespace}-${name}`, provisioner)
}

function addPod(into: Volumes, pod: Pod, world: World): void {
  for (const name of claimNames(pod)) {
    const claim = world.claim(pod.metadata.namespace ?? '', name)
    if (claim) addClaim(into, claim, world)
  }
}

function limitsOf(node: NodeInfo, world: World): Map<string, number> {
  const limits = new Map<string, number>()
  for (const { name, allocatable } of world.csiNode(node.name)?.spec.drivers ?? [])
    if (allocatable?.count !== undefined) limits.set(name, allocatable.count)
  return limits
}

function present(node: NodeInfo, world: World): Volumes {
  const found: Volumes = new Map()
  for (const { pod } of node.pods) addPod(found, pod, world)
  for (const { spec } of world.attachments(node.name)) {
    const volume = world.volume(spec.source.persistentVolumeName ?? '')
    const what = volume && attachableDriver(volume.spec)
    if (what) found.set(`${what.driver}/${what.handle}`, what.driver)
  }
  return found
}

function isFull(wanted: Volumes, node: NodeInfo, world: World): boolean {
  const limits = limitsOf(node, world)
  if (limits.size === 0) return false
  const there = present(node, world)
  const news = new Map<string, number>()
  for (const [volume, driver] of wanted)
    if (limits.has(driver) && !there.has(volume)) news.set(driver, (news.get(driver) ?? 0) + 1)
  for (const [driver, count] of news) {
    let used = 0
    for (const other of there.values()) if (other === driver) used++
    if (used + count > (limits.get(driver) ?? 0)) return true
  }
  return false
}

// k8s: pkg/scheduler/framework/plugins/nodevolumelimits CSILimits (1.36)
export const nodeVolumeLimits: Plugin = {
  name: NAME,
  prepareFilter(pod, world): Filter | undefined {
    if (claimNames(pod.pod).length === 0) return undefined
    const wanted: Volumes = new Map()
    addPod(wanted, pod.pod, world)
    if (wanted.size === 0) return undefined
    return { check: (node) => (isFull(wanted, node, world) ? TOO_MANY : undefined) }
  },
}
