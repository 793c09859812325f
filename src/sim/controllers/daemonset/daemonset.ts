import type { Cluster } from '../../cluster.ts'
import { ApiError } from '../../errors.ts'
import { controllerOf, type Key, keyOf } from '../../store.ts'
import type { DaemonSet, Node } from '../../types/index.ts'
import type { Change, Controller, Requeue } from '../controller.ts'
import { ownerKeys, ownersOf } from '../owned.ts'
import { type History, syncHistory, trimHistory } from './history.ts'
import { manage } from './manage.ts'
import { podsByNode, verdictOf } from './nodes.ts'
import { rollingUpdate } from './rolling.ts'
import { writeStatus } from './status.ts'
import { carryOut } from './sync.ts'

/** k8s: pkg/controller/daemon syncDaemonSet (1.36) */
export const daemonset: Controller<'DaemonSet'> = {
  name: 'daemonset',
  source: 'daemonset-controller',
  kind: 'DaemonSet',
  watches: {
    DaemonSet: (set) => [keyOf(set)],
    Pod: ownersOf('DaemonSet'),
    ControllerRevision: (revision, _, { before }) =>
      before ? ownerKeys('DaemonSet', revision) : [],
    Node: (_, cluster, change) => setsForNode(cluster, change),
  },
  reconcile(cluster, key) {
    const set = cluster.at('DaemonSet', key)
    if (!set || set.metadata.deletionTimestamp) return undefined
    const nodes = cluster.list('Node')
    const history = syncHistory(cluster, set)
    const { again, failure } = act(cluster, set, nodes, history)
    const live = cluster.at('DaemonSet', key) ?? set
    const timer = writeStatus(cluster, live, nodes, podsByNode(cluster, live), history.hash)
    if (failure) throw failure
    return sooner(again === undefined ? undefined : { requeueAfter: again }, timer)
  },
}

function sooner(a: Requeue | undefined, b: Requeue | undefined): Requeue | undefined {
  if (!a || !b) return a ?? b
  return a.requeueAfter <= b.requeueAfter ? a : b
}

interface Done {
  readonly again?: number | undefined
  readonly failure?: ApiError
}

/** k8s: pkg/controller/daemon updateDaemonSet (1.36): an update goes on when nothing is missing or too much. */
function act(cluster: Cluster, set: DaemonSet, nodes: readonly Node[], history: History): Done {
  const { hash } = history
  const pods = podsByNode(cluster, set)
  const plan = manage(cluster, set, nodes, pods, hash)
  const { again } = plan
  try {
    const busy = carryOut(cluster, set, hash, plan)
    if (!busy && set.spec.updateStrategy?.type === 'RollingUpdate')
      carryOut(cluster, set, hash, rollingUpdate(cluster, set, nodes, pods, hash))
    trimHistory(cluster, set, history, cluster.owned('Pod', set.metadata.uid))
    return { again }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { again, failure: error }
  }
}

/** Sets to which the change of a node makes a difference; that one is gone, the pod garbage collector notices first. */
// k8s: pkg/controller/daemon addNode, updateNode, syncNodeUpdate (1.36)
function setsForNode(cluster: Cluster, { before, after }: Change<Node>): readonly Key[] {
  if (!after || cluster.store.count('DaemonSet') === 0) return []
  if (before && before.metadata.labels === after.metadata.labels && before.spec === after.spec)
    return []
  const asksPods = cluster.profile.features.daemonsAskPodsOfNode
  return cluster
    .list('DaemonSet')
    .filter((set) => {
      const now = verdictOf(after, set)
      if (!before) return now.run
      const was = verdictOf(before, set)
      if (!asksPods) return was.run !== now.run || was.stay !== now.stay
      const present = hasPod(cluster, after, set)
      return (now.run && !present) || (!now.stay && present)
    })
    .map(keyOf)
}

function hasPod(cluster: Cluster, node: Node, set: DaemonSet): boolean {
  const { uid } = set.metadata
  return cluster.podsOn(node.metadata.name).some((pod) => controllerOf(pod)?.uid === uid)
}
