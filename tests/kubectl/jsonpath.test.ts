import { describe, expect, it } from 'vitest'
import { evaluateJsonpath } from '../../src/kubectl/jsonpath/evaluate.ts'
import { relaxedJsonpath } from '../../src/kubectl/jsonpath/parse.ts'
import { machineryRows } from '../sim/machinery/rows.ts'

interface Row {
  name: string
  template: string
  data: unknown
  allowMissingKeys: boolean
  output: string
  error: string | null
}

const rows = machineryRows<Row>('jsonpath')

describe('jsonpath', () => {
  it('has every upstream row', () => {
    expect(rows).toHaveLength(72)
  })

  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const run = () =>
      evaluateJsonpath(row.template, row.data, {
        allowMissingKeys: row.allowMissingKeys,
        keepFieldOrder: true,
      })
    // kubectl evaluates untyped objects, so the Go type in the message is always this one.
    const error = row.error?.replace('map[string]int', 'map[string]interface {}')
    if (error === undefined) expect(run()).toBe(row.output)
    else expect(run).toThrow(expect.objectContaining({ message: error }))
  })

  it.each([
    ['{.a', 'unclosed action'],
    ['{.a[0}', 'unterminated array'],
    ['{"x}', 'unterminated quoted string'],
    ['{.a[x]}', 'invalid array index x'],
    ['{end}', 'not in range, nothing to end'],
  ])('refuses %s', (template, message) => {
    expect(() => evaluateJsonpath(template, { a: [1] })).toThrow(message)
  })

  it('prints objects sorted and escaped, as Go does', () => {
    expect(evaluateJsonpath('{.x}', { x: { b: '<', a: 1 } })).toBe('{"a":1,"b":"\\u003c"}')
  })

  it('relaxes paths', () => {
    expect(['a.b', '.a.b', '{a.b}', '{.a.b}'].map(relaxedJsonpath)).toEqual(Array(4).fill('{.a.b}'))
  })
})
