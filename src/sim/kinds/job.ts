import { invalid, required } from '../admission/fieldErrors.ts'
import { jobSpecErrors } from '../admission/jobSpec.ts'
import { jobUpdateErrors } from '../admission/jobUpdate.ts'
import { validateMeta } from '../admission/meta.ts'
import { dnsLabel, subdomainName } from '../admission/names.ts'
import { nameWarning } from '../admission/nameWarning.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { labelsMismatch } from '../admission/podTemplate.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import { selectorMatches, validateLabelSelector } from '../admission/selectors.ts'
import type { FieldError } from '../errors.ts'
import { selectorJson } from '../schema/internal.ts'
import type { Draft, Job, JobSpec, PodFailurePolicy } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'

const UID = 'batch.kubernetes.io/controller-uid'
const NAME = 'batch.kubernetes.io/job-name'
const OLD_UID = 'controller-uid'
const OLD_NAME = 'job-name'

const BACKOFF_LIMIT = 6
const NO_LIMIT = 2_147_483_647

/** A pattern that names no status means a condition that holds. */
export function policyDefaults(policy: PodFailurePolicy): PodFailurePolicy {
  return {
    ...policy,
    rules: (policy.rules ?? []).map((rule) =>
      rule.onPodConditions
        ? {
            ...rule,
            onPodConditions: rule.onPodConditions.map((pattern) => ({
              ...pattern,
              status: pattern.status || 'True',
            })),
          }
        : rule,
    ),
  }
}

/** Without a word about pods there is one; with either number, one at a time. */
function counts({ completions, parallelism }: JobSpec): Partial<JobSpec> {
  if (completions === undefined && parallelism === undefined)
    return { completions: 1, parallelism: 1 }
  return { parallelism: parallelism ?? 1, ...(completions === undefined ? {} : { completions }) }
}

// k8s: pkg/apis/batch/v1 SetDefaults_Job (1.36)
function filled(spec: JobSpec): JobSpec {
  const policy = spec.podFailurePolicy
  const limit = spec.backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : NO_LIMIT
  return {
    ...spec,
    ...counts(spec),
    ...(policy ? { podFailurePolicy: policyDefaults(policy) } : {}),
    backoffLimit: spec.backoffLimit ?? limit,
    manualSelector: spec.manualSelector ?? false,
    template: templateDefaults(spec.template),
    completionMode: spec.completionMode ?? 'NonIndexed',
    suspend: spec.suspend ?? false,
    podReplacementPolicy: spec.podReplacementPolicy ?? (policy ? 'Failed' : 'TerminatingOrFailed'),
  }
}

/** A Job without labels has those of its template. */
function labelled<M extends Job['metadata'] | Draft<Job>['metadata']>(
  metadata: M,
  spec: JobSpec,
): M {
  const labels = spec.template.metadata?.labels
  return labels && Object.keys(metadata.labels ?? {}).length === 0
    ? { ...metadata, labels }
    : metadata
}

/** Labels that no other Job's pods have, and a selector for them. Labels that are there already are checked later. */
// k8s: pkg/registry/batch/job generateSelector (1.36)
function identified(draft: Draft<Job>, uid: string): Draft<Job> {
  const { spec, metadata } = draft
  if (spec.manualSelector === true) return { ...draft, metadata: { ...metadata, uid } }
  const { name = '' } = metadata as { readonly name?: string }
  const given = spec.template.metadata ?? {}
  const labels = { [UID]: uid, [NAME]: name, [OLD_UID]: uid, [OLD_NAME]: name, ...given.labels }
  const next: JobSpec = {
    ...spec,
    selector: {
      ...spec.selector,
      matchLabels: { [UID]: uid, ...spec.selector?.matchLabels },
    },
    template: { ...spec.template, metadata: { ...given, labels } },
  }
  // The generated labels are written into the map that the defaults gave to the Job itself.
  const shared = metadata.labels === undefined || metadata.labels === given.labels
  return {
    ...draft,
    spec: next,
    metadata: shared ? { ...metadata, uid, labels } : { ...metadata, uid },
  }
}

