import type { Cluster } from '../cluster.ts'
import type { Requeue } from '../controllers/controller.ts'
import type { Millis } from '../time.ts'
import type { PersistentVolume } from '../types/index.ts'
import { backendOfVolume, nodeOfVolume } from '../volumes/backend.ts'
import { dropStore, moveTree, removeTree } from '../volumes/tree.ts'
import { type Help, help } from './helperPod.ts'
import type { Driver } from './running.ts'

export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
/** Keeps a volume's object until the backend has removed what it stands for. */
export const PV_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer'
const SLOT = 'removed volumes'
const FIRST_RETRY: Millis = 1000
const LAST_RETRY: Millis = 300_000
const POLL: Millis = 1000

/** k8s: sig-storage-lib-external-provisioner shouldDelete */
function isLeftOver({ status, spec, metadata }: PersistentVolume): boolean {
  const guarded = metadata.finalizers?.includes(PV_FINALIZER) === true
  return (
    status.phase === 'Released' &&
    spec.persistentVolumeReclaimPolicy === 'Delete' &&
    (metadata.deletionTimestamp === undefined || guarded)
  )
}

/** Volumes that go with their claim are kept until their backend is told; the others are not. */
// k8s: sig-storage-lib-external-provisioner modifyDeletionFinalizer, HonorPVReclaimPolicy
export function keepFinalizer(cluster: Cluster, volume: PersistentVolume): PersistentVolume {
  const { finalizers = [], deletionTimestamp, ...metadata } = volume.metadata
  const has = finalizers.includes(PV_FINALIZER)
  const wanted = volume.spec.persistentVolumeReclaimPolicy === 'Delete'
  if (has === wanted || (wanted && deletionTimestamp)) return volume
  const next = wanted
    ? [...finalizers, PV_FINALIZER]
    : finalizers.filter((name) => name !== PV_FINALIZER)
  cluster.why(wanted ? 'its backend has to be told before it goes' : 'it is to be kept')
  return cluster.update({
    ...volume,
    metadata: {
      ...metadata,
      ...(deletionTimestamp ? { deletionTimestamp } : {}),
      ...(next.length > 0 ? { finalizers: next } : {}),
    },
  })
}

/** Removes the volume and what it stands for, when nobody needs it any more. */
export function removeVolume(
  cluster: Cluster,
  volume: PersistentVolume,
  maker: 'outside' | Driver,
): Requeue | undefined {
  const { name } = volume.metadata
  if (!isLeftOver(volume)) {
    cluster.forget(SLOT, name)
    return undefined
  }
  const held = cluster
    .list('VolumeAttachment', { where: ({ spec }) => spec.source.persistentVolumeName === name })
    .at(0)
  if (held)
    return complain(
      cluster,
      volume,
      `persistentvolume ${name} is still attached to node ${held.spec.nodeName}`,
    )
  const done = clear(cluster, volume, maker)
  if (done === 'working') return { requeueAfter: POLL }
  if (done !== 'done') return complain(cluster, volume, done.error)
  cluster.forget(SLOT, name)
  cluster.why('its claim is gone and its reclaim policy is Delete')
  if (!volume.metadata.deletionTimestamp) cluster.delete('PersistentVolume', '', name)
  dropFinalizer(cluster, name)
  return undefined
}

function complain(cluster: Cluster, volume: PersistentVolume, message: string): Requeue {
  const { name } = volume.metadata
  const times = cluster.recall<{ readonly times: number }>(SLOT, name)?.times ?? 0
  cluster.remember(SLOT, name, { times: times + 1 })
  cluster.event(volume, 'Warning', 'VolumeFailedDelete', message)
  return { requeueAfter: Math.min(FIRST_RETRY * 2 ** times, LAST_RETRY), background: true }
}

function dropFinalizer(cluster: Cluster, name: string): void {
  const volume = cluster.find('PersistentVolume', '', name)
  if (!volume?.metadata.finalizers?.includes(PV_FINALIZER)) return
  const { finalizers = [], ...metadata } = volume.metadata
  const rest = finalizers.filter((one) => one !== PV_FINALIZER)
  cluster.update({
    ...volume,
    metadata: { ...metadata, ...(rest.length > 0 ? { finalizers: rest } : {}) },
  })
}

function clear(cluster: Cluster, volume: PersistentVolume, maker: 'outside' | Driver): Help {
  const sort = maker === 'outside' ? undefined : maker.classic?.sort
  if (maker !== 'outside' && sort === 'local-path') {
    const helped = help(cluster, maker, {
      deed: 'delete',
      volume: volume.metadata.name,
      node: nodeOfVolume(volume),
      path: volume.spec.hostPath?.path ?? '',
      size: '0',
    })
    if (helped === 'done') wipe(cluster, volume)
    return helped
  }
  if (sort === 'nfs') archive(cluster, volume)
  else wipe(cluster, volume)
  return 'done'
}

function wipe(cluster: Cluster, volume: PersistentVolume): void {
  const backend = backendOfVolume(cluster, volume)
  if (!backend) return
  if (backend.root === '/') dropStore(cluster, backend.store)
  else removeTree(cluster, backend.store, backend.root)
}

/** The folder of the volume is kept under another name, unless its class says otherwise. */
// k8s: kubernetes-sigs/nfs-subdir-external-provisioner nfsProvisioner.Delete
function archive(cluster: Cluster, volume: PersistentVolume): void {
  const parameters = cluster.find(
    'StorageClass',
    '',
    volume.spec.storageClassName ?? '',
  )?.parameters
  const { onDelete, archiveOnDelete } = parameters ?? {}
  if (onDelete === 'retain') return
  const backend = backendOfVolume(cluster, volume)
  if (!backend) return
  if (onDelete === 'delete' || (onDelete === undefined && archiveOnDelete === 'false')) {
    removeTree(cluster, backend.store, backend.root)
    return
  }
  const cut = backend.root.lastIndexOf('/')
  const archived = `${backend.root.slice(0, cut)}/archived-${backend.root.slice(cut + 1)}`
  moveTree(cluster, backend.store, backend.root, archived)
}
