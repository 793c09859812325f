import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { BIND_COMPLETED } from '../controllers/persistentVolume/bind.ts'
import { SELECTED_NODE } from '../controllers/persistentVolume/claim.ts'
import { classOf, requestOf } from '../controllers/persistentVolume/match.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import { type Key, keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type {
  Draft,
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeSpec,
} from '../types/index.ts'
import { onServer } from '../volumes/backend.ts'
import { makeFolder } from '../volumes/tree.ts'
import { ATTACHER } from './attacher.ts'
import { help } from './helperPod.ts'
import { asInTree, servedBy } from './inTree.ts'
import { type Made, makeCsi, makeLocal, makeNfs, type Order } from './makers.ts'
import { keepFinalizer, PROVISIONED_BY, PV_FINALIZER, removeVolume } from './remover.ts'
import { RESIZER } from './resizer.ts'
import {
  type Driver,
  driverName,
  leaderOf,
  noteDriver,
  outsideProvisioners,
  recountDrivers,
  speakerOf,
} from './running.ts'
import { VOLUME_MANAGER } from './volumeManager.ts'

export const PROVISIONER = 'external-provisioner'
const ANNOTATION = 'volume.kubernetes.io/storage-provisioner'
/** How long a backend takes to make a volume. */
const MAKING: Millis = 750
const FIRST_RETRY: Millis = 1000
const LAST_RETRY: Millis = 300_000
const HELPER_POLL: Millis = 1000
const NONE: readonly Key[] = []

/** A volume in the making. */
interface Attempt {
  readonly since: Millis
  readonly failures: number
  /** It failed, and is tried again after this moment; -1 while it is being made. */
  readonly againAt: Millis
}

function isWanted({ metadata, spec }: PersistentVolumeClaim): boolean {
  return (
    metadata.annotations?.[ANNOTATION] !== undefined &&
    metadata.annotations[BIND_COMPLETED] === undefined &&
    metadata.deletionTimestamp === undefined &&
    !spec.volumeName
  )
}

/** Who makes volumes for classes of this name: somebody outside, a pod that leads, or nobody. */
function makerOf(cluster: Cluster, provisioner: string): 'outside' | Driver | undefined {
  if (outsideProvisioners(cluster).includes(provisioner)) return 'outside'
  return leaderOf(cluster, servedBy(provisioner), 'provision')
}

function everything(cluster: Cluster): readonly Key[] {
  return [
    ...cluster.store.keys('PersistentVolumeClaim').map((key) => `claim ${key}`),
    ...cluster.store.keys('PersistentVolume').map((key) => `volume ${key}`),
  ]
}

/** A driver's pod has come or gone: what waited for it is looked at again. */
function wakeOthers(cluster: Cluster, node: string | undefined): void {
  for (const key of cluster.store.keys('VolumeAttachment')) cluster.enqueue(ATTACHER, key)
  for (const key of cluster.store.keys('PersistentVolumeClaim')) cluster.enqueue(RESIZER, key)
  if (node) cluster.enqueue(VOLUME_MANAGER, node)
}

