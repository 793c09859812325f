import { describe, expect, test } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import type { Cluster, Pod } from '../../../src/sim/index.ts'
import { births, conditionsOf, type JobWish, jobDraft, jobOf, pass, toldOf } from './jobs.ts'

const TRACKING = 'batch.kubernetes.io/job-tracking'
const INDEX = 'batch.kubernetes.io/job-completion-index'

function started(wish: JobWish, ms: number, name = 'j'): Cluster {
  const cluster = createLab('recording', { seed: 3 })
  cluster.create<'Job'>(jobDraft(name, wish))
  pass(cluster, ms)
  return cluster
}

function podsOf(cluster: Cluster): readonly Pod[] {
  return cluster.list('Pod', { namespace: 'default' })
}

const SUCCESS = ['SuccessCriteriaMet=True:CompletionsReached', 'Complete=True:CompletionsReached']
const failed = (reason: string) => [`FailureTarget=True:${reason}`, `Failed=True:${reason}`]

/** A Job, how long it runs, and what its status says then. */
const ENDS: readonly (readonly [
  what: string,
  wish: JobWish,
  ms: number,
  conditions: readonly string[],
  status: Readonly<Record<string, unknown>>,
])[] = [
  ['one pod is enough', {}, 10_000, SUCCESS, { succeeded: 1, failed: undefined }],
  [
    'completions, so many at a time',
    { completions: 5, parallelism: 2 },
    20_000,
    SUCCESS,
    { succeeded: 5 },
  ],
  [
    'without completions the first success ends it',
    { parallelism: 3 },
    20_000,
    SUCCESS,
    { succeeded: 3 },
  ],
  ['nothing to do', { completions: 0 }, 5000, SUCCESS, { succeeded: undefined }],
  [
    'indexes',
    { completions: 4, parallelism: 4, completionMode: 'Indexed' },
    10_000,
    SUCCESS,
    { succeeded: 4, completedIndexes: '0-3' },
  ],
  [
    'back-off limit',
    { backoffLimit: 1, line: 'exit 2' },
    40_000,
    failed('BackoffLimitExceeded'),
    { failed: 2, succeeded: undefined },
  ],
  [
    'back-off limit of restarts',
    { backoffLimit: 1, line: 'exit 2', restartPolicy: 'OnFailure' },
    40_000,
    failed('BackoffLimitExceeded'),
    { failed: 1 },
  ],
  [
    'deadline',
    { activeDeadlineSeconds: 5, line: 'sleep 60' },
    20_000,
    failed('DeadlineExceeded'),
    { failed: 1, active: undefined, terminating: 0 },
  ],
  [
    'a rule for an exit code fails the Job at once',
    {
      line: 'exit 42',
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }],
      },
    },
    10_000,
    failed('PodFailurePolicy'),
    { failed: 1 },
  ],
  [
    'a limit for each index',
    {
      line: 'exit 1',
      completions: 2,
      parallelism: 2,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 0,
    },
    20_000,
    failed('FailedIndexes'),
    { failed: 2, failedIndexes: '0,1' },
  ],
  [
    'the most failed indexes',
    {
      line: 'exit 1',
      completions: 3,
      parallelism: 3,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 0,
      maxFailedIndexes: 1,
    },
    20_000,
    failed('MaxFailedIndexesExceeded'),
    { failedIndexes: '0-2' },
  ],
  [
    'a rule that fails an index',
    {
      line: 'exit 7',
      completions: 1,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 5,
      podFailurePolicy: {
        rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [7] } }],
      },
    },
    20_000,
    failed('FailedIndexes'),
    { failedIndexes: '0' },
  ],
  [
    'a success policy ends it before all have succeeded',
    {
      completions: 6,
      parallelism: 2,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededIndexes: '0-1' }] },
    },
    20_000,
    ['SuccessCriteriaMet=True:SuccessPolicy', 'Complete=True:SuccessPolicy'],
    { succeeded: 2, completedIndexes: '0,1' },
  ],
]

