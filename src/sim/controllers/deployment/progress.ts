import type { Cluster } from '../../cluster.ts'
import { equal } from '../../equal.ts'
import { formatTime, type Millis, parseTime } from '../../time.ts'
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from '../../types/index.ts'
import { upsertCondition } from '../conditions.ts'
import type { Requeue } from '../controller.ts'
import { all, type Sets, sum } from './family.ts'
import { maxUnavailable, replicasOf } from './fenceposts.ts'

const AVAILABLE = 'NewReplicaSetAvailable'
const TIMED_OUT = 'ProgressDeadlineExceeded'
/** The API's way to say that there is no deadline: the largest 32-bit integer. */
const NO_DEADLINE = 2_147_483_647

type Progress = Pick<DeploymentCondition, 'status' | 'reason' | 'message'>

export function hasDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec.progressDeadlineSeconds
  return seconds !== undefined && seconds !== NO_DEADLINE
}

function progressing(status: DeploymentStatus): DeploymentCondition | undefined {
  return status.conditions?.find((c) => c.type === 'Progressing')
}

function condition(cluster: Cluster, progress: Progress): DeploymentCondition {
  const time = formatTime(cluster.now)
  return { type: 'Progressing', ...progress, lastUpdateTime: time, lastTransitionTime: time }
}

/** Writes the deployment with this Progressing condition; without a deadline it gets none. */
export function setProgress(
  cluster: Cluster,
  deployment: Deployment,
  progress: Progress,
): Deployment {
  if (!hasDeadline(deployment)) return cluster.updateStatus(deployment)
  const present = deployment.status.conditions ?? []
  const conditions = upsertCondition(cluster, present, condition(cluster, progress))
  cluster.why(progress.message ?? '')
  return cluster.updateStatus({ ...deployment, status: { ...deployment.status, conditions } })
}

/** k8s: pkg/controller/deployment checkPausedConditions (1.36) */
export function notePause(cluster: Cluster, deployment: Deployment): Deployment {
  const reason = progressing(deployment.status)?.reason
  if (!hasDeadline(deployment) || reason === TIMED_OUT) return deployment
  if (deployment.spec.paused && reason !== 'DeploymentPaused')
    return setProgress(cluster, deployment, {
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    })
  if (!deployment.spec.paused && reason === 'DeploymentPaused')
    return setProgress(cluster, deployment, {
      status: 'Unknown',
      reason: 'DeploymentResumed',
      message: 'Deployment is resumed',
    })
  return deployment
}

/** k8s: pkg/controller/deployment calculateStatus (1.36); counts of zero are left out, as Go's omitempty does. */
export function calculateStatus(cluster: Cluster, sets: Sets): DeploymentStatus {
  const { deployment, current } = sets
  const everyone = all(sets)
  const available = sum(everyone, (s) => s.status.availableReplicas)
  const counts = {
    replicas: sum(everyone, (s) => s.status.replicas),
    updatedReplicas: current?.status.replicas ?? 0,
    readyReplicas: sum(everyone, (s) => s.status.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(everyone, replicasOf) - available),
  }
  const minimum = replicasOf(deployment) - maxUnavailable(deployment)
  const time = formatTime(cluster.now)
  const enough = available >= minimum
  const conditions = upsertCondition(cluster, deployment.status.conditions ?? [], {
    type: 'Available',
    status: enough ? 'True' : 'False',
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
    lastUpdateTime: time,
    lastTransitionTime: time,
  })
  const { collisionCount } = deployment.status
  return {
    ...(deployment.metadata.generation === undefined
      ? {}
      : { observedGeneration: deployment.metadata.generation }),
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(cluster.profile.features.terminatingReplicas
      ? { terminatingReplicas: sum(everyone, (s) => s.status.terminatingReplicas) }
      : {}),
    conditions,
    ...(collisionCount ? { collisionCount } : {}),
  }
}

/** k8s: pkg/controller/deployment/util DeploymentComplete (1.36) */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = replicasOf(deployment)
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

function hasMoved(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (s: DeploymentStatus) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0)
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

