import type { Cluster } from '../../cluster.ts'
import { untolerated } from '../../scheduler/plugins/tolerations.ts'
import { mapMatches, nodeSelectorMatches } from '../../scheduler/selectors.ts'
import type { DaemonSet, Node, Pod, PodSpec } from '../../types/index.ts'
import { claim } from '../claim.ts'
import { isTerminal } from '../pods.ts'
import { daemonTolerations } from './template.ts'

/** What a node is to a set of daemons. */
export interface Verdict {
  /** A pod is made when there is none. */
  readonly run: boolean
  /** A pod that is there may stay. */
  readonly stay: boolean
}

const NEITHER: Verdict = { run: false, stay: false }
const BOTH: Verdict = { run: true, stay: true }
const STAY: Verdict = { run: false, stay: true }

/** Pods of a set by the node that they are for. */
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>

function isFor(node: Node, spec: PodSpec): boolean {
  const { name, labels = {} } = node.metadata
  if (spec.nodeName && spec.nodeName !== name) return false
  if (!mapMatches(spec.nodeSelector, labels)) return false
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required === undefined || nodeSelectorMatches(required, { name, labels })
}

function judge(node: Node, spec: PodSpec): Verdict {
  if (!isFor(node, spec)) return NEITHER
  const hard = (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule')
  const tolerations = daemonTolerations(spec)
  if (!untolerated(hard, tolerations)) return BOTH
  const evicting = hard.filter(({ effect }) => effect === 'NoExecute')
  return untolerated(evicting, tolerations) ? NEITHER : STAY
}

const verdicts = new WeakMap<Node, WeakMap<PodSpec, Verdict>>()

/** k8s: pkg/controller/daemon NodeShouldRunDaemonPod (1.36) */
export function verdictOf(node: Node, set: DaemonSet): Verdict {
  const { spec } = set.spec.template
  let own = verdicts.get(node)
  if (!own) {
    own = new WeakMap()
    verdicts.set(node, own)
  }
  const known = own.get(spec)
  if (known) return known
  const verdict = judge(node, spec)
  own.set(spec, verdict)
  return verdict
}

/** The node that the pod is on, or was made for. k8s: pkg/controller/daemon/util GetTargetNodeName (1.36) */
function targetOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  for (const { matchFields } of terms ?? [])
    for (const { key, operator, values } of matchFields ?? [])
      if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0]
  return undefined
}

/** Scheduled ones first, then by age and name. k8s: pkg/controller/daemon podByCreationTimestampAndPhase (1.36) */
export function byAge(a: Pod, b: Pod): number {
  if (!a.spec.nodeName !== !b.spec.nodeName) return a.spec.nodeName ? -1 : 1
  const one = `${a.metadata.creationTimestamp} ${a.metadata.name}`
  const other = `${b.metadata.creationTimestamp} ${b.metadata.name}`
  return one < other ? -1 : 1
}

/**
 * The pods of the set by node, in the order of the nodes' names; without finished ones that are being deleted: they no
 * longer take the place of another. k8s: pkg/controller/daemon getNodesToDaemonPods (1.36)
 */
export function podsByNode(cluster: Cluster, set: DaemonSet): PodsByNode {
  const found: (readonly [node: string, pod: Pod])[] = []
  for (const pod of claim(cluster, 'Pod', set, set.spec.selector)) {
    if (pod.metadata.deletionTimestamp && isTerminal(pod)) continue
    const node = targetOf(pod)
    if (node !== undefined) found.push([node, pod])
  }
  found.sort(([a, one], [b, other]) => (a === b ? byAge(one, other) : a < b ? -1 : 1))
  const groups = new Map<string, Pod[]>()
  for (const [node, pod] of found) {
    const group = groups.get(node)
    if (group) group.push(pod)
    else groups.set(node, [pod])
  }
  return groups
}
