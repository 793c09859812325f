import type { ObjectOf } from '../../sim/index.ts'
import { semanticEqual } from '../../sim/light.ts'
import type { Happening } from './words.ts'

type Workload = ObjectOf<'Deployment'> | ObjectOf<'StatefulSet'> | ObjectOf<'DaemonSet'>
type Sized = Workload | ObjectOf<'ReplicationController'>

function wanted(workload: Sized): number {
  return workload.kind === 'DaemonSet'
    ? (workload.status?.desiredNumberScheduled ?? 0)
    : (workload.spec.replicas ?? 1)
}

/** What changed in a workload: its size, its template, its pause, or that a rollout came to its end. */
export function workloadHappening(before: Workload, after: Workload): Happening | undefined {
  return (
    sizeHappening(before, after) ??
    pauseHappening(before, after) ??
    templateHappening(before, after) ??
    rolloutHappening(before, after)
  )
}

export function sizeHappening(before: Sized, after: Sized): Happening | undefined {
  // A DaemonSet's size is no wish of anybody's: it follows the machines.
  if (after.kind === 'DaemonSet') return undefined
  const [from, to] = [wanted(before), wanted(after)]
  return from === to ? undefined : { what: 'scaled', values: { from, to } }
}

function pauseHappening(before: Workload, after: Workload): Happening | undefined {
  if (before.kind !== 'Deployment' || after.kind !== 'Deployment') return undefined
  const [was, is] = [before.spec.paused === true, after.spec.paused === true]
  return was === is ? undefined : { what: is ? 'paused' : 'resumed', values: {} }
}

function templateHappening(before: Workload, after: Workload): Happening | undefined {
  const old = before.spec.template
  const now = after.spec.template
  if (old === now) return undefined
  const image = now.spec?.containers.find(
    (c, at) => c.image !== old.spec?.containers[at]?.image,
  )?.image
  if (image !== undefined) return { what: 'imageSet', values: { image } }
  // A patch may bring the same fields in another order.
  return semanticEqual(old, now) ? undefined : { what: 'templateChanged', values: {} }
}

function rolloutHappening(before: Workload, after: Workload): Happening | undefined {
  return !complete(before) && complete(after)
    ? { what: 'rolledOut', values: { count: wanted(after) } }
    : undefined
}

/** How many pods there are, how many of them are of the present template, and how many serve. */
function counts(workload: Workload): readonly (number | undefined)[] {
  if (workload.kind === 'DaemonSet') {
    const { status } = workload
    return [status?.currentNumberScheduled, status?.updatedNumberScheduled, status?.numberAvailable]
  }
  const { status } = workload
  return [status?.replicas, status?.updatedReplicas, status?.availableReplicas]
}

// k8s: pkg/controller/deployment/util DeploymentComplete (1.36); the others by the same measure
function complete(workload: Workload): boolean {
  const seen = workload.status?.observedGeneration ?? 0
  if (seen < (workload.metadata.generation ?? 0)) return false
  return counts(workload).every((count) => (count ?? 0) === wanted(workload))
}

/** A ReplicaSet's new size: its Deployment's answer. */
export function replicaSetHappening(
  before: ObjectOf<'ReplicaSet'>,
  after: ObjectOf<'ReplicaSet'>,
): Happening | undefined {
  const from = before.spec.replicas ?? 1
  const to = after.spec.replicas ?? 1
  if (from !== to) return { what: 'replicaSetScaled', values: { from, to } }
  const owner = after.metadata.ownerReferences?.find((one) => one.controller)
  if (!owner || before.metadata.ownerReferences?.some((one) => one.controller)) return undefined
  return { what: 'adopted', values: { owner: owner.name } }
}

function condition(job: ObjectOf<'Job'>, type: string): boolean {
  return job.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false
}

/** A Job came to its end, well or not. */
export function jobHappening(
  before: ObjectOf<'Job'>,
  after: ObjectOf<'Job'>,
): Happening | undefined {
  if (!condition(before, 'Complete') && condition(after, 'Complete'))
    return { what: 'jobDone', values: { count: after.status?.succeeded ?? 0 } }
  if (condition(before, 'Failed') || !condition(after, 'Failed')) return undefined
  const why = after.status?.conditions?.find((one) => one.type === 'Failed')
  return { what: 'jobFailed', values: { message: why?.message ?? why?.reason ?? '' } }
}

/** How many pods a budget lets go at present. */
export function budgetHappening(
  before: ObjectOf<'PodDisruptionBudget'>,
  after: ObjectOf<'PodDisruptionBudget'>,
): Happening | undefined {
  const from = before.status?.disruptionsAllowed
  const to = after.status?.disruptionsAllowed ?? 0
  return from === to ? undefined : { what: 'budgetChanged', values: { count: to } }
}
