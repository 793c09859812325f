import { nodeStatus } from '../../kubectl/printers/node.ts'
import type { Node, Pod } from '../../sim/index.ts'
import { podRequests } from '../../sim/light.ts'
import { milliValue, value as wholeValue } from '../../sim/machinery/quantity.ts'
import type { Tone } from './podFacts.ts'

export interface Usage {
  readonly used: number
  readonly all: number
}

export interface NodeFacts {
  readonly status: string
  readonly tone: Tone
  readonly address: string
  /** Taints as kubectl describe writes them, without those that only repeat the status. */
  readonly taints: readonly string[]
  /** Names of the pressure conditions that hold. */
  readonly pressures: readonly string[]
  readonly cordoned: boolean
}

function taintText(taint: NonNullable<Node['spec']['taints']>[number]): string {
  const value = taint.value ? `=${taint.value}` : ''
  return `${taint.key}${value}:${taint.effect}`
}

export function nodeFacts(node: Node): NodeFacts {
  const conditions = node.status.conditions ?? []
  const ready = conditions.some((one) => one.type === 'Ready' && one.status === 'True')
  return {
    status: nodeStatus(node),
    tone: ready ? (node.spec.unschedulable ? 'wait' : 'ok') : 'bad',
    address: node.status.addresses?.find((one) => one.type === 'InternalIP')?.address ?? '',
    taints: (node.spec.taints ?? [])
      .filter((taint) => taint.key !== 'node.kubernetes.io/unschedulable')
      .map(taintText),
    pressures: conditions
      .filter((one) => one.type !== 'Ready' && one.status === 'True')
      .map((one) => one.type),
    cordoned: node.spec.unschedulable === true,
  }
}

/** What the pods ask for in sum, against what the machine can give. CPU in millicores, memory in bytes. */
export function usageOf(
  node: Node | undefined,
  pods: readonly Pod[],
): { readonly cpu: Usage; readonly memory: Usage } {
  const allocatable = node?.status.allocatable ?? {}
  let cpu = 0
  let memory = 0
  for (const pod of pods) {
    if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') continue
    const requests = podRequests(pod)
    cpu += requests.milliCpu
    memory += requests.memory
  }
  return {
    cpu: { used: cpu, all: milliValue(allocatable.cpu ?? '0') },
    memory: { used: memory, all: wholeValue(allocatable.memory ?? '0') },
  }
}

/** `480m` or `2`, as people write cpu. */
export function cpuText(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`
}

/** `512Mi` or `1.9Gi`, rounded for the eye. */
export function bytesText(bytes: number): string {
  if (bytes === 0) return '0'
  const mi = bytes / 2 ** 20
  if (mi < 1000) return `${Math.round(mi)}Mi`
  const gi = mi / 1024
  return `${gi >= 10 ? Math.round(gi) : Math.round(gi * 10) / 10}Gi`
}
