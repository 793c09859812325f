import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { attachableOf, volumesOf } from '../../storage/attachable.ts'
import type { Key } from '../../store.ts'
import type { Millis } from '../../time.ts'
import type { Node, Pod } from '../../types/index.ts'
import type { Actor, Change, Requeue } from '../controller.ts'
import { isTerminal } from '../pods.ts'
import { ATTACHDETACH, attachTo } from './attach.ts'
import { detachFrom, detachSlot } from './detach.ts'
import { sceneOf } from './scene.ts'

const NONE: readonly Key[] = []

/** A pod is news when it comes to its machine, ends, or goes. */
function podNews(pod: Pod, cluster: Cluster, { before, after }: Change<Pod>): readonly Key[] {
  if (!pod.spec.volumes || !pod.spec.nodeName) return NONE
  if (
    before &&
    after &&
    before.spec.nodeName === after.spec.nodeName &&
    isTerminal(before) === isTerminal(after)
  )
    return NONE
  return volumesOf(cluster, pod)
}

/** Volumes that a node has, or keeps others from having. */
function nodeNews(node: Node, cluster: Cluster, { before, after }: Change<Node>): readonly Key[] {
  if (!node.status.volumesAttached) return NONE
  if (
    before &&
    after &&
    equal(before.status.volumesInUse, after.status.volumesInUse) &&
    equal(before.spec.taints, after.spec.taints) &&
    equal(before.status.conditions, after.status.conditions)
  )
    return NONE
  const ids = new Set(node.status.volumesAttached.map(({ name }) => name))
  return cluster
    .list('PersistentVolume', {
      where: (volume) => ids.has(attachableOf(cluster, volume)?.id ?? ''),
    })
    .map(({ metadata }) => metadata.name)
}

/** k8s: pkg/controller/volume/attachdetach (1.36). Its keys are names of PersistentVolumes. */
export const attachDetach: Actor = {
  name: ATTACHDETACH,
  source: 'attachdetach-controller',
  watches: {
    Pod: (pod, cluster, change) =>
      cluster.store.count('PersistentVolume') === 0 ? NONE : podNews(pod, cluster, change),
    PersistentVolumeClaim: ({ spec, status }, _, { before }) =>
      spec.volumeName && status.phase === 'Bound' && before?.status.phase !== 'Bound'
        ? [spec.volumeName]
        : NONE,
    VolumeAttachment: ({ spec: { source } }) =>
      source.persistentVolumeName ? [source.persistentVolumeName] : NONE,
    Node: nodeNews,
    CSIDriver: (_, cluster, { before, after }) =>
      before && after ? NONE : cluster.list('PersistentVolume').map((one) => one.metadata.name),
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => cluster.list('PersistentVolume').map(({ metadata }) => metadata.name),
  reconcile,
}

function reconcile(cluster: Cluster, name: string): Requeue | undefined {
  const scene = sceneOf(cluster, name)
  if (!scene) return undefined
  const again: Millis[] = []
  // What leaves, leaves first: another node may wait for it.
  for (const node of scene.holders)
    if (!scene.wanted.has(node)) again.push(detachFrom(cluster, scene, node))
    else cluster.forget(ATTACHDETACH, detachSlot(name, node))
  const present = sceneOf(cluster, name)
  if (present)
    for (const node of [...present.wanted.keys()].sort()) {
      // What the loop has just given to one node is no longer free for the next.
      const now = sceneOf(cluster, name)
      if (now) again.push(attachTo(cluster, now, node))
    }
  const next = again.filter((millis) => millis >= 0)
  return next.length > 0
    ? { requeueAfter: Math.max(1, Math.min(...next)), background: true }
    : undefined
}
