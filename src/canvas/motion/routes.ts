import { type Port, straightened, ways } from '../edges/router.ts'
import type { Spot } from './polyline.ts'

export interface Area extends Spot {
  readonly width: number
  readonly height: number
}

/** Half a gutter: so far outside a card messages travel. */
const MARGIN = 6
/** With more cards than this a way through the gutters costs too much, and nobody would see it. */
const MOST_CARDS = 90

export interface Routes {
  /** From the hub to an area, or to a spot in it, without crossing other cards where that can be avoided. */
  to(area: Area): readonly Spot[]
  /** The same way back. */
  from(area: Area): readonly Spot[]
}

function holds(outer: Area, inner: Area): boolean {
  return (
    inner.x >= outer.x - 1 &&
    inner.y >= outer.y - 1 &&
    inner.x + inner.width <= outer.x + outer.width + 1 &&
    inner.y + inner.height <= outer.y + outer.height + 1
  )
}

/** Cards that messages go around: backgrounds, which hold other cards, are none. */
export function cardsOf(areas: readonly Area[]): readonly Area[] {
  return areas.filter((one) => !areas.some((other) => other !== one && holds(one, other)))
}

function middle({ x, y, width, height }: Area): Spot {
  return { x: x + width / 2, y: y + height / 2 }
}

/** Whether the middle of an area is in a card: what stands in a card may reach a little beyond its edge. */
function stands(card: Area, area: Area): boolean {
  const { x, y } = middle(area)
  return x >= card.x && x <= card.x + card.width && y >= card.y && y <= card.y + card.height
}

/** Where ways end beside a card: at its upper and lower corners, where the gutters cross. */
function corners({ x, y, width, height }: Area): readonly Port[] {
  const [left, right] = [x - MARGIN, x + width + MARGIN]
  const [top, bottom] = [y - MARGIN, y + height + MARGIN]
  return [
    { side: 'left', x: left, y: top },
    { side: 'right', x: right, y: top },
    { side: 'left', x: left, y: bottom },
    { side: 'right', x: right, y: bottom },
  ]
}

/** From a corner of a card along its side, and in at the height of what is meant. */
function into(card: Area, area: Area, corner: Spot): readonly Spot[] {
  const right = corner.x > card.x + card.width / 2
  const { y } = middle(area)
  return [
    { x: corner.x, y },
    { x: right ? area.x + area.width : area.x, y },
  ]
}

/**
 * The ways from one place to all others of a layout. The search is made once, when the first way is asked for, and its
 * results serve until the cards move.
 */
export function routesOf(cards: readonly Area[], hub: Area): Routes {
  const home = cards.find((card) => stands(card, hub)) ?? hub
  const start: Port = { x: hub.x + hub.width / 2, y: home.y + home.height + MARGIN, side: 'bottom' }
  const door: Spot = { x: start.x, y: hub.y + hub.height }
  let found: ReadonlyMap<Area, readonly Spot[]> | undefined
  const crowded = cards.length > MOST_CARDS
  const search = (): ReadonlyMap<Area, readonly Spot[]> => {
    const lines = ways(
      cards,
      [start],
      cards.map((card) => ({ to: corners(card) })),
    )
    return new Map(
      cards.flatMap((card, index) => {
        const line = lines[index]
        return line ? [[card, line] as const] : []
      }),
    )
  }
  const to = (area: Area): readonly Spot[] => {
    // Inside the hub's own card: under it through the gutter, and up.
    if (stands(home, area)) {
      const { x } = middle(area)
      return straightened([door, start, { x, y: start.y }, { x, y: area.y + area.height }])
    }
    // Among thousands of cards the straight way is taken, and none of them is looked at.
    if (crowded) return [door, middle(area)]
    const card = cards.find((one) => stands(one, area))
    found ??= search()
    const line = card && found.get(card)
    const last = line?.at(-1)
    if (!card || !line || !last) return [door, middle(area)]
    return straightened([door, ...line, ...into(card, area, last)])
  }
  return { to, from: (area) => [...to(area)].reverse() }
}
