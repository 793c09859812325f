import type { FieldError } from '../errors.ts'
import type {
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
  SuccessPolicy,
  SuccessPolicyRule,
} from '../types/index.ts'
import {
  duplicate,
  invalid,
  invalidAll,
  nonNegative,
  notSupported,
  quoted,
  required,
  tooLong,
} from './fieldErrors.ts'
import { qualifiedName } from './names.ts'

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const OPERATORS = ['In', 'NotIn']
const STATUSES = ['False', 'True', 'Unknown']
const MOST_RULES = 20
const MOST_PATTERNS = 20
const MOST_EXIT_CODES = 255
const LONGEST_INDEXES = 64 * 1024

/** A list as Go prints one of texts in quotes. */
function valid(values: readonly string[]): string {
  return `valid values: [${values.map(quoted).join(' ')}]`
}

function tooMany(field: string, count: number, limit: number): FieldError[] {
  const text = `Too many: ${count}: must have at most ${limit} items`
  return count > limit ? [{ field, type: 'TooMany', text }] : []
}

/** A broken rule about a value that is not shown. */
function wrong(field: string, detail: string): FieldError {
  return { field, type: 'Invalid', text: `Invalid value: ${detail}` }
}

function oneOf(value: string | undefined, field: string, values: readonly string[]): FieldError[] {
  if (!value) return [required(field, valid(values))]
  return values.includes(value) ? [] : [notSupported(field, value, values)]
}

// k8s: pkg/apis/batch/validation validatePodFailurePolicyRuleOnExitCodes (1.36)
function exitCodeErrors(
  rule: PodFailurePolicyOnExitCodesRequirement,
  field: string,
  containers: ReadonlySet<string>,
): FieldError[] {
  const at = `${field}.values`
  const values = rule.values ?? []
  const errors = oneOf(rule.operator, `${field}.operator`, OPERATORS)
  if (rule.containerName !== undefined && !containers.has(rule.containerName))
    errors.push(
      invalid(
        `${field}.containerName`,
        rule.containerName,
        'must be one of the container or initContainer names in the pod template',
      ),
    )
  if (values.length === 0) errors.push(invalid(at, values, 'at least one value is required'))
  errors.push(...tooMany(at, values.length, MOST_EXIT_CODES))
  values.forEach((value, i) => {
    if (rule.operator === 'In' && value === 0)
      errors.push(invalid(`${at}[${i}]`, value, 'must not be 0 for the In operator'))
    if (values.indexOf(value) < i) errors.push(duplicate(`${at}[${i}]`, value))
  })
  if (values.some((value, i) => i > 0 && (values[i - 1] ?? value) > value))
    errors.push(invalid(at, values, 'must be ordered'))
  return errors
}

function conditionErrors(
  patterns: NonNullable<PodFailurePolicyRule['onPodConditions']>,
  field: string,
): FieldError[] {
  return [
    ...tooMany(field, patterns.length, MOST_PATTERNS),
    ...patterns.flatMap(({ type = '', status }, i) => [
      ...invalidAll(`${field}[${i}].type`, type, qualifiedName(type)),
      ...oneOf(status, `${field}[${i}].status`, STATUSES),
    ]),
  ]
}

// k8s: pkg/apis/batch/validation validatePodFailurePolicyRule (1.36)
function failureRuleErrors(
  spec: JobSpec,
  rule: PodFailurePolicyRule,
  field: string,
  containers: ReadonlySet<string>,
): FieldError[] {
  const { action, onExitCodes, onPodConditions = [] } = rule
  const at = `${field}.action`
  const errors: FieldError[] = []
  if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined)
      errors.push(invalid(at, action, 'requires the backoffLimitPerIndex to be set'))
  } else errors.push(...oneOf(action, at, ACTIONS))
  if (onExitCodes) errors.push(...exitCodeErrors(onExitCodes, `${field}.onExitCodes`, containers))
  if (onPodConditions.length > 0)
    errors.push(...conditionErrors(onPodConditions, `${field}.onPodConditions`))
  if (onExitCodes && onPodConditions.length > 0)
    errors.push(wrong(field, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  if (!onExitCodes && onPodConditions.length === 0)
    errors.push(wrong(field, 'specifying one of OnExitCodes and OnPodConditions is required'))
  return errors
}

// k8s: pkg/apis/batch/validation validatePodFailurePolicy (1.36)
export function podFailurePolicyErrors(spec: JobSpec, field: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? []
  const { containers, initContainers = [] } = spec.template.spec
  const names = new Set([...containers, ...initContainers].map(({ name }) => name))
  return [
    ...tooMany(`${field}.rules`, rules.length, MOST_RULES),
    ...rules.flatMap((rule, i) => failureRuleErrors(spec, rule, `${field}.rules[${i}]`, names)),
  ]
}

class IndexesError extends Error {}

function boundary(text: string, completions: number): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new IndexesError(`cannot convert string to integer for index: ${quoted(text)}`)
  if (Number(text) >= completions) throw new IndexesError(`too large index: ${quoted(text)}`)
  return Number(text)
}

