import { expect, test } from 'vitest'
import { cronWords, jobWords } from '../../src/canvas/facts/batchFacts.ts'
import { workloadFacts } from '../../src/canvas/facts/workloadFacts.ts'
import { batchTexts } from '../../src/canvas/text/batch.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { cronJobDraft, type JobWish, jobDraft, jobOf, pass } from '../sim/controllers/jobs.ts'

function jobAfter(wish: JobWish, ms: number) {
  const cluster = createLab('recording', { seed: 3 })
  cluster.create<'Job'>(jobDraft('j', wish))
  pass(cluster, ms)
  return jobOf(cluster, 'j')
}

test.each([
  ['running', { line: 'sleep 60' }, 3000, [], 'work'],
  ['complete', {}, 10_000, ['complete'], 'ok'],
  ['failing', { line: 'exit 1' }, 5000, ['failed'], 'work'],
  ['given up', { line: 'exit 1', backoffLimit: 0 }, 10_000, ['failed', 'gaveUp'], 'bad'],
  ['suspended', { suspend: true }, 3000, ['suspended'], 'wait'],
] as const)('the words of a Job that is %s', (_, wish, ms, keys, tone) => {
  const job = jobAfter(wish, ms)
  expect(jobWords(job).map(({ key }) => key)).toEqual(keys)
  expect(workloadFacts(job).tone).toBe(tone)
})

test('a CronJob counts down to its next run', () => {
  const cluster = createLab('recording', { seed: 3 })
  pass(cluster, 60_000 - (cluster.now % 60_000))
  cluster.create<'CronJob'>(cronJobDraft('c', {}, { line: 'sleep 600' }))
  const words = () => cronWords(cluster.get('CronJob', 'default', 'c'), cluster.now)
  expect(words()).toEqual([{ key: 'next', time: '60s', tone: 'done' }])
  pass(cluster, 70_000)
  expect(words().map(({ key, count, time }) => [key, count ?? time])).toEqual([
    ['running', 1],
    ['next', '50s'],
  ])
  const found = cluster.get('CronJob', 'default', 'c')
  cluster.update({ ...found, spec: { ...found.spec, suspend: true } })
  expect(words().at(-1)?.key).toBe('suspended')
})

test('durations are read aloud in Korean', () => {
  expect(batchTexts.ko.time('1m20s')).toBe('1분 20초')
  expect(batchTexts.ko.time('50s')).toBe('50초')
  expect(batchTexts.en.time('2d1h')).toBe('2d1h')
})
