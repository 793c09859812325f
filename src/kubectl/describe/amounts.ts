import {
  addQuantity,
  canonical,
  compareQuantity,
  milliValue,
  value as wholeValue,
} from '../../sim/machinery/quantity.ts'
import type { Container, Pod, PodSpec } from '../../sim/types/index.ts'

export type Amounts = Readonly<Record<string, string>>

/** What something asks for and may use at most, per resource. */
export interface Demand {
  readonly requests: Amounts
  readonly limits: Amounts
}

export function addAmounts(a: Amounts, b: Amounts | undefined | null): Amounts {
  const sum: Record<string, string> = { ...a }
  for (const [name, amount] of Object.entries(b ?? {})) {
    const known = sum[name]
    sum[name] = known === undefined ? canonical(amount) : addQuantity(known, amount)
  }
  return sum
}

function maxAmounts(a: Amounts, b: Amounts): Amounts {
  const most: Record<string, string> = { ...a }
  for (const [name, amount] of Object.entries(b)) {
    const known = most[name]
    if (known === undefined || compareQuantity(amount, known) > 0) most[name] = amount
  }
  return most
}

type Part = 'requests' | 'limits'

/** Sum over the containers, or what one init container needs beside the sidecars before it, if more. */
function containersAmounts(spec: PodSpec, part: Part): Amounts {
  let total: Amounts = {}
  for (const container of spec.containers ?? []) {
    total = addAmounts(total, container.resources?.[part])
  }
  let sidecars: Amounts = {}
  let initial: Amounts = {}
  for (const container of spec.initContainers ?? []) {
    const own = container.resources?.[part]
    if (container.restartPolicy === 'Always') {
      total = addAmounts(total, own)
      sidecars = addAmounts(sidecars, own)
      initial = maxAmounts(initial, sidecars)
    } else initial = maxAmounts(initial, addAmounts(sidecars, own))
  }
  return maxAmounts(total, initial)
}

// k8s: kubectl/pkg/util/resource PodRequestsAndLimits (1.36)
function podAmounts(spec: PodSpec, part: Part): Amounts {
  const amounts: Record<string, string> = {
    ...containersAmounts(spec, part),
    ...spec.resources?.[part],
  }
  for (const [name, amount] of Object.entries(spec.overhead ?? {})) {
    const known = amounts[name]
    if (known !== undefined && compareQuantity(known, '0') !== 0) {
      amounts[name] = addQuantity(known, amount)
    } else if (part === 'requests') amounts[name] = amount
  }
  return amounts
}

export function podDemand(pod: Pod): Demand {
  return { requests: podAmounts(pod.spec, 'requests'), limits: podAmounts(pod.spec, 'limits') }
}

/** An amount with its share of what there is, in whole percent rounded down: `250m (12%)`. */
export function shareText(
  amount: string | undefined,
  capacity: string | undefined,
  unit: 'milli' | 'whole',
): string {
  const number = unit === 'milli' ? milliValue : wholeValue
  const total = number(capacity ?? '0')
  const percent = total === 0 ? 0 : Math.trunc((number(amount ?? '0') / total) * 100)
  return `${canonical(amount ?? '0')} (${percent}%)`
}

/** A container's limit or request counted in divisors, rounded up, as an environment variable gets it. */
// k8s: kubectl/pkg/util/resource ExtractContainerResourceValue (1.36)
export function containerResource(
  container: Container,
  resource: string,
  divisor: string | undefined,
): string {
  const [part, ...rest] = resource.split('.')
  const name = rest.join('.')
  const amounts = part === 'limits' ? container.resources?.limits : container.resources?.requests
  const unit = divisor && compareQuantity(divisor, '0') !== 0 ? divisor : '1'
  const number = name === 'cpu' ? milliValue : wholeValue
  return String(Math.ceil(number(amounts?.[name] ?? '0') / number(unit)))
}

const QOS_RESOURCES = ['cpu', 'memory'] as const

function positive(amount: string | undefined): amount is string {
  return amount !== undefined && compareQuantity(amount, '0') > 0
}

function guaranteed(container: Pick<Container, 'resources'>): boolean {
  return QOS_RESOURCES.every((name) => {
    const limit = container.resources?.limits?.[name]
    const request = container.resources?.requests?.[name] ?? limit
    return positive(limit) && request !== undefined && compareQuantity(limit, request) === 0
  })
}

function asks(container: Pick<Container, 'resources'>): boolean {
  const { requests, limits } = container.resources ?? {}
  return QOS_RESOURCES.some((name) => positive(requests?.[name]) || positive(limits?.[name]))
}

/** The quality of service class a pod has, or would have. */
// k8s: kubectl/pkg/util/qos GetPodQOS (1.36)
export function podQos({ spec, status }: Pod): string {
  if (status.qosClass) return status.qosClass
  const all: readonly Pick<Container, 'resources'>[] = spec.resources
    ? [{ resources: spec.resources }]
    : [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  if (!all.some(asks)) return 'BestEffort'
  return all.every(guaranteed) ? 'Guaranteed' : 'Burstable'
}
