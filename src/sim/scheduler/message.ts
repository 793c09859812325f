import { type Framework, notNamed } from './framework.ts'
import type { PodInfo } from './nodeInfo.ts'
import type { World } from './plugin.ts'
import type { Attempt } from './preemption.ts'

const LONGEST = 1024
const CUT = ' ...'

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
    for (const reason of notNamed(pinnedBy).reasons) count(reasons, reason, total - explicit)
  }
  return reasons
}

/** What preemption came to; undefined when somebody is evicted. */
// k8s: pkg/scheduler/framework/preemption Preempt (1.36)
function preemptionSentence(tried: Attempt, total: number): string | undefined {
  if (tried.chosen) return undefined
  if (tried.ineligible !== undefined) return `preemption: ${tried.ineligible}`
  const reasons = new Map<string, number>()
  for (const found of tried.refusals.values()) for (const reason of found) count(reasons, reason)
  return `preemption: ${sentence(total, reasons)}`
}

/** The FailedScheduling text for the last evaluation of the framework, and what came of preemption if it was tried. */
// k8s: pkg/scheduler/framework FitError.Error (1.36)
export function failureMessage(
  framework: Framework,
  pod: PodInfo,
  world: World,
  tried: Attempt | undefined,
): string {
  const { texts } = world
  const total = world.snapshot.nodes.length
  if (total === 0) return 'no nodes available to schedule pods'
  const { refusal } = framework.evaluation
  if (refusal) {
    const reason = refusal.reasons.join(', ')
    return texts.refusedEverywhere(total, reason, refusal.plugin, pod.pod.metadata.name)
  }
  const why = sentence(total, filterReasons(framework, total))
  if (!texts.explainsPreemption || !tried) return why
  const told = preemptionSentence(tried, total)
  return told === undefined ? why : `${why} no new claims to deallocate, ${told}`
}

/** An event has room for so much only; the pod's condition holds all of it. */
// k8s: pkg/scheduler/schedule_one.go truncateMessage (1.36)
export function shortened(message: string): string {
  return message.length <= LONGEST ? message : message.slice(0, LONGEST - CUT.length) + CUT
}