function hasLabel(
  labels: Readonly<Record<string, string>>,
  key: string,
  value: string,
): FieldError[] {
  const field = 'spec.template.metadata.labels'
  const present = labels[key]
  if (present === undefined) return [required(`${field}[${key}]`, `must be '${value}'`)]
  return present === value ? [] : [invalid(`${field}[${key}]`, labels, `must be '${value}'`)]
}

// k8s: pkg/apis/batch/validation validateGeneratedSelector (1.36)
function generatedErrors({ spec, metadata }: Draft<Job>): FieldError[] {
  if (spec.manualSelector === true || !spec.selector) return []
  const { uid = '', name = '' } = metadata as { readonly uid?: string; readonly name?: string }
  const labels = spec.template.metadata?.labels ?? {}
  const expected: Readonly<Record<string, string>> = {
    [UID]: uid,
    [NAME]: name,
    [OLD_UID]: uid,
    [OLD_NAME]: name,
  }
  const errors = [OLD_UID, OLD_NAME, UID, NAME].flatMap((key) =>
    hasLabel(labels, key, expected[key] ?? ''),
  )
  if (!selectorMatches(spec.selector, expected))
    errors.push(
      invalid('spec.selector', selectorJson(spec.selector), '`selector` not auto-generated'),
    )
  return errors
}

// k8s: pkg/apis/batch/validation ValidateJobSpec (1.36)
function specErrors({ spec }: Draft<Job>): FieldError[] {
  const { selector, template } = spec
  return [
    ...jobSpecErrors(spec, 'spec'),
    ...(selector ? validateLabelSelector(selector, 'spec.selector') : [required('spec.selector')]),
    ...(selector && selectorMatches(selector, template.metadata?.labels)
      ? []
      : [labelsMismatch(template, 'spec.template')]),
  ]
}

/** The last pod's name must be one that a machine can have. */
function hostnameErrors({ spec, metadata }: Draft<Job>): FieldError[] {
  const { completionMode, completions = 0 } = spec
  if (completionMode !== 'Indexed' || completions <= 0) return []
  const { name = '' } = metadata as { readonly name?: string }
  const longest = `${name}-${completions - 1}`
  return dnsLabel(longest).length === 0
    ? []
    : [
        invalid(
          'metadata.name',
          name,
          `will not able to create pod with invalid DNS label: ${longest}`,
        ),
      ]
}

const described = defineKind({
  kind: 'Job',
  plural: 'jobs',
  group: 'batch',
  shortNames: [],
  categories: ['all'],
  subresources: ['status'],
  defaults: (draft: Draft<Job>): Draft<Job> => {
    const spec = filled(draft.spec)
    return { ...draft, metadata: firstGeneration(labelled(draft.metadata, spec)), spec, status: {} }
  },
  rules: specErrors,
  update: jobUpdateErrors,
  prepareUpdate: (next: Job, previous): Job => {
    if (next.spec === previous.spec && next.metadata.labels) return next
    const spec = next.spec === previous.spec ? next.spec : filled(next.spec)
    return { ...next, metadata: labelled(next.metadata, spec), spec }
  },
  // k8s: pkg/registry/batch/job jobStrategy.WarningsOnCreate (1.36)
  warnings: ({ metadata, spec }) => [
    ...nameWarning((metadata as { readonly name?: string }).name),
    ...podWarnings(spec.template.spec, spec.template.metadata ?? {}, 'spec.template'),
  ],
})

export const job = {
  ...described,
  identify: identified,
  // k8s: pkg/apis/batch/validation ValidateJob (1.36)
  validate: (object: Draft<Job>): FieldError[] => [
    ...validateMeta(object.metadata, true, subdomainName),
    ...generatedErrors(object),
    ...specErrors(object),
    ...hostnameErrors(object),
  ],
}
