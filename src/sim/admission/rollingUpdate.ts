import type { FieldError } from '../errors.ts'
import type { IntOrString, RollingUpdateDeployment } from '../types/index.ts'
import { invalid, invalidAll, nonNegative } from './fieldErrors.ts'
import { percent } from './names.ts'

// k8s: pkg/apis/apps/validation ValidatePositiveIntOrPercent (1.36)
export function positiveIntOrPercent(value: IntOrString, field: string): FieldError[] {
  return typeof value === 'string'
    ? invalidAll(field, value, percent(value))
    : nonNegative(value, field)
}

/** The number of an amount or of its percentage. */
export function amount(value: IntOrString): number {
  if (typeof value === 'number') return value
  return percent(value).length === 0 ? Number(value.slice(0, -1)) : Number.parseInt(value, 10) || 0
}

// k8s: pkg/apis/apps/validation IsNotMoreThan100Percent (1.36)
export function notOver100Percent(value: IntOrString, field: string): FieldError[] {
  const over = typeof value === 'string' && percent(value).length === 0 && amount(value) > 100
  return over ? [invalid(field, value, 'must not be greater than 100%')] : []
}

// k8s: pkg/apis/apps/validation ValidateRollingUpdateDeployment (1.36)
export function rollingUpdate(rolling: RollingUpdateDeployment, field: string): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = rolling
  const at = `${field}.maxUnavailable`
  return [
    ...positiveIntOrPercent(maxUnavailable, at),
    ...positiveIntOrPercent(maxSurge, `${field}.maxSurge`),
    ...(amount(maxUnavailable) === 0 && amount(maxSurge) === 0
      ? [invalid(at, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...notOver100Percent(maxUnavailable, at),
  ]
}
