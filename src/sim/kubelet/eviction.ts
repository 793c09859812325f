import { qosClass } from '../admission/qos.ts'
import { disruptionTarget } from '../api/disruptionTarget.ts'
import { withCondition } from '../api/subresources.ts'
import type { Cluster } from '../cluster.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import type { Millis } from '../time.ts'
import type { Node, Pod } from '../types/index.ts'
import type { Rejection } from './admission.ts'
import type { Machine } from './machine.ts'
import {
  type Asked,
  containerDisk,
  containerUse,
  type Holder,
  holdersOn,
  ranked,
  requestOf,
} from './pressure/holders.ts'
import { collectImages, imageBytes, PERIOD, removeImages } from './pressure/imageGc.ts'
import { overOwnLimit } from './pressure/limits.ts'
import {
  freeDisk,
  isShort,
  MEMORY_THRESHOLD,
  type MetAt,
  observed,
  type Signal,
} from './pressure/signals.ts'
import { draftOf, freezeRuntime, KUBELET, podWorkKey, runtimeOf } from './runtime.ts'
import { usageOf } from './usage.ts'

const CRITICAL = 2_000_000_000

/** An amount in the largest binary unit that divides it. */
// k8s: apimachinery/pkg/api/resource Quantity.CanonicalizeBytes, BinarySI
function binary(bytes: number): string {
  let amount = Math.max(0, Math.round(bytes))
  let unit = 0
  while (amount > 0 && amount % 1024 === 0 && unit < 4) {
    amount /= 1024
    unit++
  }
  return `${amount}${['', 'Ki', 'Mi', 'Gi', 'Ti'][unit]}`
}

/** Memory is measured in pages, and so are files. */
function pages(bytes: number): number {
  return Math.round(bytes / 1024) * 1024
}

// k8s: pkg/kubelet/types IsCriticalPod (1.36)
function isCritical(pod: Pod): boolean {
  const mirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined
  return mirror || (pod.spec.priority ?? 0) >= CRITICAL
}

/** k8s: pkg/kubelet/eviction evictionMessage (1.36) */
function messageOf(cluster: Cluster, pod: Pod, signal: Signal): string {
  const { resource, threshold, available } = signal
  const shown = resource === 'pids' ? String : (bytes: number) => binary(bytes)
  const left = resource === 'pids' ? available : pages(available)
  const parts = [
    `The node was low on resource: ${resource}. `,
    `Threshold quantity: ${shown(threshold)}, available: ${shown(left)}. `,
  ]
  if (resource === 'pids') return parts.join('')
  for (const container of pod.spec.containers) {
    const { name } = container
    const used =
      resource === 'memory'
        ? containerUse(cluster, pod, name).memory
        : containerDisk(cluster, pod, name)
    const request = requestOf(container, resource satisfies Asked)
    if (used > request)
      parts.push(
        `Container ${name} was using ${binary(pages(used))}, request is ${binary(request)}, has larger consumption of ${resource}. `,
      )
  }
  return parts.join('')
}

// k8s: pkg/kubelet/eviction managerImpl.evictPod (1.36)
export function evict(cluster: Cluster, pod: Pod, message: string, why: string): void {
  const runtime = runtimeOf(cluster, pod.metadata.uid)
  if (!runtime) return
  cluster.why(why)
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

function isGoing(cluster: Cluster, { pod }: Holder): boolean {
  return runtimeOf(cluster, pod.metadata.uid)?.endReason === 'Evicted'
}

const WHY = {
  memory: 'the node is low on memory',
  'ephemeral-storage': 'the node is low on disk space',
  pids: 'the node is low on process ids',
} as const

/** Pods that took more than they may go, all at once; whether there were any. */
// k8s: pkg/kubelet/eviction managerImpl.localStorageEviction (1.36)
function evictOverLimit(cluster: Cluster, holders: readonly Holder[]): boolean {
  let any = false
  for (const holder of holders) {
    if (isCritical(holder.pod) || isGoing(cluster, holder)) continue
    const message = overOwnLimit(cluster, holder)
    if (message === undefined) continue
    evict(cluster, holder.pod, message, 'it wrote more than it may')
    any = true
  }
  return any
}

/** What the node's kubelet remembers of its wants. */
export interface Watched {
  readonly metAt: MetAt
  /** When images were collected last. */
  readonly collectedAt: Millis
}

/** Nothing of what its pods may ever hold can make the machine short of anything: one comparison in the usual case. */
function isSafe(cluster: Cluster, machine: Machine): boolean {
  if (machine.filled || machine.processes) return false
  const most = wholeValue(machine.memory) - MEMORY_THRESHOLD
  return usageOf(cluster, machine.name).peak <= most
}

/**
 * Looks at what the machine is short of, and makes room: images that nobody uses first, then one pod. Says when each
 * threshold was met last.
 */
// k8s: pkg/kubelet/eviction managerImpl.synchronize (1.36)
export function watchPressure(
  cluster: Cluster,
  machine: Machine,
  node: Node,
  before: Watched,
): Watched {
  if (isSafe(cluster, machine)) return before
  const holders = holdersOn(cluster, machine)
  let { collectedAt } = before
  if (collectedAt < 0 || cluster.now - collectedAt >= PERIOD) {
    collectImages(cluster, machine, node, freeDisk(machine, holders, imageBytes(cluster, machine)))
    collectedAt = cluster.now
  }
  const short = () => observed(machine, holders, imageBytes(cluster, machine)).filter(isShort)
  const met = short()
  const metAt = { ...before.metAt }
  for (const { want } of met) metAt[want] = cluster.now
  const [first] = met
  const after = { metAt: met.length > 0 ? metAt : before.metAt, collectedAt }
  if (evictOverLimit(cluster, holders) || !first) return after
  cluster.event(node, 'Warning', 'EvictionThresholdMet', `Attempting to reclaim ${first.resource}`)
  if (first.want === 'disk') {
    removeImages(cluster, machine, Number.POSITIVE_INFINITY)
    if (short().length === 0) return after
  }
  if (holders.some((one) => isGoing(cluster, one))) return after
  const victim = ranked(holders, first.resource).find(({ pod }) => !isCritical(pod))
  if (victim) evict(cluster, victim.pod, messageOf(cluster, victim.pod, first), WHY[first.resource])
  return after
}

const CONDITIONS = ['MemoryPressure', 'DiskPressure', 'PIDPressure']

/** Why a node that is short of something does not take the pod. */
// k8s: pkg/kubelet/eviction managerImpl.Admit (1.36)
export function pressureRejection(pod: Pod, node: Node): Rejection | undefined {
  const found = node.status?.conditions ?? []
  const pressed = CONDITIONS.filter((type) =>
    found.some((one) => one.type === type && one.status === 'True'),
  )
  if (pressed.length === 0 || isCritical(pod)) return undefined
  if (pressed.length === 1 && pressed[0] === 'MemoryPressure') {
    const key = 'node.kubernetes.io/memory-pressure'
    const tolerated = pod.spec.tolerations?.some(
      (one) => (one.operator === 'Exists' && !one.key) || one.key === key,
    )
    if (tolerated || qosClass(pod.spec) !== 'BestEffort') return undefined
  }
  return { reason: 'Evicted', message: `The node had condition: [${pressed.join(' ')}]. ` }
}
