import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'
import type { Node } from '../../types/index.ts'
import { ATTACHDETACH } from './attach.ts'
import { holds, type Scene } from './scene.ts'

/** A node that does not answer keeps a volume for so long. k8s: attachdetach maxWaitForUnmountDuration (1.36) */
const LONGEST_UNMOUNT: Millis = 360_000
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

export function detachSlot(volume: string, node: string): string {
  return `detach ${volume} ${node}`
}

function isHealthy(node: Node): boolean {
  return node.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true
}

/** Why the volume may leave the node now; undefined while it has to stay. */
function permission(
  cluster: Cluster,
  { what }: Scene,
  node: Node | undefined,
  since: Millis,
): string | undefined {
  if (!node) return 'its node is gone'
  const { name } = node.metadata
  if (!node.status.volumesInUse?.includes(what.id)) return `no pod on ${name} needs it any more`
  if (node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE))
    return `node ${name} is out of service`
  return !isHealthy(node) && cluster.now - since >= LONGEST_UNMOUNT
    ? `node ${name} did not unmount it in six minutes`
    : undefined
}

/** Takes the volume off a node where nobody wants it; ms until the next look, -1 for none. */
// k8s: pkg/controller/volume/attachdetach/reconciler reconcile, detach part (1.36)
export function detachFrom(cluster: Cluster, scene: Scene, name: string): Millis {
  const slot = detachSlot(scene.volume.metadata.name, name)
  const since = cluster.recall<Millis>(ATTACHDETACH, slot) ?? cluster.now
  const node = cluster.find('Node', '', name)
  const why = permission(cluster, scene, node, since)
  if (why === undefined) {
    cluster.remember(ATTACHDETACH, slot, since)
    // A healthy node says itself when it is done.
    return node && !isHealthy(node) ? since + LONGEST_UNMOUNT - cluster.now : -1
  }
  cluster.why(why)
  cluster.forget(ATTACHDETACH, slot)
  if (node && holds(node, scene.what)) {
    const { volumesAttached = [], ...status } = node.status
    const rest = volumesAttached.filter((one) => one.name !== scene.what.id)
    cluster.updateStatus({
      ...node,
      status: { ...status, ...(rest.length > 0 ? { volumesAttached: rest } : {}) },
    })
  }
  const attachment = scene.attachments.get(name)
  if (attachment && !attachment.metadata.deletionTimestamp)
    cluster.delete('VolumeAttachment', '', attachment.metadata.name)
  return -1
}
