import { expect, test } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import { type Cluster, type CronJobSpec, nextRun, parseTime } from '../../../src/sim/index.ts'
import { cronJobDraft, type JobWish, pass, toldOf } from './jobs.ts'

const MINUTE = 60_000

/** A CronJob made at the beginning of a minute. */
function started(wish: Partial<CronJobSpec>, ms: number, job: JobWish = {}): Cluster {
  const cluster = createLab('recording', { seed: 3 })
  pass(cluster, MINUTE - (cluster.now % MINUTE))
  cluster.create<'CronJob'>(cronJobDraft('c', wish, job))
  pass(cluster, ms)
  return cluster
}

const cron = (cluster: Cluster) => cluster.get('CronJob', 'default', 'c')
const jobs = (cluster: Cluster) => cluster.list('Job', { namespace: 'default' })

test('a Job each minute, named after it', () => {
  const cluster = started({}, 2 * MINUTE + 5000)
  const { status } = cron(cluster)
  expect(jobs(cluster)).toHaveLength(2)
  for (const { metadata, status: job } of jobs(cluster)) {
    const at = metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'] ?? ''
    expect(metadata.name).toBe(`c-${(parseTime(at) - parseTime('1970-01-01T00:00:00Z')) / MINUTE}`)
    expect(job.succeeded).toBe(1)
    expect(metadata.ownerReferences).toMatchObject([
      { kind: 'CronJob', name: 'c', controller: true },
    ])
  }
  expect(status.active).toBeUndefined()
  expect(parseTime(status.lastScheduleTime ?? '') % MINUTE).toBe(0)
  expect(status.lastSuccessfulTime).toBeDefined()
  expect(toldOf(cluster, 'CronJob', 'c')).toEqual([
    'SuccessfulCreate',
    'SawCompletedJob',
    'SuccessfulCreate',
    'SawCompletedJob',
  ])
})

test.each([
  ['Allow', 2, ['SuccessfulCreate', 'SuccessfulCreate']],
  ['Forbid', 1, ['SuccessfulCreate', 'JobAlreadyActive']],
  ['Replace', 1, ['SuccessfulCreate', 'SuccessfulDelete', 'SuccessfulCreate']],
] as const)('while the last one runs: %s', (concurrencyPolicy, active, told) => {
  const cluster = started({ concurrencyPolicy }, 2 * MINUTE + 5000, { line: 'sleep 600' })
  expect(cron(cluster).status.active).toHaveLength(active)
  expect(jobs(cluster)).toHaveLength(active)
  expect(toldOf(cluster, 'CronJob', 'c')).toEqual(told)
})

test('a forbidden run starts late, when there is room', () => {
  const cluster = started({ concurrencyPolicy: 'Forbid' }, 2 * MINUTE + 40_000, {
    line: 'sleep 80',
  })
  expect(jobs(cluster)).toHaveLength(2)
})

test.each([
  [{ successfulJobsHistoryLimit: 2 }, 'sleep 1', 2],
  [{ failedJobsHistoryLimit: 1 }, 'exit 1', 1],
  [{ successfulJobsHistoryLimit: 0 }, 'sleep 1', 0],
] as const)('as many finished Jobs as the history keeps: %o', (limits, line, kept) => {
  const cluster = started(limits, 4 * MINUTE + 10_000, { line, backoffLimit: 0 })
  expect(jobs(cluster)).toHaveLength(kept)
  expect(toldOf(cluster, 'CronJob', 'c')).toContain('SuccessfulDelete')
})

test('suspended it starts nothing; resumed it starts the newest missed run only', () => {
  const cluster = started({ suspend: true }, 5 * MINUTE)
  expect(jobs(cluster)).toEqual([])
  const found = cron(cluster)
  cluster.update({ ...found, spec: { ...found.spec, suspend: false } })
  pass(cluster, 5000)
  expect(jobs(cluster)).toHaveLength(1)
})

test('later than its deadline a run is passed over', () => {
  const cluster = started({ schedule: '*/10 * * * *', startingDeadlineSeconds: 20 }, 1000)
  cluster.stopComponent('cronjob')
  pass(cluster, 12 * MINUTE)
  cluster.startComponent('cronjob')
  pass(cluster, 2000)
  expect(jobs(cluster)).toEqual([])
  // With the deadline no run before it is even considered.
  expect(toldOf(cluster, 'CronJob', 'c')).toEqual([])
})

test('more than a hundred missed runs are said to be too many, and the newest starts', () => {
  const cluster = started({}, 1000)
  cluster.stopComponent('cronjob')
  pass(cluster, 102 * MINUTE)
  cluster.startComponent('cronjob')
  pass(cluster, 2000)
  expect(jobs(cluster)).toHaveLength(1)
  expect(toldOf(cluster, 'CronJob', 'c')).toContain('TooManyMissedTimes')
})

test('an active Job that somebody deletes is missed', () => {
  const cluster = started({}, MINUTE + 5000, { line: 'sleep 600' })
  const [job] = jobs(cluster)
  cluster.delete('Job', 'default', job?.metadata.name ?? '', { propagationPolicy: 'Background' })
  pass(cluster, 1000)
  expect(toldOf(cluster, 'CronJob', 'c')).toEqual(['SuccessfulCreate', 'MissingJob'])
  expect(cron(cluster).status.active).toBeUndefined()
})

test('deleted with its Jobs and their pods', () => {
  const cluster = started({}, MINUTE + 5000, { line: 'sleep 600' })
  cluster.delete('CronJob', 'default', 'c', { propagationPolicy: 'Background' })
  pass(cluster, 10_000)
  expect(jobs(cluster)).toEqual([])
  expect(cluster.list('Pod', { namespace: 'default' })).toEqual([])
})

test('the clock of its time zone', () => {
  const cluster = started({ schedule: '30 9 * * *', timeZone: 'Asia/Seoul' }, 1000)
  const at = nextRun(cron(cluster), cluster.now)
  expect(at).toBe(parseTime('2021-03-01T00:30:00Z'))
  pass(cluster, 31 * MINUTE)
  const [job] = jobs(cluster)
  expect(job?.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp']).toBe(
    '2021-03-01T09:30:00+09:00',
  )
})

test('a date that never comes', () => {
  const cluster = started({ schedule: '0 0 31 2 *' }, 2000)
  expect(nextRun(cron(cluster), cluster.now)).toBeUndefined()
  expect(toldOf(cluster, 'CronJob', 'c')).toEqual(['InvalidSchedule'])
})
