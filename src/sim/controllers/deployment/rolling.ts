import type { Cluster } from '../../cluster.ts'
import type { ReplicaSet } from '../../types/index.ts'
import { all, byAge, type Sets, sum, withPods } from './family.ts'
import { maxUnavailable, replicasOf } from './fenceposts.ts'
import { resize } from './scale.ts'
import { allowedSize } from './sets.ts'

/** Grows (or, after a scale-down, shrinks) the present set as far as the surge allows. True when it changed. */
export function growNew(cluster: Cluster, sets: Sets): boolean {
  const { deployment, current } = sets
  if (!current) return false
  const size = replicasOf(current)
  const wanted = replicasOf(deployment)
  if (size === wanted) return false
  const next = size > wanted ? wanted : allowedSize(deployment, all(sets), size)
  if (next === size) return false
  resize(cluster, current, next, deployment)
  return true
}

/**
 * Shrinks the old sets as far as availability allows: first their unhealthy pods, which serve nobody.
 * With 10 replicas, maxUnavailable 2 and maxSurge 3: 8 must stay available; the 5 new pods that are not yet
 * available are not counted on. k8s: pkg/controller/deployment reconcileOldReplicaSets (1.36)
 */
export function shrinkOld(cluster: Cluster, sets: Sets): boolean {
  const { deployment, current } = sets
  const old = withPods(sets.old)
  if (old.length === 0) return false
  const minimum = replicasOf(deployment) - maxUnavailable(deployment)
  const newUnavailable = current ? replicasOf(current) - (current.status.availableReplicas ?? 0) : 0
  const most = sum(all(sets), replicasOf) - minimum - newUnavailable
  if (most <= 0) return false
  // A set that still has more available pods than it is asked for was only just shrunk: its status has to follow first.
  if (old.some((set) => (set.status.availableReplicas ?? 0) > replicasOf(set))) return false
  const cleaned = cleanUnhealthy(cluster, sets, old, most)
  return shrinkHealthy(cluster, sets, cleaned.sets, minimum) || cleaned.count > 0
}

function cleanUnhealthy(
  cluster: Cluster,
  { deployment }: Sets,
  old: readonly ReplicaSet[],
  most: number,
): { readonly sets: readonly ReplicaSet[]; readonly count: number } {
  let count = 0
  const sets = [...old].sort(byAge).map((set) => {
    const size = replicasOf(set)
    const unhealthy = size - (set.status.availableReplicas ?? 0)
    const remove = Math.min(most - count, unhealthy)
    if (remove <= 0) return set
    count += remove
    return resize(cluster, set, size - remove, deployment)
  })
  return { sets, count }
}

function shrinkHealthy(
  cluster: Cluster,
  { deployment, current }: Sets,
  old: readonly ReplicaSet[],
  minimum: number,
): boolean {
  const everyone = current ? [...old, current] : old
  let spare = sum(everyone, (s) => s.status.availableReplicas) - minimum
  let changed = false
  for (const set of [...old].sort(byAge)) {
    const remove = Math.min(replicasOf(set), spare)
    if (remove <= 0) continue
    spare -= remove
    resize(cluster, set, replicasOf(set) - remove, deployment)
    changed = true
  }
  return changed
}
