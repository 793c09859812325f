import type { Cluster } from '../cluster.ts'
import type { Actor, Requeue } from '../controllers/controller.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import { keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimCondition,
  PersistentVolumeClaimStatus,
} from '../types/index.ts'
import { attachableDriver } from './attachable.ts'
import { driverFacts } from './drivers.ts'
import { sizeFor } from './makers.ts'
import { modify, wantsChange } from './modifier.ts'
import { leaderOf } from './running.ts'

export const RESIZER = 'external-resizer'
/** How long the backend takes to make a volume larger. */
const GROWING: Millis = 2000
const ON_NODE =
  'Waiting for user to (re-)start a pod to finish file system resize of volume on node.'

export const NODE_RESIZE = 'NodeResizePending'

function requestOf(claim: PersistentVolumeClaim): string {
  return claim.spec.resources?.requests?.storage ?? '0'
}

/** The volume that shall grow; undefined when the claim has what it asks for. */
function volumeToGrow(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
): PersistentVolume | undefined {
  const { status, spec, metadata } = claim
  if (status.phase !== 'Bound' || metadata.deletionTimestamp) return undefined
  if (status.allocatedResourceStatuses?.storage === NODE_RESIZE) return undefined
  if (compareQuantity(requestOf(claim), status.capacity?.storage ?? '0') <= 0) return undefined
  return cluster.find('PersistentVolume', '', spec.volumeName ?? '')
}

function condition(
  cluster: Cluster,
  type: string,
  message?: string,
): PersistentVolumeClaimCondition {
  const time = cluster.time()
  return {
    type,
    status: 'True',
    lastProbeTime: time,
    lastTransitionTime: time,
    ...(message === undefined ? {} : { message }),
  }
}

/** The status of a claim whose volume has grown for good. */
export function grownStatus(
  { conditions: _, allocatedResourceStatuses: __, ...status }: PersistentVolumeClaimStatus,
  size: string,
): PersistentVolumeClaimStatus {
  return { ...status, allocatedResources: { storage: size }, capacity: { storage: size } }
}

/** k8s: kubernetes-csi/external-resizer resizeController (1.14, RecoverVolumeExpansionFailure): grows the volume itself. */
export const resizer: Actor = {
  name: RESIZER,
  watches: {
    PersistentVolumeClaim: (claim, cluster, { after }) =>
      after && (wantsChange(after) || volumeToGrow(cluster, after)) ? [keyOf(claim)] : [],
    VolumeAttributesClass: ({ metadata }, cluster, { before }) =>
      before
        ? []
        : cluster
            .list('PersistentVolumeClaim', {
              where: ({ spec }) => spec.volumeAttributesClassName === metadata.name,
            })
            .map(keyOf),
  },
  delay: (cluster) => cluster.profile.timings.controllerDelay,
  resync: (cluster) => cluster.store.keys('PersistentVolumeClaim'),
  reconcile(cluster, key) {
    const claim = cluster.at('PersistentVolumeClaim', key)
    const change = claim !== undefined && wantsChange(claim)
    const volume =
      claim &&
      (change
        ? cluster.find('PersistentVolume', '', claim.spec.volumeName ?? '')
        : volumeToGrow(cluster, claim))
    const driver = volume && attachableDriver(volume.spec)?.driver
    if (!claim || !volume || !driver || !leaderOf(cluster, driver, 'resize')) {
      cluster.forget(RESIZER, key)
      return undefined
    }
    cluster.speakAs(driver, `${RESIZER} ${driver}`)
    if (change) return modify(cluster, key, claim, volume)
    const begun = cluster.recall<Millis>(RESIZER, key)
    if (begun === undefined) return begin(cluster, key, claim, volume)
    if (cluster.now < begun + GROWING) return { requeueAfter: begun + GROWING - cluster.now }
    cluster.forget(RESIZER, key)
    finish(cluster, claim, volume, driver)
    return undefined
  },
}

function begin(
  cluster: Cluster,
  key: string,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): Requeue {
  cluster.remember(RESIZER, key, cluster.now)
  cluster.why('its claim asks for more than it has')
  const resizing = cluster.updateStatus({
    ...claim,
    status: {
      ...claim.status,
      allocatedResources: { storage: requestOf(claim) },
      allocatedResourceStatuses: { storage: 'ControllerResizeInProgress' },
      conditions: [condition(cluster, 'Resizing')],
    },
  })
  cluster.event(
    resizing,
    'Normal',
    'Resizing',
    `External resizer is resizing volume ${volume.metadata.name}`,
  )
  return { requeueAfter: GROWING }
}

function finish(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  driver: string,
): void {
  const facts = driverFacts(driver)
  const size = sizeFor(requestOf(claim), facts.step)
  cluster.why(`${driver} has made it larger`)
  cluster.update({
    ...volume,
    spec: { ...volume.spec, capacity: { ...volume.spec.capacity, storage: size } },
  })
  const { status } = claim
  if (facts.growsAtOnce) {
    const done = cluster.updateStatus({ ...claim, status: grownStatus(status, size) })
    cluster.event(done, 'Normal', 'VolumeResizeSuccessful', 'Resize volume succeeded')
    return
  }
  const waiting = cluster.updateStatus({
    ...claim,
    status: {
      ...status,
      allocatedResourceStatuses: { storage: NODE_RESIZE },
      conditions: [condition(cluster, 'FileSystemResizePending', ON_NODE)],
    },
  })
  cluster.event(
    waiting,
    'Normal',
    'FileSystemResizeRequired',
    'Require file system resize of volume on node',
  )
}
