import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'
import type { Draft, Pod, PodTemplateSpec, StatefulSet, Volume } from '../../types/index.ts'
import { isAvailable, isReady, podFromTemplate } from '../pods.ts'

export const REVISION_LABEL = 'controller-revision-hash'
export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name'
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index'

/** One place of a set: its ordinal, the pod that is there, and the revision that a new one would have. */
export interface Place {
  readonly ordinal: number
  readonly name: string
  readonly pod: Pod | undefined
}

const MEMBER = /^(.*)-([0-9]+)$/

/** The ordinal at the end of a pod's name; -1 when the pod is not named as a member of the set. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number {
  const match = MEMBER.exec(metadata.name)
  return match && match[1] === set.metadata.name ? Number(match[2]) : -1
}

export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`
}

export function startOrdinal(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0
}

export function replicasOf(set: StatefulSet): number {
  return set.spec.replicas ?? 1
}

/** Whether the set is asked to have the ordinal. k8s: pkg/controller/statefulset podInOrdinalRange (1.36) */
export function isWanted(set: StatefulSet, ordinal: number): boolean {
  const start = startOrdinal(set)
  return ordinal >= start && ordinal < start + replicasOf(set)
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status.phase === 'Running' && isReady(pod)
}

export function isServing(pod: Pod, set: StatefulSet, now: Millis): boolean {
  return isRunningAndReady(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, now)
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined
}

export function isUnavailable(place: Place, set: StatefulSet, now: Millis): boolean {
  return !place.pod || isTerminating(place.pod) || !isServing(place.pod, set, now)
}

export function revisionOf(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_LABEL] ?? ''
}

export function claimName(template: string, set: StatefulSet, ordinal: number): string {
  return `${template}-${podName(set, ordinal)}`
}

/** The volumes of the claims, before those of the template that have other names. */
export function volumesOf(
  set: StatefulSet,
  ordinal: number,
  others: readonly Volume[] | undefined,
): readonly Volume[] {
  const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: claimName(metadata.name, set, ordinal) },
  }))
  const taken = new Set(claims.map(({ name }) => name))
  return [...claims, ...(others ?? []).filter(({ name }) => !taken.has(name))]
}

/** k8s: pkg/controller/statefulset newVersionedStatefulSetPod, initIdentity, updateStorage (1.36) */
export function memberDraft(
  cluster: Cluster,
  set: StatefulSet,
  ordinal: number,
  template: PodTemplateSpec,
  revision: string,
): Draft<Pod> {
  const name = podName(set, ordinal)
  const draft = podFromTemplate(set, template)
  const { serviceName } = set.spec
  const volumes = volumesOf(set, ordinal, draft.spec.volumes)
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      name,
      labels: {
        ...draft.metadata.labels,
        ...(cluster.profile.features.podIndexLabel ? { [POD_INDEX_LABEL]: String(ordinal) } : {}),
        [REVISION_LABEL]: revision,
        [POD_NAME_LABEL]: name,
      },
    },
    spec: {
      ...draft.spec,
      ...(volumes.length > 0 ? { volumes } : {}),
      hostname: name,
      ...(serviceName ? { subdomain: serviceName } : {}),
    },
  }
}

/** Whether the pod is who its name says, and has the claims that belong to its ordinal. */
export function fits(set: StatefulSet, ordinal: number, pod: Pod): boolean {
  if (pod.metadata.labels?.[POD_NAME_LABEL] !== pod.metadata.name) return false
  return (set.spec.volumeClaimTemplates ?? []).every(({ metadata }) =>
    pod.spec.volumes?.some(
      (volume) =>
        volume.name === metadata.name &&
        volume.persistentVolumeClaim?.claimName === claimName(metadata.name, set, ordinal),
    ),
  )
}
