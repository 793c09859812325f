import { type Millis, parseTime } from '../time.ts'
import type {
  ApiObject,
  Draft,
  OwnerReference,
  Pod,
  PodCondition,
  PodTemplateSpec,
} from '../types/index.ts'

export function isTerminal(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
}

/** Counts as a replica: neither finished nor being deleted. k8s: pkg/controller IsPodActive (1.36) */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && !pod.metadata.deletionTimestamp
}

export function condition(pod: Pod, type: string): PodCondition | undefined {
  const conditions = pod.status.conditions
  if (!conditions) return undefined
  for (let index = 0; index < conditions.length; index++) {
    const entry = conditions[index]
    if (entry?.type === type) return entry
  }
  return undefined
}

export function isReady(pod: Pod): boolean {
  return condition(pod, 'Ready')?.status === 'True'
}

/** Since when the pod is ready, in virtual ms; NaN when it is not. Precise to a second, as the API keeps it. */
export function readySince(pod: Pod): Millis {
  const ready = condition(pod, 'Ready')
  return ready?.status === 'True' ? parseTime(ready.lastTransitionTime ?? '') : Number.NaN
}

/** k8s: pkg/api/v1/pod IsPodAvailable (1.36) */
export function isAvailable(pod: Pod, minReadySeconds: number, now: Millis): boolean {
  if (!isReady(pod)) return false
  return minReadySeconds === 0 || readySince(pod) + minReadySeconds * 1000 <= now
}

/** The reference that makes the owner the controller of what it creates. */
export function ownedBy(owner: ApiObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  }
}

/** k8s: pkg/controller GetPodFromTemplate (1.36) */
export function podFromTemplate(owner: ApiObject, template: PodTemplateSpec): Draft<Pod> {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace ?? '',
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [ownedBy(owner)],
    },
    spec: template.spec,
  }
}
