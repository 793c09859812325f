import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { podTemplateHash } from '../../../src/sim/machinery/podTemplateHash.ts'
import type { PodTemplateSpec } from '../../../src/sim/types/index.ts'

const rows = JSON.parse(
  readFileSync(new URL('../../cases/podTemplateHashes.json', import.meta.url), 'utf8'),
) as { hash: string; template: PodTemplateSpec }[]

describe('podTemplateHash', () => {
  it.each(rows.map((row) => [row.hash, row.template] as const))('gives %s', (hash, template) => {
    expect(podTemplateHash(template)).toBe(hash)
  })
  it('changes with the collision count, 0 included', () => {
    const template = rows[0]?.template as PodTemplateSpec
    const hashes = [undefined, 0, 1].map((count) => podTemplateHash(template, count))
    expect(new Set(hashes).size).toBe(3)
  })
})
