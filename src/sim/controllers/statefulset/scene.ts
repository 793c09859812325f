import type { Cluster } from '../../cluster.ts'
import type { Pod, StatefulSet, StatefulSetStatus } from '../../types/index.ts'
import type { History } from './history.ts'
import {
  isRunningAndReady,
  isServing,
  isTerminating,
  isUnavailable,
  isWanted,
  ordinalOf,
  type Place,
  podName,
  replicasOf,
  revisionOf,
  startOrdinal,
} from './identity.ts'

/** A set and its pods as one look finds them: what this look changes shows in the next one. */
export interface Scene {
  readonly cluster: Cluster
  readonly set: StatefulSet
  readonly history: History
  /** The places that the set is asked to have, by rising ordinals. */
  readonly places: readonly Place[]
  /** Places to be given up, by falling ordinals. */
  readonly condemned: readonly (Place & { readonly pod: Pod })[]
  /** One after the other; otherwise all at once. */
  readonly monotonic: boolean
  readonly firstUnavailable: Place | undefined
}

export function sceneOf(
  cluster: Cluster,
  set: StatefulSet,
  history: History,
  pods: readonly Pod[],
): Scene {
  const present = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]))
  const start = startOrdinal(set)
  const places = Array.from({ length: replicasOf(set) }, (_, index): Place => {
    const ordinal = start + index
    return { ordinal, name: podName(set, ordinal), pod: present.get(ordinal) }
  })
  const condemned = [...present]
    .filter(([ordinal]) => ordinal >= 0 && !isWanted(set, ordinal))
    .sort(([a], [b]) => b - a)
    .map(([ordinal, pod]) => ({ ordinal, name: pod.metadata.name, pod }))
  const first = [...places, ...condemned.toReversed()].find((place) =>
    isUnavailable(place, set, cluster.now),
  )
  return {
    cluster,
    set,
    history,
    places,
    condemned,
    monotonic: set.spec.podManagementPolicy !== 'Parallel',
    firstUnavailable: first,
  }
}

/** k8s: pkg/controller/statefulset updateStatus, completeRollingUpdate (1.36) */
export function statusOf(
  cluster: Cluster,
  set: StatefulSet,
  history: History,
  pods: readonly Pod[],
  updating: number,
): StatefulSetStatus {
  const update = history.update.metadata.name
  const staying = pods.filter((pod) => !isTerminating(pod)).map(revisionOf)
  const updated = staying.filter((revision) => revision === update).length
  const ready = pods.filter(isRunningAndReady).length
  const wanted = replicasOf(set)
  const complete =
    set.spec.updateStrategy?.type === 'RollingUpdate' &&
    updated === wanted &&
    ready === wanted &&
    pods.length === wanted
  const current = complete ? update : history.current.metadata.name
  const currents = complete
    ? updated
    : Math.max(0, staying.filter((revision) => revision === current).length - updating)
  return {
    ...(set.metadata.generation === undefined
      ? {}
      : { observedGeneration: set.metadata.generation }),
    replicas: pods.length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(currents === 0 ? {} : { currentReplicas: currents }),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: current,
    updateRevision: update,
    collisionCount: history.collisionCount,
    ...(set.status.conditions ? { conditions: set.status.conditions } : {}),
    availableReplicas: pods.filter((pod) => isServing(pod, set, cluster.now)).length,
  }
}
