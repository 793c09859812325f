import type { FieldError } from '../errors.ts'
import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from '../types/index.ts'
import { forbiddenField, invalid, invalidAll, required } from './fieldErrors.ts'
import { validateLabelName } from './meta.ts'
import { dnsLabel, dnsSubdomain, labelValue } from './names.ts'
import { validateLabelSelector } from './selectors.ts'

const NO_OPERATOR = 'not a valid selector operator'
const WEIGHT = 'must be in the range 1-100'

function operatorErrors(item: NodeSelectorRequirement, field: string): FieldError[] {
  const count = item.values?.length ?? 0
  const at = `${field}.values`
  switch (item.operator) {
    case 'In':
    case 'NotIn':
      return count === 0
        ? [required(at, "must be specified when `operator` is 'In' or 'NotIn'")]
        : []
    case 'Exists':
    case 'DoesNotExist':
      return count > 0
        ? [forbiddenField(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
        : []
    case 'Gt':
    case 'Lt':
      return count !== 1
        ? [required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")]
        : []
    default:
      return [invalid(`${field}.operator`, item.operator ?? '', NO_OPERATOR)]
  }
}

// k8s: pkg/apis/core/validation ValidateNodeSelectorRequirement (1.36)
function expression(item: NodeSelectorRequirement, anyValue: boolean, field: string): FieldError[] {
  const errors = [
    ...operatorErrors(item, field),
    ...validateLabelName(item.key ?? '', `${field}.key`),
  ]
  if (!anyValue)
    item.values?.forEach((value, i) => {
      errors.push(...invalidAll(`${field}.values[${i}]`, value, labelValue(value)))
    })
  return errors
}

// k8s: pkg/apis/core/validation ValidateNodeFieldSelectorRequirement (1.36)
function fieldExpression(item: NodeSelectorRequirement, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (item.operator !== 'In' && item.operator !== 'NotIn')
    errors.push(invalid(`${field}.operator`, item.operator ?? '', NO_OPERATOR))
  else if (item.values?.length !== 1)
    errors.push(
      required(
        `${field}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    )
  if (item.key !== 'metadata.name')
    errors.push(invalid(`${field}.key`, item.key ?? '', 'not a valid field selector key'))
  else
    item.values?.forEach((value, i) => {
      errors.push(...invalidAll(`${field}.values[${i}]`, value, dnsSubdomain(value)))
    })
  return errors
}

function term(item: NodeSelectorTerm, anyValue: boolean, field: string): FieldError[] {
  return [
    ...(item.matchExpressions ?? []).flatMap((e, i) =>
      expression(e, anyValue, `${field}.matchExpressions[${i}]`),
    ),
    ...(item.matchFields ?? []).flatMap((e, i) => fieldExpression(e, `${field}.matchFields[${i}]`)),
  ]
}

// k8s: pkg/apis/core/validation ValidateNodeSelector (1.36)
export function validateNodeSelector(selector: NodeSelector, field: string): FieldError[] {
  const at = `${field}.nodeSelectorTerms`
  const terms = selector.nodeSelectorTerms ?? []
  if (terms.length === 0) return [required(at, 'must have at least one node selector term')]
  return terms.flatMap((item, i) => term(item, false, `${at}[${i}]`))
}

/** The API server has put the pod's own values into the selector by then: a key that was there before is there twice. */
// k8s: pkg/apis/core/validation ValidateMatchLabelKeysAndMismatchLabelKeys (1.36)
export function labelKeys(
  item: Pick<PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = []
  for (const name of ['matchLabelKeys', 'mismatchLabelKeys'] as const) {
    const keys = item[name] ?? []
    if (keys.length > 0 && !item.labelSelector)
      errors.push(
        forbiddenField(`${field}.${name}`, 'must not be specified when labelSelector is not set'),
      )
    else
      keys.forEach((key, i) => {
        errors.push(...validateLabelName(key, `${field}.${name}[${i}]`))
      })
  }
  const used = new Set(Object.keys(item.labelSelector?.matchLabels ?? {}))
  for (const { key } of item.labelSelector?.matchExpressions ?? []) {
    const at = item.matchLabelKeys?.indexOf(key) ?? -1
    if (at >= 0 && used.has(key))
      errors.push(
        invalid(`${field}[${at}]`, key, 'exists in both matchLabelKeys and labelSelector'),
      )
    used.add(key)
  }
  item.matchLabelKeys?.forEach((key, i) => {
    if (item.mismatchLabelKeys?.includes(key))
      errors.push(
        invalid(
          `${field}.matchLabelKeys[${i}]`,
          key,
          'exists in both matchLabelKeys and mismatchLabelKeys',
        ),
      )
  })
  return errors
}

// k8s: pkg/apis/core/validation validatePodAffinityTerm (1.36)
function podTerm(item: PodAffinityTerm, field: string): FieldError[] {
  const { topologyKey = '' } = item
  return [
    ...validateLabelSelector(item.labelSelector, `${field}.labelSelector`),
    ...validateLabelSelector(item.namespaceSelector, `${field}.namespaceSelector`),
    ...(item.namespaces ?? []).flatMap((name) =>
      invalidAll(`${field}.namespace`, name, dnsLabel(name)),
    ),
    ...labelKeys(item, field),
    ...(topologyKey === '' ? [required(`${field}.topologyKey`, 'can not be empty')] : []),
    ...validateLabelName(topologyKey, `${field}.topologyKey`),
  ]
}

function weight(value: number, field: string): FieldError[] {
  return value < 1 || value > 100 ? [invalid(`${field}.weight`, value, WEIGHT)] : []
}

function podAffinity(affinity: PodAffinity | undefined, field: string): FieldError[] {
  if (!affinity) return []
  const hard = 'requiredDuringSchedulingIgnoredDuringExecution'
  const soft = 'preferredDuringSchedulingIgnoredDuringExecution'
  return [
    ...(affinity[hard] ?? []).flatMap((item, i) => podTerm(item, `${field}.${hard}[${i}]`)),
    ...(affinity[soft] ?? []).flatMap((item, i) => {
      const at = `${field}.${soft}[${i}]`
      return [
        ...weight(item.weight ?? 0, at),
        ...podTerm(item.podAffinityTerm, `${at}.podAffinityTerm`),
      ]
    }),
  ]
}

// k8s: pkg/apis/core/validation validateAffinity (1.36)
export function validateAffinity(affinity: Affinity | undefined, field: string): FieldError[] {
  if (!affinity) return []
  const node = affinity.nodeAffinity
  const hard = node?.requiredDuringSchedulingIgnoredDuringExecution
  const soft = node?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const at = `${field}.nodeAffinity`
  return [
    ...(hard
      ? validateNodeSelector(hard, `${at}.requiredDuringSchedulingIgnoredDuringExecution`)
      : []),
    ...soft.flatMap((item, i) => {
      const each = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
      return [
        ...weight(item.weight ?? 0, each),
        ...term(item.preference ?? {}, true, `${each}.preference`),
      ]
    }),
    ...podAffinity(affinity.podAffinity, `${field}.podAffinity`),
    ...podAffinity(affinity.podAntiAffinity, `${field}.podAntiAffinity`),
  ]
}
