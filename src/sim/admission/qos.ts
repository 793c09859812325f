import { compareQuantity } from '../machinery/quantity.ts'
import type { Container, PodSpec, ResourceRequirements } from '../types/index.ts'

const COMPUTE = ['cpu', 'memory'] as const

function isSet(quantity: string | undefined): quantity is string {
  return quantity !== undefined && compareQuantity(quantity, '0') > 0
}

function isGuaranteed(resources: ResourceRequirements): boolean {
  return COMPUTE.every((name) => {
    const limit = resources.limits?.[name]
    const request = resources.requests?.[name] ?? limit
    return isSet(limit) && request !== undefined && compareQuantity(limit, request) === 0
  })
}

function isBestEffort(resources: ResourceRequirements): boolean {
  return COMPUTE.every(
    (name) => !isSet(resources.limits?.[name]) && !isSet(resources.requests?.[name]),
  )
}

const memo = new WeakMap<PodSpec, string>()

function compute(spec: PodSpec): string {
  if (spec.resources) return classOf([spec.resources])
  const all: readonly Container[] = [...spec.containers, ...(spec.initContainers ?? [])]
  return classOf(all.map((container) => container.resources ?? {}))
}

function classOf(all: readonly ResourceRequirements[]): string {
  if (all.every(isBestEffort)) return 'BestEffort'
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable'
}

/** Guaranteed, Burstable or BestEffort. */
// k8s: pkg/apis/core/helper/qos ComputePodQOS (1.36)
export function qosClass(spec: PodSpec): string {
  const known = memo.get(spec)
  if (known !== undefined) return known
  const value = compute(spec)
  memo.set(spec, value)
  return value
}
