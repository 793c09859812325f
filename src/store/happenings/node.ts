import type { ObjectOf } from '../../sim/index.ts'
import type { Happening } from './words.ts'

type Node = ObjectOf<'Node'>

/** What changed on a machine: cordon, taints, readiness. Heartbeats are nothing. */
export function nodeHappening(before: Node, after: Node): Happening | undefined {
  const was = before.spec?.unschedulable === true
  const is = after.spec?.unschedulable === true
  if (was !== is) return { what: is ? 'cordoned' : 'uncordoned', values: {} }
  return readiness(before, after) ?? pressure(before, after) ?? taints(before, after)
}

function readiness(before: Node, after: Node): Happening | undefined {
  const was = ready(before)
  const is = ready(after)
  if (was === is) return undefined
  if (is === 'True') return { what: 'nodeReady', values: {} }
  // From one bad state to the other is no news, but who has been heard of is.
  if (was === 'Unknown') return undefined
  return { what: is === 'Unknown' ? 'nodeLost' : 'nodeNotReady', values: {} }
}

function ready(node: Node): string {
  return node.status?.conditions?.find((one) => one.type === 'Ready')?.status ?? 'False'
}

/** Conditions other than Ready that hold: the machine runs short of something. */
function pressures(node: Node): readonly string[] {
  return (node.status?.conditions ?? [])
    .filter((one) => one.type !== 'Ready' && one.status === 'True')
    .map((one) => one.type)
}

function pressure(before: Node, after: Node): Happening | undefined {
  if (before.status?.conditions === after.status?.conditions) return undefined
  const [old, now] = [pressures(before), pressures(after)]
  const come = now.find((type) => !old.includes(type))
  if (come !== undefined) return { what: 'pressed', values: { condition: come } }
  const gone = old.find((type) => !now.includes(type))
  return gone === undefined ? undefined : { what: 'relieved', values: { condition: gone } }
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