describe('how a Job ends', () => {
  test.each(ENDS)('%s', (_, wish, ms, conditions, status) => {
    const cluster = started(wish, ms)
    const job = jobOf(cluster, 'j')
    expect(conditionsOf(job)).toEqual(conditions)
    expect(job.status).toMatchObject(
      Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined)),
    )
    for (const [field, value] of Object.entries(status))
      if (value === undefined) expect(job.status).not.toHaveProperty(field)
    expect(job.status.uncountedTerminatedPods).toEqual({})
    expect(podsOf(cluster).filter((pod) => pod.metadata.finalizers?.includes(TRACKING))).toEqual([])
  })
})

test('failed pods are followed by new ones after 10 s, 20 s, 40 s', () => {
  const cluster = started({ line: 'exit 1', backoffLimit: 3 }, 120_000)
  // Each lives two seconds or so, and its end is known to the second.
  expect(births(cluster, 'j')).toEqual([0, 11, 32, 73])
  expect(toldOf(cluster, 'Job', 'j')).toEqual([
    'SuccessfulCreate',
    'SuccessfulCreate',
    'SuccessfulCreate',
    'SuccessfulCreate',
    'BackoffLimitExceeded',
  ])
})

test('a failure that a rule ignores does not count', () => {
  const cluster = started(
    {
      line: 'exit 3',
      backoffLimit: 0,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [3] } }],
      },
    },
    40_000,
  )
  const job = jobOf(cluster, 'j')
  expect(conditionsOf(job)).toEqual([])
  expect(job.status.failed).toBeUndefined()
  expect(births(cluster, 'j').length).toBeGreaterThan(1)
})

test('an index that fails waits for itself alone, and its next pod knows how often', () => {
  const cluster = started(
    {
      line: 'exit 1',
      completions: 1,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 1,
    },
    13_500,
  )
  const counts = podsOf(cluster).map(
    (pod) => pod.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'],
  )
  expect(counts.sort()).toEqual(['0', '1'])
})

