import type { Framework } from './framework.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Rejection, World } from './plugin.ts'
import { victimsCouldHelp } from './preemption.ts'

const NOT_HELPFUL = 'Preemption is not helpful for scheduling'
const NO_VICTIMS = 'No preemption victims found for incoming pod'

function sentence(total: number, reasons: ReadonlyMap<string, number>): string {
  const parts = [...reasons].map(([reason, count]) => `${count} ${reason}`)
  // Upstream sorts the finished strings, counts included.
  parts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return `0/${total} nodes are available: ${parts.join(', ')}.`
}

function count(into: Map<string, number>, reason: string, by = 1): void {
  into.set(reason, (into.get(reason) ?? 0) + by)
}

/** What every node said, with the nodes left out because others were named. */
function filterReasons(framework: Framework, total: number): Map<string, number> {
  const { rejections, pinnedBy } = framework.evaluation
  const reasons = new Map<string, number>()
  let explicit = 0
  for (const rejection of rejections) {
    if (!rejection) continue
    explicit++
    for (const reason of rejection.reasons) count(reasons, reason)
  }
  if (pinnedBy.length > 0 && total > explicit) {
    const list = [...pinnedBy].sort().join(' ')
    count(reasons, `node(s) didn't satisfy plugin(s) [${list}]`, total - explicit)
  }
  return reasons
}

/** What preemption would find, node by node; undefined when it would find victims. */
// k8s: pkg/scheduler/framework/preemption Preempt (1.36)
function preemptionSentence(
  framework: Framework,
  pod: PodInfo,
  world: World,
  rejections: readonly (Rejection | undefined)[],
): string | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never') {
    return 'preemption: not eligible due to preemptionPolicy=Never.'
  }
  const { nodes } = world.snapshot
  const reasons = new Map<string, number>()
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as NodeInfo
    if (rejections[i]?.code !== 'Unschedulable') {
      count(reasons, NOT_HELPFUL)
      continue
    }
    const answer = victimsCouldHelp(framework, pod, node, world)
    if (answer === 'helps') return undefined
    if (answer === 'none') count(reasons, NO_VICTIMS)
    else for (const reason of answer.reasons) count(reasons, reason)
  }
  return `preemption: ${sentence(nodes.length, reasons)}`
}

/** The FailedScheduling text for the last evaluation of the framework. */
// k8s: pkg/scheduler/framework FitError.Error (1.36)
export function failureMessage(framework: Framework, pod: PodInfo, world: World): string {
  const { texts } = world
  const total = world.snapshot.nodes.length
  if (total === 0) return 'no nodes available to schedule pods'
  const { refusal } = framework.evaluation
  if (refusal) {
    const reason = refusal.reasons.join(', ')
    return texts.refusedEverywhere(total, reason, refusal.plugin, pod.pod.metadata.name)
  }
  const why = sentence(total, filterReasons(framework, total))
  if (!texts.explainsPreemption) return why
  const rejections = framework.evaluation.rejections.slice()
  const tried = preemptionSentence(framework, pod, world, rejections)
  return tried === undefined ? why : `${why} no new claims to deallocate, ${tried}`
}
