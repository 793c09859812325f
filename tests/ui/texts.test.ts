import { expect, it } from 'vitest'
import { en } from '../../src/ui/text/en.ts'
import { withParticle } from '../../src/ui/text/kinds.ts'
import { ko } from '../../src/ui/text/ko.ts'

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()

it('has the same keys in both languages', () => {
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort())
})

it.each(Object.keys(en) as (keyof typeof en)[])('fills %s with the same values', (key) => {
  // English names the kind where Korean has it in the sentence, so only made-up holes are wrong.
  for (const hole of holes(ko[key])) expect(holes(en[key])).toContain(hole)
  expect(ko[key].trim()).not.toBe('')
})

it('chooses the particle by the last sound', () => {
  expect(withParticle('파드', '을/를')).toBe('파드를')
  expect(withParticle('레플리카셋', '을/를')).toBe('레플리카셋을')
  expect(withParticle('레플리카셋', '이/가')).toBe('레플리카셋이')
})
