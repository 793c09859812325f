import type { Cluster } from '../../cluster.ts'
import type { Deployment, ReplicaSet } from '../../types/index.ts'
import { desiredAnnotation, maxAnnotation, withSize } from './annotations.ts'
import { all, byAge, type Sets, sum, withPods } from './family.ts'
import { maxSurge, replicasOf } from './fenceposts.ts'

/**
 * Gives the set a size and the deployment's size annotations. Returns the set as it is then.
 * k8s: pkg/controller/deployment scaleReplicaSet (1.36)
 */
export function resize(
  cluster: Cluster,
  set: ReplicaSet,
  size: number,
  deployment: Deployment,
): ReplicaSet {
  const from = replicasOf(set)
  const annotations = withSize(set.metadata.annotations, deployment)
  cluster.why(`${set.metadata.name} from ${from} to ${size}`)
  const next = cluster.update({
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, replicas: size },
  })
  const { scaledUp, scaledDown } = cluster.profile.texts
  if (size !== from)
    cluster.event(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      (size > from ? scaledUp : scaledDown)(set.metadata.name, size, from),
    )
  return next
}

/** k8s: pkg/controller/deployment isScalingEvent (1.36) */
export function wasScaled(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return withPods(sets).some((set) => {
    const desired = desiredAnnotation(set)
    return desired !== undefined && desired !== replicasOf(deployment)
  })
}

/** The only set with pods, or the newest when none has any; undefined while several have. */
function onlyActive(sets: Sets): ReplicaSet | undefined {
  const active = withPods(all(sets))
  if (active.length > 1) return undefined
  return active[0] ?? sets.current ?? sets.old[sets.old.length - 1]
}

/** k8s: pkg/controller/deployment/util IsSaturated (1.36) */
function isSaturated(deployment: Deployment, set: ReplicaSet | undefined): boolean {
  const wanted = replicasOf(deployment)
  return (
    set !== undefined &&
    replicasOf(set) === wanted &&
    desiredAnnotation(set) === wanted &&
    (set.status.availableReplicas ?? 0) === wanted
  )
}

/** Resizes to follow the deployment's own size, in mid-rollout in proportion. k8s: pkg/controller/deployment scale (1.36) */
export function scale(cluster: Cluster, sets: Sets): void {
  const { deployment } = sets
  const only = onlyActive(sets)
  if (only) {
    if (replicasOf(only) !== replicasOf(deployment))
      resize(cluster, only, replicasOf(deployment), deployment)
    return
  }
  if (isSaturated(deployment, sets.current)) {
    for (const set of withPods(sets.old)) resize(cluster, set, 0, deployment)
    return
  }
  if (deployment.spec.strategy?.type === 'RollingUpdate') scaleInProportion(cluster, sets)
}

/** Largest first; of equals the newer first when growing, the older first when shrinking. */
function order(growing: boolean): (a: ReplicaSet, b: ReplicaSet) => number {
  return (a, b) => replicasOf(b) - replicasOf(a) || (growing ? byAge(b, a) : byAge(a, b))
}

function share(set: ReplicaSet, deployment: Deployment): number {
  const size = replicasOf(set)
  if (replicasOf(deployment) === 0) return -size
  const before = maxAnnotation(set) || (deployment.status.replicas ?? 0)
  if (before === 0) return 0
  const after = replicasOf(deployment) + maxSurge(deployment)
  return Math.round((size * after) / before) - size
}

function scaleInProportion(cluster: Cluster, sets: Sets): void {
  const { deployment } = sets
  const wanted = replicasOf(deployment)
  const active = withPods(all(sets))
  const room = wanted > 0 ? wanted + maxSurge(deployment) : 0
  const toAdd = room - sum(active, replicasOf)
  const sorted = [...active].sort(order(toAdd > 0))
  let added = 0
  const sizes = sorted.map((set) => {
    const left = toAdd - added
    const part =
      left === 0
        ? 0
        : toAdd > 0
          ? Math.min(share(set, deployment), left)
          : Math.max(share(set, deployment), left)
    added += part
    return replicasOf(set) + part
  })
  // What rounding left over goes to the largest.
  sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added)
  sorted.forEach((set, index) => {
    resize(cluster, set, sizes[index] ?? 0, deployment)
  })
}
