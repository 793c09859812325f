import type { Cluster } from '../cluster.ts'
import type { ClusterView } from '../recording.ts'
import type { Draft, Pod, Quantity } from '../types/index.ts'

/** A computer that can be a node: the world's side of a Node object. Kept in memory `machines`. */
export interface Machine {
  readonly name: string
  /** Address in the machines' own network. */
  readonly ip: string
  /** Block of pod addresses, such as 172.16.221.128/26. */
  readonly podCidr: string
  readonly cpu: Quantity
  readonly memory: Quantity
  readonly pods: Quantity
  readonly labels: Readonly<Record<string, string>>
  readonly taints: readonly {
    readonly key: string
    readonly value?: string
    readonly effect: string
  }[]
  /** Bytes of its disk, and processes, that something beside Kubernetes has taken. */
  readonly filled?: number
  readonly processes?: number
  /** Pods whose manifests lie in a folder of the machine: its kubelet runs them without being asked. */
  readonly staticPods?: readonly Draft<Pod>[]
  readonly powered: boolean
  /** Whether its kubelet process runs. */
  readonly kubelet: boolean
}

const MACHINES = 'machines'

export function machineOf(cluster: Pick<Cluster, 'recall'>, name: string): Machine | undefined {
  return cluster.recall<Machine>(MACHINES, name)
}

/** Names of all machines, in the order in which they were added. */
export function machineNames(cluster: Pick<ClusterView, 'memory'>): readonly string[] {
  return [...(cluster.memory.get(MACHINES)?.keys() ?? [])]
}

/** All machines, in the order in which they were added. */
export function machines(cluster: Pick<ClusterView, 'memory'>): Iterable<Machine> {
  return (cluster.memory.get(MACHINES)?.values() ?? []) as Iterable<Machine>
}

export function putMachine(cluster: Cluster, machine: Machine): void {
  cluster.remember(MACHINES, machine.name, machine)
}

export function dropMachine(cluster: Cluster, name: string): void {
  cluster.forget(MACHINES, name)
}

const SPEAKERS = 20_000
const speakers = new Map<string, string>()

/** The name under which the machine's kubelet acts; one text for all that it does. */
export function kubeletName(node: string): string {
  const known = speakers.get(node)
  if (known !== undefined) return known
  const name = `kubelet ${node}`
  if (speakers.size >= SPEAKERS) speakers.clear()
  speakers.set(node, name)
  return name
}

/** Whether the node's kubelet can act at all. */
export function kubeletRuns(cluster: Pick<Cluster, 'recall'>, name: string): boolean {
  const machine = machineOf(cluster, name)
  return (machine?.powered ?? false) && (machine?.kubelet ?? false)
}
