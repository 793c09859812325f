import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readManifest } from '../../src/kubectl/yaml.ts'
import { NOT_SIMPLE, readSimple } from '../../src/kubectl/yamlSimple.ts'
import { toYaml } from '../../src/kubectl/yamlWriter.ts'
import { rowsOf } from './desk.ts'

function outcome(text: string, fast: boolean): unknown {
  const documents: unknown[] = []
  try {
    for (const document of readManifest(text, fast)) documents.push(document)
    return { documents }
  } catch (error) {
    return { documents, error: String(error) }
  }
}

function recordedTexts(): readonly string[] {
  const files = readdirSync('tests/golden', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => readFileSync(`tests/golden/${path}`, 'utf8'))
  const rows = ['mutations', 'updates'].flatMap((name) =>
    rowsOf<{ yaml: string; changed?: string }>(`golden/${name}.jsonl`).flatMap(
      ({ yaml, changed }) => [yaml, changed ?? ''],
    ),
  )
  return [...files, ...rows]
}

const WORDS = [
  'a',
  'b: c',
  '- x',
  '1',
  '0x1f',
  '1.5e3',
  'yes',
  'null',
  '~',
  '#x',
  "it's",
  '"q"',
  '',
  'on',
  '2024-01-01',
  '- ',
  'a #b',
  'k:',
  '{}',
  '한글',
  '012',
  '<<',
]
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...WORDS, 1, 0, -2.5, true, null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('a', 'name', 'b.c/d', 'on', '1', 'x-y', 'weird key', 'k:'),
      tie('json'),
      { maxKeys: 3 },
    ),
  ),
}))

describe('the fast reader of simple documents', { timeout: 60_000 }, () => {
  test('reads what the whole parser reads, recorded manifests', () => {
    const texts = recordedTexts()
    expect(texts.length).toBeGreaterThan(140)
    for (const text of texts) expect(outcome(text, true)).toEqual(outcome(text, false))
  })

  test('does read most of them itself', () => {
    const simple = rowsOf<{ yaml: string }>('golden/mutations.jsonl').filter(
      ({ yaml }) => readSimple(yaml) !== NOT_SIMPLE,
    )
    expect(simple.length).toBeGreaterThan(75)
  })

  test('reads what the whole parser reads, whatever was written', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = toYaml(value)
        expect(outcome(text, true)).toEqual(outcome(text, false))
      }),
      { numRuns: 300, seed: 11 },
    )
  })

  test('agrees on texts that somebody broke', () => {
    const base = rowsOf<{ yaml: string }>('golden/mutations.jsonl').map(({ yaml }) => yaml)
    const noise = fc.constantFrom(
      ' ',
      '\n',
      '\t',
      ':',
      '- ',
      '  ',
      '#',
      '"',
      "'",
      '{',
      '|',
      '---\n',
      '&a ',
      '*a',
      '!',
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...base),
        fc.nat(600),
        noise,
        fc.nat(3),
        (text, at, extra, cut) => {
          const broken = text.slice(0, at) + extra + text.slice(at + cut)
          expect(outcome(broken, true)).toEqual(outcome(broken, false))
        },
      ),
      { numRuns: 250, seed: 12 },
    )
  })
})
