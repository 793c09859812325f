import type { PodDisruptionBudget } from '../types/index.ts'
import type { Framework } from './framework.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Rejection, World } from './plugin.ts'
import { byImportance, priorityOf } from './priority.ts'
import { labelMatcher, type Matcher } from './selectors.ts'

/** Who would have to go from one machine so that the pod fits there. */
export interface Candidate {
  readonly node: NodeInfo
  /** The most important first. */
  readonly victims: readonly PodInfo[]
  /** How many of them a PodDisruptionBudget does not want to lose. */
  readonly violations: number
}

/** A budget with what is left of it while victims are counted. */
interface Budget {
  readonly namespace: string
  readonly matcher: Matcher
  readonly disrupted: Readonly<Record<string, unknown>>
  left: number
}

function budgetOf({ metadata, spec, status }: PodDisruptionBudget): Budget {
  return {
    namespace: metadata.namespace ?? '',
    matcher: labelMatcher(spec.selector),
    disrupted: status?.disruptedPods ?? {},
    left: status?.disruptionsAllowed ?? 0,
  }
}

/** Whether losing the pod, beside those counted before it, is more than some budget allows. */
function violates(pod: PodInfo, budgets: readonly Budget[]): boolean {
  if (Object.keys(pod.labels).length === 0) return false
  let violated = false
  for (const budget of budgets) {
    if (budget.namespace !== pod.namespace || budget.matcher.empty) continue
    if (!budget.matcher.matches(pod.labels)) continue
    // Its eviction is counted already.
    if (pod.pod.metadata.name in budget.disrupted) continue
    budget.left--
    if (budget.left < 0) violated = true
  }
  return violated
}

/** Pods of the node that a pod of this priority outranks. */
export function outranked(pod: PodInfo, node: NodeInfo): PodInfo[] {
  const priority = priorityOf(pod.pod)
  const found: PodInfo[] = []
  for (const other of node.pods) if (priorityOf(other.pod) < priority) found.push(other)
  return found
}

/**
 * The fewest and least important pods that must go from the node, or what would be in the way even without any of
 * them. Leaves the snapshot as it was.
 */
// k8s: pkg/scheduler/framework/plugins/defaultpreemption SelectVictimsOnNode (1.36)
export function selectVictims(
  trial: Framework,
  pod: PodInfo,
  node: NodeInfo,
  inferior: readonly PodInfo[],
  world: World,
): Candidate | Rejection {
  const { snapshot } = world
  const gone = new Set(inferior)
  for (const one of inferior) snapshot.removePod(one.uid)
  try {
    const rejection = trial.judge(pod, world, node)
    if (rejection) return rejection
    const ranked = [...inferior].sort((a, b) => byImportance(a.pod, b.pod))
    const budgets = world.budgets().map(budgetOf)
    const precious = new Set(ranked.filter((one) => violates(one, budgets)))
    const reprieve = (one: PodInfo) => {
      snapshot.place(one, node.name)
      if (trial.judge(pod, world, node)) snapshot.removePod(one.uid)
      else gone.delete(one)
    }
    for (const one of ranked) if (precious.has(one)) reprieve(one)
    for (const one of ranked) if (!precious.has(one)) reprieve(one)
    const victims = ranked.filter((one) => gone.has(one))
    return { node, victims, violations: victims.filter((one) => precious.has(one)).length }
  } finally {
    for (const one of gone) snapshot.place(one, node.name)
  }
}
