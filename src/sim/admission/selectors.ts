import type { FieldError } from '../errors.ts'
import { selectorJson } from '../schema/internal.ts'
import type { LabelSelector, LabelSelectorRequirement } from '../types/index.ts'
import { forbiddenField, invalid, invalidAll, required } from './fieldErrors.ts'
import { validateLabelName, validateLabels } from './meta.ts'
import { labelValue } from './names.ts'

// k8s: apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelectorRequirement (1.36)
function requirement(item: LabelSelectorRequirement, field: string): FieldError[] {
  const errors: FieldError[] = []
  const values = item.values ?? []
  switch (item.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        errors.push(
          required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"),
        )
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        errors.push(
          forbiddenField(
            `${field}.values`,
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
          ),
        )
      break
    default:
      errors.push(
        invalid(`${field}.operator`, item.operator ?? '', 'not a valid selector operator'),
      )
  }
  errors.push(...validateLabelName(item.key ?? '', `${field}.key`))
  values.forEach((value, i) => {
    errors.push(...invalidAll(`${field}.values[${i}]`, value, labelValue(value)))
  })
  return errors
}

// k8s: apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelector (1.36)
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  field: string,
): FieldError[] {
  if (!selector) return []
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((item, i) =>
      requirement(item, `${field}.matchExpressions[${i}]`),
    ),
  ]
}

/** Whether a selector has no requirement, and so selects everything. */
export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return (
    Object.keys(selector?.matchLabels ?? {}).length === 0 &&
    (selector?.matchExpressions ?? []).length === 0
  )
}

/** The refusal of a selector that would own everything, as a workload's kind words it. */
export function emptySelectorErrors(
  selector: LabelSelector | undefined,
  field: string,
  kind: string,
): FieldError[] {
  if (!selector || !isEmptySelector(selector)) return []
  return [invalid(field, selectorJson(selector), `empty selector is invalid for ${kind}`)]
}

function expressionMatches(
  item: LabelSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, item.key) ? labels[item.key] : undefined
  const within = value !== undefined && (item.values ?? []).includes(value)
  switch (item.operator) {
    case 'In':
      return within
    case 'NotIn':
      return !within
    case 'Exists':
      return value !== undefined
    default:
      return value === undefined
  }
}

/** Whether labels fulfil a valid selector. */
export function selectorMatches(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return (
    Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector?.matchExpressions ?? []).every((item) => expressionMatches(item, labels))
  )
}
