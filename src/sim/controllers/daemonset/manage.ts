import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'
import type { DaemonSet, Node, Pod } from '../../types/index.ts'
import { isAvailable, isReady } from '../pods.ts'
import { byAge, type PodsByNode, verdictOf } from './nodes.ts'
import { allowsSurge } from './rolling.ts'
import type { Plan } from './sync.ts'
import { HASH_LABEL } from './template.ts'

const ACTOR = 'daemonset'
const FIRST: Millis = 1000
const LONGEST: Millis = 15 * 60 * 1000

interface Backoff {
  readonly delay: Millis
  readonly at: Millis
}

interface Managed extends Plan {
  /** When a failed pod may be deleted, which was too soon now. */
  readonly again: Millis | undefined
}

/** Decides what is missing and what is too much, node by node. k8s: pkg/controller/daemon manage (1.36) */
export function manage(
  cluster: Cluster,
  set: DaemonSet,
  nodes: readonly Node[],
  pods: PodsByNode,
  hash: string,
): Managed {
  const found: Draft = { cluster, set, hash, nodes: [], doomed: [], waits: [] }
  for (const node of nodes) look(found, node, pods.get(node.metadata.name))
  const known = new Set(nodes.map(({ metadata }) => metadata.name))
  for (const [node, group] of pods) {
    if (known.has(node)) continue
    // Nobody else deletes a pod that waits for a node that is gone.
    for (const pod of group)
      if (!pod.spec.nodeName) found.doomed.push([pod, `${node} no longer exists`])
  }
  const again = found.waits.length === 0 ? undefined : Math.min(...found.waits)
  return { nodes: found.nodes, doomed: found.doomed, again }
}

/** A plan in the making. */
interface Draft {
  readonly cluster: Cluster
  readonly set: DaemonSet
  readonly hash: string
  readonly nodes: string[]
  readonly doomed: (readonly [Pod, string])[]
  readonly waits: Millis[]
}

/** k8s: pkg/controller/daemon podsShouldBeOnNode (1.36) */
function look(found: Draft, node: Node, pods: readonly Pod[] | undefined): void {
  const { name } = node.metadata
  const { run, stay } = verdictOf(node, found.set)
  if (run && !pods) found.nodes.push(name)
  else if (stay && pods) tend(found, name, pods, run)
  else if (!stay && pods)
    for (const pod of pods)
      if (!pod.metadata.deletionTimestamp)
        found.doomed.push([pod, `${name} should not run this daemon`])
}

function tend(found: Draft, node: string, pods: readonly Pod[], run: boolean): void {
  const living = pods.filter((pod) => !pod.metadata.deletionTimestamp)
  const running = living.filter((pod) => !isFinished(found, node, pod)).sort(byAge)
  if (allowsSurge(found.set)) surging(found, node, running, run)
  else
    for (const pod of running.slice(1))
      found.doomed.push([pod, `${node} has an older pod of this daemon`])
}

/** A pod that has ended is deleted, so that another one can take its place; one that fails again and again only slowly. */
function isFinished(found: Draft, node: string, pod: Pod): boolean {
  const { cluster, set, doomed } = found
  const { namespace = '', name } = pod.metadata
  const { phase } = pod.status
  if (phase === 'Succeeded') {
    const text = `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`
    cluster.event(set, 'Normal', 'SucceededDaemonPod', text)
  } else if (phase === 'Failed') {
    const wait = backOff(found, node)
    if (wait > 0) {
      found.waits.push(wait)
      return true
    }
    const text = `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`
    cluster.event(set, 'Warning', 'FailedDaemonPod', text)
  } else return false
  doomed.push([pod, `${name} has ended and makes room for another`])
  return true
}

/** How long to wait before the failed pod of the node may go; 0 when it may now, which counts as another failure. */
// k8s: client-go/util/flowcontrol Backoff.IsInBackOffSinceUpdate, Next (1.36)
function backOff({ cluster, set }: Draft, node: string): Millis {
  const key = `${set.metadata.uid}/${set.status.observedGeneration ?? 0}/${node}`
  const last = cluster.recall<Backoff>(ACTOR, key)
  const age = last ? cluster.now - last.at : 0
  const forgotten = !last || age > 2 * LONGEST
  if (!forgotten && age < last.delay) return last.delay - age
  const delay = forgotten ? FIRST : Math.min(LONGEST, 2 * last.delay)
  cluster.remember(ACTOR, key, { delay, at: cluster.now })
  return 0
}

/**
 * While a new pod gets ready beside an old one there are two of them; the old one goes when the new one serves, or when
 * it does not serve itself.
 */
function surging(found: Draft, node: string, running: readonly Pod[], run: boolean): void {
  const { cluster, set, hash, doomed } = found
  if (running.length === 0 && run) found.nodes.push(node)
  if (running.length <= 1) return
  const isNew = (pod: Pod) => pod.metadata.labels?.[HASH_LABEL] === hash
  const fresh = running.find(isNew)
  const old = running.find((pod) => !isNew(pod))
  for (const pod of running)
    if (pod !== fresh && pod !== old) doomed.push([pod, `${node} has older pods of this daemon`])
  if (!fresh || !old) return
  if (!isReady(old)) doomed.push([old, `${old.metadata.name} is old and not ready`])
  else if (isAvailable(fresh, set.spec.minReadySeconds ?? 0, cluster.now))
    doomed.push([old, `${fresh.metadata.name} has taken over`])
}
