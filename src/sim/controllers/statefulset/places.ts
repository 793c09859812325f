import { ApiError } from '../../errors.ts'
import type { Pod } from '../../types/index.ts'
import { isTerminal } from '../pods.ts'
import { templateOf } from '../revisions.ts'
import { createClaims, hasStaleClaim, retainClaims } from './claims.ts'
import {
  fits,
  isRunningAndReady,
  isServing,
  isTerminating,
  memberDraft,
  type Place,
  POD_NAME_LABEL,
  startOrdinal,
  volumesOf,
} from './identity.ts'
import type { Scene } from './scene.ts'

/** Whether the look may go on to the next place. */
type GoesOn = boolean

/** One event per thing done to a pod. k8s: pkg/controller/statefulset recordPodEvent (1.36) */
function tell({ cluster, set }: Scene, verb: string, pod: string, error?: ApiError): void {
  const said = cluster.profile.texts.statefulSetVerb(verb)
  const what = `${said} Pod ${pod} in StatefulSet ${set.metadata.name}`
  const reason = verb.charAt(0).toUpperCase() + verb.slice(1)
  if (error)
    cluster.event(set, 'Warning', `Failed${reason}`, `${what} failed error: ${error.message}`)
  else cluster.event(set, 'Normal', `Successful${reason}`, `${what} successful`)
}

function told(scene: Scene, verb: string, pod: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    // Somebody else's pod has the name: that is no news each time.
    if (error instanceof ApiError && error.reason !== 'AlreadyExists') tell(scene, verb, pod, error)
    throw error
  }
  tell(scene, verb, pod)
}

export function deletePod(scene: Scene, pod: Pod, why: string): void {
  const { namespace = '', name, uid } = pod.metadata
  scene.cluster.why(why)
  told(scene, 'delete', name, () => {
    scene.cluster.delete('Pod', namespace, name, { preconditions: { uid } })
  })
}

/** k8s: pkg/controller/statefulset isCurrentRevisionNeeded (1.36) */
function getsOldRevision({ set }: Scene, ordinal: number): boolean {
  if (set.spec.updateStrategy?.type !== 'RollingUpdate') return false
  const { rollingUpdate } = set.spec.updateStrategy
  const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status.currentReplicas ?? 0)
  return ordinal < startOrdinal(set) + kept
}

/** k8s: pkg/controller/statefulset CreateStatefulPod (1.36): its claims first. */
function createPod(scene: Scene, { ordinal, name }: Place): void {
  const { cluster, set, history } = scene
  const revision = getsOldRevision(scene, ordinal) ? history.current : history.update
  told(scene, 'create', name, () => {
    createClaims(cluster, set, ordinal)
    const template = templateOf(revision)
    const draft = memberDraft(cluster, set, ordinal, template, revision.metadata.name)
    cluster.why(`${name} is missing`)
    const pod = cluster.create<'Pod'>(draft)
    retainClaims(cluster, set, ordinal, pod)
  })
}

/** Gives a pod what belongs to its name; what the API does not let change is refused. */
function repair(scene: Scene, { ordinal, name }: Place, pod: Pod): void {
  const { cluster, set } = scene
  cluster.why(`${name} has not what belongs to its ordinal`)
  told(scene, 'update', name, () => {
    createClaims(cluster, set, ordinal)
    const volumes = volumesOf(set, ordinal, pod.spec.volumes)
    cluster.update({
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [POD_NAME_LABEL]: name } },
      spec: { ...pod.spec, ...(volumes.length > 0 ? { volumes } : {}) },
    })
  })
}

/** k8s: pkg/controller/statefulset processReplica (1.36) */
export function tend(scene: Scene, place: Place): GoesOn {
  const { cluster, set, monotonic } = scene
  const { ordinal, name, pod } = place
  if (!pod) {
    if (hasStaleClaim(cluster, set, ordinal)) return false
    createPod(scene, place)
    return !monotonic
  }
  if (isTerminal(pod)) {
    if (!isTerminating(pod)) deletePod(scene, pod, `${name} has finished and is made anew`)
    return false
  }
  if (pod.status.phase === 'Pending') createClaims(cluster, set, ordinal)
  if (monotonic) {
    if (isTerminating(pod) || !isRunningAndReady(pod)) return false
    if (!isServing(pod, set, cluster.now)) return false
  }
  if (!fits(set, ordinal, pod)) repair(scene, place, pod)
  retainClaims(cluster, set, ordinal, pod)
  return true
}

/** k8s: pkg/controller/statefulset processCondemned (1.36) */
export function giveUp(scene: Scene, place: Place & { readonly pod: Pod }): GoesOn {
  const { cluster, set, monotonic, firstUnavailable } = scene
  const { pod, name } = place
  if (isTerminating(pod)) return !monotonic
  // A pod that does not serve blocks the way down, unless it is the one that goes.
  const serves = isServing(pod, set, cluster.now)
  if (monotonic && !serves && firstUnavailable?.name !== name) return false
  deletePod(scene, pod, `${set.spec.replicas ?? 1} pods are wanted: the highest ordinal goes first`)
  return !monotonic
}

/** In order until one has to wait; or all of them in batches of 1, 2, 4 ..., up to the first batch with a refusal. */
export function forEach<P extends Place>(
  { monotonic }: Scene,
  places: readonly P[],
  act: (place: P) => GoesOn,
): GoesOn {
  if (monotonic) return places.every(act)
  let failure: ApiError | undefined
  for (let at = 0, size = 1; at < places.length && !failure; at += size, size *= 2)
    for (const place of places.slice(at, at + size)) {
      try {
        act(place)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        failure ??= error
      }
    }
  if (failure) throw failure
  return true
}
