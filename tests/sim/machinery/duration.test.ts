import { describe, expect, it } from 'vitest'
import {
  formatDuration,
  humanDuration,
  parseDuration,
  shortHumanDuration,
} from '../../../src/sim/machinery/duration.ts'
import { machineryRows } from './rows.ts'

interface Row {
  seconds: number
  result: string
}

describe('durations', () => {
  it('prints ages as upstream does', () => {
    const rows = machineryRows<Row>('humanDuration')
    expect(rows).toHaveLength(27)
    expect(rows.map((r) => humanDuration(r.seconds * 1000))).toEqual(rows.map((r) => r.result))
  })

  it('prints short ages as upstream does', () => {
    const rows = machineryRows<Row>('shortHumanDuration')
    expect(rows).toHaveLength(14)
    expect(rows.map((r) => shortHumanDuration(r.seconds * 1000))).toEqual(rows.map((r) => r.result))
  })

  it.each([
    ['0', 0, '0s'],
    ['30s', 30_000, '30s'],
    ['1h2m3.5s', 3_723_500, '1h2m3.5s'],
    ['-1.5h', -5_400_000, '-1h30m0s'],
    ['250ms', 250, '250ms'],
    ['.5m', 30_000, '30s'],
    ['1500us', 1.5, '1.5ms'],
    ['10m', 600_000, '10m0s'],
  ])('reads %s as %d ms and prints %s', (text, ms, printed) => {
    expect(parseDuration(text)).toBe(ms)
    expect(formatDuration(ms)).toBe(printed)
  })

  it.each([
    ['', 'time: invalid duration ""'],
    ['abc', 'time: invalid duration "abc"'],
    ['10', 'time: missing unit in duration "10"'],
    ['10x', 'time: unknown unit "x" in duration "10x"'],
  ])('refuses %j', (text, message) => {
    expect(() => parseDuration(text)).toThrow(message)
  })
})
