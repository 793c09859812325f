import { describe, expect, it } from 'vitest'
import { portsOf, type Rect, type Spot, ways } from '../../src/canvas/edges/router.ts'

const card = (x: number, y: number): Rect => ({ x, y, width: 100, height: 50 })

function crosses(rect: Rect, a: Spot, b: Spot): boolean {
  const [x1, x2] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const [y1, y2] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
  return (
    x2 > rect.x + 1 &&
    x1 < rect.x + rect.width - 1 &&
    y2 > rect.y + 1 &&
    y1 < rect.y + rect.height - 1
  )
}

describe('router', () => {
  const cards = [0, 112, 224].flatMap((x) => [0, 62, 124].map((y) => card(x, y)))

  it('goes through the gutters, level or upright, and over no card', () => {
    const from = cards[0] as Rect
    const found = ways(
      cards,
      portsOf(from),
      cards.slice(1).map((to) => ({ to: portsOf(to) })),
    )
    expect(found).toHaveLength(8)
    for (const way of found) {
      expect(way).toBeDefined()
      for (const [index, spot] of (way ?? []).slice(1).entries()) {
        const before = way?.[index] as Spot
        expect(before.x === spot.x || before.y === spot.y).toBe(true)
        expect(cards.some((one) => crosses(one, before, spot))).toBe(false)
      }
    }
  })

  it('says so when a card is walled in', () => {
    const wall: Rect = { x: 90, y: 90, width: 300, height: 300 }
    const inner = card(180, 200)
    expect(ways([wall], portsOf(card(0, 0)), [{ to: portsOf(inner) }])).toEqual([undefined])
  })
})
