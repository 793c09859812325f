import { LIFETIMES } from '../../ui/kit/LifeSign.tsx'
import { EDGE_LOOKS } from '../edges/looks.ts'
import { CHIP_SIGNS } from '../motion/Badges.tsx'
import { COIN_SIGNS } from '../motion/pens.ts'
import { RING_SIGNS, SHAPES } from '../nodes/shapes.ts'
import { SIGNS } from '../nodes/signs.ts'

function keysOf<T extends object>(table: T): readonly (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[]
}

/** What the legend has rows for: read from the very tables that draw the stage. */
export const STATES = keysOf(SHAPES)
export const RINGS = keysOf(RING_SIGNS)
export const COINS = [...keysOf(COIN_SIGNS), 'watch', 'reached'] as const
export const CHIPS = keysOf(CHIP_SIGNS)
export const LINES = keysOf(EDGE_LOOKS)
export const KINDS = keysOf(SIGNS)
export const LAMPS = ['idle', 'busy', 'queue', 'retry', 'off'] as const
export const WIRES = ['bound', 'loose'] as const
export const BADGES = ['restarts', 'volume', 'broken', 'ready', 'probe'] as const
/** Lifetimes of volumes, as plugs on pods. */
export const LIVES = LIFETIMES
/** Bars on the cards of claims, volumes and what they lie on. */
export const SIZES = ['share', 'loose', 'over'] as const
export const CARDS = ['selected', 'ghost', 'faint', 'cordoned', 'taint', 'trouble', 'more'] as const
/** Custom properties of the tokens, without their dashes. */
export const COLOURS = [
  'brass',
  'ok',
  'work',
  'wait',
  'bad',
  'gone',
  'vol',
  'net',
  'cfg',
  'ink2',
] as const

type Row<P extends string, K extends string> = `${P}.${K}`

export type LegendRow =
  | Row<'state', (typeof STATES)[number]>
  | `ring.${'pulling' | 'terminating' | 'backOff'}`
  | Row<'coin', (typeof COINS)[number]>
  | Row<'chip', (typeof CHIPS)[number]>
  | Row<'lamp', (typeof LAMPS)[number]>
  | Row<'wire', (typeof WIRES)[number]>
  | Row<'badge', (typeof BADGES)[number]>
  | Row<'life', (typeof LIVES)[number]>
  | Row<'size', (typeof SIZES)[number]>
  | Row<'card', (typeof CARDS)[number]>
  | Row<'colour', (typeof COLOURS)[number]>

export type LegendPart =
  | 'state'
  | 'ring'
  | 'badge'
  | 'life'
  | 'size'
  | 'card'
  | 'lamp'
  | 'coin'
  | 'chip'
  | 'line'
  | 'colour'
  | 'kind'
