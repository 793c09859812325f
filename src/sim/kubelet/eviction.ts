import { qosClass } from '../admission/qos.ts'
import { disruptionTarget } from '../api/disruptionTarget.ts'
import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import type { Millis } from '../time.ts'
import type { Container, Node, Pod } from '../types/index.ts'
import type { Rejection } from './admission.ts'
import { type Use, usedAt } from './behaviour/demand.ts'
import { runOf } from './exec/find.ts'
import type { Machine } from './machine.ts'
import { draftOf, freezeRuntime, KUBELET, podWorkKey, runtimeOf } from './runtime.ts'
import { usageOf } from './usage.ts'

/** Hard eviction threshold: memory.available below 100Mi. */
export const THRESHOLD = 100 * 1024 * 1024
/** A condition outlives its cause by this. */
const TRANSITION: Millis = 300_000
const CRITICAL = 2_000_000_000
const NOTHING: Use = { milliCpu: 0, memory: 0 }

/**
 * What the named container uses at this moment: thousandths of a CPU and bytes of memory, by the behaviour of its
 * program and its age; nothing while it does not run. Traffic that it answers is not in it.
 */
export function containerUse(cluster: Cluster, pod: Pod, name: string): Use {
  const found = runOf(cluster, pod, name)
  if (found?.run.state !== 'running') return NOTHING
  return usedAt(pod, found.container, cluster.now - found.run.startedAt)
}

interface Holder {
  readonly pod: Pod
  readonly memory: number
  readonly request: number
}

function requestOf(container: Container): number {
  return wholeValue(container.resources?.requests?.memory ?? '0')
}

function holdersOn(cluster: Cluster, machine: Machine): readonly Holder[] {
  return cluster.podsOn(machine.name).flatMap((pod) => {
    const runtime = runtimeOf(cluster, pod.metadata.uid)
    if (!runtime || runtime.over) return []
    let memory = 0
    let request = 0
    for (const container of pod.spec.containers) {
      memory += containerUse(cluster, pod, container.name).memory
      request += requestOf(container)
    }
    return [{ pod, memory, request }]
  })
}

/** An amount in the largest binary unit that divides it. */
// k8s: apimachinery/pkg/api/resource Quantity.CanonicalizeBytes, BinarySI
function binary(bytes: number): string {
  let amount = Math.max(0, Math.round(bytes / 1024))
  let unit = 0
  while (amount > 0 && amount % 1024 === 0 && unit < 3) {
    amount /= 1024
    unit++
  }
  return amount === 0 ? '0' : `${amount}${['Ki', 'Mi', 'Gi', 'Ti'][unit]}`
}

/** Pods in the order in which they have to go. */
// k8s: pkg/kubelet/eviction rankMemoryPressure (1.36)
function ranked(holders: readonly Holder[]): readonly Holder[] {
  const priority = ({ pod }: Holder): number => pod.spec.priority ?? 0
  const exceeds = ({ memory, request }: Holder): number => (memory > request ? 0 : 1)
  return holders.toSorted(
    (a, b) =>
      exceeds(a) - exceeds(b) ||
      priority(a) - priority(b) ||
      b.memory - b.request - (a.memory - a.request),
  )
}

// k8s: pkg/kubelet/types IsCriticalPod (1.36)
function isCritical(pod: Pod): boolean {
  const mirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined
  return mirror || (pod.spec.priority ?? 0) >= CRITICAL
}

/** k8s: pkg/kubelet/eviction evictionMessage (1.36) */
function messageOf(cluster: Cluster, pod: Pod, available: number): string {
  const parts = [
    'The node was low on resource: memory. ',
    `Threshold quantity: ${binary(THRESHOLD)}, available: ${binary(available)}. `,
  ]
  for (const container of pod.spec.containers) {
    const { memory } = containerUse(cluster, pod, container.name)
    const request = requestOf(container)
    if (memory > request)
      parts.push(
        `Container ${container.name} was using ${binary(memory)}, request is ${binary(request)}, has larger consumption of memory. `,
      )
  }
  return parts.join('')
}

// k8s: pkg/kubelet/eviction managerImpl.evictPod (1.36)
function evict(cluster: Cluster, pod: Pod, available: number): void {
  const runtime = runtimeOf(cluster, pod.metadata.uid)
  if (!runtime) return
  const message = messageOf(cluster, pod, available)
  cluster.why('the node is low on memory')
  cluster.event(pod, 'Warning', 'Evicted', message)
  const target = disruptionTarget(cluster, pod, 'TerminationByKubelet', message)
  const conditions = withCondition(pod.status.conditions, { ...target, lastProbeTime: null })
  cluster.updateStatus({ ...pod, status: { ...pod.status, conditions } })
  const draft = draftOf(runtime)
  draft.endReason = 'Evicted'
  draft.endMessage = message
  cluster.remember(KUBELET, runtime.uid, freezeRuntime(draft))
  const { uid, namespace = '', name } = pod.metadata
  cluster.enqueue(KUBELET, podWorkKey(uid, namespace, name))
}

/**
 * Looks at the machine's memory and evicts one pod when there is too little of it; says when the threshold was met last,
 * -1 for never. One comparison is all that a machine with enough memory for its pods' worst costs.
 */
// k8s: pkg/kubelet/eviction managerImpl.synchronize (1.36)
export function watchMemory(cluster: Cluster, machine: Machine, node: Node, metAt: Millis): Millis {
  const total = wholeValue(machine.memory)
  if (usageOf(cluster, machine.name).peak <= total - THRESHOLD) return metAt
  const holders = holdersOn(cluster, machine)
  const available = total - holders.reduce((sum, one) => sum + one.memory, 0)
  if (available >= THRESHOLD) return metAt
  cluster.event(node, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory')
  const going = holders.some(
    ({ pod }) => runtimeOf(cluster, pod.metadata.uid)?.endReason === 'Evicted',
  )
  const victim = ranked(holders).find(({ pod }) => !isCritical(pod))
  if (victim && !going) evict(cluster, victim.pod, available)
  return cluster.now
}

/** Whether the node still counts as being short of memory. */
export function isPressed(now: Millis, metAt: Millis): boolean {
  return metAt >= 0 && now - metAt < TRANSITION
}

/** Why a node that is short of memory does not take the pod. */
// k8s: pkg/kubelet/eviction managerImpl.Admit (1.36)
export function pressureRejection(pod: Pod, node: Node): Rejection | undefined {
  const pressed = node.status?.conditions?.some(
    ({ type, status }) => type === 'MemoryPressure' && status === 'True',
  )
  if (!pressed || isCritical(pod) || qosClass(pod.spec) !== 'BestEffort') return undefined
  const key = 'node.kubernetes.io/memory-pressure'
  const tolerated = pod.spec.tolerations?.some(
    (one) => (one.operator === 'Exists' && !one.key) || one.key === key,
  )
  if (tolerated) return undefined
  return { reason: 'Evicted', message: 'The node had condition: [MemoryPressure]. ' }
}
