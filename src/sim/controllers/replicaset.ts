import type { Cluster } from '../cluster.ts'
import type { ApiError } from '../errors.ts'
import { type Key, keyOf } from '../store.ts'
import type { LabelSelector, Pod, ReplicaSet, ReplicationController } from '../types/index.ts'
import { claim } from './claim.ts'
import type { Controller } from './controller.ts'
import { createPod, deletePod, inBatches, ownersOf } from './owned.ts'
import { isActive, isTerminal, podFromTemplate } from './pods.ts'
import { availabilityTimer, calculateStatus, type Replicated, type Seen } from './replicaStatus.ts'
import { victims } from './victims.ts'

/** Pods created or deleted in one look at most. */
const BURST = 500

export const replicaset: Controller<'ReplicaSet'> = {
  name: 'replicaset',
  source: 'replicaset-controller',
  kind: 'ReplicaSet',
  watches: { ReplicaSet: (set) => [keyOf(set)], Pod: ownersOf('ReplicaSet') },
  reconcile(cluster, key) {
    const set = cluster.at('ReplicaSet', key)
    return set && reconcileReplicas(cluster, key, set, set.spec.selector)
  },
}

/** The older sister of ReplicaSet, which does the same by the same rules. */
export const replicationcontroller: Controller<'ReplicationController'> = {
  name: 'replicationcontroller',
  source: 'replication-controller',
  kind: 'ReplicationController',
  watches: { ReplicationController: (set) => [keyOf(set)], Pod: ownersOf('ReplicationController') },
  reconcile(cluster, key) {
    const set = cluster.at('ReplicationController', key)
    return set && reconcileReplicas(cluster, key, set, selectorOf(set))
  },
}

const selectors = new WeakMap<ReplicationController['spec'], LabelSelector>()

/** k8s: pkg/controller/replication convertRCtoRS (1.36): its selector knows equality only. */
function selectorOf({ spec }: ReplicationController): LabelSelector {
  const known = selectors.get(spec)
  if (known) return known
  const selector = { matchLabels: spec.selector ?? {} }
  selectors.set(spec, selector)
  return selector
}

/** k8s: pkg/controller/replicaset syncReplicaSet (1.36) */
function reconcileReplicas(
  cluster: Cluster,
  key: Key,
  set: Replicated,
  selector: LabelSelector,
): { requeueAfter: number } | undefined {
  const pods = claim(cluster, 'Pod', set, selector)
  const active: Pod[] = []
  let terminating = 0
  for (let index = 0; index < pods.length; index++) {
    const pod = pods[index] as Pod
    if (isActive(pod)) active.push(pod)
    else if (!isTerminal(pod)) terminating++
  }
  const failure = set.metadata.deletionTimestamp ? undefined : manageReplicas(cluster, set, active)
  const seen = { active, terminating, failure: failure?.message }
  const written = writeStatus(cluster, key, set.kind, seen)
  if (failure) throw failure
  return written ? availabilityTimer(cluster, written, active) : undefined
}

/** Brings the number of pods to the wanted one. Returns the refusal, if the API refused to create. */
function manageReplicas(
  cluster: Cluster,
  set: Replicated,
  active: readonly Pod[],
): ApiError | undefined {
  const wanted = set.spec.replicas ?? 1
  const missing = wanted - active.length
  if (missing > 0) return createPods(cluster, set, Math.min(missing, BURST))
  if (missing < 0) {
    const surplus = Math.min(-missing, BURST)
    cluster.why(`${active.length} pods, ${wanted} wanted: ${surplus} too many`)
    for (const pod of victims(cluster, set, active, surplus)) deletePod(cluster, set, pod)
  }
  return undefined
}

function createPods(cluster: Cluster, set: Replicated, count: number): ApiError | undefined {
  cluster.why(`${count} more ${count === 1 ? 'pod' : 'pods'} wanted`)
  const draft = podFromTemplate(set, set.spec.template)
  return inBatches(count, () => createPod(cluster, set, draft))
}

function writeStatus(
  cluster: Cluster,
  key: Key,
  kind: Replicated['kind'],
  seen: Seen,
): Replicated | undefined {
  // Its own deletions may have removed the set meanwhile.
  const set: Replicated | undefined = cluster.at(kind, key)
  if (!set) return undefined
  const status = calculateStatus(cluster, set, seen)
  cluster.why(`${status.readyReplicas ?? 0} of ${set.spec.replicas ?? 1} pods are ready`)
  return cluster.updateStatus<Replicated>({ ...set, status } as ReplicaSet)
}