/** Virtual time at which the rollout counts as stuck; NaN when it cannot. */
function deadline(deployment: Deployment, status: DeploymentStatus): Millis {
  const since = parseTime(progressing(status)?.lastUpdateTime ?? '')
  return since + (deployment.spec.progressDeadlineSeconds ?? Number.NaN) * 1000
}

function hasTimedOut(cluster: Cluster, deployment: Deployment): boolean {
  const present = progressing(deployment.status)
  if (!present || present.reason === AVAILABLE) return false
  return present.reason === TIMED_OUT || deadline(deployment, deployment.status) < cluster.now
}

/** The Progressing condition that the new counts call for; undefined leaves the present one. */
function nextProgress(
  cluster: Cluster,
  sets: Sets,
  status: DeploymentStatus,
): Progress | undefined {
  const { deployment, current } = sets
  const subject = current
    ? `ReplicaSet "${current.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`
  if (isComplete(deployment, status))
    return { status: 'True', reason: AVAILABLE, message: `${subject} has successfully progressed.` }
  if (hasMoved(deployment.status, status))
    return { status: 'True', reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` }
  if (hasTimedOut(cluster, deployment))
    return { status: 'False', reason: TIMED_OUT, message: `${subject} has timed out progressing.` }
  return undefined
}

function withProgress(
  cluster: Cluster,
  sets: Sets,
  status: DeploymentStatus,
): readonly DeploymentCondition[] {
  const conditions = status.conditions ?? []
  const present = progressing(sets.deployment.status)
  if (!hasDeadline(sets.deployment)) return conditions.filter((c) => c.type !== 'Progressing')
  const settled =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && present?.reason === AVAILABLE
  const progress = settled ? undefined : nextProgress(cluster, sets, status)
  if (!progress) return conditions
  const next = condition(cluster, progress)
  if (progress.reason !== 'ReplicaSetUpdated' || !present)
    return upsertCondition(cluster, conditions, next)
  // Progress renews the time of update although status and reason stay.
  const kept = present.status === 'True' ? present.lastTransitionTime : undefined
  return [
    ...conditions.filter((c) => c.type !== 'Progressing'),
    { ...next, ...(kept === undefined ? {} : { lastTransitionTime: kept }) },
  ]
}

/** k8s: pkg/controller/deployment getReplicaFailures (1.36): the present set's failure before those of others. */
function withFailure(
  cluster: Cluster,
  sets: Sets,
  conditions: readonly DeploymentCondition[],
): readonly DeploymentCondition[] {
  const failing = (set: ReplicaSet | undefined) =>
    set?.status.conditions?.find((c) => c.type === 'ReplicaFailure')
  const failure = failing(sets.current) ?? sets.old.map(failing).find((c) => c !== undefined)
  if (!failure) return conditions.filter((c) => c.type !== 'ReplicaFailure')
  const time = formatTime(cluster.now)
  return upsertCondition(cluster, conditions, { ...failure, lastUpdateTime: time })
}

function summary(status: DeploymentStatus): string {
  return `${status.updatedReplicas ?? 0} updated, ${status.availableReplicas ?? 0} available`
}

/** k8s: pkg/controller/deployment syncRolloutStatus, requeueStuckDeployment (1.36) */
export function writeRolloutStatus(cluster: Cluster, sets: Sets): Requeue | undefined {
  const { deployment } = sets
  const counted = calculateStatus(cluster, sets)
  const conditions = withFailure(cluster, sets, withProgress(cluster, sets, counted))
  const status = { ...counted, conditions }
  cluster.why(summary(status))
  if (!equal(status, deployment.status)) cluster.updateStatus({ ...deployment, status })
  const reason = progressing(status)?.reason
  if (!hasDeadline(deployment) || isComplete(deployment, status) || reason === TIMED_OUT || !reason)
    return undefined
  const wait = deadline(deployment, status) - cluster.now + 1000
  return { requeueAfter: Math.max(1000, wait), background: true }
}

/** The status without judging progress: while scaling, paused or being deleted. */
export function writeStatus(cluster: Cluster, sets: Sets): undefined {
  const status = calculateStatus(cluster, sets)
  cluster.why(summary(status))
  if (!equal(status, sets.deployment.status)) cluster.updateStatus({ ...sets.deployment, status })
  return undefined
}
