import { expect, it } from 'vitest'
import { slicesOf } from '../../src/store/manifests.ts'

const document = (at: number) => `kind: ConfigMap\nmetadata:\n  name: c-${at}\n`

it('cuts only between documents, loses nothing and counts the lines before each slice', () => {
  const text = Array.from({ length: 10_000 }, (_, at) => document(at)).join('---\n')
  const slices = slicesOf(text)
  expect(slices.length).toBeGreaterThan(10)
  expect(slices.map((slice) => slice.text).join('')).toBe(text)
  expect(slices.reduce((sum, slice) => sum + slice.documents, 0)).toBe(10_000)
  const lines = text.split('\n')
  for (const slice of slices.slice(1)) {
    expect(slice.text.startsWith('---\n')).toBe(true)
    expect(lines[slice.line]).toBe('---')
  }
})

it('keeps one long document whole', () => {
  const text = `data:\n${'  k: v\n'.repeat(20_000)}`
  expect(slicesOf(text)).toEqual([{ text, line: 0, documents: 1 }])
})