/** How many indexes the text names. Throws when it is not well formed. */
// k8s: pkg/apis/batch/validation validateIndexesFormat (1.36)
function countIndexes(text: string, completions: number): number {
  if (text === '') return 0
  let total = 0
  let last: number | undefined
  const rising = (before: number, here: number) => {
    if (before >= here)
      throw new IndexesError(`non-increasing order, previous: ${before}, current: ${here}`)
  }
  for (const part of text.split(',')) {
    const [low = '', high, ...more] = part.split('-')
    if (more.length > 0)
      throw new IndexesError(
        `the fragment ${quoted(part)} violates the requirement that an index interval can have at most two parts separated by '-'`,
      )
    const first = boundary(low, completions)
    const end = high === undefined ? first : boundary(high, completions)
    if (high !== undefined) rising(first, end)
    if (last !== undefined) rising(last, first)
    total += end - first + 1
    last = end
  }
  return total
}

function indexesErrors(
  text: string,
  field: string,
  completions: number,
): readonly [number, FieldError[]] {
  const errors = text.length > LONGEST_INDEXES ? [tooLong(field, LONGEST_INDEXES)] : []
  try {
    return [countIndexes(text, completions), errors]
  } catch (error) {
    if (!(error instanceof IndexesError)) throw error
    return [
      0,
      [...errors, invalid(field, text, `error parsing succeededIndexes: ${error.message}`)],
    ]
  }
}

// k8s: pkg/apis/batch/validation validateSuccessPolicyRule (1.36)
function successRuleErrors(
  { succeededCount: count, succeededIndexes: indexes }: SuccessPolicyRule,
  completions: number,
  field: string,
): FieldError[] {
  if (count === undefined && indexes === undefined)
    return [required(field, 'at least one of succeededCount or succeededIndexes must be specified')]
  const [total, errors] =
    indexes === undefined
      ? [0, []]
      : indexesErrors(indexes, `${field}.succeededIndexes`, completions)
  if (count === undefined) return errors
  const at = `${field}.succeededCount`
  errors.push(...nonNegative(count, at))
  const most = (limit: number, what: string) =>
    invalid(at, count, `must be less than or equal to ${limit} (the number of ${what})`)
  if (count > completions) errors.push(most(completions, 'specified completions'))
  if (indexes !== undefined && count > total)
    errors.push(most(total, 'indexes in the specified succeededIndexes field'))
  return errors
}

// k8s: pkg/apis/batch/validation validateSuccessPolicy (1.36)
export function successPolicyErrors(
  { rules = [] }: SuccessPolicy,
  completions: number,
  field: string,
): FieldError[] {
  const at = `${field}.rules`
  return [
    ...(rules.length === 0
      ? [required(at, 'at least one rules must be specified when the successPolicy is specified')]
      : []),
    ...tooMany(at, rules.length, MOST_RULES),
    ...rules.flatMap((rule, i) => successRuleErrors(rule, completions, `${at}[${i}]`)),
  ]
}

/** The policies as Go prints its internal types. */
export function podFailurePolicyJson(policy: PodFailurePolicy | undefined): unknown {
  if (!policy) return null
  const { rules } = policy
  return {
    Rules: rules.map(({ action, onExitCodes, onPodConditions = [] }) => ({
      Action: action,
      OnExitCodes: onExitCodes
        ? {
            ContainerName: onExitCodes.containerName ?? null,
            Operator: onExitCodes.operator,
            Values: onExitCodes.values,
          }
        : null,
      OnPodConditions:
        onPodConditions.length === 0
          ? null
          : onPodConditions.map(({ type, status }) => ({ Type: type, Status: status })),
    })),
  }
}

export function successPolicyJson(policy: SuccessPolicy | undefined): unknown {
  if (!policy) return null
  return {
    Rules: (policy.rules ?? []).map(({ succeededIndexes, succeededCount }) => ({
      SucceededIndexes: succeededIndexes ?? null,
      SucceededCount: succeededCount ?? null,
    })),
  }
}
