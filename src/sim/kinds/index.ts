import type { Profile } from '../profiles/profile.ts'
import type { Kind } from '../types/index.ts'
import { configMap } from './configMap.ts'
import { controllerRevision } from './controllerRevision.ts'
import { cronJob } from './cronJob.ts'
import { csiDriver } from './csiDriver.ts'
import { csiNode } from './csiNode.ts'
import { csiStorageCapacity } from './csiStorageCapacity.ts'
import { daemonSet } from './daemonSet.ts'
import { deployment } from './deployment.ts'
import { endpointSlice } from './endpointSlice.ts'
import { endpoints } from './endpoints.ts'
import { event } from './event.ts'
import { horizontalPodAutoscaler } from './horizontalPodAutoscaler.ts'
import { ingress } from './ingress.ts'
import { ingressClass } from './ingressClass.ts'
import { job } from './job.ts'
import type { KindSpec } from './kind.ts'
import { lease } from './lease.ts'
import { limitRange } from './limitRange.ts'
import {
  bgpAdvertisement,
  bgpPeer,
  ipAddressPool,
  l2Advertisement,
  serviceL2Status,
} from './metallb.ts'
import { namespace } from './namespace.ts'
import { networkPolicy } from './networkPolicy.ts'
import { node } from './node.ts'
import { persistentVolume } from './persistentVolume.ts'
import { persistentVolumeClaim } from './persistentVolumeClaim.ts'
import { pod } from './pod.ts'
import { podDisruptionBudget } from './podDisruptionBudget.ts'
import { priorityClass } from './priorityClass.ts'
import { replicaSet } from './replicaSet.ts'
import { replicationController } from './replicationController.ts'
import { resourceQuota } from './resourceQuota.ts'
import { clusterRole, role } from './role.ts'
import { clusterRoleBinding, roleBinding } from './roleBinding.ts'
import { secret } from './secret.ts'
import { service } from './service.ts'
import { serviceAccount } from './serviceAccount.ts'
import { statefulSet } from './statefulSet.ts'
import { storageClass } from './storageClass.ts'
import { volumeAttachment } from './volumeAttachment.ts'
import { volumeAttributesClass } from './volumeAttributesClass.ts'

/** Whether clusters of that profile serve the kind. */
export function isServed({ servedBy }: KindSpec, profile: Profile): boolean {
  return servedBy?.(profile) ?? true
}

/** A kind's spec among others: callers that know the kind get it back from `kindSpec`. */
function listed<K extends Kind>(spec: KindSpec<K>): KindSpec {
  return spec as unknown as KindSpec
}

/** Every kind that the cluster serves. A new kind is one file and one line here. */
export const KINDS: readonly KindSpec[] = [
  listed(bgpAdvertisement),
  listed(bgpPeer),
  listed(clusterRole),
  listed(clusterRoleBinding),
  listed(configMap),
  listed(controllerRevision),
  listed(cronJob),
  listed(csiDriver),
  listed(csiNode),
  listed(csiStorageCapacity),
  listed(daemonSet),
  listed(deployment),
  listed(endpointSlice),
  listed(endpoints),
  listed(event),
  listed(horizontalPodAutoscaler),
  listed(ingress),
  listed(ingressClass),
  listed(ipAddressPool),
  listed(job),
  listed(l2Advertisement),
  listed(lease),
  listed(limitRange),
  listed(namespace),
  listed(networkPolicy),
  listed(node),
  listed(persistentVolume),
  listed(persistentVolumeClaim),
  listed(pod),
  listed(podDisruptionBudget),
  listed(priorityClass),
  listed(replicaSet),
  listed(replicationController),
  listed(resourceQuota),
  listed(role),
  listed(roleBinding),
  listed(secret),
  listed(service),
  listed(serviceAccount),
  listed(serviceL2Status),
  listed(statefulSet),
  listed(storageClass),
  listed(volumeAttachment),
  listed(volumeAttributesClass),
]

const byKind = new Map<string, KindSpec>(KINDS.map((spec) => [spec.kind, spec]))

/** The spec of a kind by its name, undefined for a kind that is not served. */
export function findKindSpec(kind: string): KindSpec | undefined {
  return byKind.get(kind)
}

/** The spec of a served kind; asking for another one is a programming error. */
export function kindSpec<K extends Kind>(kind: K): KindSpec<K> {
  const spec = byKind.get(kind)
  if (!spec) throw new Error(`kind ${kind} is not served`)
  return spec as unknown as KindSpec<K>
}

/** The kind that a word names: plural, singular, short name or kind in any case; within one group when that is given. */
export function findResource(word: string, group?: string): KindSpec | undefined {
  const name = word.toLowerCase()
  return KINDS.find(
    (spec) =>
      (group === undefined || spec.group === group) &&
      (spec.plural === name || spec.singular === name || spec.shortNames.includes(name)),
  )
}
