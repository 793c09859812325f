import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { type Key, keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type { ApiObject, VolumeAttachment } from '../types/index.ts'
import { attachableDriver } from './attachable.ts'
import { leaderOf } from './running.ts'

export const ATTACHER = 'external-attacher'
/** How long a cloud takes to bring a disk to a machine, and to take it away. */
const ATTACHING: Millis = 1500
const DETACHING: Millis = 1000
const FIRST_RETRY: Millis = 1000
const LAST_RETRY: Millis = 300_000
/** Beginning of keys that are volumes. */
const VOLUME = 'volume '
const NODE_ID = 'csi.alpha.kubernetes.io/node-id'

/** Work on one attachment: since when, and failures so far. */
interface Work {
  readonly since: Millis
  readonly failures: number
}

function finalizerOf(driver: string): string {
  return `external-attacher/${driver.replace(/[^a-zA-Z0-9-]/g, '-')}`
}

function withFinalizer<T extends ApiObject>(cluster: Cluster, object: T, name: string): T {
  const { finalizers = [] } = object.metadata
  if (finalizers.includes(name)) return object
  const metadata = { ...object.metadata, finalizers: [...finalizers, name] }
  return cluster.update({ ...object, metadata })
}

function dropFinalizer(cluster: Cluster, object: ApiObject | undefined, name: string): void {
  if (!object?.metadata.finalizers?.includes(name)) return
  const { finalizers = [], ...metadata } = object.metadata
  const rest = finalizers.filter((one) => one !== name)
  cluster.update({
    ...object,
    metadata: { ...metadata, ...(rest.length > 0 ? { finalizers: rest } : {}) },
  })
}

/** Whether the step that takes so long is over; begins it when it has not begun. */
function waited(cluster: Cluster, slot: string, millis: Millis): Millis {
  const work = cluster.recall<Work>(ATTACHER, slot)
  if (!work) {
    cluster.remember(ATTACHER, slot, { since: cluster.now, failures: 0 })
    return millis
  }
  return Math.max(0, work.since + millis - cluster.now)
}

/** k8s: kubernetes-csi/external-attacher csiHandler (4.x): brings volumes to nodes as their VolumeAttachments ask. */
export const attacher: Actor = {
  name: ATTACHER,
  watches: {
    VolumeAttachment: (one, _, { after }) =>
      after
        ? [keyOf(one)]
        : [keyOf(one), `${VOLUME}/${one.spec.source.persistentVolumeName ?? ''}`],
    PersistentVolume: (volume) =>
      volume.metadata.deletionTimestamp && attachableDriver(volume.spec)
        ? [VOLUME + keyOf(volume)]
        : [],
    CSINode: ({ metadata }, cluster) =>
      cluster
        .list('VolumeAttachment', {
          where: ({ spec, status }) => spec.nodeName === metadata.name && !status.attached,
        })
        .map(keyOf),
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => cluster.store.keys('VolumeAttachment'),
  reconcile(cluster, key) {
    if (key.startsWith(VOLUME)) {
      letGo(cluster, key.slice(VOLUME.length))
      return undefined
    }
    const attachment = cluster.at('VolumeAttachment', key)
    if (!attachment) {
      forgetWork(cluster, key)
      return undefined
    }
    const { attacher: driver } = attachment.spec
    if (!leaderOf(cluster, driver, 'attach')) return undefined
    cluster.speakAs(driver, `${ATTACHER} ${driver}`)
    return attachment.metadata.deletionTimestamp
      ? detach(cluster, key, attachment)
      : attach(cluster, key, attachment)
  },
}

/** A volume that is to go may go when it is attached nowhere. */
function letGo(cluster: Cluster, key: Key): void {
  const volume = cluster.at('PersistentVolume', key)
  const driver = volume && attachableDriver(volume.spec)?.driver
  if (!driver || !volume.metadata.deletionTimestamp || !leaderOf(cluster, driver, 'attach')) return
  const held = cluster.list('VolumeAttachment', {
    where: ({ spec }) => spec.source.persistentVolumeName === volume.metadata.name,
  })
  if (held.length > 0) return
  cluster.speakAs(driver, `${ATTACHER} ${driver}`)
  cluster.why('it is attached nowhere')
  dropFinalizer(cluster, volume, finalizerOf(driver))
}

function forgetWork(cluster: Cluster, key: Key): void {
  cluster.forget(ATTACHER, `to ${key}`)
  cluster.forget(ATTACHER, `from ${key}`)
}

function fail(cluster: Cluster, key: Key, attachment: VolumeAttachment, message: string): Requeue {
  const slot = `to ${key}`
  const failures = (cluster.recall<Work>(ATTACHER, slot)?.failures ?? 0) + 1
  cluster.remember(ATTACHER, slot, { since: cluster.now, failures })
  if (attachment.status.attachError?.message !== message) {
    cluster.why(message)
    const attachError = { message, time: cluster.time() }
    cluster.updateStatus({ ...attachment, status: { attached: false, attachError } })
  }
  return {
    requeueAfter: Math.min(FIRST_RETRY * 2 ** failures, LAST_RETRY),
    background: true,
  }
}

function mark(
  cluster: Cluster,
  attachment: VolumeAttachment,
  finalizer: string,
  nodeId: string,
): VolumeAttachment {
  const { finalizers = [], annotations } = attachment.metadata
  if (finalizers.includes(finalizer) && annotations?.[NODE_ID] === nodeId) return attachment
  return cluster.update({
    ...attachment,
    metadata: {
      ...attachment.metadata,
      annotations: { ...annotations, [NODE_ID]: nodeId },
      finalizers: [...finalizers.filter((name) => name !== finalizer), finalizer],
    },
  })
}

function attach(cluster: Cluster, key: Key, attachment: VolumeAttachment): Requeue | undefined {
  const { spec, status } = attachment
  if (status.attached) return undefined
  const { attacher: driver, nodeName, source } = spec
  const finalizer = finalizerOf(driver)
  const volume = cluster.find('PersistentVolume', '', source.persistentVolumeName ?? '')
  if (!volume)
    return fail(
      cluster,
      key,
      attachment,
      `PersistentVolume "${source.persistentVolumeName}" not found`,
    )
  cluster.why('what it attaches, it wants to detach before the object is gone')
  withFinalizer(cluster, volume, finalizer)
  const found = cluster.find('CSINode', '', nodeName)?.spec.drivers?.find((d) => d.name === driver)
  // A finalizer would keep what was never attached.
  if (!found)
    return fail(cluster, key, attachment, `CSINode ${nodeName} does not contain driver ${driver}`)
  const marked = mark(cluster, attachment, finalizer, found.nodeID)
  const rest = waited(cluster, `to ${key}`, ATTACHING)
  if (rest > 0) return { requeueAfter: rest }
  forgetWork(cluster, key)
  cluster.why(`${driver} has attached it to ${nodeName}`)
  cluster.updateStatus({ ...marked, status: { attached: true } })
  return undefined
}

function detach(cluster: Cluster, key: Key, attachment: VolumeAttachment): Requeue | undefined {
  const { spec } = attachment
  const finalizer = finalizerOf(spec.attacher)
  if (!attachment.metadata.finalizers?.includes(finalizer)) return undefined
  const rest = waited(cluster, `from ${key}`, DETACHING)
  if (rest > 0) return { requeueAfter: rest }
  forgetWork(cluster, key)
  cluster.why(`${spec.attacher} has detached it from ${spec.nodeName}`)
  dropFinalizer(cluster, attachment, finalizer)
  return undefined
}
