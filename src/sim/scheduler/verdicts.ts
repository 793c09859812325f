import type { Cluster } from '../cluster.ts'
import type { Pod } from '../types/index.ts'
import type { Decision } from './decisions.ts'
import { earlierDecision } from './earlier.ts'
import { Framework, notNamed } from './framework.ts'
import { type NodeInfo, PodInfo } from './nodeInfo.ts'
import { type SchedulerState, stateOf } from './state.ts'

/** What the scheduler would say about the pod on one node. */
export interface Verdict {
  readonly node: string
  readonly feasible: boolean
  /** Weighted total, of feasible nodes only. */
  readonly score?: number
  /** Why not; empty when feasible. */
  readonly reasons: readonly string[]
}

/** The table of the scheduler's last decision about the pod, while it is among the newest 500, or of one that was recorded. */
export function decisionOf(cluster: Cluster, podUid: string): Decision | undefined {
  return stateOf(cluster).decisions.get(podUid) ?? earlierDecision(cluster, podUid)
}

/** The tables of all its attempts to place the pod, as far as they are kept; the newest first. */
export function decisionsOf(cluster: Cluster, podUid: string): readonly Decision[] {
  const kept = stateOf(cluster).decisions.all(podUid)
  if (kept.length > 0) return kept
  const earlier = earlierDecision(cluster, podUid)
  return earlier ? [earlier] : []
}

function evaluate(state: SchedulerState, pod: PodInfo): readonly Verdict[] {
  const { nodes } = state.snapshot
  const framework = new Framework(state.framework.plugins)
  const evaluation = framework.filter(pod, state, 0, nodes.length)
  const { refusal, rejections } = evaluation
  if (refusal) {
    return nodes.map((n) => ({ node: n.name, feasible: false, reasons: refusal.reasons }))
  }
  framework.score(pod, state)
  const totals = new Map<NodeInfo, number>()
  for (let i = 0; i < evaluation.count; i++) {
    totals.set(evaluation.feasible[i] as NodeInfo, evaluation.totals[i] as number)
  }
  return nodes.map((node, index) => {
    const score = totals.get(node)
    if (score !== undefined) return { node: node.name, feasible: true, score, reasons: [] }
    const { reasons } = rejections[index] ?? notNamed(evaluation.pinnedBy)
    return { node: node.name, feasible: false, reasons }
  })
}

/**
 * The scheduler's verdict for every node, by name, without deciding anything. A pod that already runs is
 * judged as if it did not.
 */
export function verdicts(cluster: Cluster, pod: Pod): readonly Verdict[] {
  const state = stateOf(cluster)
  const { nodeName: _, ...spec } = pod.spec
  const placed = state.snapshot.placement(pod.metadata.uid)
  if (placed) state.snapshot.removePod(pod.metadata.uid)
  try {
    return evaluate(state, new PodInfo({ ...pod, spec }))
  } finally {
    if (placed) state.snapshot.place(placed.info, placed.nodeName)
  }
}
