import { describe, expect, test } from 'vitest'
import { ManifestError, readManifest } from '../../src/kubectl/yaml.ts'
import { toJson, toYaml } from '../../src/kubectl/yamlWriter.ts'

function valuesOf(text: string): unknown[] {
  return [...readManifest(text)].map((document) => document.value)
}

function errorOf(text: string): ManifestError {
  try {
    valuesOf(text)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error('no error')
}

describe('broken YAML is refused in the words of Go’s parser', () => {
  test.each([
    [
      'a key between two levels',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: e\n spec:\n  containers: []',
      'line 4: did not find expected key',
    ],
    ['deeper', 'a:\n  b:\n    c: 1\n   d: 2\n', 'line 1: did not find expected key'],
    [
      'deeper and later',
      'x: 1\na:\n  b:\n    c: 1\n   d: 2\n',
      'line 2: did not find expected key',
    ],
    [
      'a tab',
      'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: e\n',
      'line 4: found character that cannot start any token',
    ],
    [
      'a tab after a value',
      'a:\n  b: 1\n\tc: 2\n',
      'line 2: found a tab character that violates indentation',
    ],
    [
      'two colons',
      'a: 1\nkey: foo: bar\n',
      'line 2: mapping values are not allowed in this context',
    ],
    ['two colons in the first line', 'a: b: c\n', 'mapping values are not allowed in this context'],
    [
      'a map under a text',
      'a: text\n  b: 1\n',
      'line 2: mapping values are not allowed in this context',
    ],
    ['no colon', 'a: 1\nfoo\nb: 2\n', "line 2: could not find expected ':'"],
    ['no colon at the end', 'a: 1\nfoo\n', "line 2: could not find expected ':'"],
    ['an open quote', 'x: 1\na: "abc\nb: 2\n', 'line 2: found unexpected end of stream'],
    ['an open list', 'x: 1\na: [1, 2\nb: 2\n', "line 1: did not find expected ',' or ']'"],
    ['an open map', 'x: 1\na: {x: 1, y\nb: 2\n', "line 1: did not find expected ',' or '}'"],
    [
      'a reserved character',
      'x: 1\na: `x`\n',
      'line 2: found character that cannot start any token',
    ],
    ['a key among items', 'a:\n  - x\n  y: 1\n', "line 1: did not find expected '-' indicator"],
    ['an item among keys', 'a:\n  b: 1\n  - x\n', 'line 1: did not find expected key'],
    ['an unknown anchor', 'a: *x\n', "unknown anchor 'x' referenced"],
    ['a wrong escape', 'x: 1\na: "\\q"\n', 'line 2: found unknown escape character'],
    ['text after a quoted text', 'x: 1\na: "x" y\n', 'line 1: did not find expected key'],
    ['a control character', 'a: \u0001\n', 'control characters are not allowed'],
  ])('%s', (_, text, problem) => {
    expect(errorOf(text).message).toBe(`error converting YAML to JSON: yaml: ${problem}`)
  })

  test('lines of the message count in the document, those of the position in the file', () => {
    const error = errorOf('a: 1\n---\nb: 1\nc: d: e\n')
    expect(error.message).toContain('line 2: mapping values')
    expect([error.line, error.column]).toEqual([4, 4])
  })

  test('the good documents before it are not lost', () => {
    const seen: unknown[] = []
    expect(() => {
      for (const { value } of readManifest('a: 1\n---\nb: 2\n---\nc: d: e\n')) seen.push(value)
    }).toThrow(ManifestError)
    expect(seen).toEqual([{ a: 1 }, { b: 2 }])
  })
})

describe('YAML is read as Kubernetes reads it', () => {
  test.each([
    ['yes', true],
    ['off', false],
    ['n', false],
    ['0644', 420],
    ['0o17', 15],
    ['0x1F', 31],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['"8080"', '8080'],
    ["'true'", 'true'],
    ['~', null],
    ['2021-03-01', '2021-03-01'],
    ['10:30', '10:30'],
    ['1.2.3', '1.2.3'],
    ['100m', '100m'],
    ['08', 8],
    ['-', '-'],
  ])('a: %s', (text, value) => {
    const read = text === '-' ? valuesOf('a: "-"') : valuesOf(`a: ${text}`)
    expect(read).toEqual([{ a: value }])
  })

  test('keys are texts', () => {
    expect(valuesOf('yes: 1\n8080: 2\n')).toEqual([{ true: 1, 8080: 2 }])
  })

  test('a key twice: the last one counts, and both are told', () => {
    const [document] = [...readManifest('a: 1\nb:\n  c: 1\n  c: 2\n')]
    expect(document?.value).toEqual({ a: 1, b: { c: 2 } })
    expect(document?.duplicates).toEqual([{ key: 'c', line: 4, column: 3 }])
  })

  test('documents, empty ones and comments', () => {
    const documents = [
      ...readManifest('# first\n---\na: 1\n---\n---\n# none\n---\nb: |\n  x\n  y\n'),
    ]
    expect(documents.map(({ value, line }) => [value, line])).toEqual([
      [{ a: 1 }, 3],
      [{ b: 'x\ny\n' }, 8],
    ])
  })

  test('anchors and merges', () => {
    expect(valuesOf('a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\nc: *x\n')).toEqual([
      { a: { k: 1, l: 2 }, b: { k: 1, l: 3 }, c: { k: 1, l: 2 } },
    ])
  })

  test('JSON', () => {
    expect(valuesOf('{"a": [1, "x", null]}')).toEqual([{ a: [1, 'x', null] }])
  })

  test('__proto__ is a key like any other', () => {
    const [value] = valuesOf('__proto__:\n  polluted: true\n')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('bounds', () => {
  test('repetition of repetition is refused', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let depth = 1; depth < 12; depth++) {
      const alias = `*a${depth - 1}`
      lines.push(`a${depth}: &a${depth} [${Array(10).fill(alias).join(', ')}]`)
    }
    expect(errorOf(lines.join('\n')).message).toContain('document contains excessive aliasing')
  })

  test('an anchor that contains itself is refused', () => {
    expect(errorOf('a: &a [*a]\n').message).toContain("anchor 'a' value contains itself")
  })

  test('10,000 documents', () => {
    const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "1"\n'
    expect(valuesOf(Array(10_000).fill(one).join('---\n'))).toHaveLength(10_000)
  })
})

describe('output', () => {
  test.each([
    ['a text', 'a: plain text\n', { a: 'plain text' }],
    [
      'what looks like something else',
      'a: "yes"\nb: "1"\nc: "null"\nd: ""\n',
      { a: 'yes', b: '1', c: 'null', d: '' },
    ],
    ['a time', 'a: "2021-03-01T00:00:00Z"\n', { a: '2021-03-01T00:00:00Z' }],
    ['a colon', "a: 'x: y'\n", { a: 'x: y' }],
    ['several lines', 'a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['several lines without an end', 'a: |-\n  x\n\n  y\n', { a: 'x\n\ny' }],
    [
      'lists at the level of their parent',
      'a:\n- b: 1\n  c:\n  - d\n- []\n',
      { a: [{ c: ['d'], b: 1 }, []] },
    ],
    ['lists in lists', 'a:\n- - x\n  - z\n', { a: [['x', 'z']] }],
    ['a tab', 'a: "x\\ty"\n', { a: 'x\ty' }],
    ['empties', 'a: {}\nb: []\nc: null\n', { a: {}, b: [], c: null }],
  ])('%s', (_, text, value) => {
    expect(toYaml(value)).toBe(text)
    expect(valuesOf(text)).toEqual([value])
  })

  test('long lines are folded at the first space after column 80', () => {
    const message = `0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate`
    expect(toYaml({ status: { conditions: [{ message }] } })).toBe(
      "status:\n  conditions:\n  - message: '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient\n      cpu. no new claims to deallocate'\n",
    )
  })

  test('JSON has sorted keys, four spaces and no HTML', () => {
    expect(toJson({ b: '<a>', a: [] })).toBe('{\n    "a": [],\n    "b": "\\u003ca\\u003e"\n}\n')
  })
})
