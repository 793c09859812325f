import type { FieldError } from '../errors.ts'
import { internalJson } from '../schema/internal.ts'
import type { Taint, Toleration } from '../types/index.ts'
import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
  semanticEqual,
} from './fieldErrors.ts'
import { validateLabelName } from './meta.ts'
import { labelValue } from './names.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

function operatorErrors(toleration: Toleration, field: string): FieldError[] {
  const { operator = '', value = '' } = toleration
  const at = `${field}.operator`
  if (operator === 'Equal' || operator === '') {
    const messages = labelValue(value)
    return messages.length > 0 ? [invalid(at, value, messages.join(';'))] : []
  }
  if (operator === 'Exists')
    return value === ''
      ? []
      : [invalid(at, value, "value must be empty when `operator` is 'Exists'")]
  return [notSupported(at, operator, ['Equal', 'Exists'])]
}

// k8s: pkg/apis/core/validation ValidateTolerations (1.36)
export function validateTolerations(
  tolerations: readonly Toleration[] | undefined,
  field: string,
): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, i) => {
    const at = `${field}[${i}]`
    const { key = '', operator = '', effect = '' } = toleration
    const errors = key === '' ? [] : validateLabelName(key, `${at}.key`)
    if (key === '' && operator !== 'Exists')
      errors.push(
        invalid(
          `${at}.operator`,
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      )
    if (toleration.tolerationSeconds !== undefined && effect !== 'NoExecute')
      errors.push(
        invalid(
          `${at}.effect`,
          effect,
          "effect must be 'NoExecute' when `tolerationSeconds` is set",
        ),
      )
    errors.push(...operatorErrors(toleration, at))
    if (effect !== '' && !EFFECTS.includes(effect))
      errors.push(notSupported(`${at}.effect`, effect, EFFECTS))
    return errors
  })
}

/** An update may add tolerations, and change the seconds of one. */
// k8s: pkg/apis/core/validation validateOnlyAddedTolerations (1.36)
export function onlyAddedTolerations(
  next: readonly Toleration[],
  previous: readonly Toleration[],
  field: string,
): FieldError[] {
  for (const old of previous) {
    const { tolerationSeconds: _, ...rest } = old
    const kept = next.some(({ tolerationSeconds: __, ...other }) => semanticEqual(rest, other))
    if (!kept)
      return [
        forbiddenField(
          field,
          'existing toleration can not be modified except its tolerationSeconds',
        ),
      ]
  }
  return validateTolerations(next, field)
}

// k8s: pkg/apis/core/validation validateNodeTaints (1.36)
export function validateTaints(taints: readonly Taint[] | undefined, field: string): FieldError[] {
  const seen = new Set<string>()
  return (taints ?? []).flatMap((taint, i) => {
    const at = `${field}[${i}]`
    const { key = '', value = '', effect = '' } = taint
    const errors = validateLabelName(key, `${at}.key`)
    const messages = labelValue(value)
    if (messages.length > 0) errors.push(invalid(`${at}.value`, value, messages.join(';')))
    if (effect === '') errors.push(required(`${at}.effect`))
    else if (!EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, EFFECTS))
    const pair = `${effect}/${key}`
    if (seen.has(pair))
      errors.push(
        duplicate(at, internalJson('Taint', taint), 'taints must be unique by key and effect pair'),
      )
    seen.add(pair)
    return errors
  })
}
