import type { CronSchedule } from './parse.ts'
import { type Civil, civilOf, dayNumber, offsetAt, type Zone } from './zones.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
/** Nothing within these years: such as the 31st of February. */
const YEARS = 5

type Fields = Exclude<CronSchedule, { readonly every: number }>

interface Local extends Civil {
  readonly day: number
  readonly hour: number
  readonly minute: number
}

function localOf(zone: Zone, at: number): Local {
  const clock = at + offsetAt(zone, at)
  const day = Math.floor(clock / DAY)
  const rest = clock - day * DAY
  return {
    ...civilOf(day),
    day,
    hour: Math.floor(rest / HOUR),
    minute: Math.floor(rest / MINUTE) % 60,
  }
}

/** The first moment of a day; where the clocks are put forward at midnight, the first that there is. */
function startOf(zone: Zone, day: number): number {
  const guess = day * DAY - offsetAt(zone, day * DAY - zone.standard)
  const again = day * DAY - offsetAt(zone, guess)
  const early = Math.min(guess, again)
  return localOf(zone, early).day === day ? early : Math.max(guess, again)
}

/** A day must fit both its date and its weekday; where both are given, one of them is enough. */
// k8s: robfig/cron dayMatches (3.0)
function dayFits({ date, weekday }: Fields, local: Local): boolean {
  const byDate = date.values.has(local.date)
  const byWeekday = weekday.values.has(local.weekday)
  return date.star || weekday.star ? byDate && byWeekday : byDate || byWeekday
}

/** Where to look after a moment that does not fit. */
function later(fields: Fields, zone: Zone, at: number, local: Local): number {
  if (!fields.month.values.has(local.month)) {
    const { year, month } = local
    const first = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)
    return startOf(zone, first)
  }
  if (!dayFits(fields, local)) return startOf(zone, local.day + 1)
  if (!fields.hour.values.has(local.hour)) return at + (60 - local.minute) * MINUTE
  return at + MINUTE
}

function fits(fields: Fields, local: Local): boolean {
  return (
    fields.month.values.has(local.month) &&
    dayFits(fields, local) &&
    fields.hour.values.has(local.hour) &&
    fields.minute.values.has(local.minute)
  )
}

/** The next moment of a schedule after one, both in seconds of the UNIX epoch; undefined when there is none within five years. */
// k8s: robfig/cron SpecSchedule.Next, ConstantDelaySchedule.Next (3.0)
export function nextTime(schedule: CronSchedule, after: number, zone: Zone): number | undefined {
  if ('every' in schedule) return Math.floor(after) + schedule.every
  let at = (Math.floor(after / MINUTE) + 1) * MINUTE
  let local = localOf(zone, at)
  const last = local.year + YEARS
  while (local.year <= last) {
    if (fits(schedule, local)) return at
    at = Math.max(at + MINUTE, later(schedule, zone, at, local))
    local = localOf(zone, at)
  }
  return undefined
}
