import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { LegendPlace } from '../../src/app/LegendPlace.tsx'
import { EDGE_LOOKS } from '../../src/canvas/edges/looks.ts'
import { CHIP_SIGNS } from '../../src/canvas/motion/Badges.tsx'
import { COIN_SIGNS } from '../../src/canvas/motion/pens.ts'
import { RING_SIGNS, SHAPES } from '../../src/canvas/nodes/shapes.ts'
import { SIGNS } from '../../src/canvas/nodes/signs.ts'
import { RELATIONS } from '../../src/store/relations/rows.ts'
import { uiStore } from '../../src/store/ui.ts'

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
})

afterEach(() => {
  cleanup()
  uiStore.getState().setLanguage('en')
})

/** Everything that the stage draws, from the tables that draw it. */
const DRAWN = [
  ...Object.keys(SHAPES).map((tone) => `state.${tone}`),
  ...Object.keys(RING_SIGNS).map((ring) => `ring.${ring}`),
  ...Object.keys(COIN_SIGNS).map((sort) => `coin.${sort}`),
  'coin.watch',
  ...Object.keys(CHIP_SIGNS).map((chip) => `chip.${chip}`),
  ...RELATIONS.map(({ name }) => `line.${name}`),
  ...Object.keys(SIGNS).map((kind) => `kind.${kind}`),
  ...Object.values(EDGE_LOOKS).map(({ colour }) =>
    colour === '--ink2' ? 'colour.ink2' : `colour.${colour.slice(2)}`,
  ),
]

it.each(['en', 'ko'] as const)(
  'has a row with words for everything that is drawn, in %s',
  (language) => {
    uiStore.getState().setLanguage(language)
    render(<LegendPlace />)
    const dialog = screen.getByRole('dialog', { name: language === 'en' ? 'Legend' : '범례' })
    const rows = new Map(
      [...dialog.querySelectorAll<HTMLElement>('[data-row]')].map((row) => [
        row.dataset.row,
        row.querySelector('dd')?.textContent ?? '',
      ]),
    )
    expect(DRAWN.filter((row) => (rows.get(row) ?? '') === '')).toEqual([])
    for (const row of dialog.querySelectorAll('[data-row]'))
      expect(row.querySelector('dt')?.childElementCount).toBe(1)
    const mute = [...rows].filter(([, words]) => words === '' || words.includes('undefined'))
    expect(mute).toEqual([])
    if (language === 'ko')
      expect([...rows].filter(([, words]) => !/[가-힣]/.test(words))).toEqual([])
  },
)
