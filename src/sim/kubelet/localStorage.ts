import type { Cluster } from '../cluster.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import type { Container, Pod } from '../types/index.ts'
import { podStore } from '../volumes/backend.ts'
import { bytesBelow, treeOf } from '../volumes/tree.ts'
import { evict } from './eviction.ts'
import { kubeletName, kubeletRuns } from './machine.ts'
import { containerDisk } from './pressure/holders.ts'
import { KUBELET, type Runtime, runtimeOf } from './runtime.ts'

function bytesIn(cluster: Cluster, store: string): number {
  return bytesBelow(treeOf(cluster, store), '/')
}

// k8s: pkg/kubelet/eviction managerImpl.emptyDirLimitEviction (1.36)
function emptyDirExcess(cluster: Cluster, pod: Pod): string | undefined {
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit
    if (limit === undefined) continue
    if (bytesIn(cluster, podStore(pod.metadata.uid, name)) > wholeValue(limit))
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${limit}". `
  }
  return undefined
}

function limitOf({ resources }: Container): string | undefined {
  return resources?.limits?.['ephemeral-storage']
}

/** Bytes that the container wrote where nothing is mounted. */
function layerBytes(cluster: Cluster, pod: Pod, { containers }: Runtime, index: number): number {
  const id = containers[index]?.id ?? ''
  const name = pod.spec.containers[index]?.name ?? ''
  return id === '' ? 0 : bytesIn(cluster, id) + containerDisk(cluster, pod, name)
}

/** Bytes of the pod on its machine's disk; volumes in memory do not count here. */
function podBytes(cluster: Cluster, pod: Pod, runtime: Runtime): number {
  const volumes = (pod.spec.volumes ?? []).filter(
    ({ emptyDir }) => emptyDir && emptyDir.medium !== 'Memory',
  )
  const inVolumes = volumes.map(({ name }) => bytesIn(cluster, podStore(pod.metadata.uid, name)))
  const inLayers = pod.spec.containers.map((_, index) => layerBytes(cluster, pod, runtime, index))
  return [...inVolumes, ...inLayers].reduce((sum, one) => sum + one, 0)
}

/** Limits of the containers together, as far as they have one. */
// k8s: pkg/kubelet/eviction managerImpl.podEphemeralStorageLimitEviction (1.36)
function podExcess(cluster: Cluster, pod: Pod, runtime: Runtime): string | undefined {
  const limits = pod.spec.containers.map(limitOf)
  if (limits.every((one) => one === undefined)) return undefined
  const total = limits.reduce((sum, one) => sum + wholeValue(one ?? '0'), 0)
  if (podBytes(cluster, pod, runtime) <= total) return undefined
  const [first = ''] = limits.filter((one) => one !== undefined)
  const text = limits.length === 1 ? first : String(total)
  return `Pod ephemeral local storage usage exceeds the total limit of containers ${text}. `
}

// k8s: pkg/kubelet/eviction managerImpl.containerEphemeralStorageLimitEviction (1.36)
function containerExcess(cluster: Cluster, pod: Pod, runtime: Runtime): string | undefined {
  for (const [index, container] of pod.spec.containers.entries()) {
    const limit = limitOf(container)
    if (limit !== undefined && layerBytes(cluster, pod, runtime, index) > wholeValue(limit))
      return `Container ${container.name} exceeded its local ephemeral storage limit "${limit}". `
  }
  return undefined
}

/** Compares what a pod has written on its machine with what it may. `key` is `uid/namespace/name`. */
// k8s: pkg/kubelet/eviction managerImpl.localStorageEviction (1.36)
export function watchLocalStorage(cluster: Cluster, key: string): void {
  const slash = key.indexOf('/')
  const uid = key.slice(0, slash)
  const pod = cluster.at('Pod', key.slice(slash + 1))
  const runtime = runtimeOf(cluster, uid)
  if (pod?.metadata.uid !== uid || !runtime || runtime.over || runtime.endReason !== '') return
  if (pod.metadata.deletionTimestamp !== undefined || !kubeletRuns(cluster, runtime.node)) return
  cluster.speakAs(kubeletName(runtime.node), KUBELET)
  const message =
    emptyDirExcess(cluster, pod) ??
    podExcess(cluster, pod, runtime) ??
    containerExcess(cluster, pod, runtime)
  if (message !== undefined) evict(cluster, pod, message, 'it wrote more than it may')
}