/** k8s: kubernetes-csi/external-provisioner, sig-storage-lib-external-provisioner: makes volumes, and removes released ones. */
export const provisioner: Actor = {
  name: PROVISIONER,
  watches: {
    PersistentVolumeClaim: (claim, _, { after }) =>
      after && isWanted(claim) ? [`claim ${keyOf(claim)}`] : NONE,
    PersistentVolume: (volume, _, { after }) =>
      after?.metadata.annotations?.[PROVISIONED_BY] ? [`volume ${keyOf(volume)}`] : NONE,
    VolumeAttachment: ({ spec: { source } }, _, { after }) =>
      after ? NONE : [`volume /${source.persistentVolumeName ?? ''}`],
    Pod(pod, cluster, { after }) {
      if (!noteDriver(cluster, pod, after !== undefined)) return NONE
      wakeOthers(cluster, pod.spec.nodeName)
      return everything(cluster)
    },
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync(cluster) {
    recountDrivers(cluster)
    return everything(cluster)
  },
  reconcile(cluster, key) {
    const [sort, object = ''] = key.split(' ')
    return sort === 'claim' ? provision(cluster, object) : tend(cluster, object)
  },
}

function tend(cluster: Cluster, key: Key): Requeue | undefined {
  const volume = cluster.at('PersistentVolume', key)
  const by = volume?.metadata.annotations?.[PROVISIONED_BY]
  if (!volume || by === undefined) return undefined
  const maker = makerOf(cluster, by)
  if (!maker) return undefined
  cluster.speakAs(by, maker === 'outside' ? by : speakerOf(maker))
  const kept = maker === 'outside' || maker.classic ? volume : keepFinalizer(cluster, volume)
  return removeVolume(cluster, kept, maker)
}

/** What the claim asks its provisioner for; undefined when it asks for nothing, or not yet. */
function orderOf(cluster: Cluster, key: Key): Order | undefined {
  const claim = cluster.at('PersistentVolumeClaim', key)
  const storageClass = claim && cluster.find('StorageClass', '', classOf(claim))
  if (!claim || !storageClass || !isWanted(claim)) return undefined
  const { annotations } = claim.metadata
  if (annotations?.[ANNOTATION] !== servedBy(storageClass.provisioner)) return undefined
  const delayed = storageClass.volumeBindingMode === 'WaitForFirstConsumer'
  if (delayed && annotations[SELECTED_NODE] === undefined) return undefined
  return { claim, storageClass, name: `pvc-${claim.metadata.uid}` }
}

function provision(cluster: Cluster, key: Key): Requeue | undefined {
  const order = orderOf(cluster, key)
  if (!order) {
    cluster.forget(PROVISIONER, key)
    return undefined
  }
  const { claim } = order
  const by = order.storageClass.provisioner
  const maker = makerOf(cluster, by)
  if (!maker || cluster.find('PersistentVolume', '', order.name)) return undefined
  cluster.speakAs(by, maker === 'outside' ? by : speakerOf(maker))
  const begun = cluster.recall<Attempt>(PROVISIONER, key)
  if (!begun || (begun.againAt >= 0 && cluster.now >= begun.againAt))
    return begin(cluster, key, claim, begun?.failures ?? 0)
  if (begun.againAt >= 0) return { requeueAfter: begun.againAt - cluster.now, background: true }
  if (cluster.now < begun.since + MAKING)
    return { requeueAfter: begun.since + MAKING - cluster.now }
  return conclude(cluster, key, order, maker, begun)
}

function begin(
  cluster: Cluster,
  key: Key,
  claim: PersistentVolumeClaim,
  failures: number,
): Requeue {
  cluster.remember(PROVISIONER, key, { since: cluster.now, failures, againAt: -1 })
  cluster.event(
    claim,
    'Normal',
    'Provisioning',
    `External provisioner is provisioning volume for claim "${key}"`,
  )
  return { requeueAfter: MAKING, background: failures > 0 }
}

function conclude(
  cluster: Cluster,
  key: Key,
  order: Order,
  maker: 'outside' | Driver,
  attempt: Attempt,
): Requeue | undefined {
  const made = make(cluster, order, maker)
  if (made === 'working') return { requeueAfter: HELPER_POLL, background: attempt.failures > 0 }
  if ('error' in made) return fail(cluster, key, order, made.error, attempt)
  cluster.forget(PROVISIONER, key)
  cluster.why(`makes a volume for claim ${key}`)
  cluster.create<'PersistentVolume'>(draft(order, made, maker))
  cluster.event(
    order.claim,
    'Normal',
    'ProvisioningSucceeded',
    `Successfully provisioned volume ${order.name}`,
  )
  return undefined
}

function fail(
  cluster: Cluster,
  key: Key,
  { claim, storageClass }: Order,
  error: string,
  { failures }: Attempt,
): Requeue {
  const wait = Math.min(FIRST_RETRY * 2 ** failures, LAST_RETRY)
  cluster.remember(PROVISIONER, key, {
    since: cluster.now,
    failures: failures + 1,
    againAt: cluster.now + wait,
  })
  cluster.event(
    claim,
    'Warning',
    'ProvisioningFailed',
    `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${error}`,
  )
  return { requeueAfter: wait, background: true }
}

function make(cluster: Cluster, order: Order, maker: 'outside' | Driver): Made | 'working' {
  if (maker === 'outside') return makeOutside(order)
  const { classic } = maker
  if (!classic) return makeCsi(cluster, maker, order)
  if (classic.sort === 'nfs') {
    const made = makeNfs(classic.server, classic.path, order)
    if ('spec' in made) makeShare(cluster, made.spec)
    return made
  }
  const made = makeLocal(classic.path, order)
  if ('error' in made) return made
  const node = order.claim.metadata.annotations?.[SELECTED_NODE] ?? ''
  const helped = help(cluster, maker, {
    deed: 'create',
    volume: order.name,
    node,
    path: made.spec.hostPath?.path ?? '',
    size: String(wholeValue(requestOf(order.claim))),
  })
  return helped === 'done' ? made : helped
}

/** The folder that the new volume stands for. */
function makeShare(cluster: Cluster, { nfs }: Partial<PersistentVolumeSpec>): void {
  if (!nfs) return
  const { store, root } = onServer(cluster, nfs.server, nfs.path)
  makeFolder(cluster, store, root, { mode: 0o777 })
}

function makeOutside({ claim, storageClass }: Order): Made {
  const node = claim.metadata.annotations?.[SELECTED_NODE]
  return {
    spec: {
      capacity: { storage: requestOf(claim) },
      csi: {
        driver: driverName(storageClass.provisioner),
        volumeHandle: claim.metadata.uid,
        ...(node ? { volumeAttributes: { node } } : {}),
      },
    },
  }
}

function draft(
  { claim, storageClass, name }: Order,
  made: Extract<Made, { readonly spec: object }>,
  maker: 'outside' | Driver,
): Draft<PersistentVolume> {
  const { uid, namespace = '', resourceVersion } = claim.metadata
  const policy = storageClass.reclaimPolicy ?? 'Delete'
  const guarded = maker !== 'outside' && !maker.classic && policy === 'Delete'
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      annotations: { [PROVISIONED_BY]: storageClass.provisioner, ...made.annotations },
      ...(guarded ? { finalizers: [PV_FINALIZER] } : {}),
    },
    spec: {
      accessModes: claim.spec.accessModes ?? [],
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claim.metadata.name,
        namespace,
        uid,
        resourceVersion,
      },
      persistentVolumeReclaimPolicy: policy,
      storageClassName: storageClass.metadata.name,
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
      ...(storageClass.mountOptions ? { mountOptions: storageClass.mountOptions } : {}),
      ...(claim.spec.volumeAttributesClassName
        ? { volumeAttributesClassName: claim.spec.volumeAttributesClassName }
        : {}),
      ...asInTree(storageClass.provisioner, made.spec),
    },
  }
}
