import { type CronJob, type Job, type Millis, nextRun } from '../../sim/index.ts'
import { humanDuration } from '../../sim/machinery/duration.ts'
import type { BatchKey } from '../text/batch.ts'
import type { Tone } from './podFacts.ts'

/** One word on the card of a Job or CronJob. */
export interface BatchWord {
  readonly key: BatchKey
  readonly count?: number
  readonly time?: string
  readonly tone: Tone
}

/** What a Job's card says beside its number: what has failed, and how it ended. */
export function jobWords(job: Job): readonly BatchWord[] {
  const { conditions = [], failed = 0 } = job.status
  const holds = (type: string) => conditions.some((c) => c.type === type && c.status === 'True')
  const words: BatchWord[] = []
  if (failed > 0) words.push({ key: 'failed', count: failed, tone: 'bad' })
  if (holds('Failed') || holds('FailureTarget')) words.push({ key: 'gaveUp', tone: 'bad' })
  else if (holds('Complete')) words.push({ key: 'complete', tone: 'ok' })
  else if (holds('Suspended')) words.push({ key: 'suspended', tone: 'wait' })
  return words
}

/** What a CronJob's card says: what runs, and how long until the next run. */
export function cronWords(job: CronJob, now: Millis): readonly BatchWord[] {
  const active = job.status.active?.length ?? 0
  const words: BatchWord[] = active > 0 ? [{ key: 'running', count: active, tone: 'work' }] : []
  if (job.spec.suspend) return [...words, { key: 'suspended', tone: 'wait' }]
  const at = nextRun(job, now)
  if (at === undefined) return [...words, { key: 'never', tone: 'wait' }]
  return [...words, { key: 'next', time: humanDuration(at - now), tone: 'done' }]
}
