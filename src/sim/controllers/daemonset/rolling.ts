import type { Cluster } from '../../cluster.ts'
import type { DaemonSet, Node, Pod } from '../../types/index.ts'
import { scaled } from '../deployment/fenceposts.ts'
import { isAvailable } from '../pods.ts'
import { type PodsByNode, verdictOf } from './nodes.ts'
import type { Plan } from './sync.ts'
import { isUpdated } from './template.ts'

function limits(set: DaemonSet, nodes: number): { readonly surge: number; readonly down: number } {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  if (type !== 'RollingUpdate') return { surge: 0, down: 0 }
  // Both are rounded up here, other than for Deployments.
  return {
    surge: scaled(rollingUpdate?.maxSurge, nodes, true),
    down: scaled(rollingUpdate?.maxUnavailable, nodes, true),
  }
}

/** k8s: pkg/controller/daemon/util AllowsSurge (1.36) */
export function allowsSurge(set: DaemonSet): boolean {
  return limits(set, 1).surge > 0
}

/** What lives on a node: at the most one pod of each sort, otherwise the excess has to go first. */
interface Pair {
  readonly node: string
  readonly old: Pod | undefined
  readonly fresh: Pod | undefined
  readonly excess: boolean
}

// k8s: pkg/controller/daemon findUpdatedPodsOnNode (1.36)
function pairOf(set: DaemonSet, node: string, pods: readonly Pod[], hash: string): Pair {
  const living = pods.filter((pod) => !pod.metadata.deletionTimestamp)
  const fresh = living.filter((pod) => isUpdated(set, pod, hash))
  const old = living.filter((pod) => !fresh.includes(pod))
  return { node, old: old[0], fresh: fresh[0], excess: fresh.length > 1 || old.length > 1 }
}

/** Plans the next steps of an update. k8s: pkg/controller/daemon rollingUpdate (1.36) */
export function rollingUpdate(
  cluster: Cluster,
  set: DaemonSet,
  nodes: readonly Node[],
  pods: PodsByNode,
  hash: string,
): Plan {
  const wanted = nodes.filter((node) => verdictOf(node, set).run).map((n) => n.metadata.name)
  const names = [...new Set([...pods.keys(), ...wanted])].sort()
  const pairs = names.map((node) => pairOf(set, node, pods.get(node) ?? [], hash))
  const { surge, down } = limits(set, wanted.length)
  const serves = (pod: Pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, cluster.now)
  if (surge === 0) return replacing(pairs, Math.max(down, wanted.length > 0 ? 1 : 0), serves)
  const runs = new Map(nodes.map((n) => [n.metadata.name, verdictOf(n, set).run]))
  return surging(pairs, surge, wanted.length, serves, runs)
}

type Serves = (pod: Pod) => boolean

/** Deletes just enough old pods to keep what is unavailable within the limit: their places are filled afterwards. */
function replacing(pairs: readonly Pair[], down: number, serves: Serves): Plan {
  const useless: Pod[] = []
  const candidates: Pod[] = []
  let away = 0
  for (const { old, fresh, excess } of pairs) {
    if (excess || !old === !fresh) away++
    else if (fresh) away += serves(fresh) ? 0 : 1
    else if (old && !serves(old)) {
      useless.push(old)
      away++
    } else if (old && away < down) candidates.push(old)
  }
  const turn = candidates.slice(0, Math.max(0, down - away))
  return {
    nodes: [],
    doomed: [
      ...useless.map((pod) => [pod, `${pod.metadata.name} is old and does not serve`] as const),
      ...turn.map(
        (pod) => [pod, `it is the turn of ${pod.metadata.name}: ${down} may be away`] as const,
      ),
    ],
  }
}

interface Surge {
  readonly doomed: (readonly [Pod, string])[]
  /** Old pods that serve on nodes that are no longer for this daemon. */
  readonly misplaced: Pod[]
  /** Nodes whose old pod does not serve: they get a new one at once. */
  readonly urgent: string[]
  readonly candidates: string[]
  surging: number
  available: number
}

/** Makes new pods beside old ones, and deletes an old one when the new one serves. */
function surging(
  pairs: readonly Pair[],
  surge: number,
  desired: number,
  serves: Serves,
  runs: ReadonlyMap<string, boolean>,
): Plan {
  const sum: Surge = {
    doomed: [],
    misplaced: [],
    urgent: [],
    candidates: [],
    surging: 0,
    available: 0,
  }
  for (const pair of pairs) weigh(sum, pair, surge, serves, runs.get(pair.node))
  const spare = Math.max(0, sum.available - desired)
  const leaving = sum.misplaced
    .slice(0, spare)
    .map((pod) => [pod, 'its node is no longer for this daemon'] as const)
  const room = Math.max(0, surge - sum.surging)
  return {
    nodes: [...sum.urgent, ...sum.candidates.slice(0, room)],
    doomed: [...sum.doomed, ...leaving],
  }
}

function weigh(
  sum: Surge,
  { node, old, fresh, excess }: Pair,
  surge: number,
  serves: Serves,
  runs: boolean | undefined,
): void {
  if (excess) {
    sum.surging++
    return
  }
  const counted = old ?? fresh
  if (counted && serves(counted)) sum.available++
  if (!old) return
  if (!fresh) weighOld(sum, node, old, serves(old), surge, runs)
  else if (serves(fresh)) sum.doomed.push([old, `${fresh.metadata.name} has taken over`])
  else sum.surging++
}

/** A node that has an old pod and nothing else. */
function weighOld(
  sum: Surge,
  node: string,
  old: Pod,
  useful: boolean,
  surge: number,
  runs: boolean | undefined,
): void {
  if (!useful && !runs)
    sum.doomed.push([old, 'it does not serve, and its node is no longer for this daemon'])
  else if (!useful) sum.urgent.push(node)
  else if (!runs) sum.misplaced.push(old)
  else if (sum.surging < surge) sum.candidates.push(node)
}
