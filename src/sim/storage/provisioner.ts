import type { Cluster } from '../cluster.ts'
import type { Actor } from '../controllers/controller.ts'
import { BIND_COMPLETED } from '../controllers/persistentVolume/bind.ts'
import { SELECTED_NODE } from '../controllers/persistentVolume/claim.ts'
import { classOf, requestOf } from '../controllers/persistentVolume/match.ts'
import { type Key, keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type {
  Draft,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../types/index.ts'

const NAME = 'external-provisioner'
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
/** How long a backend takes to make a volume. */
const MAKING: Millis = 750

/** Provisioners that run in this world, by the name that a StorageClass gives; kept in memory `world`. */
export function provisioners(cluster: Cluster): readonly string[] {
  return cluster.recall<readonly string[]>('world', 'provisioners') ?? []
}

function isWanted(cluster: Cluster, claim: PersistentVolumeClaim): boolean {
  const { annotations, deletionTimestamp } = claim.metadata
  const provisioner = annotations?.[PROVISIONER]
  return (
    provisioner !== undefined &&
    provisioners(cluster).includes(provisioner) &&
    annotations?.[BIND_COMPLETED] === undefined &&
    deletionTimestamp === undefined &&
    !claim.spec.volumeName
  )
}

function isLeftOver(cluster: Cluster, volume: PersistentVolume): boolean {
  const provisioner = volume.metadata.annotations?.[PROVISIONED_BY]
  return (
    provisioner !== undefined &&
    provisioners(cluster).includes(provisioner) &&
    volume.status.phase === 'Released' &&
    volume.spec.persistentVolumeReclaimPolicy === 'Delete' &&
    volume.metadata.deletionTimestamp === undefined
  )
}

/** k8s: kubernetes-csi/external-provisioner: makes volumes for claims of its classes, and removes released ones. */
export const provisioner: Actor = {
  name: NAME,
  watches: {
    PersistentVolumeClaim: (claim, cluster, { after }) =>
      after && isWanted(cluster, claim) ? [`claim ${keyOf(claim)}`] : [],
    PersistentVolume: (volume, cluster, { after }) =>
      after && isLeftOver(cluster, volume) ? [`volume ${keyOf(volume)}`] : [],
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => [
    ...cluster.store.keys('PersistentVolumeClaim').map((key) => `claim ${key}`),
    ...cluster.store.keys('PersistentVolume').map((key) => `volume ${key}`),
  ],
  reconcile(cluster, key) {
    const [sort, object = ''] = key.split(' ')
    return sort === 'claim' ? make(cluster, object) : remove(cluster, object)
  },
}

function make(cluster: Cluster, key: Key): { requeueAfter: Millis } | undefined {
  const claim = cluster.at('PersistentVolumeClaim', key)
  const storageClass = claim && cluster.find('StorageClass', '', classOf(claim))
  if (!claim || !storageClass || !isWanted(cluster, claim)) return undefined
  cluster.speakAs(storageClass.provisioner, storageClass.provisioner)
  const name = `pvc-${claim.metadata.uid}`
  if (cluster.find('PersistentVolume', '', name)) return undefined
  const begun = cluster.recall<Millis>(NAME, claim.metadata.uid)
  if (begun === undefined) {
    cluster.remember(NAME, claim.metadata.uid, cluster.now)
    cluster.event(
      claim,
      'Normal',
      'Provisioning',
      `External provisioner is provisioning volume for claim "${key}"`,
    )
    return { requeueAfter: MAKING }
  }
  if (cluster.now < begun + MAKING) return { requeueAfter: begun + MAKING - cluster.now }
  cluster.forget(NAME, claim.metadata.uid)
  cluster.why(`makes a volume for claim ${key}`)
  cluster.create<'PersistentVolume'>(draft(claim, storageClass, name))
  cluster.event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`)
  return undefined
}

function draft(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  name: string,
): Draft<PersistentVolume> {
  const { uid, namespace = '', resourceVersion } = claim.metadata
  const node = claim.metadata.annotations?.[SELECTED_NODE]
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { [PROVISIONED_BY]: storageClass.provisioner } },
    spec: {
      accessModes: claim.spec.accessModes ?? [],
      capacity: { storage: requestOf(claim) },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claim.metadata.name,
        namespace,
        uid,
        resourceVersion,
      },
      csi: {
        // A provisioner may be named like a label; the name of a driver cannot.
        driver: storageClass.provisioner.split('/')[0] ?? '',
        volumeHandle: uid,
        ...(node ? { volumeAttributes: { node } } : {}),
      },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
      ...(storageClass.mountOptions ? { mountOptions: storageClass.mountOptions } : {}),
    },
  }
}

function remove(cluster: Cluster, key: Key): undefined {
  const volume = cluster.at('PersistentVolume', key)
  if (!volume || !isLeftOver(cluster, volume)) return undefined
  const by = volume.metadata.annotations?.[PROVISIONED_BY] ?? NAME
  cluster.speakAs(by, by)
  cluster.why('its claim is gone and its reclaim policy is Delete')
  cluster.delete('PersistentVolume', '', volume.metadata.name)
  return undefined
}
