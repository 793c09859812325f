import type { ObjectOf } from '../../sim/index.ts'
import type { Happening } from './words.ts'

type Node = ObjectOf<'Node'>

/** What changed on a machine: cordon, taints, readiness. Heartbeats are nothing. */
export function nodeHappening(before: Node, after: Node): Happening | undefined {
  const was = before.spec?.unschedulable === true
  const is = after.spec?.unschedulable === true
  if (was !== is) return { what: is ? 'cordoned' : 'uncordoned', values: {} }
  return readiness(before, after) ?? taints(before, after)
}

function readiness(before: Node, after: Node): Happening | undefined {
  const was = ready(before)
  const is = ready(after)
  if (was === is) return undefined
  return { what: is ? 'nodeReady' : 'nodeNotReady', values: {} }
}

function ready(node: Node): boolean {
  return node.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true
}

function taints(before: Node, after: Node): Happening | undefined {
  if (before.spec?.taints === after.spec?.taints) return undefined
  const old = names(before)
  const now = names(after)
  const added = now.find((taint) => !old.includes(taint))
  if (added !== undefined) return { what: 'tainted', values: { taint: added } }
  const gone = old.find((taint) => !now.includes(taint))
  return gone === undefined ? undefined : { what: 'untainted', values: { taint: gone } }
}

function names(node: Node): readonly string[] {
  return (node.spec?.taints ?? []).map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
  )
}
