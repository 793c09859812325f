import type { Cluster } from '../../cluster.ts'
import { type Attachable, attachableOf, claimNamesOf } from '../../storage/attachable.ts'
import type { Node, PersistentVolume, Pod, VolumeAttachment } from '../../types/index.ts'
import { isTerminal } from '../pods.ts'

/** One volume as the controller sees it: where it shall be, and where it is. */
export interface Scene {
  readonly volume: PersistentVolume
  readonly what: Attachable
  /** Pods that use it, by the node that they are bound to. */
  readonly wanted: ReadonlyMap<string, readonly Pod[]>
  /** VolumeAttachments of it, by node. */
  readonly attachments: ReadonlyMap<string, VolumeAttachment>
  /** Nodes that it is attached to, or on its way to or from. */
  readonly holders: readonly string[]
}

/** Pods that are bound to a machine and not over, by the machine. */
function usersByNode(
  cluster: Cluster,
  { spec: { claimRef } }: PersistentVolume,
): Map<string, Pod[]> {
  const found = new Map<string, Pod[]>()
  const { namespace = '', name = '', uid } = claimRef ?? {}
  const claim = claimRef && cluster.find('PersistentVolumeClaim', namespace, name)
  if (!claim || claim.metadata.uid !== uid || claim.status.phase !== 'Bound') return found
  for (const key of cluster.store.keys('Pod', namespace)) {
    const pod = cluster.at('Pod', key)
    const node = pod?.spec.nodeName
    if (!pod || !node || isTerminal(pod) || !claimNamesOf(pod).includes(name)) continue
    const list = found.get(node)
    if (list) list.push(pod)
    else found.set(node, [pod])
  }
  return found
}

export function sceneOf(cluster: Cluster, name: string): Scene | undefined {
  const volume = cluster.find('PersistentVolume', '', name)
  const what = volume && attachableOf(cluster, volume)
  if (!volume || !what) return undefined
  const attachments = new Map<string, VolumeAttachment>()
  for (const one of cluster.list('VolumeAttachment'))
    if (one.spec.source.persistentVolumeName === name) attachments.set(one.spec.nodeName, one)
  const noted = cluster
    .list('Node', { where: (node) => holds(node, what) })
    .map((node) => node.metadata.name)
  const holders = [...new Set([...attachments.keys(), ...noted])].sort()
  return { volume, what, wanted: usersByNode(cluster, volume), attachments, holders }
}

export function holds(node: Node, { id }: Attachable): boolean {
  return node.status.volumesAttached?.some((one) => one.name === id) === true
}

/** Whether only one machine may have the volume at a time. */
// k8s: pkg/volume/util IsMultiAttachAllowed (1.36)
export function isExclusive({ spec }: PersistentVolume): boolean {
  const modes = spec.accessModes ?? []
  return modes.length > 0 && !modes.some((mode) => mode.endsWith('Many'))
}
