/** Ages as kubectl prints them, and Go's duration texts. All numbers are milliseconds. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`

/** An age with two units where that helps: 119s, 2m1s, 47h, 2d1h, 8y. Under -1 s it is `<invalid>`. */
// k8s: apimachinery/pkg/util/duration HumanDuration (1.36)
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(ms / MINUTE)
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(ms / HOUR)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (days < 8) return pair(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.trunc(days / 365)
  return years < 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`
}

/** An age in its largest unit only: 59m, 1h, 364d. */
// k8s: apimachinery/pkg/util/duration ShortHumanDuration (1.36)
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 24) return `${hours}h`
  const days = Math.trunc(hours / 24)
  return days < 365 ? `${days}d` : `${Math.trunc(days / 365)}y`
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
}
const PART = /^(\d*)(\.\d*)?([^\d.]*)/

export class DurationError extends Error {}

/** The number and unit at the start of a duration, in milliseconds, and how much text they took. */
function readPart(rest: string, quoted: string): readonly [ms: number, length: number] {
  const [whole = '', digits = '', fraction = '', unit = ''] = PART.exec(rest) ?? []
  if (digits === '' && fraction.length < 2) {
    throw new DurationError(`time: invalid duration ${quoted}`)
  }
  if (unit === '') throw new DurationError(`time: missing unit in duration ${quoted}`)
  const size = UNITS[unit]
  if (size === undefined) {
    throw new DurationError(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`)
  }
  return [Number(`0${digits}${fraction === '.' ? '' : fraction}`) * size, whole.length]
}

/** Parses Go's duration text (30s, 1h2m3.5s, -1.5h) to milliseconds; throws a DurationError in Go's words. */
export function parseDuration(text: string): number {
  let rest = text.replace(/^[-+]/, '')
  if (rest === '0') return 0
  const quoted = JSON.stringify(text)
  if (rest === '') throw new DurationError(`time: invalid duration ${quoted}`)
  let total = 0
  while (rest !== '') {
    const [ms, length] = readPart(rest, quoted)
    total += ms
    rest = rest.slice(length)
  }
  return text.startsWith('-') ? -total : total
}

/** Up to `digits` decimals without trailing zeros. */
function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}

/** Go's text of a duration: 1h0m0s, 1m30s, 1.5s, 250ms, 0s. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s'
  const sign = ms < 0 ? '-' : ''
  const size = Math.abs(ms)
  if (size < 1e-3) return `${sign}${trimmed(size * 1e6, 0)}ns`
  if (size < 1) return `${sign}${trimmed(size * 1e3, 3)}µs`
  if (size < SECOND) return `${sign}${trimmed(size, 6)}ms`
  const hours = Math.trunc(size / HOUR)
  const minutes = Math.trunc((size % HOUR) / MINUTE)
  const seconds = trimmed((size % MINUTE) / SECOND, 9)
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`
}
