import { machineOf, machines } from '../kubelet/machine.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import { keyIn } from '../store.ts'
import type { PersistentVolume, PersistentVolumeSpec, Pod, Volume } from '../types/index.ts'
import { migrated } from './migration.ts'
import { absolute, joined } from './paths.ts'
import type { Backend, SourceField, View, VolumeRef } from './types.ts'

const GIBI = 1024 ** 3
/** The disk of every machine, and of every file server. */
export const DISK_BYTES = 37 * GIBI
const DISK = '/dev/sda1'

/** Fields of a volume that say where it is, in the order in which they are looked for. */
const FIELDS: readonly SourceField[] = [
  'persistentVolumeClaim',
  'ephemeral',
  'nfs',
  'hostPath',
  'local',
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'projected',
  'image',
  'csi',
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'iscsi',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
]

/** The field that says what the volume is. */
export function fieldOf(source: Volume | PersistentVolumeSpec): SourceField | undefined {
  return FIELDS.find((field) => field in source)
}

/** Volumes whose content the kubelet takes from the API. */
const FROM_API: ReadonlySet<string> = new Set(['configMap', 'secret', 'downwardAPI', 'projected'])
/** Storage that more than one machine can write into at once. */
const SHARED: ReadonlySet<string> = new Set([
  'nfs',
  'cephfs',
  'glusterfs',
  'azureFile',
  'quobyte',
  'portworxVolume',
])

const NOWHERE = { claim: '', volume: '', node: '', readOnly: false } as const

/** The disk of a machine: the store in which its files are kept. */
export function hostStore(node: string): string {
  return `host/${node}`
}

/** The store of a file server: of a machine of the cluster when it is one. */
export function serverStore(view: Pick<View, 'memory'>, server: string): string {
  for (const { name, ip } of machines(view)) if (ip === server) return hostStore(name)
  return `nfs/${server}`
}

/** A store that no volume names. */
export function podStore(uid: string, volume: string): string {
  return `pod/${uid}/${volume}`
}

function memoryOf(view: View, node: string): number {
  return wholeValue(machineOf(view, node)?.memory ?? '0')
}

function onMachine(kind: 'hostPath' | 'local', node: string, path: string): Backend {
  const root = absolute(path)
  const place = `${node}:${root}`
  const disk = { medium: 'disk', device: DISK, fsType: 'ext4', capacity: DISK_BYTES } as const
  return { ...NOWHERE, ...disk, kind, lifetime: 'node', store: hostStore(node), root, node, place }
}

/** An export of a file server, by address and path. */
export function onServer(view: View, server: string, path: string, readOnly = false): Backend {
  const root = absolute(path)
  const place = `${server}:${root}`
  return {
    ...NOWHERE,
    kind: 'nfs',
    lifetime: 'beyond',
    store: serverStore(view, server),
    root,
    place,
    medium: 'network',
    device: place,
    fsType: 'nfs4',
    capacity: DISK_BYTES,
    readOnly,
  }
}

interface Disk {
  readonly kind: SourceField
  readonly owner: string
  readonly handle: string
  readonly capacity: number
}

/** A disk or share of somebody's, known by a name that only its driver understands. */
function withDriver({ kind, owner, handle, capacity }: Disk): Backend {
  const shared = SHARED.has(kind) || owner === 'file.csi.azure.com' || owner === 'pxd.portworx.com'
  return {
    ...NOWHERE,
    kind,
    lifetime: 'beyond',
    store: `csi/${owner}/${handle}`,
    root: '/',
    place: `${owner} ${handle}`,
    medium: shared ? 'network' : 'disk',
    device: shared ? `${owner}:${handle}` : '/dev/sdb',
    fsType: shared ? 'fuse' : 'ext4',
    capacity,
  }
}

function csiBackend(view: View, { spec }: PersistentVolume, capacity: number): Backend | undefined {
  const { csi } = spec
  if (!csi) return undefined
  const { server, share, subdir = '' } = csi.volumeAttributes ?? {}
  if (server !== undefined && share !== undefined)
    return { ...onServer(view, server, joined(share, subdir), csi.readOnly), kind: 'csi' }
  return withDriver({ kind: 'csi', owner: csi.driver, handle: csi.volumeHandle, capacity })
}

/** The machine that a volume is tied to; empty when it may be on several. */
export function nodeOfVolume({ spec }: PersistentVolume): string {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  for (const { matchExpressions = [] } of terms)
    for (const { key, values } of matchExpressions)
      if (key === 'kubernetes.io/hostname' && values?.length === 1) return values[0] ?? ''
  return ''
}

/** Where the bytes of a PersistentVolume are. A hostPath is another folder on each machine: `node` says which is meant. */
export function backendOfVolume(
  view: View,
  volume: PersistentVolume,
  node = nodeOfVolume(volume),
): Backend | undefined {
  const { spec, metadata } = volume
  const found = sourceOfVolume(view, volume, node)
  return found && { ...found, volume: metadata.name, claim: spec.claimRef?.name ?? '' }
}

function sourceOfVolume(view: View, volume: PersistentVolume, node: string): Backend | undefined {
  const { spec, metadata } = volume
  const capacity = wholeValue(spec.capacity?.storage ?? '0')
  if (spec.nfs) return onServer(view, spec.nfs.server, spec.nfs.path, spec.nfs.readOnly)
  if (spec.hostPath) return onMachine('hostPath', node, spec.hostPath.path)
  if (spec.local) return onMachine('local', node, spec.local.path)
  if (spec.csi) return csiBackend(view, volume, capacity)
  const kind = fieldOf(spec)
  if (!kind) return undefined
  const moved = migrated(spec)
  const owner = moved?.driver ?? kind
  return withDriver({ kind, owner, handle: moved?.handle ?? metadata.name, capacity })
}

