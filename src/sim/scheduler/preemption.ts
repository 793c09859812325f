import type { Pod } from '../types/index.ts'
import { Framework } from './framework.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Rejection, World } from './plugin.ts'

export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0
}

/** Pods of the node that a pod of this priority outranks. */
export function outranked(pod: PodInfo, node: NodeInfo): readonly PodInfo[] {
  const priority = priorityOf(pod.pod)
  const found: PodInfo[] = []
  for (const other of node.pods) if (priorityOf(other.pod) < priority) found.push(other)
  return found
}

/**
 * Whether the node could take the pod if every pod it outranks were gone: `helps`; `none` when it outranks
 * nobody there; else what would still be in the way. Leaves the snapshot as it was.
 */
// k8s: pkg/scheduler/framework/plugins/defaultpreemption SelectVictimsOnNode (1.36)
export function victimsCouldHelp(
  framework: Framework,
  pod: PodInfo,
  node: NodeInfo,
  world: World,
): 'helps' | 'none' | Rejection {
  const victims = outranked(pod, node)
  if (victims.length === 0) return 'none'
  for (const victim of victims) world.snapshot.removePod(victim.uid)
  const trial = new Framework(framework.plugins)
  const { rejections, refusal } = trial.filter(pod, world, node.index, 1)
  for (const victim of victims) world.snapshot.place(victim, node.name)
  return refusal ?? rejections[node.index] ?? 'helps'
}
