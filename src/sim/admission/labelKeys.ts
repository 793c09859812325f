import type {
  LabelSelector,
  PodAffinity,
  PodAffinityTerm,
  PodSpec,
  TopologySpreadConstraint,
} from '../types/index.ts'

type Labels = Readonly<Record<string, string>>

function terms(affinity: PodAffinity | undefined): readonly PodAffinityTerm[] {
  return [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      (item) => item.podAffinityTerm,
    ),
  ]
}

/** Whether a spec names label keys whose values come from the pod itself. */
export function usesLabelKeys(spec: PodSpec): boolean {
  if (!spec.affinity && !spec.topologySpreadConstraints) return false
  return (
    [...terms(spec.affinity?.podAffinity), ...terms(spec.affinity?.podAntiAffinity)].some(
      (term) => term.matchLabelKeys || term.mismatchLabelKeys,
    ) || (spec.topologySpreadConstraints ?? []).some((item) => item.matchLabelKeys)
  )
}

function extended(
  selector: LabelSelector,
  keys: readonly string[] | undefined,
  operator: 'In' | 'NotIn',
  labels: Labels,
): LabelSelector {
  const added = (keys ?? []).flatMap((key) => {
    const value = labels[key]
    return value === undefined ? [] : [{ key, operator, values: [value] }]
  })
  return added.length === 0
    ? selector
    : { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] }
}

function mergedTerm(term: PodAffinityTerm, labels: Labels): PodAffinityTerm {
  if (!term.labelSelector) return term
  const matched = extended(term.labelSelector, term.matchLabelKeys, 'In', labels)
  return { ...term, labelSelector: extended(matched, term.mismatchLabelKeys, 'NotIn', labels) }
}

function mergedAffinity(affinity: PodAffinity, labels: Labels): PodAffinity {
  const { requiredDuringSchedulingIgnoredDuringExecution: hard } = affinity
  const { preferredDuringSchedulingIgnoredDuringExecution: soft } = affinity
  return {
    ...(hard
      ? {
          requiredDuringSchedulingIgnoredDuringExecution: hard.map((term) =>
            mergedTerm(term, labels),
          ),
        }
      : {}),
    ...(soft
      ? {
          preferredDuringSchedulingIgnoredDuringExecution: soft.map((item) => ({
            ...item,
            podAffinityTerm: mergedTerm(item.podAffinityTerm, labels),
          })),
        }
      : {}),
  }
}

function mergedSpread(item: TopologySpreadConstraint, labels: Labels): TopologySpreadConstraint {
  return item.labelSelector
    ? { ...item, labelSelector: extended(item.labelSelector, item.matchLabelKeys, 'In', labels) }
    : item
}

/** The spec whose selectors also ask for the pod's own values of the named keys. */
// k8s: pkg/registry/core/pod applyMatchLabelKeysAndMismatchLabelKeys (1.36)
export function mergeLabelKeys(spec: PodSpec, labels: Labels = {}): PodSpec {
  const { affinity, topologySpreadConstraints: spread } = spec
  const { podAffinity, podAntiAffinity } = affinity ?? {}
  return {
    ...spec,
    ...(affinity
      ? {
          affinity: {
            ...affinity,
            ...(podAffinity ? { podAffinity: mergedAffinity(podAffinity, labels) } : {}),
            ...(podAntiAffinity
              ? { podAntiAffinity: mergedAffinity(podAntiAffinity, labels) }
              : {}),
          },
        }
      : {}),
    ...(spread
      ? { topologySpreadConstraints: spread.map((item) => mergedSpread(item, labels)) }
      : {}),
  }
}
