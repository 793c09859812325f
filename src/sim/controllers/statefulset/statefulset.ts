import type { Cluster } from '../../cluster.ts'
import { ApiError } from '../../errors.ts'
import { controllerOf, keyOf } from '../../store.ts'
import type { Pod, StatefulSet } from '../../types/index.ts'
import { claim } from '../claim.ts'
import type { Controller, Requeue } from '../controller.ts'
import { ownersOf } from '../owned.ts'
import { readySince } from '../pods.ts'
import { retainClaims } from './claims.ts'
import { syncHistory, trimHistory } from './history.ts'
import { isRunningAndReady, isServing, ordinalOf } from './identity.ts'
import { forEach, giveUp, tend } from './places.ts'
import { type Scene, sceneOf, statusOf } from './scene.ts'
import { roll } from './update.ts'

const owners = ownersOf('StatefulSet')

/** k8s: pkg/controller/statefulset syncStatefulSet (1.36) */
export const statefulset: Controller<'StatefulSet'> = {
  name: 'statefulset',
  source: 'statefulset-controller',
  kind: 'StatefulSet',
  watches: {
    StatefulSet: (set) => [keyOf(set)],
    Pod: (pod, cluster, change) =>
      // A name that is free again may be one that a set waits for.
      !change.after && !controllerOf(pod)
        ? cluster.store.keys('StatefulSet', pod.metadata.namespace ?? '')
        : owners(pod, cluster, change),
    // A place whose claim goes away waits for that.
    PersistentVolumeClaim: (object, cluster, { after }) =>
      after ? [] : cluster.store.keys('StatefulSet', object.metadata.namespace ?? ''),
  },
  reconcile(cluster, key) {
    const set = cluster.at('StatefulSet', key)
    if (!set) return undefined
    const pods = membersOf(cluster, set)
    const history = syncHistory(cluster, set)
    const scene = sceneOf(cluster, set, history, pods)
    const { updating, failure } = act(scene)
    const status = statusOf(cluster, set, history, pods, updating)
    cluster.why(`${status.readyReplicas ?? 0} of ${set.spec.replicas ?? 1} pods are ready`)
    const live = cluster.at('StatefulSet', key)
    if (live?.metadata.uid === set.metadata.uid) cluster.updateStatus({ ...live, status })
    trimHistory(cluster, set, history, pods)
    if (failure) throw failure
    return availabilityTimer(cluster, set, pods)
  },
}

/** The pods of the set by their ordinals. Who is not named as a member is none. */
function membersOf(cluster: Cluster, set: StatefulSet): readonly Pod[] {
  const isMember = (pod: Pod) => ordinalOf(set, pod) >= 0
  return [...claim(cluster, 'Pod', set, set.spec.selector, isMember)].sort(
    (a, b) => ordinalOf(set, a) - ordinalOf(set, b),
  )
}

interface Done {
  /** Pods deleted for an update. */
  readonly updating: number
  readonly failure?: ApiError
}

/** k8s: pkg/controller/statefulset defaultStatefulSetControl.updateStatefulSet (1.36) */
function act(scene: Scene): Done {
  const { cluster, set, places, condemned } = scene
  if (set.metadata.deletionTimestamp) return { updating: 0 }
  try {
    if (!forEach(scene, places, (place) => tend(scene, place))) return { updating: 0 }
    for (const { ordinal, pod } of condemned) retainClaims(cluster, set, ordinal, pod)
    if (!forEach(scene, condemned, (place) => giveUp(scene, place))) return { updating: 0 }
    return { updating: roll(scene) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { updating: 0, failure: error }
  }
}

/** A ready pod becomes available by time alone: look again when the next one does. */
function availabilityTimer(
  cluster: Cluster,
  set: StatefulSet,
  pods: readonly Pod[],
): Requeue | undefined {
  const minReady = set.spec.minReadySeconds ?? 0
  if (minReady === 0) return undefined
  const waits = pods
    .filter((pod) => isRunningAndReady(pod) && !isServing(pod, set, cluster.now))
    .map((pod) => readySince(pod) + minReady * 1000 - cluster.now)
  return waits.length === 0 ? undefined : { requeueAfter: Math.max(1, Math.min(...waits)) }
}
