import { describe, expect, it } from 'vitest'
import {
  checkFieldSelector,
  matchesFields,
  parseFieldSelector,
} from '../../../src/sim/machinery/fieldSelector.ts'
import {
  formatSelector,
  matches,
  parseSelector,
  selectorOf,
  selectorText,
} from '../../../src/sim/machinery/selector.ts'
import type { ApiObject } from '../../../src/sim/types/index.ts'
import { machineryRows } from './rows.ts'

interface ParseRow {
  input: string
  canonical?: string
  error: string | null
}
interface MatchRow {
  selector: string
  labels: Record<string, string>
  result: boolean
}

function parsed(text: string) {
  try {
    return { canonical: selectorText(parseSelector(text)), error: null }
  } catch (error) {
    return { error: (error as Error).message }
  }
}

describe('label selectors', () => {
  it('parses every upstream row', () => {
    const rows = machineryRows<ParseRow>('parseSelector')
    expect(rows).toHaveLength(44)
    for (const { input, canonical, error } of rows) {
      expect({ input, ...parsed(input) }).toEqual(
        canonical === undefined ? { input, error } : { input, canonical, error },
      )
    }
  })
  it('matches every upstream row', () => {
    const rows = machineryRows<MatchRow>('selectorMatches')
    expect(rows).toHaveLength(19)
    expect(rows.map((r) => matches(parseSelector(r.selector), r.labels))).toEqual(
      rows.map((r) => r.result),
    )
  })
  it('reads LabelSelector objects: none selects nothing, an empty one everything', () => {
    expect(matches(selectorOf(undefined), { a: 'b' })).toBe(false)
    expect(matches(selectorOf({}), { a: 'b' })).toBe(true)
    const object = {
      matchLabels: { b: 'x' },
      matchExpressions: [
        { key: 'a', operator: 'NotIn', values: ['2', '1'] },
        { key: 'c', operator: 'DoesNotExist' },
      ],
    }
    expect(formatSelector(object)).toBe('a notin (1,2),b=x,!c')
    expect(matches(selectorOf(object), { b: 'x' })).toBe(true)
    expect(matches(selectorOf(object), { b: 'x', a: '1' })).toBe(false)
    expect(formatSelector(undefined)).toBe('<none>')
    expect(formatSelector({ matchExpressions: [{ key: 'a', operator: 'Near' }] })).toBe('<error>')
  })
})

describe('field selectors', () => {
  const pod = {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'd' },
    spec: { nodeName: 'w1' },
    status: { phase: 'Running' },
  } as unknown as ApiObject
  it.each([
    ['metadata.name=p', true],
    ['metadata.name==q', false],
    ['spec.nodeName!=w1', false],
    ['status.phase=Running,spec.nodeName=w1', true],
    ['status.phase!=Running', false],
    ['spec.hostNetwork=false', true],
    ['', true],
  ])('%s is %s', (text, result) => {
    const requirements = parseFieldSelector(text)
    checkFieldSelector('Pod', requirements)
    expect(matchesFields(requirements, pod)).toBe(result)
  })
  it('refuses what the API refuses', () => {
    expect(() => parseFieldSelector('name')).toThrow(
      "invalid selector: 'name'; can't understand 'name'",
    )
    expect(() => checkFieldSelector('Pod', parseFieldSelector('spec.x=1'))).toThrow(
      'field label not supported: spec.x',
    )
    expect(() => checkFieldSelector('ConfigMap', parseFieldSelector('data=1'))).toThrow(
      '"data" is not a known field selector: only "metadata.name", "metadata.namespace"',
    )
  })
})
