import { expect, test } from 'vitest'
import { post } from './support.ts'

const INDEXED = { completionMode: 'Indexed', completions: 3 }
const rule = (more: object) => ({ podFailurePolicy: { rules: [more] } })
const success = (more: object) => ({ ...INDEXED, successPolicy: { rules: [more] } })
const codes = (more: object) => ({ operator: 'In', values: [1], ...more })

/** What is put into the spec of a right Job, and what the API says. */
const REFUSED: readonly (readonly [spec: object, text: string])[] = [
  [{ parallelism: -1 }, 'spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
  [
    { completionMode: 'Indexed', parallelism: 2 },
    'spec.completions: Required value: when completion mode is Indexed',
  ],
  [
    { backoffLimitPerIndex: 1 },
    'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
  ],
  [
    { ...INDEXED, maxFailedIndexes: 1 },
    'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
  ],
  [
    { ...INDEXED, backoffLimitPerIndex: 1, maxFailedIndexes: 4 },
    'spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions',
  ],
  [
    { managedBy: 'me' },
    'spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")',
  ],
  [
    { podReplacementPolicy: 'Never' },
    'spec.podReplacementPolicy: Unsupported value: "Never": supported values: "Failed", "TerminatingOrFailed"',
  ],
  [
    rule({ onExitCodes: codes({}) }),
    'spec.podFailurePolicy.rules[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]',
  ],
  [
    rule({ action: 'FailIndex', onExitCodes: codes({}) }),
    'spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
  ],
  [
    rule({ action: 'Count' }),
    'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
  ],
  [
    rule({ action: 'Count', onExitCodes: codes({ values: [0] }) }),
    'spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator',
  ],
  [
    rule({ action: 'Count', onExitCodes: codes({ values: [2, 1] }) }),
    'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,1]: must be ordered',
  ],
  [
    rule({ action: 'Count', onExitCodes: codes({ containerName: 'x' }) }),
    'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
  ],
  [
    success({}),
    'spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified',
  ],
  [
    success({ succeededIndexes: '0-5' }),
    'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-5": error parsing succeededIndexes: too large index: "5"',
  ],
  [
    success({ succeededIndexes: '2,1' }),
    'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "2,1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1',
  ],
  [
    success({ succeededIndexes: '0-1', succeededCount: 3 }),
    'spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)',
  ],
  [
    { successPolicy: { rules: [{ succeededCount: 1 }] } },
    'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode',
  ],
]

test.each(REFUSED)('%o', (spec, text) => {
  const template = {
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] },
  }
  const { error } = post({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j' },
    spec: { ...spec, template },
  })
  expect(error?.message).toBe(`Job.batch "j" is invalid: ${text}`)
})

test.each([
  [{ schedule: '' }, 'spec.schedule: Required value'],
  [
    { concurrencyPolicy: 'Maybe' },
    'spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"',
  ],
  [{ timeZone: '' }, 'spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
  [
    { timeZone: 'Local' },
    'spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
  ],
  [
    { failedJobsHistoryLimit: -1 },
    'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    { startingDeadlineSeconds: -1 },
    'spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
] as const)('CronJob %o', (spec, text) => {
  const template = {
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] },
  }
  const { error } = post({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'c' },
    spec: { schedule: '@daily', ...spec, jobTemplate: { spec: { template } } },
  })
  expect(error?.message).toBe(`CronJob.batch "c" is invalid: ${text}`)
})
