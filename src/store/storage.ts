import { useMemo } from 'react'
import {
  type Backend,
  backendFor,
  backendOfVolume,
  type Candidate,
  type ClusterView,
  type Consumer,
  candidatesOf,
  consumersOf,
  type FileNode,
  filesOf,
  filesOfBackend,
  filesOfContainer,
  filesOfVolume,
  machineNames,
  machineOf,
  mountTrouble,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type Pod,
  serverAt,
  usedOfVolume,
  type Volume,
} from '../sim/index.ts'
import { complaintOf } from './complaints.ts'
import { peekCluster, peekObject, runningCluster, useSim } from './sim.ts'

/**
 * What is known of storage beyond its objects: where bytes are, how many, and whether whoever keeps them answers. It comes
 * with the cards that show it.
 */

/** none: nobody has set such a server up. unknown: nothing in this world would notice. */
export type Standing = 'up' | 'lost' | 'down' | 'none' | 'unknown'

export interface PlaceLook {
  readonly backend: Backend
  readonly standing: Standing
  readonly used: number
  readonly files: number
}

function nfsStanding(view: ClusterView, server: string, path: string): Standing {
  if (!serverAt(view, server)) return 'none'
  const clients = machineNames(view).flatMap((name) => machineOf(view, name)?.ip ?? [])
  const troubles = clients.map((client) => mountTrouble(view, server, path, client))
  if (troubles.some((trouble) => trouble === undefined)) return 'up'
  return troubles.some((trouble) => trouble === 'denied' || trouble === 'missing') ? 'lost' : 'down'
}

function standingOf(view: ClusterView, volume: PersistentVolume, { node }: Backend): Standing {
  const { nfs } = volume.spec
  if (nfs) return nfsStanding(view, nfs.server, nfs.path)
  if (node === '') return 'unknown'
  return machineOf(view, node)?.powered === false ? 'down' : 'up'
}

function filesIn(node: FileNode): number {
  return node.files.reduce((sum, one) => sum + filesIn(one), node.type === 'folder' ? 0 : 1)
}

/** How the place is that a volume points to; undefined when its spec names none. */
export function placeLook(view: ClusterView, volume: PersistentVolume): PlaceLook | undefined {
  const backend = backendOfVolume(view, volume)
  if (!backend) return undefined
  const tree = filesOfBackend(view, backend)
  const standing = standingOf(view, volume, backend)
  return { backend, standing, used: tree.bytes, files: filesIn(tree) }
}

/** Virtual milliseconds between two looks at what no journal entry tells, such as a file that grows. */
const LOOK = 500

/** Grows whenever what is stored may be another; for whoever reads the world behind the objects. */
export function useLook(): string {
  return useSim(({ rv, now }) => `${rv} ${Math.floor(now / LOOK)}`)
}

/** Reads something of the world, again when it may have changed. The reader must not change between renders. */
export function useReading<T>(read: (view: ClusterView) => T, about: unknown): T | undefined {
  const look = useLook()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look stands for all that is read
  return useMemo(() => {
    const view = peekCluster()
    return view && read(view)
  }, [look, about])
}

export function usePlace(volume: PersistentVolume | undefined): PlaceLook | undefined {
  return useReading((view) => volume && placeLook(view, volume), volume)
}

export function useUsed(volume: PersistentVolume): number {
  return useReading((view) => usedOfVolume(view, volume), volume) ?? 0
}

const NOBODY: readonly Consumer[] = []

/** Who uses a ConfigMap or Secret, and whether they show what it says now. */
export function useUses(kind: 'ConfigMap' | 'Secret', key: string): readonly Consumer[] {
  const read = (view: ClusterView) => {
    const object = peekObject(kind, key)
    return object && consumersOf(view, object)
  }
  return useReading(read, `${kind}|${key}`) ?? NOBODY
}

export function useVolumeFiles(volume: PersistentVolume | undefined): FileNode | undefined {
  return useReading((view) => volume && filesOfVolume(view, volume), volume)
}

/** Every volume as the binder of a claim sees it now; nothing before the cluster runs. */
export function candidatesNow(claim: PersistentVolumeClaim): readonly Candidate[] {
  const cluster = runningCluster()
  return cluster ? candidatesOf(cluster, claim) : []
}

/** A volume of a pod, opened. */
export interface OpenVolume {
  readonly volume: Volume
  readonly life: Backend['lifetime']
  readonly backend: Backend | undefined
  readonly used: number
  readonly files: FileNode | undefined
  /** Why it cannot be mounted; empty when it can. */
  readonly why: string
}

export interface OpenPod {
  readonly volumes: readonly OpenVolume[]
  readonly layers: readonly { readonly name: string; readonly files: FileNode | undefined }[]
}

const NO_POD: OpenPod = { volumes: [], layers: [] }

function openVolume(view: ClusterView, pod: Pod, volume: Volume, why: string): OpenVolume {
  const { namespace = '', name } = pod.metadata
  const backend = backendFor(view, pod, volume)
  const files = filesOf(view, { namespace, pod: name, volume: volume.name })
  // What is made for one pod goes with it, wherever its bytes are.
  const life = volume.ephemeral ? 'pod' : (backend?.lifetime ?? 'beyond')
  return { volume, life, backend, used: files?.bytes ?? 0, files, why }
}

function openPod(view: ClusterView, pod: Pod): OpenPod {
  const complaint = complaintOf(pod)
  const whyOf = (volume: Volume): string => {
    const behind = complaint && backendFor(view, pod, volume)?.volume
    const named = complaint?.volumes.some((one) => one === volume.name || one === behind)
    return named ? (complaint?.message ?? '') : ''
  }
  return {
    volumes: (pod.spec.volumes ?? []).map((volume) => openVolume(view, pod, volume, whyOf(volume))),
    layers: pod.spec.containers.map(({ name }) => ({
      name,
      files: filesOfContainer(view, pod, name),
    })),
  }
}

/** All that a pod can read and write, as it is now. */
export function usePodVolumes(pod: Pod): OpenPod {
  return useReading((view) => openPod(view, pod), pod) ?? NO_POD
}
