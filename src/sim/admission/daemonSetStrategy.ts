import type { FieldError } from '../errors.ts'
import { internalJson } from '../schema/internal.ts'
import type { DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../types/index.ts'
import { invalid, notSupported, required } from './fieldErrors.ts'
import { amount, notOver100Percent, positiveIntOrPercent } from './rollingUpdate.ts'

// k8s: pkg/apis/apps/validation ValidateRollingUpdateDaemonSet (1.36)
function rollingErrors(rolling: RollingUpdateDaemonSet, field: string): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = rolling
  const unavailable = `${field}.maxUnavailable`
  const surge = `${field}.maxSurge`
  const errors = [
    ...positiveIntOrPercent(maxUnavailable, unavailable),
    ...positiveIntOrPercent(maxSurge, surge),
    ...notOver100Percent(maxUnavailable, unavailable),
    ...notOver100Percent(maxSurge, surge),
  ]
  const [down, up] = [amount(maxUnavailable) !== 0, amount(maxSurge) !== 0]
  if (down && up)
    errors.push(invalid(surge, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  if (!down && !up) errors.push(required(unavailable, 'cannot be 0 when maxSurge is 0'))
  return errors
}

// k8s: pkg/apis/apps/validation ValidateDaemonSetUpdateStrategy (1.36)
export function daemonSetStrategyErrors(
  strategy: DaemonSetUpdateStrategy | undefined,
  field: string,
): FieldError[] {
  const { type = '', rollingUpdate } = strategy ?? {}
  if (type === 'OnDelete') return []
  if (type === 'RollingUpdate')
    return rollingUpdate
      ? rollingErrors(rollingUpdate, `${field}.rollingUpdate`)
      : [required(`${field}.rollingUpdate`)]
  const shown = internalJson('DaemonSetUpdateStrategy', strategy ?? {})
  return [notSupported(field, shown, ['RollingUpdate', 'OnDelete'])]
}
