import type { Decision } from '../../sim/scheduler/index.ts'

type Preempting = NonNullable<Decision['preemption']>['nodes'][number]

/** One machine in the table of a decision. */
export interface DecisionRow {
  readonly node: string
  readonly verdict: 'chosen' | 'fits' | 'refused'
  readonly score?: number
  /** What the total is made of, as `plugin score × weight`. */
  readonly parts: readonly string[]
  /** Why not, in the engine's words. */
  readonly reasons: readonly string[]
  /** What preemption found there, when it was tried. */
  readonly others?: Preempting
}

/** Names of the pod's own namespace go without it. */
function atHome(one: Preempting, { pod }: Decision): Preempting {
  const own = pod.slice(0, pod.indexOf('/') + 1)
  const victims = one.victims.map((victim) =>
    victim.pod.startsWith(own) ? { ...victim, pod: victim.pod.slice(own.length) } : victim,
  )
  return { ...one, victims }
}

/** The machines of a decision: the best first, then those that room could be made on, then the rest. Pure. */
export function decisionRows(decision: Decision): readonly DecisionRow[] {
  const { scored, rejected, weights, node: chosen, preemption } = decision
  const several = scored.length > 1
  const good = scored.map(({ node, total, scores }): DecisionRow => {
    const parts = Object.entries(scores).map(([plugin, score]) => {
      const weight = weights[plugin] ?? 1
      return weight === 1 ? `${plugin} ${score}` : `${plugin} ${score} × ${weight}`
    })
    return {
      node,
      verdict: node === chosen ? 'chosen' : 'fits',
      parts,
      reasons: [],
      ...(several ? { score: Math.round(total) } : {}),
    }
  })
  const found = new Map(preemption?.nodes.map((one) => [one.node, atHome(one, decision)]))
  const bad = rejected.map(({ node, reasons }): DecisionRow => {
    const others = found.get(node)
    return { node, verdict: 'refused', parts: [], reasons, ...(others ? { others } : {}) }
  })
  const rank = ({ node, others }: DecisionRow) =>
    node === preemption?.node ? 0 : others && others.victims.length > 0 ? 1 : 2
  return [...good, ...bad.sort((a, b) => rank(a) - rank(b))]
}
