import { describe, expect, it } from 'vitest'
import {
  addQuantity,
  canonical,
  compareQuantity,
  milliValue,
  quantityError,
  storedQuantity,
  subQuantity,
  value,
} from '../../../src/sim/machinery/quantity.ts'
import { machineryRows } from './rows.ts'

interface Row {
  input: string
  canonical: string
  milli: number
  value: number
  error: string | null
}

describe('quantities', () => {
  const rows = machineryRows<Row>('parseQuantity')

  it('parses every upstream row', () => {
    expect(rows).toHaveLength(820)
    const answers = rows.map((row) => {
      const error = quantityError(row.input)
      if (error !== undefined) return { input: row.input, error }
      return {
        input: row.input,
        canonical: canonical(row.input),
        milli: milliValue(row.input) + 0,
        value: value(row.input) + 0,
      }
    })
    const expected = rows.map((row) =>
      row.error === null
        ? { input: row.input, canonical: row.canonical, milli: row.milli, value: row.value }
        : { input: row.input, error: row.error },
    )
    expect(answers).toEqual(expected)
  })

  it.each([
    ['1', '500m', '1500m', '500m'],
    ['1Gi', '1Gi', '2Gi', '0'],
    ['0', '128Mi', '128Mi', '-128Mi'],
    ['1500m', '0.5', '2', '1'],
    ['1Gi', '1', '1073741825', '1073741823'],
    ['9223372036854775807', '1', '9223372036854775808', '9223372036854775806'],
  ])('%s and %s: sum %s, difference %s', (a, b, sum, difference) => {
    expect(addQuantity(a, b)).toBe(sum)
    expect(subQuantity(a, b)).toBe(difference)
  })

  it('compares by value, not by text', () => {
    expect(compareQuantity('1000m', '1')).toBe(0)
    expect(compareQuantity('1Gi', '1G')).toBe(1)
    expect(compareQuantity('-1', '1n')).toBe(-1)
  })

  it('keeps a text that needs no rewriting', () => {
    expect(storedQuantity('0.5')).toBe('500m')
    expect(storedQuantity('1E6')).toBe('1E6')
    expect(storedQuantity('1024Mi')).toBe('1Gi')
    expect(storedQuantity('1000m')).toBe('1')
  })
})
