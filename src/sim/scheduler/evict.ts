import { disruptionTarget } from '../api/disruptionTarget.ts'
import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import type { Pod, PodCondition } from '../types/index.ts'
import { priorityOf } from './priority.ts'
import type { SchedulerState } from './state.ts'
import type { Candidate } from './victims.ts'

function keyOf(pod: Pod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
}

/** The pod with its promise changed; an empty name takes it back. */
export function withNomination(pod: Pod, node: string): Pod {
  const { nominatedNodeName: _, ...status } = pod.status
  return { ...pod, status: node === '' ? status : { ...status, nominatedNodeName: node } }
}

function disruption(cluster: Cluster, preemptor: Pod, victim: Pod): PodCondition {
  const message = `${preemptor.spec.schedulerName}: preempting to accommodate a higher priority pod`
  const target = disruptionTarget(cluster, victim, 'PreemptionByScheduler', message)
  return { ...target, lastProbeTime: null }
}

/** Marks one victim, lets it go with its grace period, and says so. */
function evict(cluster: Cluster, preemptor: Pod, found: Pod, node: string): void {
  const { texts } = cluster.profile
  let victim = found
  if (texts.scheduler.marksVictims) {
    const conditions = withCondition(
      victim.status.conditions,
      disruption(cluster, preemptor, victim),
    )
    victim = cluster.updateStatus({ ...victim, status: { ...victim.status, conditions } })
  }
  cluster.delete('Pod', victim.metadata.namespace ?? '', victim.metadata.name, {
    preconditions: { uid: victim.metadata.uid },
  })
  const message = texts.scheduler.preempted(keyOf(preemptor), preemptor.metadata.uid, node)
  cluster.event(victim, 'Normal', 'Preempted', message)
}

/** Evicts the victims, and takes back what pods of lower priority were promised on the same machine. */
// k8s: pkg/scheduler/framework/preemption prepareCandidate (1.36)
export function carryOut(
  cluster: Cluster,
  state: SchedulerState,
  preemptor: Pod,
  { node, victims }: Candidate,
): void {
  const lower = state.nominations
    .on(node.name)
    .map(({ pod }) => pod)
    .filter((pod) => priorityOf(pod) < priorityOf(preemptor))
  for (const { metadata } of lower) {
    const pod = cluster.find('Pod', metadata.namespace ?? '', metadata.name)
    if (!pod) continue
    cluster.why(`${node.name} is promised to pod ${preemptor.metadata.name} of higher priority`)
    cluster.updateStatus(withNomination(pod, ''))
  }
  for (const { pod: known } of victims) {
    const victim = cluster.find('Pod', known.metadata.namespace ?? '', known.metadata.name)
    if (!victim || victim.metadata.deletionTimestamp) continue
    cluster.why(`makes room on ${node.name} for pod ${preemptor.metadata.name} of higher priority`)
    evict(cluster, preemptor, victim, node.name)
  }
}
