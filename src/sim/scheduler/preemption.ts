import type { Pod } from '../types/index.ts'
import { type Dice, Framework } from './framework.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Rejection, World } from './plugin.ts'
import { priorityOf, startOf } from './priority.ts'
import { type Candidate, outranked, selectVictims } from './victims.ts'

const NOT_HELPFUL = 'Preemption is not helpful for scheduling'
const NO_VICTIMS = 'No preemption victims found for incoming pod'
const LEAST_CANDIDATES = 100
const SHARE_OF_CANDIDATES = 0.1
/** Added to each priority, so that negative ones weigh too. */
const ABOVE_ALL = 2 ** 31

/** What came of the wish to evict others. */
export interface Attempt {
  /** Why it was not even tried. */
  readonly ineligible?: string
  /** What it found on each node, by the node's name; only of nodes where it does not help. */
  readonly refusals: ReadonlyMap<string, readonly string[]>
  /** Nodes where it would help. */
  readonly candidates: readonly Candidate[]
  readonly chosen?: Candidate
}

const NO_REFUSALS: ReadonlyMap<string, readonly string[]> = new Map()
const NO_CANDIDATES: readonly Candidate[] = []

function leavesByPreemption(pod: Pod, world: World): boolean {
  if (!pod.metadata.deletionTimestamp) return false
  if (!world.texts.marksVictims) return true
  const condition = pod.status.conditions?.find((c) => c.type === 'DisruptionTarget')
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler'
}

/** A pod that must not evict others, or whose victims are still on their way out. */
// k8s: pkg/scheduler/framework/plugins/defaultpreemption PodEligibleToPreemptOthers (1.36)
function ineligible(
  pod: PodInfo,
  world: World,
  rejections: readonly (Rejection | undefined)[],
): string | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never')
    return 'not eligible due to preemptionPolicy=Never.'
  const name = pod.pod.status.nominatedNodeName
  const node = name ? world.snapshot.node(name) : undefined
  if (!node || rejections[node.index]?.code !== 'Unschedulable') return undefined
  return outranked(pod, node).some((one) => leavesByPreemption(one.pod, world))
    ? 'not eligible due to a terminating pod on the nominated node.'
    : undefined
}

interface Prospect {
  readonly node: NodeInfo
  readonly inferior: readonly PodInfo[]
}

/** Nodes on which there is somebody to evict; the others get their reason at once. */
function prospects(
  pod: PodInfo,
  world: World,
  rejections: readonly (Rejection | undefined)[],
  refusals: Map<string, readonly string[]>,
): readonly Prospect[] {
  const found: Prospect[] = []
  for (const node of world.snapshot.nodes) {
    if (rejections[node.index]?.code !== 'Unschedulable') {
      refusals.set(node.name, [NOT_HELPFUL])
      continue
    }
    const inferior = outranked(pod, node)
    if (inferior.length > 0) found.push({ node, inferior })
    else refusals.set(node.name, [NO_VICTIMS])
  }
  return found
}

/** Tries the nodes one after the other from a place that chance decides, until there are enough to choose from. */
// k8s: pkg/scheduler/framework/preemption DryRunPreemption (1.36)
function dryRun(
  framework: Framework,
  pod: PodInfo,
  world: World,
  list: readonly Prospect[],
  dice: Dice,
  refusals: Map<string, readonly string[]>,
): readonly Candidate[] {
  const enough = Math.max(LEAST_CANDIDATES, Math.trunc(list.length * SHARE_OF_CANDIDATES))
  const trial = new Framework(framework.plugins)
  const start = list.length > 1 ? dice.int(list.length) : 0
  const candidates: Candidate[] = []
  for (let i = 0; i < list.length; i++) {
    const { node, inferior } = list[(start + i) % list.length] as Prospect
    const answer = selectVictims(trial, pod, node, inferior, world)
    if ('code' in answer) refusals.set(node.name, answer.reasons)
    else if (answer.victims.length > 0) candidates.push(answer)
    else refusals.set(node.name, [`expected at least one victim pod on node "${node.name}"`])
    if (candidates.length >= enough && candidates.some((one) => one.violations === 0)) break
  }
  return candidates
}

/** When the first of the most important victims started: who has run for a short time loses little. */
function firstStart({ victims }: Candidate): number {
  const highest = priorityOf((victims[0] as PodInfo).pod)
  return Math.min(
    ...victims.filter(({ pod }) => priorityOf(pod) === highest).map(({ pod }) => startOf(pod)),
  )
}

/** What a candidate costs, by one measure after the other; the cheapest goes on to the next. */
const COSTS: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => priorityOf((victims[0] as PodInfo).pod),
  ({ victims }) => victims.reduce((sum, { pod }) => sum + priorityOf(pod) + ABOVE_ALL, 0),
  ({ victims }) => victims.length,
  (candidate) => -firstStart(candidate),
]

// k8s: pkg/scheduler/framework/preemption pickOneNodeForPreemption (1.36)
export function cheapest(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates
  for (const cost of COSTS) {
    if (left.length <= 1) break
    const costs = left.map(cost)
    const least = Math.min(...costs)
    left = left.filter((_, i) => costs[i] === least)
  }
  return left[0]
}

/** Whom the pod could drive out, and where it costs least. Changes nothing; `rejections` as the filters left them. */
// k8s: pkg/scheduler/framework/preemption Evaluator.Preempt (1.36)
export function tryPreemption(
  framework: Framework,
  pod: PodInfo,
  world: World,
  rejections: readonly (Rejection | undefined)[],
  dice: Dice,
): Attempt {
  const reason = ineligible(pod, world, rejections)
  if (reason !== undefined)
    return { ineligible: reason, refusals: NO_REFUSALS, candidates: NO_CANDIDATES }
  const refusals = new Map<string, readonly string[]>()
  const list = prospects(pod, world, rejections, refusals)
  const candidates = dryRun(framework, pod, world, list, dice, refusals)
  const chosen = cheapest(candidates)
  return { refusals, candidates, ...(chosen ? { chosen } : {}) }
}
