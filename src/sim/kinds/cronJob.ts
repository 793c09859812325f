import { invalid, nonNegative, notSupported, required } from '../admission/fieldErrors.ts'
import { jobSpecErrors } from '../admission/jobSpec.ts'
import { nameWarning } from '../admission/nameWarning.ts'
import { templateDefaults } from '../admission/podDefaults.ts'
import { podWarnings } from '../admission/podWarnings.ts'
import type { FieldError } from '../errors.ts'
import { CronError, parseSchedule } from '../machinery/cron/parse.ts'
import { zoneOf } from '../machinery/cron/zones.ts'
import { selectorJson } from '../schema/internal.ts'
import type { CronJob, CronJobSpec, Draft, JobTemplateSpec } from '../types/index.ts'
import { defineKind, firstGeneration } from './base.ts'
import { policyDefaults } from './job.ts'

/** The name of a Job has its own plus 11 characters, and 63 at the most. */
const LONGEST_NAME = 52
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/

function templateFilled(template: JobTemplateSpec): JobTemplateSpec {
  const { podFailurePolicy } = template.spec
  return {
    metadata: template.metadata ?? {},
    spec: {
      ...template.spec,
      ...(podFailurePolicy ? { podFailurePolicy: policyDefaults(podFailurePolicy) } : {}),
      template: templateDefaults(template.spec.template),
    },
  }
}

// k8s: pkg/apis/batch/v1 SetDefaults_CronJob (1.36)
function filled(spec: CronJobSpec): CronJobSpec {
  return {
    ...spec,
    concurrencyPolicy: spec.concurrencyPolicy || 'Allow',
    suspend: spec.suspend ?? false,
    successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? 1,
    jobTemplate: templateFilled(spec.jobTemplate ?? ({ spec: {} } as JobTemplateSpec)),
  }
}

// k8s: pkg/apis/batch/validation validateScheduleFormat (1.36)
function scheduleErrors(spec: CronJobSpec, allowsZone: boolean): FieldError[] {
  const field = 'spec.schedule'
  const { schedule = '' } = spec
  if (schedule === '') return [required(field)]
  const errors: FieldError[] = []
  try {
    parseSchedule(schedule)
  } catch (error) {
    if (!(error instanceof CronError)) throw error
    errors.push(invalid(field, schedule, error.message))
  }
  if (!schedule.includes('TZ')) return errors
  if (!allowsZone)
    errors.push(
      invalid(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
    )
  else if (spec.timeZone !== undefined)
    errors.push(
      invalid(field, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'),
    )
  return errors
}

// k8s: pkg/apis/batch/validation validateTimeZone (1.36)
function zoneErrors(zone: string | undefined): FieldError[] {
  const field = 'spec.timeZone'
  if (zone === undefined) return []
  if (zone === '') return [invalid(field, zone, 'timeZone must be nil or non-empty string')]
  const unknown = invalid(field, zone, `unknown time zone ${zone}`)
  const bad = (part: string) =>
    part === '.' || part === '..' || part.startsWith('-') || !ZONE_PART.test(part)
  if (zone.split('/').some(bad)) return [unknown]
  const errors: FieldError[] = []
  if (zone.toLowerCase() === 'local')
    errors.push(
      invalid(
        field,
        zone,
        'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ),
    )
  if (zone !== 'Local' && !zoneOf(zone)) errors.push(unknown)
  return errors
}

function concurrencyErrors(policy: string | undefined): FieldError[] {
  const field = 'spec.concurrencyPolicy'
  const policies = ['Allow', 'Forbid', 'Replace']
  if (!policy) return [required(field)]
  return policies.includes(policy) ? [] : [notSupported(field, policy, policies)]
}

// k8s: pkg/apis/batch/validation ValidateJobTemplateSpec (1.36)
function templateErrors({ spec }: JobTemplateSpec): FieldError[] {
  const field = 'spec.jobTemplate.spec'
  return [
    ...jobSpecErrors(spec, field),
    ...(spec.selector
      ? [
          invalid(
            `${field}.selector`,
            selectorJson(spec.selector),
            '`selector` will be auto-generated',
          ),
        ]
      : []),
    ...(spec.manualSelector
      ? [notSupported(`${field}.manualSelector`, spec.manualSelector, ['nil', 'false'])]
      : []),
  ]
}

// k8s: pkg/apis/batch/validation validateCronJobSpec (1.36)
function specErrors(spec: CronJobSpec, previous?: CronJobSpec): FieldError[] {
  return [
    ...scheduleErrors(spec, previous?.schedule.includes('TZ') ?? false),
    ...nonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...(previous && previous.timeZone === spec.timeZone ? [] : zoneErrors(spec.timeZone)),
    ...concurrencyErrors(spec.concurrencyPolicy),
    ...templateErrors(spec.jobTemplate),
    ...nonNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...nonNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
  ]
}

function nameErrors({ metadata }: Draft<CronJob>): FieldError[] {
  const { name = '' } = metadata as { readonly name?: string }
  const text = `must be no more than ${LONGEST_NAME} characters`
  return name.length > LONGEST_NAME ? [invalid('metadata.name', name, text)] : []
}

const described = defineKind({
  kind: 'CronJob',
  plural: 'cronjobs',
  group: 'batch',
  shortNames: ['cj'],
  categories: ['all'],
  subresources: ['status'],
  defaults: (draft: Draft<CronJob>): Draft<CronJob> => ({
    ...draft,
    metadata: firstGeneration(draft.metadata),
    spec: filled(draft.spec),
    status: {},
  }),
  update: (next: CronJob, previous: CronJob) => specErrors(next.spec, previous.spec),
  prepareUpdate: (next: CronJob, previous): CronJob =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
  // k8s: pkg/registry/batch/cronjob cronJobStrategy.WarningsOnCreate (1.36)
  warnings: ({ metadata, spec }) => {
    const { metadata: meta, spec: pod } = spec.jobTemplate.spec.template
    return [
      ...nameWarning((metadata as { readonly name?: string }).name),
      ...podWarnings(pod, meta ?? {}, 'spec.jobTemplate.spec.template'),
    ]
  },
})

export const cronJob: typeof described = {
  ...described,
  // k8s: pkg/apis/batch/validation ValidateCronJobCreate (1.36)
  validate: (object, profile) => [
    ...described.validate(object, profile),
    ...specErrors(object.spec),
    ...nameErrors(object),
  ],
}
