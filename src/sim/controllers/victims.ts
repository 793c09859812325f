import type { Cluster } from '../cluster.ts'
import { controllerOf } from '../store.ts'
import { type Millis, parseTime } from '../time.ts'
import type { Pod } from '../types/index.ts'
import { isActive, isReady, readySince } from './pods.ts'
import type { Replicated } from './replicaStatus.ts'

const COST = 'controller.kubernetes.io/pod-deletion-cost'
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

interface Ranked {
  readonly pod: Pod
  /** How many pods of the same family run on its node. */
  readonly crowd: number
}

/** Pods of all ReplicaSets of the same owner: they share a fate, and so count as one family per node. */
function family(cluster: Cluster, set: Replicated, active: readonly Pod[]): readonly Pod[] {
  const owner = controllerOf(set)
  if (!owner) return active
  return cluster
    .owned(set.kind, owner.uid)
    .flatMap((sibling) => cluster.owned('Pod', sibling.metadata.uid))
    .filter(isActive)
}

/** On a logarithmic scale of age: negative when the first is younger. */
function ageRank(a: Millis, b: Millis, now: Millis, logarithmic: boolean): number {
  if (!logarithmic) return b - a
  const rank = (at: Millis) => (now - at > 0 ? Math.floor(Math.log2((now - at) * 1e6)) : -1)
  return rank(a) - rank(b)
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status.containerStatuses ?? []).map((c) => c.restartCount))
}

function cost(pod: Pod): number {
  return Number.parseInt(pod.metadata.annotations?.[COST] ?? '0', 10) || 0
}

type Rule = (a: Ranked, b: Ranked) => number

/** k8s: pkg/controller ActivePodsWithRanks.Less (1.36), one rule after the other; the first difference decides. */
function rules(now: Millis, logarithmic: boolean): readonly Rule[] {
  const bothReady = (a: Ranked, b: Ranked) => isReady(a.pod) && isReady(b.pod)
  const byAge = (a: Millis, b: Millis, one: Ranked, other: Ranked) =>
    a === b
      ? 0
      : ageRank(a, b, now, logarithmic) || compare(one.pod.metadata.uid, other.pod.metadata.uid)
  return [
    (a, b) => Number(Boolean(a.pod.spec.nodeName)) - Number(Boolean(b.pod.spec.nodeName)),
    (a, b) => (PHASES[a.pod.status.phase ?? ''] ?? 2) - (PHASES[b.pod.status.phase ?? ''] ?? 2),
    (a, b) => Number(isReady(a.pod)) - Number(isReady(b.pod)),
    (a, b) => cost(a.pod) - cost(b.pod),
    (a, b) => b.crowd - a.crowd,
    (a, b) => (bothReady(a, b) ? byAge(readySince(a.pod), readySince(b.pod), a, b) : 0),
    (a, b) => restarts(b.pod) - restarts(a.pod),
    (a, b) =>
      byAge(
        parseTime(a.pod.metadata.creationTimestamp),
        parseTime(b.pod.metadata.creationTimestamp),
        a,
        b,
      ),
    (a, b) => compare(a.pod.metadata.uid, b.pod.metadata.uid),
  ]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The pods to delete first, as many as asked for. */
export function victims(
  cluster: Cluster,
  set: Replicated,
  active: readonly Pod[],
  count: number,
): readonly Pod[] {
  if (count >= active.length)
    return [...active].sort((a, b) => compare(a.metadata.name, b.metadata.name))
  const crowds = new Map<string, number>()
  for (const pod of family(cluster, set, active))
    if (pod.spec.nodeName) crowds.set(pod.spec.nodeName, (crowds.get(pod.spec.nodeName) ?? 0) + 1)
  const order = rules(cluster.now, cluster.profile.features.logarithmicScaleDown)
  return active
    .map((pod) => ({ pod, crowd: crowds.get(pod.spec.nodeName ?? '') ?? 0 }))
    .sort((a, b) => {
      for (const rule of order) {
        const difference = rule(a, b)
        if (difference !== 0) return difference
      }
      return 0
    })
    .slice(0, count)
    .map(({ pod }) => pod)
}
