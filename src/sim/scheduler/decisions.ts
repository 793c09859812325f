import type { Millis } from '../time.ts'
import type { Framework } from './framework.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Rejection, World } from './plugin.ts'

export interface RejectedNode {
  readonly node: string
  readonly plugin: string
  readonly reasons: readonly string[]
}

export interface ScoredNode {
  readonly node: string
  /** Weighted sum of the plugins' scores. */
  readonly total: number
  /** 0..100 by plugin, before its weight. */
  readonly scores: Readonly<Record<string, number>>
}

/** How the scheduler decided about one pod, as a table. */
export interface Decision {
  readonly pod: string
  readonly uid: string
  readonly at: Millis
  /** The machine it chose; absent when there was none. */
  readonly node?: string
  /** Text of the FailedScheduling event. */
  readonly message?: string
  /** All machines, those looked at, and those that could take the pod. */
  readonly nodes: number
  readonly evaluated: number
  readonly feasible: number
  /** Factor of each plugin's score in the total. */
  readonly weights: Readonly<Record<string, number>>
  /** Best first; only the first few in large clusters. */
  readonly scored: readonly ScoredNode[]
  readonly rejected: readonly RejectedNode[]
}

const KEPT = 500
const ALL_ROWS_UP_TO = 100
const ROWS = 10

interface Kept {
  readonly pod: string
  readonly uid: string
  readonly at: Millis
  readonly node: string | undefined
  readonly message: string | undefined
  readonly nodes: number
  readonly evaluated: number
  readonly feasible: number
  readonly plugins: readonly string[]
  readonly weights: readonly number[]
  readonly names: readonly string[]
  readonly totals: readonly number[]
  /** Rows of plugins, one after the other. */
  readonly scores: readonly number[]
  readonly rejected: readonly RejectedNode[]
}

/** Places of the best totals, best first. */
function bestOf(totals: Float64Array, count: number): readonly number[] {
  const wanted = count <= ALL_ROWS_UP_TO ? count : ROWS
  const best: number[] = []
  for (let i = 0; i < count; i++) {
    const total = totals[i] as number
    if (best.length === wanted && total <= (totals[best[wanted - 1] as number] as number)) continue
    let at = best.length
    while (at > 0 && (totals[best[at - 1] as number] as number) < total) at--
    best.splice(at, 0, i)
    if (best.length > wanted) best.pop()
  }
  return best
}

function rejectedRows(
  nodes: readonly NodeInfo[],
  rejections: readonly (Rejection | undefined)[],
): readonly RejectedNode[] {
  const limit = nodes.length <= ALL_ROWS_UP_TO ? nodes.length : ROWS
  const rows: RejectedNode[] = []
  for (let i = 0; i < rejections.length && rows.length < limit; i++) {
    const rejection = rejections[i]
    if (!rejection) continue
    rows.push({
      node: (nodes[i] as NodeInfo).name,
      plugin: rejection.plugin,
      reasons: rejection.reasons,
    })
  }
  return rows
}

/**
 * The tables of the newest decisions. Derived: it starts empty after a restore, and keeps the newest 500.
 */
export class DecisionLog {
  private readonly kept = new Map<string, Kept>()

  clear(): void {
    this.kept.clear()
  }

  forget(uid: string): void {
    this.kept.delete(uid)
  }

  /** Keeps the framework's last evaluation as the decision about the pod. */
  note(
    framework: Framework,
    world: World,
    pod: PodInfo,
    at: Millis,
    node: string | undefined,
    message: string | undefined,
  ): void {
    const { evaluation } = framework
    const scored = evaluation.parts.length > 0
    const best = scored ? bestOf(evaluation.totals, evaluation.count) : node ? [0] : []
    const rows = best.length
    const totals = best.map((from) => (scored ? (evaluation.totals[from] as number) : 0))
    const scores: number[] = []
    for (const part of evaluation.parts) {
      for (let row = 0; row < rows; row++) scores.push(part.scores[best[row] as number] as number)
    }
    this.kept.delete(pod.uid)
    this.kept.set(pod.uid, {
      pod: `${pod.namespace}/${pod.pod.metadata.name}`,
      uid: pod.uid,
      at,
      node,
      message,
      nodes: world.snapshot.nodeCount,
      evaluated: evaluation.processed,
      feasible: evaluation.count,
      plugins: evaluation.parts.map((p) => p.plugin.name),
      weights: evaluation.parts.map((p) => p.plugin.weight ?? 1),
      names: best.map((i) => (evaluation.feasible[i] as NodeInfo).name),
      totals,
      scores,
      rejected:
        evaluation.rejected === 0 ? [] : rejectedRows(world.snapshot.nodes, evaluation.rejections),
    })
    if (this.kept.size > KEPT) {
      const oldest = this.kept.keys().next().value
      if (oldest !== undefined) this.kept.delete(oldest)
    }
  }

  get(uid: string): Decision | undefined {
    const kept = this.kept.get(uid)
    if (!kept) return undefined
    const { plugins, names, totals, scores, weights, node, message, ...rest } = kept
    const rows = names.length
    return {
      ...rest,
      ...(node === undefined ? {} : { node }),
      ...(message === undefined ? {} : { message }),
      weights: Object.fromEntries(plugins.map((plugin, i) => [plugin, weights[i] ?? 1])),
      scored: names.map((name, row) => ({
        node: name,
        total: totals[row] ?? 0,
        scores: Object.fromEntries(
          plugins.map((plugin, part) => [plugin, scores[part * rows + row] ?? 0]),
        ),
      })),
    }
  }
}