function emptyDir(view: View, pod: Pod, volume: Volume): Backend {
  const { nodeName = '' } = pod.spec
  const inMemory = volume.emptyDir?.medium === 'Memory'
  const limit = wholeValue(volume.emptyDir?.sizeLimit ?? '0')
  const memory = memoryOf(view, nodeName)
  return {
    ...NOWHERE,
    kind: 'emptyDir',
    lifetime: 'pod',
    store: podStore(pod.metadata.uid, volume.name),
    root: '/',
    node: nodeName,
    place: `${nodeName}:/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~empty-dir/${volume.name}`,
    medium: inMemory ? 'memory' : 'disk',
    device: inMemory ? 'tmpfs' : DISK,
    fsType: inMemory ? 'tmpfs' : 'ext4',
    capacity: inMemory ? (limit > 0 ? Math.min(limit, memory) : memory) : DISK_BYTES,
  }
}

function fromApi(view: View, pod: Pod, volume: Volume, kind: SourceField): Backend {
  const { nodeName = '' } = pod.spec
  const inMemory = kind === 'secret' || kind === 'projected'
  const name = volume.configMap?.name ?? volume.secret?.secretName ?? kind
  return {
    ...NOWHERE,
    kind,
    lifetime: 'pod',
    store: podStore(pod.metadata.uid, volume.name),
    root: '/',
    node: nodeName,
    place: name,
    medium: 'api',
    device: inMemory ? 'tmpfs' : DISK,
    fsType: inMemory ? 'tmpfs' : 'ext4',
    capacity: inMemory ? memoryOf(view, nodeName) : DISK_BYTES,
    readOnly: true,
  }
}

/** The claim that the volume stands for: the one it names, or the one that is made for it. */
export function claimOf(pod: Pod, volume: Volume): string | undefined {
  if (volume.ephemeral) return `${pod.metadata.name}-${volume.name}`
  return volume.persistentVolumeClaim?.claimName
}

function byClaim(view: View, pod: Pod, claim: string, readOnly: boolean): Backend | undefined {
  const key = keyIn(pod.metadata.namespace ?? '', claim)
  const name = view.store.get('PersistentVolumeClaim', key)?.spec.volumeName
  const volume = name ? view.store.get('PersistentVolume', keyIn('', name)) : undefined
  const node = volume && (nodeOfVolume(volume) || (pod.spec.nodeName ?? ''))
  const found = volume && backendOfVolume(view, volume, node)
  return found && { ...found, claim, readOnly: found.readOnly || readOnly }
}

/** Where the bytes of a pod's volume are; undefined while a claim has no volume. */
export function backendFor(view: View, pod: Pod, volume: Volume): Backend | undefined {
  const { nodeName = '' } = pod.spec
  const { nfs, hostPath, image } = volume
  const claim = claimOf(pod, volume)
  if (claim !== undefined)
    return byClaim(view, pod, claim, volume.persistentVolumeClaim?.readOnly === true)
  if (nfs) return onServer(view, nfs.server, nfs.path, nfs.readOnly)
  if (hostPath) return onMachine('hostPath', nodeName, hostPath.path)
  const kind = fieldOf(volume) ?? 'emptyDir'
  if (kind === 'emptyDir') return emptyDir(view, pod, volume)
  if (FROM_API.has(kind)) return fromApi(view, pod, volume, kind)
  if (image) return imageBackend(nodeName, image.reference ?? '')
  const store = podStore(pod.metadata.uid, volume.name)
  if (volume.csi || volume.gitRepo) return { ...emptyDir(view, pod, volume), kind, store }
  const moved = migrated(volume)
  const owner = moved?.driver ?? kind
  const handle = moved?.handle ?? JSON.stringify(volume[kind as keyof Volume])
  return withDriver({ kind, owner, handle, capacity: DISK_BYTES })
}

function imageBackend(node: string, reference: string): Backend {
  const root = { store: `image/${reference}`, root: '/', node, place: reference } as const
  const disk = { medium: 'disk', device: 'overlay', fsType: 'overlay' } as const
  const kind = { kind: 'image', lifetime: 'node', capacity: DISK_BYTES } as const
  return { ...NOWHERE, ...root, ...disk, ...kind, readOnly: true }
}

/** Where the bytes of a pod's volume are; undefined when there is no such pod, volume or bound claim. */
export function backendOf(view: View, ref: VolumeRef): Backend | undefined {
  const pod = view.store.get('Pod', keyIn(ref.namespace, ref.pod))
  const volume = pod?.spec.volumes?.find(({ name }) => name === ref.volume)
  return pod && volume && backendFor(view, pod, volume)
}

/** What a container writes into where nothing is mounted. */
export function layerOf(id: string, node: string): Backend {
  const kind = { kind: 'container', lifetime: 'container', store: id, root: '/' } as const
  const disk = { medium: 'disk', device: 'overlay', fsType: 'overlay' } as const
  return { ...NOWHERE, ...kind, ...disk, node, place: `${node} ${id}`, capacity: DISK_BYTES }
}
