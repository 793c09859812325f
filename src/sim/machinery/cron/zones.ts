import { civil } from '../../time.ts'
import { ZONE_RULES } from './zoneData.ts'

/** When the clocks change: month, week (5 is the last one), weekday, and seconds after midnight. */
interface Turn {
  readonly month: number
  readonly week: number
  readonly weekday: number
  readonly seconds: number
}

/**
 * A time zone: seconds to add to UTC, and when summer time begins and ends. Deviation: the rule of today holds at every
 * moment, also before it was made.
 */
export interface Zone {
  readonly standard: number
  readonly summer: number
  readonly from?: Turn
  readonly to?: Turn
}

export const UTC: Zone = { standard: 0, summer: 0 }

const DAY = 86_400
const NAME = '(?:<[^>]+>|[A-Za-z]+)'
const TIME = '[+-]?\\d+(?::\\d+)?'
const POSIX = new RegExp(`^${NAME}(${TIME})(?:${NAME}(${TIME})?,([^,]+),([^,]+))?$`)
const TURN = new RegExp(`^M(\\d+)\\.(\\d)\\.(\\d)(?:/(${TIME}))?$`)

function seconds(text: string): number {
  const [hours = '0', minutes = '0'] = text.replace(/^[+-]/, '').split(':')
  const size = Number(hours) * 3600 + Number(minutes) * 60
  return text.startsWith('-') ? -size : size
}

function turn(text: string | undefined): Turn | undefined {
  const match = TURN.exec(text ?? '')
  if (!match) return undefined
  const [, month, week, weekday, at = '2'] = match
  return {
    month: Number(month),
    week: Number(week),
    weekday: Number(weekday),
    seconds: seconds(at),
  }
}

/** Reads a POSIX TZ text: west is positive there. */
function readRule(text: string): Zone {
  const [, west = '0', summerWest, from, to] = POSIX.exec(text) ?? []
  const standard = 0 - seconds(west)
  const first = turn(from)
  const last = turn(to)
  if (!first || !last) return { standard, summer: standard }
  const summer = summerWest === undefined ? standard + 3600 : 0 - seconds(summerWest)
  return { standard, summer, from: first, to: last }
}

let known: ReadonlyMap<string, string> | undefined

function names(): ReadonlyMap<string, string> {
  if (known) return known
  const all = new Map<string, string>()
  for (const [rule, folders] of Object.entries(ZONE_RULES))
    for (const folder of folders.split('; ')) {
      const [, head = '', list = ''] = /^(?:(\S+): )?(.*)$/.exec(folder) ?? []
      for (const name of list.split(' ')) all.set(head ? `${head}/${name}` : name, rule)
    }
  known = all
  return all
}

const zones = new Map<string, Zone>()

/** The zone of an IANA name, in its exact spelling; undefined when there is none. */
export function zoneOf(name: string): Zone | undefined {
  const present = zones.get(name)
  if (present) return present
  const rule = names().get(name)
  if (rule === undefined) return undefined
  const zone = readRule(rule)
  zones.set(name, zone)
  return zone
}

/** Days since 1970-01-01 of a civil date (Howard Hinnant's algorithm). */
export function dayNumber(year: number, month: number, date: number): number {
  const y = year - (month <= 2 ? 1 : 0)
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export interface Civil {
  readonly year: number
  readonly month: number
  readonly date: number
  /** 0 is Sunday. */
  readonly weekday: number
}

/** The civil date of a day number. */
export function civilOf(day: number): Civil {
  const [year, month, date] = civil(day)
  return { year, month, date, weekday: (((day + 4) % 7) + 7) % 7 }
}

/** The moment of a turn in a year, in seconds of the zone's clock as it is before it. */
function momentOf({ month, week, weekday, seconds: at }: Turn, year: number): number {
  const first = dayNumber(year, month, 1)
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)
  let day = first + ((weekday - civilOf(first).weekday + 7) % 7) + (week - 1) * 7
  while (day >= next) day -= 7
  return day * DAY + at
}

/** Seconds to add to UTC at a moment, in seconds of the UNIX epoch. */
export function offsetAt(zone: Zone, at: number): number {
  const { standard, summer, from, to } = zone
  if (!from || !to) return standard
  const { year } = civilOf(Math.floor((at + standard) / DAY))
  const begins = momentOf(from, year) - standard
  const ends = momentOf(to, year) - summer
  const inSummer = begins < ends ? at >= begins && at < ends : at >= begins || at < ends
  return inSummer ? summer : standard
}
