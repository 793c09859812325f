import type { Cluster } from '../cluster.ts'
import { milliValue, wholeValue } from '../scheduler/amounts.ts'
import { hostPorts, UsedPorts } from '../scheduler/ports.ts'
import type { Requests } from '../scheduler/requests.ts'
import { mapMatches, nodeSelectorMatches } from '../scheduler/selectors.ts'
import type { Node, Pod, Taint, Toleration } from '../types/index.ts'
import { pressureRejection } from './eviction.ts'
import type { Machine } from './machine.ts'
import { runtimeOf } from './runtime.ts'
import { usageOf } from './usage.ts'

/** Why a kubelet refuses a pod. */
export interface Rejection {
  readonly reason: string
  readonly message: string
}

function outOf(resource: string, requested: number, used: number, capacity: number): Rejection {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  }
}

function predicate(name: string, why: string): Rejection {
  return { reason: name, message: `Predicate ${name} failed: ${why}` }
}

/** Resources in the order in which the scheduler's NodeResourcesFit finds them short. */
function shortOf(
  cluster: Cluster,
  machine: Machine,
  node: Node | undefined,
  asked: Requests,
): Rejection | undefined {
  const use = usageOf(cluster, machine.name)
  const has = node?.status?.allocatable ?? {
    cpu: machine.cpu,
    memory: machine.memory,
    pods: machine.pods,
  }
  const pods = wholeValue(has.pods ?? machine.pods)
  if (use.pods + 1 > pods) return outOf('pods', 1, use.pods, pods)
  const cpu = milliValue(has.cpu ?? machine.cpu)
  if (asked.milliCpu > 0 && asked.milliCpu > cpu - use.milliCpu)
    return outOf('cpu', asked.milliCpu, use.milliCpu, cpu)
  const memory = wholeValue(has.memory ?? machine.memory)
  if (asked.memory > 0 && asked.memory > memory - use.memory)
    return outOf('memory', asked.memory, use.memory, memory)
  const disk = has['ephemeral-storage']
  if (
    disk !== undefined &&
    asked.ephemeral > 0 &&
    asked.ephemeral > wholeValue(disk) - use.ephemeral
  )
    return outOf('ephemeral-storage', asked.ephemeral, use.ephemeral, wholeValue(disk))
  return undefined
}

function wantsElsewhere(pod: Pod, node: Node): boolean {
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  if (!required && !pod.spec.nodeSelector) return false
  const labels = node.metadata.labels ?? {}
  if (!mapMatches(pod.spec.nodeSelector, labels)) return true
  return (
    required !== undefined && !nodeSelectorMatches(required, { name: node.metadata.name, labels })
  )
}

function portTaken(cluster: Cluster, pod: Pod, machine: Machine): boolean {
  const wanted = hostPorts(pod)
  if (wanted.length === 0) return false
  const used = new UsedPorts()
  for (const other of cluster.podsOn(machine.name)) {
    const { uid } = other.metadata
    if (uid === pod.metadata.uid || runtimeOf(cluster, uid)?.over !== false) continue
    for (const port of hostPorts(other)) used.add(port, 1)
  }
  return wanted.some((port) => used.conflicts(port))
}

function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  if (toleration.operator === 'Exists') return true
  return Boolean(toleration.key) && (toleration.value ?? '') === (taint.value ?? '')
}

function repelled(pod: Pod, node: Node): boolean {
  return (node.spec.taints ?? []).some(
    (taint) =>
      taint.effect === 'NoExecute' &&
      !(pod.spec.tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  )
}

/** Why this machine's kubelet will not run the pod; undefined when it will. */
// k8s: pkg/kubelet/lifecycle predicateAdmitHandler.Admit and generalFilter (1.36)
export function rejection(
  cluster: Cluster,
  pod: Pod,
  machine: Machine,
  asked: Requests,
): Rejection | undefined {
  if (pod.spec.os && pod.spec.os.name !== 'linux')
    return {
      reason: 'PodOSNotSupported',
      message: "Failed to admit pod as the OS field doesn't match node OS",
    }
  const node = cluster.find('Node', '', machine.name)
  const pressed = node && pressureRejection(pod, node)
  if (pressed) return pressed
  const short = shortOf(cluster, machine, node, asked)
  if (short) return short
  if (node && wantsElsewhere(pod, node))
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  if (portTaken(cluster, pod, machine))
    return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  if (node && repelled(pod, node))
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate")
  return undefined
}
