import { DurationError, parseDuration } from '../duration.ts'

/** What one field of a schedule allows; `star` when it says nothing at all. */
export interface CronField {
  readonly values: ReadonlySet<number>
  readonly star: boolean
}

/** A schedule: five fields, or one interval in whole seconds. */
export type CronSchedule =
  | { readonly every: number }
  | {
      readonly minute: CronField
      readonly hour: CronField
      readonly date: CronField
      readonly month: CronField
      readonly weekday: CronField
    }

/** A schedule that cannot be read; the message is that of the real parser. */
export class CronError extends Error {}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const MINUTE: Bounds = { min: 0, max: 59 }
const HOUR: Bounds = { min: 0, max: 23 }
const DATE: Bounds = { min: 1, max: 31 }
const MONTH: Bounds = { min: 1, max: 12, names: MONTHS }
const WEEKDAY: Bounds = { min: 0, max: 6, names: WEEKDAYS }

const SHORTHANDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const EVERY = '@every '
const GREATEST = 2 ** 63

function count(text: string): number {
  const quoted = JSON.stringify(text)
  const failed = (why: string) =>
    new CronError(`failed to parse int from ${text}: strconv.Atoi: parsing ${quoted}: ${why}`)
  if (!/^[+-]?\d+$/.test(text)) throw failed('invalid syntax')
  const value = Number(text)
  if (Math.abs(value) >= GREATEST) throw failed('value out of range')
  if (value < 0) throw new CronError(`negative number (${value}) not allowed: ${text}`)
  return value
}

function named(text: string, { min, names }: Bounds): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1
  return index < 0 ? count(text) : index + min
}

interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
  readonly star: boolean
}

function rangeOf(expr: string, bounds: Bounds): Range {
  const [range = '', step, ...more] = expr.split('/')
  const [low = '', high, ...rest] = range.split('-')
  const star = low === '*' || low === '?'
  const start = star ? bounds.min : named(low, bounds)
  if (!star && rest.length > 0) throw new CronError(`too many hyphens: ${expr}`)
  const until = star ? bounds.max : high === undefined ? start : named(high, bounds)
  if (more.length > 0) throw new CronError(`too many slashes: ${expr}`)
  const by = step === undefined ? 1 : count(step)
  // One number with a step goes on to the end.
  const end = step !== undefined && high === undefined ? bounds.max : until
  return { start, end, step: by, star: star && by <= 1 }
}

// k8s: robfig/cron getRange (3.0)
function check({ start, end, step }: Range, { min, max }: Bounds, expr: string): void {
  if (start < min)
    throw new CronError(`beginning of range (${start}) below minimum (${min}): ${expr}`)
  if (end > max) throw new CronError(`end of range (${end}) above maximum (${max}): ${expr}`)
  if (start > end)
    throw new CronError(`beginning of range (${start}) beyond end of range (${end}): ${expr}`)
  if (step === 0) throw new CronError(`step of range should be a positive number: ${expr}`)
}

function field(text: string, bounds: Bounds): CronField {
  const values = new Set<number>()
  let star = false
  for (const expr of text.split(',').filter((part) => part !== '')) {
    const range = rangeOf(expr, bounds)
    check(range, bounds, expr)
    star ||= range.star
    for (let value = range.start; value <= range.end; value += range.step) values.add(value)
  }
  return { values, star }
}

function interval(spec: string): CronSchedule {
  try {
    const ms = parseDuration(spec.slice(EVERY.length))
    return { every: Math.max(1, Math.floor(ms / 1000)) }
  } catch (error) {
    if (!(error instanceof DurationError)) throw error
    throw new CronError(`failed to parse duration ${spec}: ${error.message}`)
  }
}

/** Reads a standard schedule of five fields, or a shorthand such as @daily. Throws CronError. */
// k8s: robfig/cron ParseStandard (3.0)
export function parseSchedule(text: string): CronSchedule {
  if (text === '') throw new CronError('empty spec string')
  const spec = text.replace(/^(?:CRON_)?TZ=\S* */, '').trim()
  const known = SHORTHANDS[spec]
  if (spec.startsWith('@') && known === undefined) {
    if (spec.startsWith(EVERY)) return interval(spec)
    throw new CronError(`unrecognized descriptor: ${spec}`)
  }
  const fields = (known ?? spec).split(/\s+/).filter((part) => part !== '')
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = fields
  if (fields.length !== 5)
    throw new CronError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`)
  return {
    minute: field(minute, MINUTE),
    hour: field(hour, HOUR),
    date: field(date, DATE),
    month: field(month, MONTH),
    weekday: field(weekday, WEEKDAY),
  }
}
