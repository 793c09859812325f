import type { FieldError } from '../errors.ts'
import type { TopologySpreadConstraint } from '../types/index.ts'
import { labelKeys } from './affinity.ts'
import { duplicate, invalid, NOT_POSITIVE, notSupported, required } from './fieldErrors.ts'
import { validateLabelSelector } from './selectors.ts'

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway']
const POLICIES = ['Honor', 'Ignore']

function minDomains(item: TopologySpreadConstraint, field: string): FieldError[] {
  const { minDomains: count, whenUnsatisfiable: action } = item
  if (count === undefined) return []
  return [
    ...(count <= 0 ? [invalid(field, count, NOT_POSITIVE)] : []),
    ...(action === 'DoNotSchedule'
      ? []
      : [
          invalid(
            field,
            count,
            `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
          ),
        ]),
  ]
}

// k8s: pkg/apis/core/validation validateTopologySpreadConstraints (1.36)
export function validateSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  field: string,
): FieldError[] {
  return (constraints ?? []).flatMap((item, i, all) => {
    const at = `${field}[${i}]`
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable: action = '' } = item
    const errors: FieldError[] = []
    if (maxSkew <= 0) errors.push(invalid(`${at}.maxSkew`, maxSkew, NOT_POSITIVE))
    if (topologyKey === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'))
    if (!ACTIONS.includes(action))
      errors.push(notSupported(`${at}.whenUnsatisfiable`, action, ACTIONS))
    const repeated = all
      .slice(i + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === action)
    if (repeated)
      errors.push(
        duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`),
      )
    errors.push(...minDomains(item, `${at}.minDomains`))
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = item[name]
      if (policy !== undefined && !POLICIES.includes(policy))
        errors.push(notSupported(`${at}.${name}`, policy, POLICIES))
    }
    return [
      ...errors,
      ...labelKeys(item, at),
      ...validateLabelSelector(item.labelSelector, `${at}.labelSelector`),
    ]
  })
}
