import type { Cluster } from '../cluster.ts'
import type { HostPathVolumeSource, Pod, Volume } from '../types/index.ts'
import { claimOf, hostStore } from './backend.ts'
import { absolute } from './paths.ts'
import { makeFolder, putLeaf, treeOf, typeAt } from './tree.ts'
import type { FileType, Leaf } from './types.ts'

/** What every machine has, whatever was written on it. */
const SYSTEM: Readonly<Record<string, FileType>> = {
  '/dev/null': 'char',
  '/dev/zero': 'char',
  '/dev/fuse': 'char',
  '/dev/kvm': 'char',
  '/dev/sda': 'block',
  '/dev/sda1': 'block',
  '/etc/hostname': 'file',
  '/etc/hosts': 'file',
  '/etc/localtime': 'file',
  '/etc/machine-id': 'file',
  '/etc/os-release': 'file',
  '/etc/passwd': 'file',
  '/etc/resolv.conf': 'file',
  '/run/xtables.lock': 'file',
}
const FOLDERS: readonly string[] = [
  ...'bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'
    .split(' ')
    .map((name) => `/${name}`),
  ...'etc/cni etc/cni/net.d etc/kubernetes etc/kubernetes/manifests etc/kubernetes/pki etc/ssl etc/ssl/certs etc/pki lib/modules opt/cni opt/cni/bin run/systemd usr/lib usr/lib/modules usr/local usr/share usr/share/ca-certificates var/lib var/lib/kubelet var/lib/kubelet/pods var/lib/kubelet/plugins var/lib/kubelet/plugins_registry var/lib/cni var/lib/etcd var/log var/log/pods var/log/containers var/run var/tmp'
    .split(' ')
    .map((name) => `/${name}`),
]
const KNOWN = new Set(FOLDERS)

/** The same as files: a machine's folder is never empty where its system lives. */
export const SYSTEM_TREE: Readonly<Record<string, Leaf>> = Object.fromEntries([
  ...FOLDERS.map((path): [string, Leaf] => [path, { type: 'folder' }]),
  ...Object.entries(SYSTEM).map(([path, type]): [string, Leaf] => [path, { type }]),
])

/** Sockets of a machine's container runtime. */
function isRuntimeSocket(cluster: Cluster, path: string): boolean {
  const name = cluster.profile.kubelet.runtime === 'docker' ? 'docker' : 'containerd'
  const file = name === 'docker' ? 'docker.sock' : 'containerd/containerd.sock'
  return path === `/run/${file}` || path === `/var/run/${file}`
}

/** What is at a path of the machine; undefined for nothing. */
export function onHost(cluster: Cluster, node: string, path: string): FileType | undefined {
  const full = absolute(path)
  const written = typeAt(treeOf(cluster, hostStore(node)), full)
  if (written) return written
  if (KNOWN.has(full)) return 'folder'
  if (isRuntimeSocket(cluster, full)) return 'socket'
  return SYSTEM[full]
}

const CHECKS: Readonly<Record<string, readonly [FileType, string]>> = {
  Directory: ['folder', 'a directory'],
  DirectoryOrCreate: ['folder', 'a directory'],
  File: ['file', 'a file'],
  FileOrCreate: ['file', 'a file'],
  Socket: ['socket', 'a socket file'],
  CharDevice: ['char', 'a character device'],
  BlockDevice: ['block', 'a block device'],
}

const MADE: ReadonlySet<string> = new Set(['', 'DirectoryOrCreate', 'FileOrCreate'])

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** Why the machine's path is not what the volume wants; undefined when it is, or can be made. */
// k8s: pkg/volume/hostpath checkTypeInternal (1.36)
export function hostPathError(
  cluster: Cluster,
  node: string,
  { path, type = '' }: HostPathVolumeSource,
): string | undefined {
  const there = onHost(cluster, node, path)
  if (there === undefined && MADE.has(type)) {
    const isLost =
      type === 'FileOrCreate' && onHost(cluster, node, parentOf(absolute(path))) !== 'folder'
    return isLost ? `open ${path}: no such file or directory` : undefined
  }
  const check = CHECKS[type]
  if (!check || there === check[0]) return undefined
  return `hostPath type check failed: ${path} is not ${check[1]}`
}

/** Makes what the pod's volumes want to be there on its machine. Runtimes make what nobody checks. */
export function makeHostPaths(cluster: Cluster, pod: Pod): void {
  const { volumes = [], nodeName = '' } = pod.spec
  for (const volume of volumes) {
    const source = volume.hostPath ?? hostPathOf(cluster, pod, volume)
    if (source) make(cluster, nodeName, source)
  }
}

function hostPathOf(cluster: Cluster, pod: Pod, volume: Volume): HostPathVolumeSource | undefined {
  const claim = claimOf(pod, volume)
  if (claim === undefined) return undefined
  const found = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim)
  return cluster.find('PersistentVolume', '', found?.spec.volumeName ?? '')?.spec.hostPath
}

/** Paths of the system are not worth writing down: they are always there. */
function make(cluster: Cluster, node: string, { path, type = '' }: HostPathVolumeSource): void {
  if (!MADE.has(type) || onHost(cluster, node, path) !== undefined) return
  const store = hostStore(node)
  const full = absolute(path)
  if (type === 'FileOrCreate') putLeaf(cluster, store, full, { text: '', at: cluster.now })
  else makeFolder(cluster, store, full)
}
