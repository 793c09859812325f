import type { Cluster } from '../cluster.ts'
import { parseImage } from '../kubelet/behaviour/reference.ts'
import { runOf } from '../kubelet/exec/find.ts'
import { machineOf } from '../kubelet/machine.ts'
import type { ClusterView } from '../recording.ts'
import { type Key, keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type { Container, Pod } from '../types/index.ts'
import { PROCESSES, type Role } from './names.ts'

/** A program of MetalLB that runs in a container. */
export interface Process {
  readonly role: Role
  readonly pod: Key
  readonly uid: string
  readonly namespace: string
  readonly node: string
  /** Id of the container's life: another life begins with an empty memory. */
  readonly life: string
  readonly tag: string
  /** Name of the ConfigMap that it reads. */
  readonly config: string
  /** When its machine lost power; -1 while it lives. */
  readonly diedAt: Millis
}

/** How long the other speakers take to find out that one does not answer any more. */
// k8s: hashicorp/memberlist DefaultLANConfig, as metallb internal/speakerlist uses it
export const FAILURE_NOTICED: Millis = 5000

function containerOf(pod: Pod, role: Role): Container | undefined {
  for (const container of pod.spec.containers)
    if (
      container.image?.includes('metallb/') &&
      parseImage(container.image).path.endsWith(`metallb/${role}`)
    )
      return container
  return undefined
}

/** Whether the pod's spec says that it is such a part of MetalLB. */
export function isPart(pod: Pod, role: Role): boolean {
  const { containers } = pod.spec
  for (let at = 0; at < containers.length; at++)
    if (containers[at]?.image?.includes('metallb/')) return containerOf(pod, role) !== undefined
  return false
}

function flag({ args = [], command = [] }: Container, name: string): string | undefined {
  const found = [...command, ...args].find((word) => word.startsWith(`--${name}=`))
  return found?.slice(name.length + 3)
}

/** The process that the pod runs at the moment, as its machine has it. */
function present(cluster: Cluster, pod: Pod, role: Role): Process | undefined {
  const container = containerOf(pod, role)
  const node = pod.spec.nodeName
  if (!container || node === undefined) return undefined
  const found = runOf(cluster, pod, container.name)
  if (found?.run.state !== 'running') return undefined
  const { namespace = '', uid } = pod.metadata
  return {
    role,
    pod: keyOf(pod),
    uid,
    namespace,
    node,
    life: found.run.id,
    tag: parseImage(container.image ?? '').tag,
    config: flag(container, 'config') ?? 'config',
    diedAt: -1,
  }
}

/** Takes account of the pod's process; whether anything changed. */
export function account(cluster: Cluster, role: Role, key: Key): boolean {
  const memory = PROCESSES[role]
  const was = cluster.recall<Process>(memory, key)
  const pod = cluster.at('Pod', key)
  const found = pod && present(cluster, pod, role)
  if (!found) {
    if (!was) return false
    cluster.forget(memory, key)
    return true
  }
  const powered = machineOf(cluster, found.node)?.powered === true
  if (was?.life === found.life) {
    if (was.diedAt >= 0 || powered) return false
    cluster.remember(memory, key, { ...was, diedAt: cluster.now })
    return true
  }
  if (!powered) return false
  cluster.remember(memory, key, found)
  return true
}

/** All processes of the part, dead ones too, in the order of their pods. */
export function processes(cluster: Pick<ClusterView, 'memory'>, role: Role): readonly Process[] {
  const all = cluster.memory.get(PROCESSES[role])
  if (!all || all.size === 0) return []
  return ([...all.values()] as Process[]).sort((a, b) => (a.pod < b.pod ? -1 : 1))
}

export function isAlive({ diedAt }: Process): boolean {
  return diedAt < 0
}

/** Whether MetalLB runs here at all: one look, so that clusters without it lose nothing. */
export function isInstalled(cluster: Pick<ClusterView, 'memory'>, role: Role): boolean {
  const all = cluster.memory.get(PROCESSES[role])
  return all !== undefined && all.size > 0
}

/** Keys of all pods that may be such a part, for a start afresh. */
export function candidates(cluster: Cluster, role: Role): readonly Key[] {
  const found = new Set<Key>(cluster.memory.get(PROCESSES[role])?.keys() ?? [])
  for (const key of cluster.store.keys('Pod')) {
    const pod = cluster.at('Pod', key)
    if (pod && isPart(pod, role)) found.add(key)
  }
  return [...found].sort()
}
