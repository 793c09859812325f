import type { PersistentVolumeClaim, StorageClass } from '../../types/index.ts'
import { wholeValue } from '../amounts.ts'
import type { PodInfo } from '../nodeInfo.ts'
import type { Filter, Plugin, Rejection, World } from '../plugin.ts'
import { labelMatcher, type NodeFacts, volumeReaches } from '../selectors.ts'
import { claimNames, isBound } from './podClaims.ts'
import { findVolume, requestedStorage } from './volumeMatch.ts'

const NAME = 'VolumeBinding'
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
const NOTHING_TO_BIND = "node(s) didn't find available persistent volumes to bind"
const NO_ROOM = 'node(s) did not have enough free storage'
const VOLUME_MISSING = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'

function reject(reasons: readonly string[]): Rejection {
  return { code: 'UnschedulableAndUnresolvable', plugin: NAME, reasons }
}

interface Claims {
  readonly bound: readonly PersistentVolumeClaim[]
  /** To be bound to wherever the pod goes. */
  readonly waiting: readonly PersistentVolumeClaim[]
}

/** Why the claim rules the pod out everywhere. */
function blocked(
  claim: PersistentVolumeClaim | undefined,
  name: string,
  pod: PodInfo,
): string | undefined {
  if (!claim) {
    const ephemeral = pod.pod.spec.volumes?.some(
      (v) => v.ephemeral && `${pod.pod.metadata.name}-${v.name}` === name,
    )
    return ephemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`
  }
  if (claim.status?.phase === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`
  }
  return claim.metadata.deletionTimestamp
    ? `persistentvolumeclaim "${name}" is being deleted`
    : undefined
}

function classOf(claim: PersistentVolumeClaim, world: World): StorageClass | undefined {
  const name = claim.spec.storageClassName
  return name ? world.storageClass(name) : undefined
}

/** Sorts the pod's claims, or says why no node will do. */
// k8s: pkg/scheduler/framework/plugins/volumebinding PreFilter (1.36)
export function claimsOf(pod: PodInfo, world: World): Claims | Rejection | undefined {
  const names = claimNames(pod.pod)
  if (names.length === 0) return undefined
  const bound: PersistentVolumeClaim[] = []
  const waiting: PersistentVolumeClaim[] = []
  let immediate = false
  for (const name of names) {
    const claim = world.claim(pod.namespace, name)
    const reason = blocked(claim, name, pod)
    if (reason || !claim) return reject([reason ?? ''])
  }
  for (const name of names) {
    const claim = world.claim(pod.namespace, name) as PersistentVolumeClaim
    if (isBound(claim)) bound.push(claim)
    else if (
      classOf(claim, world)?.volumeBindingMode === 'WaitForFirstConsumer' &&
      !claim.spec.volumeName
    ) {
      waiting.push(claim)
    } else immediate = true
  }
  return immediate
    ? reject(['pod has unbound immediate PersistentVolumeClaims'])
    : { bound, waiting }
}

function topologyAllows(storageClass: StorageClass, node: NodeFacts): boolean {
  const terms = storageClass.allowedTopologies
  if (!terms || terms.length === 0) return true
  return terms.some((term) =>
    (term.matchLabelExpressions ?? []).every(({ key, values }) =>
      values.includes(node.labels[key] ?? ''),
    ),
  )
}

function canProvision(claim: PersistentVolumeClaim, node: NodeFacts, world: World): boolean {
  const storageClass = classOf(claim, world)
  if (!storageClass || storageClass.provisioner === 'kubernetes.io/no-provisioner') return false
  return topologyAllows(storageClass, node)
}

/** What happens to each waiting claim when the pod goes to the node. */
export interface Placement {
  /** Volumes to bind, by claim name. */
  readonly matched: ReadonlyMap<string, string>
  /** Claims to have a volume made for. */
  readonly provisioned: readonly string[]
}

/** Undefined when some claim can get no volume there. */
// k8s: pkg/scheduler/framework/plugins/volumebinding FindPodVolumes (1.36)
export function placeClaims(
  waiting: readonly PersistentVolumeClaim[],
  node: NodeFacts,
  world: World,
): Placement | undefined {
  const matched = new Map<string, string>()
  const provisioned: string[] = []
  const taken = new Set<string>()
  const bySize = [...waiting].sort((a, b) => requestedStorage(a) - requestedStorage(b))
  for (const claim of bySize) {
    const { name } = claim.metadata
    const chosen = claim.metadata.annotations?.[SELECTED_NODE]
    if (chosen !== undefined && chosen !== node.name) return undefined
    const volume =
      chosen === undefined ? findVolume(claim, world.volumes(), node, taken) : undefined
    if (volume) {
      matched.set(name, volume.metadata.name)
      taken.add(volume.metadata.name)
    } else if (canProvision(claim, node, world)) provisioned.push(name)
    else return undefined
  }
  return { matched, provisioned }
}

/** Whether the driver says that the volumes to be made fit where the node reaches; most say nothing. */
// k8s: pkg/scheduler/framework/plugins/volumebinding hasEnoughCapacity (1.36)
function hasRoom(
  { provisioned }: Placement,
  waiting: readonly PersistentVolumeClaim[],
  node: NodeFacts,
  world: World,
): boolean {
  return provisioned.every((name) => {
    const claim = waiting.find(({ metadata }) => metadata.name === name)
    const storageClass = claim && classOf(claim, world)
    if (!claim || !storageClass) return true
    if (!world.csiDriver(storageClass.provisioner)?.spec.storageCapacity) return true
    return world
      .capacities()
      .some(
        (one) =>
          one.storageClassName === storageClass.metadata.name &&
          wholeValue(one.maximumVolumeSize ?? one.capacity ?? '0') >= requestedStorage(claim) &&
          labelMatcher(one.nodeTopology).matches(node.labels),
      )
  })
}

function prepare(pod: PodInfo, world: World): Filter | Rejection | undefined {
  const claims = claimsOf(pod, world)
  if (!claims || 'code' in claims) return claims
  const volumes = claims.bound.map((claim) => world.volume(claim.spec.volumeName ?? ''))
  return {
    check(node) {
      const reasons: string[] = []
      if (volumes.some((v) => v && !volumeReaches(v.spec.nodeAffinity, node))) {
        reasons.push(world.texts.volumeNodeConflict)
      }
      if (claims.waiting.length > 0) {
        const placement = placeClaims(claims.waiting, node, world)
        if (!placement) reasons.push(NOTHING_TO_BIND)
        else if (!hasRoom(placement, claims.waiting, node, world)) reasons.push(NO_ROOM)
      }
      if (volumes.includes(undefined)) reasons.push(VOLUME_MISSING)
      return reasons.length === 0 ? undefined : reject(reasons)
    },
  }
}

export const volumeBinding: Plugin = { name: NAME, prepareFilter: prepare }
