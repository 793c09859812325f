import { scaled } from '../deployment/fenceposts.ts'
import { isTerminating, isUnavailable, type Place, replicasOf, revisionOf } from './identity.ts'
import { deletePod } from './places.ts'
import type { Scene } from './scene.ts'

function isOld({ history }: Scene, { pod }: Place): boolean {
  return (
    pod !== undefined && revisionOf(pod) !== history.update.metadata.name && !isTerminating(pod)
  )
}

/** Deletes the pods whose turn it is, from the highest ordinal down to the partition. Answers how many. */
export function roll(scene: Scene): number {
  const { cluster, set, places } = scene
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  if (type === 'OnDelete') return 0
  const targets = places.slice(rollingUpdate?.partition ?? 0).toReversed()
  return cluster.profile.features.statefulSetMaxUnavailable
    ? several(scene, targets)
    : one(scene, targets)
}

function replace(scene: Scene, { pod, name }: Place): number {
  if (!pod) return 0
  deletePod(scene, pod, `${name} has an old revision and is made anew with the present one`)
  return 1
}

/** One at a time: the next one goes when the last one is back and serves. */
function one(scene: Scene, targets: readonly Place[]): number {
  for (const place of targets) {
    if (isOld(scene, place)) return replace(scene, place)
    if (isUnavailable(place, scene.set, scene.cluster.now)) return 0
  }
  return 0
}

// k8s: pkg/controller/statefulset updateStatefulSetAfterInvariantEstablished (1.36)
function several(scene: Scene, targets: readonly Place[]): number {
  const { cluster, set, places } = scene
  const limit = set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1
  const most = Math.max(1, scaled(limit, replicasOf(set), false))
  const away = places.filter((place) => isUnavailable(place, set, cluster.now)).length
  const turn = targets.filter((place) => isOld(scene, place)).slice(0, Math.max(0, most - away))
  return turn.reduce((count, place) => count + replace(scene, place), 0)
}
