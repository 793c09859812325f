import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import { MAX_SCORE, type Scorer } from '../plugin.ts'
import { tableNames } from '../scoreTables.ts'
import type { Snapshot } from '../snapshot.ts'

export interface WeightedResource {
  readonly name: string
  readonly weight: number
}

/** How NodeResourcesFit ranks nodes; LeastAllocated over cpu and memory is the default. */
export type ResourceStrategy =
  | {
      readonly type: 'LeastAllocated' | 'MostAllocated'
      readonly resources: readonly WeightedResource[]
    }
  | {
      readonly type: 'RequestedToCapacityRatio'
      readonly resources: readonly WeightedResource[]
      /** Utilisation in percent to a score of 0..10, in rising order. */
      readonly shape: readonly { readonly utilization: number; readonly score: number }[]
    }

export function allocatableOf(node: NodeInfo, name: string): number {
  if (name === 'cpu') return node.allocatableMilliCpu
  if (name === 'memory') return node.allocatableMemory
  if (name === 'ephemeral-storage') return node.allocatableEphemeral
  return node.allocatableScalars?.get(name) ?? 0
}

export function requestedBy(pod: PodInfo, name: string): number {
  if (name === 'cpu') return pod.requests.milliCpu
  if (name === 'memory') return pod.requests.memory
  if (name === 'ephemeral-storage') return pod.requests.ephemeral
  return pod.requests.scalars?.get(name) ?? 0
}

export function requestedOn(node: NodeInfo, name: string): number {
  if (name === 'cpu') return node.milliCpu
  if (name === 'memory') return node.memory
  if (name === 'ephemeral-storage') return node.ephemeral
  return node.scalars?.get(name) ?? 0
}

/** What would be requested with the pod there; containers that ask for nothing count as a small amount. */
function afterwards(pod: PodInfo, node: NodeInfo, name: string): number {
  if (name === 'cpu') return node.nonZeroMilliCpu + pod.requests.nonZeroMilliCpu
  if (name === 'memory') return node.nonZeroMemory + pod.requests.nonZeroMemory
  return requestedOn(node, name) + requestedBy(pod, name)
}

function least(requested: number, capacity: number): number {
  return requested > capacity ? 0 : Math.trunc(((capacity - requested) * MAX_SCORE) / capacity)
}

function most(requested: number, capacity: number): number {
  return Math.trunc((Math.min(requested, capacity) * MAX_SCORE) / capacity)
}

/** Straight lines between the points of the shape. */
// k8s: pkg/scheduler/framework/plugins/helper BuildBrokenLinearFunction (1.36)
function onShape(
  shape: readonly { readonly utilization: number; readonly score: number }[],
  at: number,
): number {
  const scale = MAX_SCORE / 10
  for (let i = 0; i < shape.length; i++) {
    const point = shape[i]
    if (!point || at > point.utilization) continue
    const before = shape[i - 1]
    if (!before) return point.score * scale
    const rise = (point.score - before.score) * scale * (at - before.utilization)
    return before.score * scale + Math.trunc(rise / (point.utilization - before.utilization))
  }
  return (shape.at(-1)?.score ?? 0) * scale
}

function weighted(
  pod: PodInfo,
  node: NodeInfo,
  resources: readonly WeightedResource[],
  rate: (requested: number, capacity: number) => number,
  onlyPositive: boolean,
): { readonly sum: number; readonly weights: number } {
  let sum = 0
  let weights = 0
  for (const { name, weight } of resources) {
    const plain = name === 'cpu' || name === 'memory' || name === 'ephemeral-storage'
    if (!plain && requestedBy(pod, name) === 0) continue
    const capacity = allocatableOf(node, name)
    if (capacity === 0) continue
    const score = rate(afterwards(pod, node, name), capacity)
    if (onlyPositive && score <= 0) continue
    sum += score * weight
    weights += weight
  }
  return { sum, weights }
}

/** The default strategy without its generality: this is the hottest code of the scheduler. */
function leastAllocated(pod: PodInfo, snapshot: Snapshot): Scorer {
  const { nonZeroMilliCpu, nonZeroMemory } = pod.requests
  return snapshot.scores.remembered(tableNames(pod.requests).least, (node) => {
    let sum = 0
    let weights = 0
    const cpu = node.allocatableMilliCpu
    if (cpu > 0) {
      const free = cpu - node.nonZeroMilliCpu - nonZeroMilliCpu
      if (free > 0) sum += Math.trunc((free * MAX_SCORE) / cpu)
      weights++
    }
    const memory = node.allocatableMemory
    if (memory > 0) {
      const free = memory - node.nonZeroMemory - nonZeroMemory
      if (free > 0) sum += Math.trunc((free * MAX_SCORE) / memory)
      weights++
    }
    return weights === 0 ? 0 : Math.trunc(sum / weights)
  })
}

// k8s: pkg/scheduler/framework/plugins/noderesources resource_allocation.go (1.36)
export function resourceScorer(
  pod: PodInfo,
  strategy: ResourceStrategy | undefined,
  snapshot: Snapshot,
): Scorer {
  if (!strategy) return leastAllocated(pod, snapshot)
  const { resources } = strategy
  if (strategy.type === 'RequestedToCapacityRatio') {
    const { shape } = strategy
    const rate = (requested: number, capacity: number) =>
      onShape(shape, requested > capacity ? 100 : Math.trunc((requested * 100) / capacity))
    return {
      score(node) {
        const { sum, weights } = weighted(pod, node, resources, rate, true)
        return weights === 0 ? 0 : Math.round(sum / weights)
      },
    }
  }
  const rate = strategy.type === 'MostAllocated' ? most : least
  return {
    score(node) {
      const { sum, weights } = weighted(pod, node, resources, rate, false)
      return weights === 0 ? 0 : Math.trunc(sum / weights)
    },
  }
}
