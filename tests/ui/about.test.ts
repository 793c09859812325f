import { describe, expect, it } from 'vitest'
import { SIGNS } from '../../src/canvas/nodes/signs.ts'
import { ACTORS, KINDS } from '../../src/sim/index.ts'
import { RELATIONS } from '../../src/store/relations/rows.ts'
import { answerFor } from '../../src/ui/about/about.ts'
import { actorsEn } from '../../src/ui/about/actorsEn.ts'
import { kindsEn } from '../../src/ui/about/kindsEn.ts'
import { addressOf } from '../../src/ui/about/pages.ts'
import { placesEn } from '../../src/ui/about/places.ts'
import { EDGE_PAGES } from '../../src/ui/edges/pages.ts'

const PLACES = ['stage|', 'controlPlane|', 'tray|waiting', 'folded|region|nodes', 'more|config']
const REGIONS = ['controlPlane', 'workloads', 'nodes', 'network', 'storage', 'config']
const IDS = [
  ...Object.keys(kindsEn).map((kind) => `${kind}|default/x`),
  ...Object.keys(actorsEn).map((actor) => `Actor|${actor}`),
  ...PLACES,
  ...REGIONS.map((region) => `label|${region}`),
  'head|volume',
  'head|backend',
  'user|',
]
const HANGUL = /[가-힣]/

describe('what am I looking at', () => {
  it('knows every kind that has a sign, every kind of the engine and every actor', () => {
    const kinds = [...Object.keys(SIGNS), ...KINDS.map(({ kind }) => kind)]
    expect(kinds.filter((kind) => !(kind in kindsEn))).toEqual([])
    expect(ACTORS.map(({ name }) => name).filter((name) => !(name in actorsEn))).toEqual([])
  })

  it.each(IDS)('answers %s in three whole sentences of both languages', (id) => {
    for (const language of ['en', 'ko'] as const) {
      const { sentences } = answerFor(id, false, language)
      expect(sentences).toHaveLength(3)
      for (const sentence of sentences) {
        expect(sentence.trim()).toMatch(/[.!?"]$/)
        expect(HANGUL.test(sentence)).toBe(language === 'ko')
      }
    }
  })

  it('gives each its own answer', () => {
    const all = [...Object.values(kindsEn), ...Object.values(actorsEn), ...Object.values(placesEn)]
    expect(new Set(all).size).toBe(all.length)
  })

  it('says of what is missing that it is, with the page of its kind', () => {
    const there = answerFor('Secret|default/x', false, 'en')
    const missing = answerFor('Secret|default/x', true, 'en')
    expect(missing.sentences[0]).toContain('does not exist')
    expect(missing.page).toEqual(there.page)
  })

  it('takes every kubelet for a kubelet and an unknown actor for a controller', () => {
    expect(answerFor('Actor|kubelet w1', false, 'en')).toEqual(
      answerFor('Actor|kubelet', false, 'en'),
    )
    expect(answerFor('Actor|new-one', false, 'en').sentences[0]).toMatch(/^A controller/)
  })

  it('names a page of kubernetes.io for everything, lines as well', () => {
    const pages = [
      ...IDS.map((id) => answerFor(id, false, 'en').page),
      ...RELATIONS.map(({ name }) => EDGE_PAGES[name]),
    ]
    for (const page of pages) {
      expect(page[0]).not.toBe('')
      expect(addressOf(page)).toMatch(/^https:\/\/kubernetes\.io\/docs\/[a-z0-9/-]+[a-z0-9]\/$/)
    }
  })
})
