import type { Cluster } from '../../cluster.ts'
import type { DaemonSet, Pod } from '../../types/index.ts'
import { createPod, deletePod, inBatches } from '../owned.ts'
import { daemonDraft } from './template.ts'

/** Pods created or deleted in one look at most. */
const BURST = 250

/** What one look decided to do. */
export interface Plan {
  /** Nodes that get a pod. */
  readonly nodes: readonly string[]
  readonly doomed: readonly (readonly [pod: Pod, why: string])[]
}

/** Creates and deletes. True when anything was attempted. k8s: pkg/controller/daemon syncNodes (1.36) */
export function carryOut(cluster: Cluster, set: DaemonSet, hash: string, plan: Plan): boolean {
  const nodes = plan.nodes.slice(0, BURST)
  const failure = inBatches(nodes.length, (index) => {
    const node = nodes[index] as string
    cluster.why(`${node} should run a pod and has none`)
    return createPod(cluster, set, daemonDraft(set, hash, node))
  })
  for (const [pod, why] of plan.doomed.slice(0, BURST)) {
    cluster.why(why)
    deletePod(cluster, set, pod)
  }
  if (failure) throw failure
  return plan.nodes.length > 0 || plan.doomed.length > 0
}
