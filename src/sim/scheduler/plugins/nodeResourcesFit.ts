import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import type { Plugin, Rejection } from '../plugin.ts'
import { tableNames } from '../scoreTables.ts'
import { type ResourceStrategy, resourceScorer } from './resourceStrategy.ts'

export interface FitOptions {
  readonly strategy?: ResourceStrategy
  readonly ignoredResources?: ReadonlySet<string>
  readonly ignoredResourceGroups?: ReadonlySet<string>
}

const NAME = 'NodeResourcesFit'
/** Rejections by their reasons: there are few different ones, and thousands of nodes give the same. */
const known = new Map<string, Rejection>()

function rejection(reasons: readonly string[], hopeless: boolean): Rejection {
  const key = `${hopeless ? '!' : ''}${reasons.join('|')}`
  let found = known.get(key)
  if (!found) {
    const code = hopeless ? 'UnschedulableAndUnresolvable' : 'Unschedulable'
    found = { code, plugin: NAME, reasons }
    known.set(key, found)
  }
  return found
}

function ignored(name: string, options: FitOptions): boolean {
  if (options.ignoredResources?.has(name)) return true
  return options.ignoredResourceGroups?.has(name.split('/')[0] ?? '') === true
}

/** Collects what is missing; hopeless when the pod asks for more than the whole machine has. */
// k8s: pkg/scheduler/framework/plugins/noderesources fitsRequest (1.36)
function explain(pod: PodInfo, node: NodeInfo, options: FitOptions): Rejection | undefined {
  const { requests } = pod
  const reasons: string[] = []
  let hopeless = false
  if (node.pods.size + 1 > node.allocatablePods) reasons.push('Too many pods')
  const compare = (name: string, wanted: number, used: number, allocatable: number) => {
    if (wanted === 0 || wanted <= allocatable - used) return
    reasons.push(`Insufficient ${name}`)
    if (wanted > allocatable) hopeless = true
  }
  compare('cpu', requests.milliCpu, node.milliCpu, node.allocatableMilliCpu)
  compare('memory', requests.memory, node.memory, node.allocatableMemory)
  compare('ephemeral-storage', requests.ephemeral, node.ephemeral, node.allocatableEphemeral)
  for (const [name, wanted] of requests.scalars ?? []) {
    if (ignored(name, options)) continue
    compare(name, wanted, node.scalars?.get(name) ?? 0, node.allocatableScalars?.get(name) ?? 0)
  }
  return reasons.length === 0 ? undefined : rejection(reasons, hopeless)
}

function fits(pod: PodInfo, node: NodeInfo): boolean {
  const { requests } = pod
  return (
    node.pods.size < node.allocatablePods &&
    (requests.milliCpu === 0 || requests.milliCpu <= node.allocatableMilliCpu - node.milliCpu) &&
    (requests.memory === 0 || requests.memory <= node.allocatableMemory - node.memory) &&
    (requests.ephemeral === 0 || requests.ephemeral <= node.allocatableEphemeral - node.ephemeral)
  )
}

// k8s: pkg/scheduler/framework/plugins/noderesources fit.go (1.36)
export function createNodeResourcesFit(options: FitOptions = {}): Plugin {
  return {
    name: NAME,
    prepareFilter(pod, world) {
      if (pod.requests.scalars !== undefined)
        return { check: (node) => explain(pod, node, options) }
      const passed = world.snapshot.scores.table(tableNames(pod.requests).fit)
      return {
        passed,
        check(node) {
          if (!fits(pod, node)) return explain(pod, node, options)
          passed.set(node.index, 1)
          return undefined
        },
      }
    },
    prepareScore: (pod, world) => resourceScorer(pod, options.strategy, world.snapshot),
  }
}
