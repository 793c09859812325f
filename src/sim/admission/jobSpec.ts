import type { FieldError } from '../errors.ts'
import type { JobSpec } from '../types/index.ts'
import {
  invalid,
  invalidAll,
  nonNegative,
  notSupported,
  quoted,
  required,
  tooLong,
} from './fieldErrors.ts'
import { podFailurePolicyErrors, successPolicyErrors, successPolicyJson } from './jobPolicies.ts'
import { dnsSubdomain } from './names.ts'
import { validateTemplate } from './podTemplate.ts'

/** Above this an Indexed Job is big, and stricter limits hold. */
const BIG = 100_000
const PARALLELISM_OF_BIG = 10_000
const FAILED_OF_BIG = 10_000
const LONGEST_MANAGER = 63
const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"

// k8s: apimachinery/pkg/util/validation IsDomainPrefixedPath (1.36)
function managerErrors(manager: string | undefined, field: string): FieldError[] {
  if (manager === undefined) return []
  const long = manager.length > LONGEST_MANAGER ? [tooLong(field, LONGEST_MANAGER)] : []
  if (manager === '') return [required(field), ...long]
  const slash = manager.indexOf('/')
  if (slash <= 0 || slash === manager.length - 1)
    return [
      invalid(field, manager, 'must be a domain-prefixed path (such as "acme.io/foo")'),
      ...long,
    ]
  const host = manager.slice(0, slash)
  const path = manager.slice(slash + 1)
  const errors = invalidAll(field, host, dnsSubdomain(host))
  if (!new RegExp(`^${PATH}$`).test(path))
    errors.push(invalid(field, path, `Invalid path (regex used for validation is '${PATH}')`))
  return [...errors, ...long]
}

function mostErrors(
  value: number | undefined,
  limit: number,
  field: string,
  more = '',
): FieldError[] {
  return value !== undefined && value > limit
    ? [invalid(field, value, `must be less than or equal to ${limit}${more}`)]
    : []
}

function bigErrors(spec: JobSpec, field: string): FieldError[] {
  const { completions = 0, backoffLimitPerIndex, maxFailedIndexes, parallelism } = spec
  if (completions <= BIG || backoffLimitPerIndex === undefined) return []
  const at = `${field}.maxFailedIndexes`
  const more = ` when completions are above ${BIG} and used with backoff limit per index`
  return [
    ...(maxFailedIndexes === undefined
      ? [required(at, `must be specified when completions is above ${BIG}`)]
      : []),
    ...mostErrors(parallelism, PARALLELISM_OF_BIG, `${field}.parallelism`, more),
    ...mostErrors(maxFailedIndexes, FAILED_OF_BIG, at, more),
  ]
}

function indexedErrors(spec: JobSpec, field: string): FieldError[] {
  const { completions, maxFailedIndexes, parallelism } = spec
  const at = `${field}.maxFailedIndexes`
  return [
    ...(completions === undefined
      ? [required(`${field}.completions`, 'when completion mode is Indexed')]
      : []),
    ...mostErrors(parallelism, BIG, `${field}.parallelism`, ' when completion mode is Indexed'),
    ...(completions !== undefined && (maxFailedIndexes ?? 0) > completions
      ? [invalid(at, maxFailedIndexes, 'must be less than or equal to completions')]
      : []),
    ...mostErrors(maxFailedIndexes, BIG, at),
    ...bigErrors(spec, field),
  ]
}

function modeErrors(spec: JobSpec, field: string): FieldError[] {
  const { completionMode: mode, backoffLimitPerIndex: perIndex, maxFailedIndexes: failed } = spec
  if (mode === 'Indexed') return indexedErrors(spec, field)
  if (mode !== undefined && mode !== 'NonIndexed')
    return [notSupported(`${field}.completionMode`, mode, ['NonIndexed', 'Indexed'])]
  const needs = 'requires indexed completion mode'
  return [
    ...(perIndex === undefined ? [] : [invalid(`${field}.backoffLimitPerIndex`, perIndex, needs)]),
    ...(failed === undefined ? [] : [invalid(`${field}.maxFailedIndexes`, failed, needs)]),
  ]
}

function policyErrors(spec: JobSpec, field: string): FieldError[] {
  const { podFailurePolicy, successPolicy, podReplacementPolicy: replacement } = spec
  const at = `${field}.successPolicy`
  const errors = podFailurePolicy ? podFailurePolicyErrors(spec, `${field}.podFailurePolicy`) : []
  if (successPolicy && spec.completionMode !== 'Indexed')
    errors.push(invalid(at, successPolicyJson(successPolicy), 'requires indexed completion mode'))
  // Without completions there is nothing to compare with, and that is refused already.
  else if (successPolicy && spec.completions !== undefined)
    errors.push(...successPolicyErrors(successPolicy, spec.completions, at))
  const replacements = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  if (replacement !== undefined && !replacements.includes(replacement))
    errors.push(notSupported(`${field}.podReplacementPolicy`, replacement, replacements))
  return errors
}

/** Pods of a Job end: those that always restart would not. */
function restartErrors(spec: JobSpec, field: string): FieldError[] {
  const at = `${field}.template.spec.restartPolicy`
  const { restartPolicy: policy = '' } = spec.template.spec
  if (policy === '' || policy === 'Always')
    return [required(at, `valid values: ${quoted('OnFailure')}, ${quoted('Never')}`)]
  if (policy !== 'OnFailure' && policy !== 'Never')
    return [notSupported(at, policy, ['OnFailure', 'Never'])]
  return spec.podFailurePolicy && policy !== 'Never'
    ? [invalid(at, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : []
}

/** Broken rules of a Job's spec, beside those of its selector. */
// k8s: pkg/apis/batch/validation validateJobSpec (1.36)
export function jobSpecErrors(spec: JobSpec, field: string): FieldError[] {
  const { maxFailedIndexes, backoffLimitPerIndex } = spec
  return [
    ...nonNegative(spec.parallelism, `${field}.parallelism`),
    ...nonNegative(spec.completions, `${field}.completions`),
    ...nonNegative(spec.activeDeadlineSeconds, `${field}.activeDeadlineSeconds`),
    ...nonNegative(spec.backoffLimit, `${field}.backoffLimit`),
    ...nonNegative(spec.ttlSecondsAfterFinished, `${field}.ttlSecondsAfterFinished`),
    ...nonNegative(backoffLimitPerIndex, `${field}.backoffLimitPerIndex`),
    ...nonNegative(maxFailedIndexes, `${field}.maxFailedIndexes`),
    ...(maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined
      ? [required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
    ...managerErrors(spec.managedBy, `${field}.managedBy`),
    ...modeErrors(spec, field),
    ...policyErrors(spec, field),
    ...validateTemplate(spec.template, `${field}.template`),
    ...restartErrors(spec, field),
  ]
}
