import type { Cluster } from '../../cluster.ts'
import { digestOf } from '../../kubelet/behaviour/reference.ts'
import { retrySooner } from '../../kubelet/blocked.ts'
import type { Millis } from '../../time.ts'
import type { Pod, VolumeAttachment } from '../../types/index.ts'
import { holds, isExclusive, type Scene } from './scene.ts'

export const ATTACHDETACH = 'attachdetach'
/** How long a driver may take before it is complained about. k8s: pkg/volume/csi csiTimeout (1.36) */
const PATIENCE: Millis = 120_000
const FIRST_RETRY: Millis = 500
const LAST_RETRY: Millis = 122_000

/** An attaching under way: how often it was complained of, and when that is to be done again. */
interface Wait {
  readonly complaints: number
  readonly againAt: Millis
}

function complain(cluster: Cluster, pods: readonly Pod[], message: string): void {
  for (const pod of pods) cluster.event(pod, 'Warning', 'FailedAttachVolume', message)
}

/** What keeps the volume from coming to another node. */
// k8s: pkg/controller/volume/attachdetach/reconciler reportMultiAttachError (1.36)
function multiAttachText(scene: Scene, pod: Pod, others: readonly string[]): string {
  const users = others.flatMap((node) => scene.wanted.get(node) ?? [])
  const start = `Multi-Attach error for volume "${scene.volume.metadata.name}" Volume is already`
  if (users.length === 0)
    return `${start} exclusively attached to one node and can't be attached to another`
  const near = users.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace)
  const far = users.length - near.length
  const names = near.map(({ metadata }) => metadata.name).join(', ')
  if (near.length === 0) return `${start} used by ${far} pod(s) in different namespaces`
  const rest = far > 0 ? ` and ${far} pod(s) in different namespaces` : ''
  return `${start} used by pod(s) ${names}${rest}`
}

function slotOf(scene: Scene, node: string): string {
  return `attach ${scene.volume.metadata.name} ${node}`
}

/** The volume may not come here yet: said once to each pod that waits. */
function refuse(cluster: Cluster, scene: Scene, node: string, others: readonly string[]): void {
  const slot = `refused ${scene.volume.metadata.name} ${node}`
  const told = cluster.recall<readonly string[]>(ATTACHDETACH, slot) ?? []
  const pods = scene.wanted.get(node) ?? []
  const news = pods.filter(({ metadata }) => !told.includes(metadata.uid))
  if (news.length === 0) return
  cluster.remember(
    ATTACHDETACH,
    slot,
    pods.map(({ metadata }) => metadata.uid),
  )
  for (const pod of news) complain(cluster, [pod], multiAttachText(scene, pod, others))
}

/** k8s: pkg/volume/csi getAttachmentName (1.36): a digest of volume, driver and node. */
function attachmentName({ what }: Scene, node: string): string {
  return `csi-${digestOf(`${what.handle}${what.driver}${node}`)}`
}

function ask(cluster: Cluster, scene: Scene, node: string): void {
  cluster.why(`a pod on ${node} needs volume ${scene.volume.metadata.name}`)
  cluster.create<'VolumeAttachment'>({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: attachmentName(scene, node) },
    spec: {
      attacher: scene.what.driver,
      nodeName: node,
      source: { persistentVolumeName: scene.volume.metadata.name },
    },
  })
}

/** The driver is done: the kubelet may mount it, and is told by the node's status. */
function noteAttached(cluster: Cluster, scene: Scene, name: string): void {
  const node = cluster.find('Node', '', name)
  if (!node || holds(node, scene.what)) return
  const pods = scene.wanted.get(name) ?? []
  const volumesAttached = [
    ...(node.status.volumesAttached ?? []),
    { name: scene.what.id, devicePath: '' },
  ]
  cluster.why(`volume ${scene.volume.metadata.name} is attached to ${name}`)
  cluster.updateStatus({ ...node, status: { ...node.status, volumesAttached } })
  for (const pod of pods)
    cluster.event(
      pod,
      'Normal',
      'SuccessfulAttachVolume',
      `AttachVolume.Attach succeeded for volume "${scene.volume.metadata.name}" `,
    )
  for (const namespace of new Set(pods.map(({ metadata }) => metadata.namespace ?? '')))
    retrySooner(cluster, namespace, true)
}

/** Waits for the driver, and complains when it fails or does not answer; when to look again. */
function awaitDriver(
  cluster: Cluster,
  scene: Scene,
  node: string,
  { status }: VolumeAttachment,
): Millis {
  const slot = slotOf(scene, node)
  const wait = cluster.recall<Wait>(ATTACHDETACH, slot) ?? {
    complaints: 0,
    againAt: status.attachError ? cluster.now : cluster.now + PATIENCE,
  }
  // A driver that says no is complained of as soon as it does.
  const early = status.attachError && wait.complaints === 0
  if (cluster.now < wait.againAt && !early) {
    cluster.remember(ATTACHDETACH, slot, wait)
    return wait.againAt - cluster.now
  }
  const why =
    status.attachError?.message ??
    `timed out waiting for external-attacher of ${scene.what.driver} CSI driver to attach volume ${scene.what.handle}`
  complain(
    cluster,
    scene.wanted.get(node) ?? [],
    `AttachVolume.Attach failed for volume "${scene.volume.metadata.name}" : ${why}`,
  )
  const pause = Math.min(FIRST_RETRY * 2 ** wait.complaints, LAST_RETRY)
  const next = pause + (status.attachError ? 0 : PATIENCE)
  cluster.remember(ATTACHDETACH, slot, {
    complaints: wait.complaints + 1,
    againAt: cluster.now + next,
  })
  return next
}

/** Brings the volume to one node that wants it; ms until the next look, -1 for none. */
// k8s: pkg/controller/volume/attachdetach/reconciler attachDesiredVolumes (1.36)
export function attachTo(cluster: Cluster, scene: Scene, node: string): Millis {
  const there = scene.attachments.get(node)
  const others = scene.holders.filter((name) => name !== node)
  if (!scene.holders.includes(node) && others.length > 0 && isExclusive(scene.volume)) {
    refuse(cluster, scene, node, others)
    return -1
  }
  cluster.forget(ATTACHDETACH, `refused ${scene.volume.metadata.name} ${node}`)
  if (scene.what.driver === '') {
    noteAttached(cluster, scene, node)
    return -1
  }
  if (!there) {
    ask(cluster, scene, node)
    cluster.remember(ATTACHDETACH, slotOf(scene, node), {
      complaints: 0,
      againAt: cluster.now + PATIENCE,
    })
    return PATIENCE
  }
  if (there.metadata.deletionTimestamp) return -1
  if (!there.status.attached) return awaitDriver(cluster, scene, node, there)
  cluster.forget(ATTACHDETACH, slotOf(scene, node))
  noteAttached(cluster, scene, node)
  return -1
}
