import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import { MAX_SCORE, type Plugin } from '../plugin.ts'
import { tableNames } from '../scoreTables.ts'
import { allocatableOf, requestedBy, requestedOn } from './resourceStrategy.ts'

const DEFAULT_RESOURCES: readonly string[] = ['cpu', 'memory']

function fraction(requested: number, capacity: number): number {
  return requested >= capacity ? 1 : requested / capacity
}

/** 0..100: 100 when all resources are used to the same share. */
function evenness(fractions: readonly number[]): number {
  if (fractions.length < 2) return MAX_SCORE
  const mean = fractions.reduce((sum, f) => sum + f, 0) / fractions.length
  const squares = fractions.reduce((sum, f) => sum + (f - mean) * (f - mean), 0)
  return Math.trunc((1 - Math.sqrt(squares / fractions.length)) * MAX_SCORE)
}

function evennessOfTwo(a: number, b: number): number {
  return Math.trunc((1 - Math.abs((a - b) / 2)) * MAX_SCORE)
}

/** Better than before scores above 75, worse below. */
function combine(before: number, after: number): number {
  return MAX_SCORE / 2 + Math.trunc((MAX_SCORE / 2 + after - before) / 2)
}

function scoreAll(pod: PodInfo, node: NodeInfo, resources: readonly string[]): number {
  const before: number[] = []
  const after: number[] = []
  for (const name of resources) {
    const wanted = requestedBy(pod, name)
    const plain = name === 'cpu' || name === 'memory'
    if (!plain && wanted === 0) continue
    const capacity = allocatableOf(node, name)
    if (capacity === 0) continue
    const used = requestedOn(node, name)
    before.push(fraction(used, capacity))
    after.push(fraction(used + wanted, capacity))
  }
  return combine(evenness(before), evenness(after))
}

function asksForNothing(pod: PodInfo, resources: readonly string[]): boolean {
  for (const name of resources) if (requestedBy(pod, name) !== 0) return false
  return true
}

// k8s: pkg/scheduler/framework/plugins/noderesources balanced_allocation.go (1.36)
export function createBalancedAllocation(resources: readonly string[] = DEFAULT_RESOURCES): Plugin {
  const usual = resources === DEFAULT_RESOURCES
  return {
    name: 'NodeResourcesBalancedAllocation',
    prepareScore(pod, world) {
      // Pods that ask for nothing would all gather on the most even node.
      if (asksForNothing(pod, resources)) return undefined
      if (!usual) return { score: (node) => scoreAll(pod, node, resources) }
      const { milliCpu, memory } = pod.requests
      return world.snapshot.scores.remembered(tableNames(pod.requests).balanced, (node) => {
        const cpus = node.allocatableMilliCpu
        const bytes = node.allocatableMemory
        if (cpus === 0 || bytes === 0) return scoreAll(pod, node, resources)
        const before = evennessOfTwo(fraction(node.milliCpu, cpus), fraction(node.memory, bytes))
        const after = evennessOfTwo(
          fraction(node.milliCpu + milliCpu, cpus),
          fraction(node.memory + memory, bytes),
        )
        return combine(before, after)
      })
    },
  }
}
