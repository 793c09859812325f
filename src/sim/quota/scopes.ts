import { qosClass } from '../admission/qos.ts'
import type {
  ApiObject,
  Draft,
  PersistentVolumeClaim,
  Pod,
  PodAffinityTerm,
  ResourceQuotaSpec,
  ScopedResourceSelectorRequirement,
} from '../types/index.ts'

type Requirement = ScopedResourceSelectorRequirement
type Posted = ApiObject | Draft

function chosen(item: Requirement, value: string | undefined): boolean {
  const { operator, values = [] } = item
  switch (operator) {
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'In':
      return value !== undefined && values.includes(value)
    default:
      return value === undefined || !values.includes(value)
  }
}

function reaches(term: PodAffinityTerm): boolean {
  return (term.namespaces?.length ?? 0) > 0 || term.namespaceSelector !== undefined
}

// k8s: pkg/quota/v1/evaluator/core usesCrossNamespacePodAffinity (1.36)
function looksElsewhere({ spec }: Draft<Pod>): boolean {
  const sides = [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]
  return sides.some((side) => {
    const wished = side?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    const needed = side?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    return [...needed, ...wished.map((one) => one.podAffinityTerm)].some(reaches)
  })
}

// k8s: pkg/quota/v1/evaluator/core podMatchesScopeFunc (1.36)
function podFits(item: Requirement, pod: Draft<Pod>): boolean {
  switch (item.scopeName) {
    case 'Terminating':
      return (pod.spec.activeDeadlineSeconds ?? -1) >= 0
    case 'NotTerminating':
      return (pod.spec.activeDeadlineSeconds ?? -1) < 0
    case 'BestEffort':
      return qosClass(pod.spec) === 'BestEffort'
    case 'NotBestEffort':
      return qosClass(pod.spec) !== 'BestEffort'
    case 'PriorityClass':
      return chosen(item, pod.spec.priorityClassName || undefined)
    case 'CrossNamespacePodAffinity':
      return looksElsewhere(pod)
    default:
      return false
  }
}

// k8s: pkg/quota/v1/evaluator/core pvcMatchesScopeFunc (1.36)
function claimFits(item: Requirement, claim: PersistentVolumeClaim): boolean {
  if (item.scopeName !== 'VolumeAttributesClass') return false
  const { spec, status } = claim
  const names = [
    spec.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((name) => name !== undefined && name !== '')
  if (names.length === 0) return chosen(item, undefined)
  return names.some((name) => chosen(item, name))
}

function scopesOf(spec: ResourceQuotaSpec): readonly Requirement[] {
  return [
    ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(spec.scopeSelector?.matchExpressions ?? []),
  ]
}

/** Whether the object is of those that the quota's scopes speak about; without scopes, every object is. */
// k8s: apiserver/pkg/quota/v1/generic Matches (1.36)
export function inScope(spec: ResourceQuotaSpec, object: Posted): boolean {
  return scopesOf(spec).every((item) => {
    if (object.kind === 'Pod') return podFits(item, object as Draft<Pod>)
    if (object.kind === 'PersistentVolumeClaim')
      return claimFits(item, object as PersistentVolumeClaim)
    return false
  })
}
