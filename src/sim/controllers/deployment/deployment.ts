import type { Cluster } from '../../cluster.ts'
import { controllerOf, type Key, keyOf } from '../../store.ts'
import type { Deployment, Pod, ReplicaSet } from '../../types/index.ts'
import { claim, matcherOf } from '../claim.ts'
import type { Controller, Requeue } from '../controller.ts'
import { isTerminal } from '../pods.ts'
import { revisionOf } from './annotations.ts'
import { type Sets, withPods } from './family.ts'
import { replicasOf } from './fenceposts.ts'
import { isComplete, notePause, writeRolloutStatus, writeStatus } from './progress.ts'
import { growNew, shrinkOld } from './rolling.ts'
import { resize, scale, wasScaled } from './scale.ts'
import { syncSets } from './sets.ts'

const NONE: readonly Key[] = []

/** k8s: pkg/controller/deployment syncDeployment (1.36) */
export const deployment: Controller<'Deployment'> = {
  name: 'deployment',
  source: 'deployment-controller',
  kind: 'Deployment',
  watches: {
    Deployment: (object) => [keyOf(object)],
    ReplicaSet: (set, cluster) => deploymentsOf(cluster, set),
    Pod: (pod, cluster, { after }) => (after ? NONE : recreatesOf(cluster, pod)),
  },
  reconcile(cluster, key) {
    const found = cluster.at('Deployment', key)
    if (!found) return undefined
    const owned = claim(cluster, 'ReplicaSet', found, found.spec.selector)
    if (found.metadata.deletionTimestamp)
      return writeStatus(cluster, syncSets(cluster, found, owned, false))
    const noted = notePause(cluster, found)
    if (noted.spec.paused || wasScaled(noted, owned)) return follow(cluster, noted, owned)
    return noted.spec.strategy?.type === 'Recreate'
      ? recreate(cluster, noted, owned)
      : roll(cluster, noted, owned)
  },
}

/** The set's own deployment; for a loose set every one that could adopt it. */
function deploymentsOf(cluster: Cluster, set: ReplicaSet): readonly Key[] {
  const namespace = set.metadata.namespace ?? ''
  const owner = controllerOf(set)
  if (owner) return owner.kind === 'Deployment' ? [`${namespace}/${owner.name}`] : []
  return cluster
    .list('Deployment', {
      namespace,
      where: (d) => matcherOf(d.spec.selector)(set.metadata.labels),
    })
    .map(keyOf)
}

/** A deployment that waits for its old pods to be gone wants to hear of each that goes. */
function recreatesOf(cluster: Cluster, pod: Pod): readonly Key[] {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'ReplicaSet') return []
  const namespace = pod.metadata.namespace ?? ''
  const set = cluster.find('ReplicaSet', namespace, owner.name)
  const grandOwner = set && controllerOf(set)
  if (grandOwner?.kind !== 'Deployment') return []
  const found = cluster.find('Deployment', namespace, grandOwner.name)
  return found?.spec.strategy?.type === 'Recreate' ? [keyOf(found)] : []
}

/** Only follows a change of size: a paused deployment does not roll. k8s: pkg/controller/deployment sync (1.36) */
function follow(cluster: Cluster, object: Deployment, owned: readonly ReplicaSet[]): undefined {
  const sets = syncSets(cluster, object, owned, false)
  scale(cluster, sets)
  if (object.spec.paused) cleanUp(cluster, sets)
  return writeStatus(cluster, refreshed(cluster, sets))
}

/** k8s: pkg/controller/deployment rolloutRolling (1.36) */
function roll(
  cluster: Cluster,
  object: Deployment,
  owned: readonly ReplicaSet[],
): Requeue | undefined {
  const sets = syncSets(cluster, object, owned, true)
  if (
    !growNew(cluster, sets) &&
    !shrinkOld(cluster, sets) &&
    isComplete(sets.deployment, sets.deployment.status)
  )
    cleanUp(cluster, sets)
  return writeRolloutStatus(cluster, refreshed(cluster, sets))
}

/** k8s: pkg/controller/deployment rolloutRecreate (1.36): all old pods go before the first new one comes. */
function recreate(
  cluster: Cluster,
  object: Deployment,
  owned: readonly ReplicaSet[],
): Requeue | undefined {
  let sets = syncSets(cluster, object, owned, false)
  const active = withPods(sets.old)
  for (const set of active) resize(cluster, set, 0, sets.deployment)
  if (active.length === 0 && !oldPodsRemain(cluster, sets)) {
    if (!sets.current) sets = syncSets(cluster, sets.deployment, owned, true)
    growNew(cluster, sets)
    if (isComplete(sets.deployment, sets.deployment.status)) cleanUp(cluster, sets)
  }
  return writeRolloutStatus(cluster, refreshed(cluster, sets))
}

function oldPodsRemain(cluster: Cluster, sets: Sets): boolean {
  return sets.old.some((set) =>
    cluster.owned('Pod', set.metadata.uid).some((pod) => !isTerminal(pod)),
  )
}

/** The sets as the writes of this look have left them. */
function refreshed(cluster: Cluster, sets: Sets): Sets {
  const latest = (set: ReplicaSet) => cluster.at('ReplicaSet', keyOf(set))
  const { current } = sets
  return {
    deployment: cluster.at('Deployment', keyOf(sets.deployment)) ?? sets.deployment,
    current: current && (latest(current) ?? current),
    old: sets.old.map(latest).filter((set) => set !== undefined),
  }
}

/** Deletes the oldest empty sets beyond the history limit. k8s: pkg/controller/deployment cleanupDeployment (1.36) */
function cleanUp(cluster: Cluster, sets: Sets): void {
  const limit = sets.deployment.spec.revisionHistoryLimit
  if (limit === undefined) return
  const alive = sets.old.filter((set) => !set.metadata.deletionTimestamp)
  const surplus = alive.length - limit
  if (surplus <= 0) return
  const oldest = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus)
  for (const set of oldest) {
    const settled = (set.status.observedGeneration ?? 0) >= (set.metadata.generation ?? 0)
    if (set.status.replicas !== 0 || replicasOf(set) !== 0 || !settled) continue
    cluster.why(`history keeps ${limit} revisions; ${set.metadata.name} is older`)
    cluster.delete('ReplicaSet', set.metadata.namespace ?? '', set.metadata.name)
  }
}
