import type { Cluster } from '../cluster.ts'
import type { Runtime } from './runtime.ts'

/** What the pods that a kubelet admitted ask for together. */
export interface Usage {
  readonly milliCpu: number
  readonly memory: number
  readonly ephemeral: number
  readonly pods: number
  /** The most bytes that their programs will ever hold together. */
  readonly peak: number
}

/** Memory by machine. */
export const USAGE = 'kubelet usage'
const NOTHING: Usage = { milliCpu: 0, memory: 0, ephemeral: 0, pods: 0, peak: 0 }

export function usageOf(cluster: Cluster, node: string): Usage {
  return cluster.recall<Usage>(USAGE, node) ?? NOTHING
}

/** Adds the pod to its machine's sum, or takes it out again. */
export function account(cluster: Cluster, runtime: Runtime, by: 1 | -1): void {
  const use = usageOf(cluster, runtime.node)
  cluster.remember(USAGE, runtime.node, {
    milliCpu: use.milliCpu + by * runtime.milliCpu,
    memory: use.memory + by * runtime.memory,
    ephemeral: use.ephemeral + by * runtime.ephemeral,
    pods: use.pods + by,
    peak: use.peak + by * runtime.peak,
  })
}
