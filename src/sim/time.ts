import type { MicroTime, Time } from './types/meta.ts'

/** Virtual milliseconds since the cluster's start. */
export type Millis = number

/** The virtual time 0: every cluster starts at this moment, in milliseconds of the UNIX epoch. */
export const EPOCH: Millis = 1_614_556_800_000 // 2021-03-01T00:00:00Z

const DAY = 86_400_000
let cachedSecond = -1
let cachedText = ''

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** Civil date of a day number since 1970-01-01 (Howard Hinnant's algorithm): year, month from 1, day of the month. */
export function civil(day: number): readonly [number, number, number] {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const civilMonth = month < 10 ? month + 3 : month - 9
  return [yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, date]
}

/** RFC 3339 with second precision of a virtual moment. */
export function formatTime(at: Millis): Time {
  const second = Math.floor((at + EPOCH) / 1000)
  if (second === cachedSecond) return cachedText
  const day = Math.floor(second / 86_400)
  const rest = second - day * 86_400
  const [year, month, date] = civil(day)
  cachedText = `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}T${pad(Math.floor(rest / 3600), 2)}:${pad(Math.floor(rest / 60) % 60, 2)}:${pad(rest % 60, 2)}Z`
  cachedSecond = second
  return cachedText
}

/** RFC 3339 with microseconds, as leases and events carry it. */
export function formatMicroTime(at: Millis): MicroTime {
  const millis = (((at + EPOCH) % 1000) + 1000) % 1000
  return `${formatTime(at).slice(0, -1)}.${pad(Math.floor(millis), 3)}000Z`
}

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/

/** Virtual moment of an RFC 3339 text; NaN when it is none. Negative before the cluster's start. */
export function parseTime(text: string): Millis {
  const match = PATTERN.exec(text)
  if (!match) return Number.NaN
  const [, year, month, date, hour, minute, second, fraction = '', zone = 'Z'] = match
  const y = Number(year) - (Number(month) <= 2 ? 1 : 0)
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const shifted = (Number(month) + 9) % 12
  const dayOfYear = Math.floor((153 * shifted + 2) / 5) + Number(date) - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const day = era * 146_097 + dayOfEra - 719_468
  const clock = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const offset =
    zone === 'Z'
      ? 0
      : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
  const millis = fraction === '' ? 0 : Number(`0.${fraction}`) * 1000
  return day * DAY + clock * 1000 - offset * 60_000 + millis - EPOCH
}
