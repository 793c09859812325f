import type { Cluster } from '../../cluster.ts'
import { defaultClass } from '../../kinds/persistentVolumeClaim.ts'
import { isInTree, servedBy } from '../../storage/inTree.ts'
import { keyOf } from '../../store.ts'
import type { PersistentVolumeClaim, Pod, StorageClass } from '../../types/index.ts'
import { isTerminal } from '../pods.ts'
import { BIND_COMPLETED, BOUND_BY_CONTROLLER, bind, setClaimPhase } from './bind.ts'
import {
  bestMatch,
  classOf,
  delaysBinding,
  hasClass,
  isBoundTo,
  mismatch,
  storageClassOf,
} from './match.ts'

const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner'
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** k8s: pkg/controller/volume/persistentvolume syncClaim (1.36). Every branch is accounted for. */
export function syncClaim(cluster: Cluster, claim: PersistentVolumeClaim): void {
  if (claim.metadata.annotations?.[BIND_COMPLETED]) syncBound(cluster, claim)
  else if (claim.spec.volumeName) syncPointed(cluster, claim, claim.spec.volumeName)
  else syncUnbound(cluster, claim)
}

/** The claim asks for any volume that fits. */
function syncUnbound(cluster: Cluster, claim: PersistentVolumeClaim): void {
  const delayed = delaysBinding(cluster, claim)
  const volume = bestMatch(cluster, claim, delayed)
  if (volume) {
    bind(cluster, volume, claim)
    return
  }
  if (adoptDefaultClass(cluster, claim)) return
  const selected = claim.metadata.annotations?.[SELECTED_NODE] !== undefined
  if (delayed && !selected) sayWaiting(cluster, claim)
  else if (classOf(claim) !== '') provision(cluster, claim)
  else
    cluster.event(
      claim,
      'Normal',
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
    )
  pend(cluster, claim)
}

/** k8s: pkg/controller/volume/persistentvolume assignDefaultStorageClass (1.36) */
function adoptDefaultClass(cluster: Cluster, claim: PersistentVolumeClaim): boolean {
  if (!cluster.profile.features.retroactiveDefaultClass || hasClass(claim)) return false
  const found = defaultClass(cluster)
  if (!found) return false
  const storageClassName = found.metadata.name
  cluster.why(`has no class, and ${storageClassName} is the default by now`)
  cluster.update({ ...claim, spec: { ...claim.spec, storageClassName } })
  return true
}

function pend(cluster: Cluster, claim: PersistentVolumeClaim): void {
  const present = cluster.at('PersistentVolumeClaim', keyOf(claim))
  if (present && present.status.phase !== 'Pending') setClaimPhase(cluster, present, 'Pending')
}

/** k8s: emitEventForUnboundDelayBindingClaim (1.36) */
function sayWaiting(cluster: Cluster, claim: PersistentVolumeClaim): void {
  const pods = usersOf(cluster, claim).filter((pod) => !pod.spec.nodeName)
  const names = pods.map((pod) => pod.metadata.name).sort()
  if (names.length === 0)
    cluster.event(
      claim,
      'Normal',
      'WaitForFirstConsumer',
      'waiting for first consumer to be created before binding',
    )
  else
    cluster.event(
      claim,
      'Normal',
      'WaitForPodScheduled',
      `waiting for ${names.length === 1 ? 'pod' : 'pods'} ${names.join(',')} to be scheduled`,
    )
}

/** Pods that use the claim and are not finished. */
export function usersOf(cluster: Cluster, claim: PersistentVolumeClaim): readonly Pod[] {
  const { name, namespace = '' } = claim.metadata
  return cluster.list('Pod', {
    namespace,
    where: (pod) =>
      !isTerminal(pod) &&
      (pod.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === name),
  })
}

/** Hands the claim to its class's provisioner, which works outside this controller. */
function provision(cluster: Cluster, claim: PersistentVolumeClaim): void {
  const storageClass = storageClassOf(cluster, claim)
  if (!storageClass) {
    cluster.event(
      claim,
      'Warning',
      'ProvisioningFailed',
      `storageclass.storage.k8s.io "${classOf(claim)}" not found`,
    )
    return
  }
  const refused = inTreeRefusal(cluster, storageClass)
  if (refused !== undefined) {
    cluster.event(claim, 'Warning', 'ProvisioningFailed', refused)
    return
  }
  announce(cluster, claim, storageClass)
}

/** What Kubernetes itself answers for provisioners of its own name; undefined when another has to make the volume. */
function inTreeRefusal(cluster: Cluster, { metadata, provisioner }: StorageClass) {
  // Nobody makes volumes of this class: the claim waits for one that is made by hand.
  if (isInTree(provisioner)) return `no volume plugin matched name: ${provisioner}`
  if (cluster.profile.features.migratesVolumes || servedBy(provisioner) === provisioner)
    return undefined
  const cloud = provisioner === 'kubernetes.io/gce-pd' ? 'GCE GCECloudProvider' : 'Cloud Provider'
  return `Failed to provision volume with StorageClass "${metadata.name}": Failed to get ${cloud} with error <nil>`
}

function announce(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
): void {
  const provisioner = servedBy(storageClass.provisioner)
  const annotations = {
    ...claim.metadata.annotations,
    [BETA_PROVISIONER]: provisioner,
    [PROVISIONER]: provisioner,
  }
  cluster.why(`class ${storageClass.metadata.name} is provisioned by ${provisioner}`)
  const marked = cluster.update({ ...claim, metadata: { ...claim.metadata, annotations } })
  cluster.event(
    marked,
    'Normal',
    'ExternalProvisioning',
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  )
}

/** The claim names a volume but is not bound yet: a user pre-bound it, or a binding was interrupted. */
function syncPointed(cluster: Cluster, claim: PersistentVolumeClaim, name: string): void {
  const volume = cluster.find('PersistentVolume', '', name)
  if (!volume) {
    pend(cluster, claim)
    return
  }
  if (volume.spec.claimRef && !isBoundTo(volume, claim)) {
    if (claim.metadata.annotations?.[BOUND_BY_CONTROLLER]) return
    cluster.event(
      claim,
      'Warning',
      'FailedBinding',
      `volume "${name}" already bound to a different claim.`,
    )
    pend(cluster, claim)
    return
  }
  const wrong = volume.spec.claimRef ? undefined : mismatch(volume, claim)
  if (wrong === undefined) {
    bind(cluster, volume, claim)
    return
  }
  cluster.event(
    claim,
    'Warning',
    'VolumeMismatch',
    `Cannot bind to requested volume "${name}": ${wrong}`,
  )
  pend(cluster, claim)
}

/** The claim was bound once: the binding is kept up, or found to be lost. */
function syncBound(cluster: Cluster, claim: PersistentVolumeClaim): void {
  const name = claim.spec.volumeName ?? ''
  if (name === '') {
    lose(
      cluster,
      claim,
      'ClaimLost',
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
    )
    return
  }
  const volume = cluster.find('PersistentVolume', '', name)
  if (!volume)
    lose(
      cluster,
      claim,
      'ClaimLost',
      'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    )
  else if (!volume.spec.claimRef || volume.spec.claimRef.uid === claim.metadata.uid)
    bind(cluster, volume, claim)
  else
    lose(
      cluster,
      claim,
      'ClaimMisbound',
      'Two claims are bound to the same volume, this one is bound incorrectly',
    )
}

function lose(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  reason: string,
  message: string,
): void {
  if (claim.status.phase === 'Lost') return
  cluster.why(message)
  setClaimPhase(cluster, claim, 'Lost')
  cluster.event(claim, 'Warning', reason, message)
}
