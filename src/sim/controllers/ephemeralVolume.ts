import type { Cluster } from '../cluster.ts'
import { ApiError, type Status } from '../errors.ts'
import { type Key, keyOf } from '../store.ts'
import type { PersistentVolumeClaim, Pod, Volume } from '../types/index.ts'
import type { Controller } from './controller.ts'
import { ownedBy } from './pods.ts'

const NONE: readonly Key[] = []

function isEphemeral(pod: Pod): boolean {
  return pod.spec.volumes?.some(({ ephemeral }) => ephemeral !== undefined) === true
}

/** The pod that a claim was made for. */
function ownerOf({ metadata }: PersistentVolumeClaim): readonly Key[] {
  return (metadata.ownerReferences ?? [])
    .filter(({ kind, controller }) => kind === 'Pod' && controller)
    .map(({ name }) => `${metadata.namespace ?? ''}/${name}`)
}

/** Why the claim of that name cannot serve the pod. k8s: component-helpers/storage/ephemeral VolumeIsForPod (1.36) */
function foreign(claim: PersistentVolumeClaim, pod: Pod): string | undefined {
  const isOwn = claim.metadata.ownerReferences?.some(
    ({ uid, controller }) => controller && uid === pod.metadata.uid,
  )
  return isOwn
    ? undefined
    : `PVC ${keyOf(claim)} was not created for pod ${keyOf(pod)} (pod is not owner)`
}

function makeClaim(cluster: Cluster, pod: Pod, volume: Volume): string | undefined {
  const name = `${pod.metadata.name}-${volume.name}`
  const template = volume.ephemeral?.volumeClaimTemplate
  if (!template) return undefined
  const { namespace = '' } = pod.metadata
  const known = cluster.find('PersistentVolumeClaim', namespace, name)
  if (known) return foreign(known, pod)
  const { labels, annotations } = template.metadata ?? {}
  cluster.why(`pod ${pod.metadata.name} has a volume of its own`)
  try {
    cluster.create<'PersistentVolumeClaim'>({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        namespace,
        ...(labels ? { labels } : {}),
        ...(annotations ? { annotations } : {}),
        ownerReferences: [ownedBy(pod)],
      },
      spec: template.spec,
    })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const status: Status = error.status
    return `create PVC ${name}: ${status.message}`
  }
}

/** Makes the claims of volumes that come and go with their pod. k8s: pkg/controller/volume/ephemeral (1.36) */
export const ephemeralVolume: Controller<'Pod'> = {
  name: 'ephemeral-volume',
  source: 'ephemeral_volume',
  kind: 'Pod',
  watches: {
    Pod: (pod, _, { before, after }) =>
      !before && after && isEphemeral(pod) ? [keyOf(pod)] : NONE,
    PersistentVolumeClaim: (claim, _, { after }) => (after ? NONE : ownerOf(claim)),
  },
  reconcile(cluster, key) {
    const pod = cluster.at('Pod', key)
    if (!pod || pod.metadata.deletionTimestamp) return undefined
    const wrong: string[] = []
    for (const volume of pod.spec.volumes ?? []) {
      if (!volume.ephemeral) continue
      const why = makeClaim(cluster, pod, volume)
      if (why !== undefined) wrong.push(`ephemeral volume ${volume.name}: ${why}`)
    }
    for (const text of wrong) cluster.event(pod, 'Warning', 'FailedBinding', text)
    return wrong.length > 0 ? { requeueAfter: 10_000, background: true } : undefined
  },
}
