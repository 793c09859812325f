import type { Cluster } from '../../cluster.ts'
import { wholeValue } from '../../scheduler/amounts.ts'
import { keyOf } from '../../store.ts'
import type { Millis } from '../../time.ts'
import type { Draft, PersistentVolume, Pod, Volume } from '../../types/index.ts'
import { backendOfVolume } from '../../volumes/backend.ts'
import { makeFolder, removeTree } from '../../volumes/tree.ts'
import { capacityOf } from './match.ts'

const SLOT = 'recyclers'
const NAMESPACE = 'default'
const POLL: Millis = 1000
const GIBI = 1024 ** 3
/** Seconds that a pod may wipe: the least, by the sort of volume, and more for each gibibyte. */
const LEAST = { nfs: 300, hostPath: 60 } as const
const PER_GIBI = 30
const WIPE =
  'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1'

/** A wiping under way: by which pod, and how many of its events were passed on. */
interface Task {
  readonly uid: string
  readonly told: number
}

export type Recycled = 'working' | 'done' | { readonly error: string }

function sourceOf({ spec: { nfs, hostPath } }: PersistentVolume): Omit<Volume, 'name'> | undefined {
  if (nfs) return { nfs: { server: nfs.server, path: nfs.path } }
  return hostPath ? { hostPath: { path: hostPath.path } } : undefined
}

// k8s: pkg/volume/util CalculateTimeoutForVolume (1.36)
function timeoutOf(volume: PersistentVolume): number {
  const size = Math.floor(wholeValue(capacityOf(volume)) / GIBI) * PER_GIBI
  return Math.max(volume.spec.nfs ? LEAST.nfs : LEAST.hostPath, size)
}

// k8s: pkg/volume NewPersistentVolumeRecyclerPodTemplate (1.36)
function draft(volume: PersistentVolume, source: Omit<Volume, 'name'>): Draft<Pod> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: nameOf(volume), namespace: NAMESPACE },
    spec: {
      activeDeadlineSeconds: timeoutOf(volume),
      restartPolicy: 'Never',
      containers: [
        {
          name: 'pv-recycler',
          image: 'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6',
          command: ['/bin/sh'],
          args: ['-c', WIPE],
          volumeMounts: [{ name: 'vol', mountPath: '/scrub' }],
        },
      ],
      volumes: [{ name: 'vol', ...source }],
    },
  }
}

function nameOf({ metadata }: PersistentVolume): string {
  return `recycler-for-${metadata.name}`
}

/** What is told of the pod is told of its volume, too. */
function passOn(cluster: Cluster, volume: PersistentVolume, { uid, told }: Task): void {
  const said = cluster.list('Event', { where: ({ involvedObject }) => involvedObject.uid === uid })
  const sorted = said.toSorted(
    (a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion),
  )
  for (const { type, message } of sorted.slice(told))
    cluster.event(
      volume,
      type === 'Warning' ? 'Warning' : 'Normal',
      'RecyclerPod',
      `Recycler pod: ${message}`,
    )
  cluster.remember(SLOT, volume.metadata.name, { uid, told: sorted.length })
}

function wipe(cluster: Cluster, volume: PersistentVolume, node: string): void {
  const backend = backendOfVolume(cluster, volume, node)
  if (!backend) return
  removeTree(cluster, backend.store, backend.root)
  makeFolder(cluster, backend.store, backend.root)
}

/** Has a pod wipe the volume; undefined when volumes of its sort cannot be wiped. */
// k8s: pkg/volume RecycleVolumeByWatchingPodUntilCompletion (1.36)
export function recycled(cluster: Cluster, volume: PersistentVolume): Recycled | undefined {
  const source = sourceOf(volume)
  if (!source) return undefined
  const { name } = volume.metadata
  const task = cluster.recall<Task>(SLOT, name)
  const pod = cluster.find('Pod', NAMESPACE, nameOf(volume))
  if (!task) {
    cluster.why('its claim is gone and it is to be used again')
    const { uid } = (pod ?? cluster.create<'Pod'>(draft(volume, source))).metadata
    cluster.remember(SLOT, name, { uid, told: 0 })
    return again(cluster, volume)
  }
  if (pod?.metadata.uid !== task.uid) {
    cluster.forget(SLOT, name)
    return { error: 'recycler pod was deleted' }
  }
  passOn(cluster, volume, task)
  const { phase, message } = pod.status
  if (phase !== 'Succeeded' && phase !== 'Failed') return again(cluster, volume)
  cluster.forget(SLOT, name)
  cluster.delete('Pod', NAMESPACE, nameOf(volume))
  if (phase === 'Failed') return { error: message || 'pod failed, pod.Status.Message unknown' }
  wipe(cluster, volume, pod.spec.nodeName ?? '')
  return 'done'
}

function again(cluster: Cluster, volume: PersistentVolume): 'working' {
  cluster.enqueue('pv-binder', `volume ${keyOf(volume)}`, POLL)
  return 'working'
}
