import type { Deployment, ReplicaSet } from '../../types/index.ts'
import { maxSurge, replicasOf } from './fenceposts.ts'

export const REVISION = 'deployment.kubernetes.io/revision'
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
const DESIRED = 'deployment.kubernetes.io/desired-replicas'
const MAX = 'deployment.kubernetes.io/max-replicas'

type Annotations = Readonly<Record<string, string>>

/** Annotations of a Deployment that its ReplicaSets do not get. */
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED,
  MAX,
  'deprecated.deployment.rollback.to',
])

export function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0)
}

export function desiredAnnotation(set: ReplicaSet): number | undefined {
  const text = set.metadata.annotations?.[DESIRED]
  return text === undefined ? undefined : Number(text)
}

export function maxAnnotation(set: ReplicaSet): number | undefined {
  const text = set.metadata.annotations?.[MAX]
  return text === undefined ? undefined : Number(text)
}

/** The annotations with the deployment's present size, which tell a later sync that it was scaled. */
export function withSize(
  annotations: Annotations | undefined,
  deployment: Deployment,
): Annotations {
  const desired = replicasOf(deployment)
  return {
    ...annotations,
    [DESIRED]: String(desired),
    [MAX]: String(desired + maxSurge(deployment)),
  }
}

/** k8s: pkg/controller/deployment/util SetNewReplicaSetAnnotations (1.36) */
export function newSetAnnotations(
  present: Annotations | undefined,
  deployment: Deployment,
  revision: number,
  exists: boolean,
): Annotations {
  const next: Record<string, string> = { ...present }
  for (const [name, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (!NOT_COPIED.has(name)) next[name] = value
  const old = present?.[REVISION]
  if (Number(old ?? 0) < revision) {
    next[REVISION] = String(revision)
    // Rolling back to it: the revisions it had before are kept for the record.
    if (old !== undefined) {
      const history = next[REVISION_HISTORY]
      next[REVISION_HISTORY] = history ? `${history},${old}` : old
    }
  }
  return exists ? next : withSize(next, deployment)
}