test('what a pod of an index is called and told', () => {
  const cluster = started({ completions: 2, parallelism: 2, completionMode: 'Indexed' }, 500)
  const pods = podsOf(cluster)
  expect(pods.map((pod) => pod.metadata.generateName).sort()).toEqual(['j-0-', 'j-1-'])
  for (const { metadata, spec } of pods) {
    const index = metadata.annotations?.[INDEX]
    expect(metadata.labels?.[INDEX]).toBe(index)
    expect(metadata.finalizers).toEqual([TRACKING])
    expect(spec.hostname).toBe(`j-${index}`)
    expect(spec.containers[0]?.env).toEqual([
      {
        name: 'JOB_COMPLETION_INDEX',
        valueFrom: {
          fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` },
        },
      },
    ])
  }
})

test('suspended it deletes its pods, and its time begins anew', () => {
  const cluster = started({ line: 'sleep 100', parallelism: 2, completions: 2 }, 5000)
  const first = jobOf(cluster, 'j').status.startTime
  const suspend = (on: boolean) => {
    const job = jobOf(cluster, 'j')
    cluster.update({ ...job, spec: { ...job.spec, suspend: on } })
    pass(cluster, 5000)
    return jobOf(cluster, 'j')
  }
  const resting = suspend(true)
  expect(conditionsOf(resting)).toEqual(['Suspended=True:JobSuspended'])
  expect(resting.status).toMatchObject({ ready: 0, terminating: 0 })
  expect(resting.status).not.toHaveProperty('failed')
  expect(podsOf(cluster)).toEqual([])
  const again = suspend(false)
  expect(conditionsOf(again)).toEqual(['Suspended=False:JobResumed'])
  expect(again.status.startTime).not.toBe(first)
  expect(again.status.active).toBe(2)
  expect(toldOf(cluster, 'Job', 'j')).toEqual([
    'SuccessfulCreate',
    'SuccessfulCreate',
    'SuccessfulDelete',
    'SuccessfulDelete',
    'Suspended',
    'SuccessfulCreate',
    'SuccessfulCreate',
    'Resumed',
  ])
})

test('fewer at a time: the surplus goes and does not count as failed', () => {
  const cluster = started({ line: 'sleep 100', parallelism: 3, completions: 9 }, 5000)
  const job = jobOf(cluster, 'j')
  cluster.update({ ...job, spec: { ...job.spec, parallelism: 1 } })
  pass(cluster, 5000)
  expect(podsOf(cluster)).toHaveLength(1)
  expect(jobOf(cluster, 'j').status).toMatchObject({ active: 1, terminating: 0 })
  expect(jobOf(cluster, 'j').status).not.toHaveProperty('failed')
})

test.each([
  ['TerminatingOrFailed', 2],
  ['Failed', 1],
] as const)('a pod that is being deleted is replaced: %s', (podReplacementPolicy, living) => {
  const cluster = createLab('recording', { seed: 3 })
  const draft = jobDraft('j', { line: 'sleep 100', podReplacementPolicy })
  const template = {
    metadata: { annotations: { 'orrery.sim/term-seconds': '20' } },
    spec: draft.spec.template.spec,
  }
  cluster.create<'Job'>({ ...draft, spec: { ...draft.spec, template } })
  pass(cluster, 5000)
  const { name = '', namespace = '' } = podsOf(cluster)[0]?.metadata ?? {}
  cluster.delete('Pod', namespace, name)
  // After the back-off, and before the old one is gone.
  pass(cluster, 15_000)
  expect(podsOf(cluster)).toHaveLength(living)
})

test('an Indexed Job grows together with its parallelism', () => {
  const cluster = started({ completions: 1, completionMode: 'Indexed', line: 'sleep 30' }, 3000)
  const job = jobOf(cluster, 'j')
  cluster.update({ ...job, spec: { ...job.spec, completions: 3, parallelism: 3 } })
  pass(cluster, 60_000)
  expect(jobOf(cluster, 'j').status).toMatchObject({ succeeded: 3, completedIndexes: '0-2' })
  const grown = jobOf(cluster, 'j')
  expect(() => cluster.update({ ...grown, spec: { ...grown.spec, completions: 5 } })).toThrow(
    'spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism',
  )
})

test('deleted with its pods, and with nothing left that waits for it', () => {
  const cluster = started({ line: 'sleep 100', parallelism: 2, completions: 2 }, 5000)
  cluster.delete('Job', 'default', 'j', { propagationPolicy: 'Background' })
  pass(cluster, 10_000)
  expect(podsOf(cluster)).toEqual([])
})

test('orphaned pods lose the finalizer and live on', () => {
  const cluster = started({ line: 'sleep 100' }, 5000)
  cluster.delete('Job', 'default', 'j', { propagationPolicy: 'Orphan' })
  pass(cluster, 10_000)
  const [pod] = podsOf(cluster)
  expect(pod?.metadata.ownerReferences).toBeUndefined()
  expect(pod?.metadata.finalizers).toBeUndefined()
  expect(pod?.status.phase).toBe('Running')
})

test('somebody else looks after a Job with another manager', () => {
  const cluster = started({ managedBy: 'acme.io/runner' }, 10_000)
  expect(podsOf(cluster)).toEqual([])
  expect(jobOf(cluster, 'j').status).toEqual({})
})

test('finished Jobs go after their time, with their pods', () => {
  const cluster = started({ ttlSecondsAfterFinished: 5 }, 6000)
  expect(conditionsOf(jobOf(cluster, 'j'))).toEqual(SUCCESS)
  pass(cluster, 6000)
  expect(cluster.find('Job', 'default', 'j')).toBeUndefined()
  expect(podsOf(cluster)).toEqual([])
})

test('a refused pod is told of, and tried again more and more slowly', () => {
  const cluster = started({}, 0)
  const job = jobOf(cluster, 'j')
  cluster.delete('Job', 'default', 'j')
  expect(job.spec.completions).toBe(1)
  const spec = jobDraft('odd', { parallelism: 1 })
  cluster.create<'Job'>({
    ...spec,
    spec: {
      ...spec.spec,
      template: { spec: { ...spec.spec.template.spec, priorityClassName: 'missing' } },
    },
  })
  pass(cluster, 20_000)
  expect(podsOf(cluster)).toEqual([])
  expect(toldOf(cluster, 'Job', 'odd')).toEqual(['FailedCreate'])
  const [event] = cluster.list('Event', {
    namespace: 'default',
    where: (e) => e.involvedObject.name === 'odd',
  })
  // At once, then after 1, 2, 4 and 8 s.
  expect(event?.count).toBe(5)
})
