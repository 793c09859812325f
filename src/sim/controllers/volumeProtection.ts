import type { Cluster } from '../cluster.ts'
import { type Key, keyOf } from '../store.ts'
import type { ApiObject, PersistentVolumeClaim, Pod } from '../types/index.ts'
import { type Actor, actorOf } from './controller.ts'
import { usersOf } from './persistentVolume/claim.ts'
import { isTerminal } from './pods.ts'

export const PVC_FINALIZER = 'kubernetes.io/pvc-protection'
export const PV_FINALIZER = 'kubernetes.io/pv-protection'

function setFinalizer<T extends ApiObject>(
  cluster: Cluster,
  object: T,
  name: string,
  wanted: boolean,
): void {
  const { finalizers = [], ...metadata } = object.metadata
  if (finalizers.includes(name) === wanted) return
  const next = wanted ? [...finalizers, name] : finalizers.filter((f) => f !== name)
  cluster.update({
    ...object,
    metadata: { ...metadata, ...(next.length > 0 ? { finalizers: next } : {}) },
  })
}

function claimsOf(pod: Pod): readonly Key[] {
  return (pod.spec.volumes ?? [])
    .map((volume) => volume.persistentVolumeClaim?.claimName)
    .filter((name) => name !== undefined)
    .map((name) => `${pod.metadata.namespace ?? ''}/${name}`)
}

/** Pods that really hold the claim: one that was never scheduled mounts nothing. */
function inUse(cluster: Cluster, claim: PersistentVolumeClaim): Pod | undefined {
  return usersOf(cluster, claim).find((pod) => pod.spec.nodeName)
}

/** k8s: pkg/controller/volume/pvcprotection (1.36): a claim that a pod uses is deleted after the pod. */
export const pvcProtection: Actor = actorOf({
  name: 'pvc-protection',
  source: 'pvc-protection-controller',
  kind: 'PersistentVolumeClaim',
  watches: {
    PersistentVolumeClaim: (claim) =>
      claim.metadata.deletionTimestamp || !claim.metadata.finalizers?.includes(PVC_FINALIZER)
        ? [keyOf(claim)]
        : [],
    Pod: (pod, _, { after }) => (!after || isTerminal(after) ? claimsOf(pod) : []),
  },
  reconcile(cluster, key) {
    const claim = cluster.at('PersistentVolumeClaim', key)
    if (!claim) return undefined
    if (!claim.metadata.deletionTimestamp) {
      cluster.why('claims are protected while pods use them')
      setFinalizer(cluster, claim, PVC_FINALIZER, true)
      return undefined
    }
    if (inUse(cluster, claim)) return undefined
    cluster.why('no pod uses it any more')
    setFinalizer(cluster, claim, PVC_FINALIZER, false)
    return undefined
  },
})

/** k8s: pkg/controller/volume/pvprotection (1.36): a bound volume is deleted after its claim. */
export const pvProtection: Actor = actorOf({
  name: 'pv-protection',
  source: 'pv-protection-controller',
  kind: 'PersistentVolume',
  watches: {
    PersistentVolume: (volume) =>
      volume.metadata.deletionTimestamp || !volume.metadata.finalizers?.includes(PV_FINALIZER)
        ? [keyOf(volume)]
        : [],
  },
  reconcile(cluster, key) {
    const volume = cluster.at('PersistentVolume', key)
    if (!volume) return undefined
    if (!volume.metadata.deletionTimestamp) {
      cluster.why('volumes are protected while they are bound')
      setFinalizer(cluster, volume, PV_FINALIZER, true)
      return undefined
    }
    if (volume.status.phase === 'Bound') return undefined
    cluster.why('no claim is bound to it any more')
    setFinalizer(cluster, volume, PV_FINALIZER, false)
    return undefined
  },
})
