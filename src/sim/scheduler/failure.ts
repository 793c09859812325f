import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import type { Requeue } from '../controllers/controller.ts'
import { formatTime, type Millis } from '../time.ts'
import type { Pod, PodCondition } from '../types/index.ts'
import { carryOut, withNomination } from './evict.ts'
import { failureMessage, shortened } from './message.ts'
import type { PodInfo } from './nodeInfo.ts'
import { type Attempt, tryPreemption } from './preemption.ts'
import { type PodRecord, recordOf, SCHEDULER } from './records.ts'
import type { SchedulerState } from './state.ts'

const FLUSH: Millis = 300_000

function sameCondition(old: PodCondition | undefined, condition: PodCondition): boolean {
  return (
    old !== undefined &&
    old.status === condition.status &&
    old.reason === condition.reason &&
    old.message === condition.message
  )
}

/** Says in the pod's status that it found no place, and which it is promised; undefined leaves the promise as it is. */
// k8s: pkg/scheduler/schedule_one.go handleSchedulingFailure (1.36)
function markUnschedulable(
  cluster: Cluster,
  pod: Pod,
  message: string,
  promise: string | undefined,
): void {
  const old = pod.status.conditions?.find((c) => c.type === 'PodScheduled')
  const now = formatTime(cluster.now)
  const { generation } = pod.metadata
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'False' ? (old.lastTransitionTime ?? now) : now,
    reason: 'Unschedulable',
    message,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  }
  const promised = pod.status.nominatedNodeName ?? ''
  const keeps = promise === undefined || promise === promised
  if (keeps && sameCondition(old, condition)) return
  const next = keeps ? pod : withNomination(pod, promise)
  const conditions = withCondition(pod.status.conditions, condition)
  cluster.updateStatus({ ...next, status: { ...next.status, conditions } })
}

function rejectingPlugins(state: SchedulerState): readonly string[] {
  const { refusal, rejections, pinnedBy } = state.framework.evaluation
  const names = new Set<string>(pinnedBy)
  if (refusal) names.add(refusal.plugin)
  for (const rejection of rejections) if (rejection) names.add(rejection.plugin)
  return [...names].sort()
}

/** What becomes of the pod's promise: kept while its victims leave, given up where nothing helps. */
function promiseOf(tried: Attempt | undefined, nodes: number): string | undefined {
  if (nodes === 0) return ''
  if (!tried || tried.ineligible !== undefined) return undefined
  return tried.chosen?.node.name ?? ''
}

function reasonOf(pod: Pod, tried: Attempt | undefined): string {
  const { name } = pod.metadata
  if (!tried?.chosen) return `no node can take pod ${name}`
  const { node, victims } = tried.chosen
  return `${node.name} can take pod ${name} once ${victims.length} of lower priority have left`
}

/** No node can take the pod: looks whom it may drive out, and says what came of it. */
export function fail(
  cluster: Cluster,
  state: SchedulerState,
  key: string,
  pod: Pod,
  info: PodInfo,
): Requeue {
  const { framework } = state
  const nodes = state.snapshot.nodes.length
  const { refusal, rejections } = framework.evaluation
  const plugins = rejectingPlugins(state)
  const tried =
    refusal || nodes === 0
      ? undefined
      : tryPreemption(framework, info, state, rejections, cluster.random)
  const message = failureMessage(framework, info, state, tried)
  state.decisions.note(framework, state, info, cluster.now, undefined, message, tried)
  const record: PodRecord = {
    uid: info.uid,
    pool: 'unschedulable',
    attempts: (recordOf(cluster, key, info.uid)?.attempts ?? 0) + 1,
    at: cluster.now,
    plugins,
  }
  cluster.remember(SCHEDULER, key, record)
  cluster.why(reasonOf(pod, tried))
  cluster.event(pod, 'Warning', 'FailedScheduling', shortened(message))
  markUnschedulable(cluster, pod, message, promiseOf(tried, nodes))
  if (tried?.chosen) carryOut(cluster, state, pod, tried.chosen)
  return { requeueAfter: FLUSH, background: true }
}
