import { describe, expect, test } from 'vitest'
import { nextTime } from '../../../src/sim/machinery/cron/next.ts'
import { parseSchedule } from '../../../src/sim/machinery/cron/parse.ts'
import { offsetAt, UTC, zoneOf } from '../../../src/sim/machinery/cron/zones.ts'

const at = (text: string) => Date.parse(text) / 1000
const shown = (seconds: number | undefined) =>
  seconds === undefined ? 'never' : new Date(seconds * 1000).toISOString().replace('.000', '')

/** Schedule, moment, next moment; a zone where it is not UTC. */
const NEXT: readonly (readonly [string, string, string, string?])[] = [
  ['* * * * *', '2021-03-01T00:00:00Z', '2021-03-01T00:01:00Z'],
  ['*/15 * * * *', '2021-03-01T00:14:59Z', '2021-03-01T00:15:00Z'],
  ['0/20 * * * *', '2021-03-01T00:41:00Z', '2021-03-01T01:00:00Z'],
  ['5,10 3 * * *', '2021-03-01T03:05:00Z', '2021-03-01T03:10:00Z'],
  ['0 9-17/4 * * mon-fri', '2021-03-05T17:00:00Z', '2021-03-08T09:00:00Z'],
  ['0 0 1 JAN ?', '2021-03-01T00:00:00Z', '2022-01-01T00:00:00Z'],
  ['0 0 29 2 *', '2021-03-01T00:00:00Z', '2024-02-29T00:00:00Z'],
  ['0 0 31 2 *', '2021-03-01T00:00:00Z', 'never'],
  // Both a date and a weekday: either will do.
  ['0 0 13 * fri', '2021-03-01T00:00:00Z', '2021-03-05T00:00:00Z'],
  ['0 0 13 * fri', '2021-03-12T00:00:00Z', '2021-03-13T00:00:00Z'],
  ['@hourly', '2021-03-01T00:00:01Z', '2021-03-01T01:00:00Z'],
  ['@daily', '2021-03-01T00:00:00Z', '2021-03-02T00:00:00Z'],
  ['@midnight', '2021-12-31T00:00:00Z', '2022-01-01T00:00:00Z'],
  ['@weekly', '2021-03-01T00:00:00Z', '2021-03-07T00:00:00Z'],
  ['@monthly', '2021-03-01T00:00:00Z', '2021-04-01T00:00:00Z'],
  ['@yearly', '2021-03-01T00:00:00Z', '2022-01-01T00:00:00Z'],
  ['@every 1h30m', '2021-03-01T00:00:07Z', '2021-03-01T01:30:07Z'],
  ['0 9 * * *', '2021-03-01T00:00:00Z', '2021-03-02T00:00:00Z', 'Asia/Seoul'],
  ['0 9 * * *', '2021-02-28T23:59:00Z', '2021-03-01T00:00:00Z', 'Asia/Seoul'],
  ['0 9 * * *', '2026-03-27T12:00:00Z', '2026-03-28T08:00:00Z', 'Europe/Paris'],
  ['0 9 * * *', '2026-03-28T12:00:00Z', '2026-03-29T07:00:00Z', 'Europe/Paris'],
  // The hour that is left out in spring, and the one that comes twice in autumn.
  ['30 2 * * *', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z', 'Europe/Paris'],
  ['30 1 * * *', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z', 'America/New_York'],
  ['15 12 * * *', '2026-06-01T00:00:00Z', '2026-06-01T06:45:00Z', 'Asia/Kolkata'],
  ['0 3 * * *', '2026-01-01T00:00:00Z', '2026-01-01T16:00:00Z', 'Australia/Sydney'],
]

test.each(NEXT.map(([schedule, from, next, zone = 'UTC']) => ({ schedule, from, next, zone })))(
  '$schedule after $from is $next in $zone',
  ({ schedule, from, next, zone }) => {
    const place = zoneOf(zone)
    expect(place).toBeDefined()
    expect(shown(nextTime(parseSchedule(schedule), at(from), place ?? UTC))).toBe(next)
  },
)

test.each([
  ['61 * * * *', 'end of range (61) above maximum (59): 61'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['5-3 * * * *', 'beginning of range (5) beyond end of range (3): 5-3'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  [
    '* * * * someday',
    'failed to parse int from someday: strconv.Atoi: parsing "someday": invalid syntax',
  ],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['every day', 'expected exactly 5 fields, found 2: [every day]'],
  ['@never', 'unrecognized descriptor: @never'],
  ['', 'empty spec string'],
])('%s is refused', (schedule, text) => {
  expect(() => parseSchedule(schedule)).toThrow(text)
})

/** The rules of today, so that years that had others are no measure. */
const MOMENTS = [
  '2026-01-15T12:00:00Z',
  '2026-04-10T12:00:00Z',
  '2026-07-15T00:00:00Z',
  '2026-10-30T12:00:00Z',
]
/** Zones whose clocks follow no rule: both turns are kept by hand each year. */
const BY_HAND = new Set(['Africa/Casablanca', 'Africa/El_Aaiun'])

function platformOffset(zone: string, moment: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
    hour: 'numeric',
  }).formatToParts(new Date(moment))
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d+):(\d+))?/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}

/** How the zone differs from this machine's at the moments. */
function differences(name: string): string[] {
  const zone = zoneOf(name)
  if (!zone) return [`${name} is missing`]
  return MOMENTS.flatMap((moment) => {
    const [ours, theirs] = [offsetAt(zone, at(moment)), platformOffset(name, moment)]
    return ours === theirs ? [] : [`${name} ${moment}: ${ours} instead of ${theirs}`]
  })
}

describe('time zones', () => {
  test('agree with those of this machine', () => {
    const names = Intl.supportedValuesOf('timeZone').filter((name) => !BY_HAND.has(name))
    expect(names.length).toBeGreaterThan(400)
    expect(names.flatMap(differences)).toEqual([])
  })

  test.each(['Mars/Base', 'asia/seoul', 'America', ''])('%s is none', (name) => {
    expect(zoneOf(name)).toBeUndefined()
  })
})
