import { canonical } from '../../sim/machinery/quantity.ts'
import type { Node, Pod } from '../../sim/types/index.ts'
import { since } from '../printers/age.ts'
import { type Amounts, addAmounts, type Demand, podDemand, shareText } from './amounts.ts'
import type { Page } from './page.ts'
import type { DescribeContext } from './reader.ts'

const HUGE_PAGES = 'hugepages-'
const STANDARD: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods'])

function isActive(pod: Pod): boolean {
  return pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed'
}

function podLine(
  pod: Pod,
  { requests, limits }: Demand,
  allocatable: Amounts,
  age: string,
): string {
  const { cpu, memory } = allocatable
  return [
    pod.metadata.namespace ?? '',
    pod.metadata.name,
    '',
    shareText(requests.cpu, cpu, 'milli'),
    shareText(limits.cpu, cpu, 'milli'),
    shareText(requests.memory, memory, 'whole'),
    shareText(limits.memory, memory, 'whole'),
    age,
  ].join('\t')
}

function printTotals(page: Page, { requests, limits }: Demand, allocatable: Amounts): void {
  page.write(
    0,
    'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n',
  )
  page.line(1, 'Resource\tRequests\tLimits')
  page.line(1, '--------\t--------\t------')
  const names = Object.keys(allocatable).sort()
  const shared = ['cpu', 'memory', 'ephemeral-storage']
  shared.push(...names.filter((name) => name.startsWith(HUGE_PAGES)))
  for (const name of shared) {
    const unit = name === 'cpu' ? 'milli' : 'whole'
    const asked = shareText(requests[name], allocatable[name], unit)
    page.line(1, `${name}\t${asked}\t${shareText(limits[name], allocatable[name], unit)}`)
  }
  for (const name of names) {
    if (STANDARD.has(name) || name.startsWith(HUGE_PAGES)) continue
    page.line(1, `${name}\t${canonical(requests[name] ?? '0')}\t${canonical(limits[name] ?? '0')}`)
  }
}

/** The pods that still use the node, and how much of it they ask for. */
// k8s: kubectl/pkg/describe describeNodeResource (1.36)
export function printNodeResources(page: Page, node: Node, { reader, at }: DescribeContext): void {
  const pods = reader
    .list('Pod')
    .filter((pod) => pod.spec.nodeName === node.metadata.name && isActive(pod))
  const given = node.status.allocatable ?? {}
  const allocatable = Object.keys(given).length > 0 ? given : (node.status.capacity ?? {})
  page.field(0, 'Non-terminated Pods', `(${pods.length} in total)`)
  page.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge')
  page.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---')
  let total: Demand = { requests: {}, limits: {} }
  for (const pod of pods) {
    const demand = podDemand(pod)
    page.line(1, podLine(pod, demand, allocatable, since(pod.metadata.creationTimestamp, at)))
    total = {
      requests: addAmounts(total.requests, demand.requests),
      limits: addAmounts(total.limits, demand.limits),
    }
  }
  printTotals(page, total, allocatable)
}
