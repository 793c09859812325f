import { nextTime } from '../../machinery/cron/next.ts'
import { type CronSchedule, parseSchedule } from '../../machinery/cron/parse.ts'
import { offsetAt, UTC, type Zone, zoneOf } from '../../machinery/cron/zones.ts'
import { EPOCH, formatTime, type Millis, parseTime } from '../../time.ts'
import type { CronJob } from '../../types/index.ts'

/** Missed starts above which somebody should look at the clock. */
const MANY = 100
/** A look comes a moment after the time, so as not to be too early. */
const DELTA: Millis = 100

/** A CronJob's schedule with its zone. */
export interface Timetable {
  readonly schedule: CronSchedule
  readonly zone: Zone
}

export function timetableOf({ spec }: CronJob): Timetable {
  const inside = /^(?:CRON_)?TZ=(\S+)/.exec(spec.schedule)?.[1]
  return {
    schedule: parseSchedule(spec.schedule),
    zone: zoneOf(inside ?? spec.timeZone ?? '') ?? UTC,
  }
}

const toSeconds = (at: Millis) => (at + EPOCH) / 1000

/** The first time after a moment, in virtual ms; infinity when there is none. */
function after({ schedule, zone }: Timetable, at: Millis): Millis {
  const found = nextTime(schedule, toSeconds(at), zone)
  return found === undefined ? Number.POSITIVE_INFINITY : found * 1000 - EPOCH
}

interface Recent {
  /** From when on starts count. */
  readonly since: Millis
  /** The newest time that has come. */
  readonly last?: Millis
  readonly missed: 'none' | 'few' | 'many'
  /** The schedule makes no sense, such as the 31st of February. */
  readonly senseless?: boolean
}

// k8s: pkg/controller/cronjob mostRecentScheduleTime (1.36)
function recent(job: CronJob, table: Timetable, now: Millis, deadline: number | undefined): Recent {
  const { metadata, status } = job
  const start = parseTime(status.lastScheduleTime ?? metadata.creationTimestamp)
  const since = deadline === undefined ? start : Math.max(start, now - deadline * 1000)
  const first = after(table, since)
  const second = after(table, first)
  if (now < first && first !== Number.POSITIVE_INFINITY) return { since, missed: 'none' }
  if (first === Number.POSITIVE_INFINITY) return { since, missed: 'none', senseless: true }
  if (now < second) return { since, last: first, missed: 'none' }
  const gap = Math.round((second - first) / 1000)
  const missed = Math.floor((now - first) / 1000 / gap) + 1
  let last: Millis | undefined
  let time = after(table, first + (missed - 2) * gap * 1000)
  for (; time <= now; time = after(table, time)) last = time
  const much = missed > MANY ? 'many' : 'few'
  return last === undefined ? { since, missed: much } : { since, last, missed: much }
}

export interface Due {
  readonly at?: Millis
  readonly tooMany: boolean
  readonly senseless: boolean
}

/** The newest time that has come and may still be started. k8s: pkg/controller/cronjob nextScheduleTime (1.36) */
export function dueTime(job: CronJob, table: Timetable, now: Millis): Due {
  const found = recent(job, table, now, job.spec.startingDeadlineSeconds)
  const tooMany = found.missed === 'many' && found.last !== undefined
  const senseless = found.senseless ?? false
  return found.last === undefined ? { tooMany, senseless } : { at: found.last, tooMany, senseless }
}

/** How long until the next time; infinity when there is none. */
// k8s: pkg/controller/cronjob nextScheduleTimeDuration (1.36)
export function untilNext(job: CronJob, table: Timetable, now: Millis): Millis {
  const found = recent(job, table, now, undefined)
  const from = found.last ?? (found.missed === 'none' && !found.senseless ? found.since : now)
  return Math.max(1, after(table, from) + DELTA - now)
}

/** When a CronJob runs next, in virtual ms; undefined when it rests or never will. */
export function nextRun(job: CronJob, now: Millis): Millis | undefined {
  if (job.spec.suspend) return undefined
  const at = after(timetableOf(job), now)
  return at === Number.POSITIVE_INFINITY ? undefined : at
}

/** RFC 3339 as the clock on the wall of the zone shows it. */
export function zonedTime({ zone }: Timetable, at: Millis): string {
  const offset = offsetAt(zone, toSeconds(at))
  const text = formatTime(at + offset * 1000)
  if (offset === 0) return text
  const minutes = Math.abs(offset) / 60
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${text.slice(0, -1)}${offset < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`
}
