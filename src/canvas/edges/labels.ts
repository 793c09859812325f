import type { Rect, Spot } from './router.ts'
import type { Route } from './routes.ts'

export interface Label {
  readonly id: string
  /** Its middle. */
  readonly at: Spot
}

export interface LabelSize {
  /** Width of one letter and of the rest, and the height. */
  readonly letter: number
  readonly rest: number
  readonly height: number
}

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

/** Finds each line's word a place on its line where it hides the least of cards and of other words. */
export function labelsOf(
  routes: readonly Route[],
  words: (route: Route) => string,
  cards: readonly Rect[],
  size: LabelSize,
): readonly Label[] {
  const placed: Rect[] = []
  return routes.map((route) => {
    const width = words(route).length * size.letter + size.rest
    const rectAt = ({ x, y }: Spot): Rect => ({
      x: x - width / 2,
      y: y - size.height / 2,
      width,
      height: size.height,
    })
    const cost = (spot: Spot): number => {
      const rect = rectAt(spot)
      const hidden = cards.reduce((sum, card) => sum + overlap(rect, card), 0)
      return placed.reduce((sum, other) => sum + CLASH * overlap(rect, other), hidden)
    }
    let best = route.spots[0] ?? { x: 0, y: 0 }
    let least = Number.POSITIVE_INFINITY
    for (const spot of candidates(route.spots)) {
      const now = cost(spot)
      if (now < least) {
        least = now
        best = spot
      }
    }
    placed.push(rectAt(best))
    return { id: route.id, at: best }
  })
}
