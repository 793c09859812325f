import type {
  NodeAffinity,
  NodeSelector,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
} from '../../types/index.ts'
import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import { type Filter, normalizeByBest, type Plugin, type Rejection } from '../plugin.ts'
import { mapMatches, nodeSelectorMatches, nodeTermMatches } from '../selectors.ts'

const CONFLICT: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: 'NodeAffinity',
  reasons: ['pod affinity terms conflict'],
}
const ENFORCED: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  plugin: 'NodeAffinity',
  reasons: ["node(s) didn't match scheduler-enforced node affinity"],
}

function requiredOf(pod: PodInfo): NodeSelector | undefined {
  return pod.pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
}

/** Whether the pod's nodeSelector and required node affinity allow the node. */
// k8s: component-helpers nodeaffinity RequiredNodeAffinity.Match (1.36)
export function matchesRequiredAffinity(pod: PodInfo, node: NodeInfo): boolean {
  if (!mapMatches(pod.pod.spec.nodeSelector, node.labels)) return false
  const required = requiredOf(pod)
  return required === undefined || nodeSelectorMatches(required, node)
}

export function hasRequiredAffinity(pod: PodInfo): boolean {
  const selector = pod.pod.spec.nodeSelector
  return (
    requiredOf(pod) !== undefined || (selector !== undefined && Object.keys(selector).length > 0)
  )
}

/** Names that one term pins the pod to; undefined when it does not pin. */
function namesOfTerm(term: NodeSelectorTerm): ReadonlySet<string> | undefined {
  let names: ReadonlySet<string> | undefined
  for (const { key, operator, values } of term.matchFields ?? []) {
    if (key !== 'metadata.name' || operator !== 'In') continue
    const before = names
    names = new Set((values ?? []).filter((name) => !before || before.has(name)))
  }
  return names
}

/** Names that the required terms pin the pod to; undefined when some term does not pin. */
function pinnedNames(selector: NodeSelector | undefined): ReadonlySet<string> | undefined {
  const terms = selector?.nodeSelectorTerms
  if (!terms?.length) return undefined
  const names = new Set<string>()
  for (const term of terms) {
    const own = namesOfTerm(term)
    if (!own) return undefined
    for (const name of own) names.add(name)
  }
  return names
}

function preferredTerms(affinity: NodeAffinity | undefined): readonly PreferredSchedulingTerm[] {
  const terms = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  return terms.filter((term) => term.weight !== 0)
}

/** `added` is affinity that the scheduler's own configuration puts on every pod. */
// k8s: pkg/scheduler/framework/plugins/nodeaffinity (1.36)
export function createNodeAffinity(added?: NodeAffinity): Plugin {
  const enforced = added?.requiredDuringSchedulingIgnoredDuringExecution
  return {
    name: 'NodeAffinity',
    weight: 2,

    prepareFilter(pod, world): Filter | Rejection | undefined {
      if (!enforced && !hasRequiredAffinity(pod)) return undefined
      const nodeNames = pinnedNames(requiredOf(pod))
      if (nodeNames?.size === 0) return CONFLICT
      const mismatch: Rejection = {
        code: 'UnschedulableAndUnresolvable',
        plugin: 'NodeAffinity',
        reasons: [world.texts.nodeAffinity],
      }
      return {
        ...(nodeNames ? { nodeNames } : {}),
        check(node) {
          if (enforced && !nodeSelectorMatches(enforced, node)) return ENFORCED
          return matchesRequiredAffinity(pod, node) ? undefined : mismatch
        },
      }
    },

    prepareScore(pod) {
      const own = preferredTerms(pod.pod.spec.affinity?.nodeAffinity)
      const terms = added ? [...preferredTerms(added), ...own] : own
      if (terms.length === 0) return undefined
      return {
        score(node) {
          let sum = 0
          for (const term of terms) if (nodeTermMatches(term.preference, node)) sum += term.weight
          return sum
        },
        normalize: (scores, _nodes, count) => normalizeByBest(scores, count, false),
      }
    },
  }
}
