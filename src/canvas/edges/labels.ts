import type { Rect, Spot } from './router.ts'
import type { Route } from './routes.ts'

export interface Label {
  readonly id: string
  /** Its middle. */
  readonly at: Spot
  /** Whether its word fits there; else it shows its sign only. */
  readonly wordy: boolean
}

export interface LabelSize {
  /** Width of one letter and of the rest, and the height. */
  readonly letter: number
  readonly rest: number
  readonly height: number
  /** Side of a label that shows its sign only. */
  readonly sign: number
}

/** Where labels have to stay between, where beside the stage there is no room for them. */
export type Rims = readonly [left: number, right: number]

const PLACES = [0.5, 0.3, 0.7, 0.15, 0.85] as const
/** Another label under it is worse than a piece of a card. */
const CLASH = 8

function overlap(a: Rect, b: Rect): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return wide > 0 && high > 0 ? wide * high : 0
}

function candidates(spots: readonly Spot[]): readonly Spot[] {
  return spots.slice(1).flatMap((spot, index) => {
    const before = spots[index] ?? spot
    return PLACES.map((part) => ({
      x: before.x + (spot.x - before.x) * part,
      y: before.y + (spot.y - before.y) * part,
    }))
  })
}

/** Rims and padding may be covered, as nothing is written there: more of them on a card than on a tile. */
const RIMS = { card: [9, 5], tile: [4, 2] } as const
const CARD_HEIGHT = 40
/** A word that would hide more than this part of itself in cards gives way to its sign. */
const HIDDEN = 0.08

function written({ x, y, width, height }: Rect): Rect {
  const [across, down] = RIMS[height < CARD_HEIGHT ? 'tile' : 'card']
  return { x: x + across, y: y + down, width: width - 2 * across, height: height - 2 * down }
}

function around({ x, y }: Spot, width: number, height: number): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height }
}

/** The place nearest to its own at which the whole of a label is seen. */
function within({ x, y }: Spot, width: number, [left, right]: Rims): Spot {
  return { x: Math.max(left + width / 2, Math.min(x, right - width / 2)), y }
}

interface Best {
  readonly at: Spot
  readonly hidden: number
  readonly cost: number
}

function bestSpot(
  route: Route,
  taken: readonly Rect[],
  cards: readonly Rect[],
  width: number,
  height: number,
  rims: Rims,
): Best {
  let best: Best = {
    at: within(route.spots[0] ?? { x: 0, y: 0 }, width, rims),
    hidden: 0,
    cost: Number.POSITIVE_INFINITY,
  }
  for (const spot of candidates(route.spots)) {
    const at = within(spot, width, rims)
    const rect = around(at, width, height)
    const hidden = cards.reduce((sum, one) => sum + overlap(rect, one), 0)
    const cost = taken.reduce((sum, other) => sum + CLASH * overlap(rect, other), hidden)
    if (cost < best.cost) best = { at, hidden, cost }
  }
  return best
}

/**
 * Finds each line's word a place on its line where it hides nothing that is written on cards, and the least of other
 * words. Where there is none, the label is the line's sign alone.
 */
export function labelsOf(
  routes: readonly Route[],
  words: (route: Route) => string,
  cards: readonly Rect[],
  size: LabelSize,
  rims: Rims = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): readonly Label[] {
  const inner = cards.map(written)
  const placed: Rect[] = []
  return routes.map((route) => {
    const word = words(route)
    const width = word.length * size.letter + size.rest
    const spoken = bestSpot(route, placed, inner, width, size.height, rims)
    const wordy = word !== '' && spoken.hidden <= HIDDEN * width * size.height
    const { at } = wordy ? spoken : bestSpot(route, placed, inner, size.sign, size.sign, rims)
    placed.push(wordy ? around(at, width, size.height) : around(at, size.sign, size.sign))
    return { id: route.id, at, wordy }
  })
}
