import type { Cluster } from '../../cluster.ts'
import { type Key, keyOf } from '../../store.ts'
import type { PersistentVolume } from '../../types/index.ts'
import type { Actor, Requeue } from '../controller.ts'
import { syncClaim } from './claim.ts'
import { delaysBinding, mismatch, refusal } from './match.ts'
import { syncVolume } from './volume.ts'

/** Keys of its queue: `claim ns/name`, `volume /name`, and the periodic look at everything. */
const CLAIM = 'claim'
const VOLUME = 'volume'
const RESYNC = 'resync'

function claimKey(key: Key): string {
  return `${CLAIM} ${key}`
}

function claimRefKey(volume: PersistentVolume): readonly string[] {
  const ref = volume.spec.claimRef
  return ref ? [claimKey(`${ref.namespace ?? ''}/${ref.name ?? ''}`)] : []
}

/** k8s: pkg/controller/volume/persistentvolume PersistentVolumeController (1.36) */
export const persistentVolume: Actor = {
  name: 'pv-binder',
  source: 'persistentvolume-controller',
  watches: {
    PersistentVolume: (volume, _, { after }) =>
      after ? [`${VOLUME} ${keyOf(volume)}`] : claimRefKey(volume),
    PersistentVolumeClaim: (claim, _, { after }) =>
      after
        ? [claimKey(keyOf(claim))]
        : claim.spec.volumeName
          ? [`${VOLUME} /${claim.spec.volumeName}`]
          : [],
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => [RESYNC, ...everything(cluster)],
  reconcile(cluster, key) {
    if (key === RESYNC) return resync(cluster)
    const [sort, object = ''] = key.split(' ')
    if (sort === CLAIM) {
      const claim = cluster.at('PersistentVolumeClaim', object)
      if (claim) syncClaim(cluster, claim)
      return undefined
    }
    const volume = cluster.at('PersistentVolume', object)
    if (!volume) return undefined
    const { wakesClaim } = syncVolume(cluster, volume)
    if (wakesClaim) for (const claim of claimRefKey(volume)) cluster.enqueue('pv-binder', claim)
    else expectResync(cluster, volume)
    return undefined
  },
}

function everything(cluster: Cluster): readonly string[] {
  return [
    ...cluster.store.keys('PersistentVolume').map((key) => `${VOLUME} ${key}`),
    ...cluster.store.keys('PersistentVolumeClaim').map(claimKey),
  ]
}

/** A new volume does not wake waiting claims: they find it when everything is looked at again. */
function resync(cluster: Cluster): Requeue {
  for (const key of everything(cluster)) cluster.enqueue('pv-binder', key)
  return { requeueAfter: cluster.profile.timings.binderResync, background: true }
}

/** While a free volume and a waiting claim that it could serve exist, the next resync is something to wait for. */
function expectResync(cluster: Cluster, volume: PersistentVolume): void {
  const present = cluster.at('PersistentVolume', keyOf(volume))
  if (present?.status.phase !== 'Available') return
  for (const claim of cluster.store.values('PersistentVolumeClaim'))
    if (
      claim.status.phase === 'Pending' &&
      (claim.spec.volumeName
        ? claim.spec.volumeName === present.metadata.name && !mismatch(present, claim)
        : refusal(present, claim, delaysBinding(cluster, claim)) === undefined)
    ) {
      cluster.enqueue('pv-binder', RESYNC, cluster.profile.timings.binderResync)
      return
    }
}
