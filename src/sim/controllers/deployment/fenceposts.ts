import type { Deployment, IntOrString, ReplicaSet } from '../../types/index.ts'

/** A count, or a percentage of the total rounded up or down. */
export function scaled(value: IntOrString | undefined, total: number, roundUp: boolean): number {
  if (value === undefined) return 0
  if (typeof value === 'number') return value
  const share = (Number.parseInt(value, 10) * total) / 100
  return roundUp ? Math.ceil(share) : Math.floor(share)
}

export function replicasOf(object: Deployment | ReplicaSet): number {
  return object.spec.replicas ?? 1
}

function isRolling(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type === 'RollingUpdate'
}

/** Pods that may exist beyond the wanted number during a rolling update. */
export function maxSurge(deployment: Deployment): number {
  if (!isRolling(deployment)) return 0
  return scaled(deployment.spec.strategy?.rollingUpdate?.maxSurge, replicasOf(deployment), true)
}

/**
 * Pods that may be unavailable during a rolling update. When surge and this both come out as 0, it is 1.
 * k8s: pkg/controller/deployment/util ResolveFenceposts, MaxUnavailable (1.36)
 */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = replicasOf(deployment)
  if (!isRolling(deployment) || replicas === 0) return 0
  const unavailable = scaled(
    deployment.spec.strategy?.rollingUpdate?.maxUnavailable,
    replicas,
    false,
  )
  if (maxSurge(deployment) === 0 && unavailable === 0) return 1
  return Math.min(unavailable, replicas)
}
