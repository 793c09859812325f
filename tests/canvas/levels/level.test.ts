import { describe, expect, it } from 'vitest'
import { group } from '../../../src/canvas/graph/grouping.ts'
import type { Box } from '../../../src/canvas/graph/layout/boxes.ts'
import { layout } from '../../../src/canvas/graph/layout/layout.ts'
import { readWorld } from '../../../src/canvas/graph/world.ts'
import { Levels } from '../../../src/canvas/levels/controller.ts'
import { SpatialGrid } from '../../../src/canvas/levels/grid.ts'
import { levelOf } from '../../../src/canvas/levels/level.ts'
import { admit, NODE_CAP, type Piece, planOf } from '../../../src/canvas/levels/plan.ts'
import { listerOf, node, pod } from '../objects.ts'

const NEAR_PX = 20

describe('the level', () => {
  it.each([
    [1, 30, NEAR_PX, 'near'],
    [12, 240, NEAR_PX, 'near'],
    [12, 241, NEAR_PX, 'mid'],
    [13, 100, NEAR_PX, 'mid'],
    [100, 3000, NEAR_PX, 'mid'],
    [101, 3000, NEAR_PX, 'far'],
    [40, 900, 11, 'far'],
    [200, 6000, 4, 'far'],
    [201, 6000, 4, 'map'],
    [50, 1500, 2.9, 'map'],
    [0, 0, 2, 'map'],
  ] as const)('%i machines in view, %i pods of %d px: %s', (machines, pods, podPx, level) => {
    expect(levelOf({ machines, pods, podPx })).toBe(level)
  })

  it('holds on at the edge and lets go beyond it, both ways', () => {
    const at = (machines: number) => ({ machines, pods: machines * 10, podPx: NEAR_PX })
    expect(levelOf(at(13), 'near')).toBe('mid')
    expect(levelOf(at(12), 'mid')).toBe('mid')
    expect(levelOf(at(10), 'mid')).toBe('near')
    expect(levelOf({ machines: 40, pods: 900, podPx: 12.5 }, 'far')).toBe('far')
    expect(levelOf({ machines: 40, pods: 900, podPx: 14.2 }, 'far')).toBe('mid')
    expect(levelOf({ machines: 40, pods: 900, podPx: 11.9 }, 'mid')).toBe('far')
  })
})

function boxAt(id: string, x: number, y: number): Box {
  return { id, type: 'machine', x, y, width: 250, height: 264 }
}

describe('the grid', () => {
  const boxes = Array.from({ length: 5000 }, (_, index) =>
    boxAt(`m${index}`, (index % 100) * 262, Math.floor(index / 100) * 276),
  )
  const grid = new SpatialGrid()
  grid.place(boxes)

  it('finds just what a look at every box would find', () => {
    for (const rect of [
      { x: 1000, y: 1000, width: 1600, height: 900 },
      { x: -500, y: -500, width: 400, height: 400 },
      { x: 26_000, y: 13_600, width: 5000, height: 5000 },
      { x: 249, y: 0, width: 2, height: 2 },
    ]) {
      const plain = boxes.filter(
        (box) =>
          box.x < rect.x + rect.width &&
          rect.x < box.x + box.width &&
          box.y < rect.y + rect.height &&
          rect.y < box.y + box.height,
      )
      expect(new Set(grid.query(rect))).toEqual(new Set(plain))
    }
  })

  it('finds the box under a point, and nothing in a gap', () => {
    expect(grid.at(262 * 7 + 10, 276 * 3 + 263)?.id).toBe('m307')
    expect(grid.at(262 * 7 + 255, 276 * 3)).toBeUndefined()
  })

  it('exchanges boxes that did not move', () => {
    const next = boxes.map((box, index) => (index === 307 ? { ...box, open: true } : box))
    grid.place(next)
    expect(grid.at(262 * 7 + 10, 276 * 3 + 10)?.open).toBe(true)
  })
})

const MACHINES = 400
const cluster = [
  ...Array.from({ length: MACHINES }, (_, index) => node(`m${String(index).padStart(3, '0')}`)),
  ...Array.from({ length: MACHINES * 10 }, (_, index) =>
    pod(`p${index}`, { node: `m${String(index % MACHINES).padStart(3, '0')}` }),
  ),
]
const placed = layout(group(readWorld(listerOf(cluster))))
const grid = new SpatialGrid()
grid.place(placed.boxes)
const machine = placed.boxes.find((box) => box.id === 'Node|/m150') as Box
const look = (zoom: number) => ({
  x: 800 - (machine.x + 125) * zoom,
  y: 450 - (machine.y + 132) * zoom,
  zoom,
  width: 1600,
  height: 900,
})

describe('the plan', () => {
  it('has pods of their own near, one node per machine in between, frames far away and nothing on the map', () => {
    const near = planOf(grid, placed, look(2), 'near')
    expect(near[0]?.id).toBe('Node|/m150')
    expect(near[0]?.boxes.map((box) => box.type)).toEqual(['machine', ...Array(10).fill('pod')])
    expect(near[0]?.boxes[0]?.open).toBe(true)
    const mid = planOf(grid, placed, look(0.8), 'mid')
    expect(mid.every((piece) => piece.boxes.length === 1 && !piece.boxes[0]?.open)).toBe(true)
    expect(planOf(grid, placed, look(0.4), 'far')[0]?.boxes[0]?.type).toBe('frame')
    expect(planOf(grid, placed, look(0.05), 'map')).toEqual([])
  })

  it.each(['near', 'mid', 'far'] as const)(
    'never asks React Flow for more than it carries: %s',
    (level) => {
      const pieces = planOf(grid, placed, look(0.1), level)
      const nodes = pieces.reduce((sum, piece) => sum + piece.boxes.length, 0)
      expect(nodes).toBeLessThanOrEqual(NODE_CAP)
      expect(nodes).toBeGreaterThan(NODE_CAP / 2)
    },
  )

  it('keeps the pieces of what did not change', () => {
    const [first] = planOf(grid, placed, look(1), 'mid')
    expect(planOf(grid, placed, look(1.1), 'mid')[0]).toBe(first)
  })
})

const piece = (id: string, boxes = 1): Piece => ({
  id,
  boxes: Array.from({ length: boxes }, () => boxAt(id, 0, 0)),
  cost: 1,
})
const CHANGE = { budget: 4, hold: true, linger: false }

describe('coming up', () => {
  it('is four at a time, in the order of the plan', () => {
    const wanted = Array.from({ length: 10 }, (_, index) => piece(`${index}`))
    const first = admit(new Map(), wanted, CHANGE)
    expect([...first.mounted.keys()]).toEqual(['0', '1', '2', '3'])
    expect(first.waiting).toBe(true)
    const second = admit(first.mounted, wanted, CHANGE)
    const third = admit(second.mounted, wanted, CHANGE)
    expect(third).toMatchObject({ waiting: false })
    expect(third.mounted.size).toBe(10)
    expect(admit(third.mounted, wanted, CHANGE).mounted).toBe(third.mounted)
  })

  it('keeps the order of who is there already, whatever is nearest now', () => {
    const [a, b, c] = [piece('a'), piece('b'), piece('c')] as const
    const { mounted } = admit(new Map([a, b].map((one) => [one.id, one])), [c, b, a], CHANGE)
    expect([...mounted.keys()]).toEqual(['a', 'b', 'c'])
  })

  it('lets go at once of what is not wanted, unless it may linger where there is room', () => {
    const [a, b] = [piece('a'), piece('b')] as const
    const mounted = new Map([a, b].map((one) => [one.id, one]))
    expect([...admit(mounted, [a], CHANGE).mounted.keys()]).toEqual(['a'])
    expect([...admit(mounted, [a], { ...CHANGE, linger: true }).mounted.keys()]).toEqual(['a', 'b'])
    const full = piece('full', NODE_CAP)
    expect([...admit(mounted, [full], { ...CHANGE, linger: true }).mounted.keys()]).toEqual([
      'full',
    ])
  })
})

describe('levels over time', () => {
  function clocked() {
    let now = 0
    let step: (() => void) | undefined
    const levels = new Levels({
      request: (next) => {
        step = next
        return 1
      },
      cancel: () => {
        step = undefined
      },
      now: () => now,
    })
    levels.setLayout(placed)
    const frame = (elapsed = 16): boolean => {
      now += elapsed
      const due = step
      step = undefined
      due?.()
      return due !== undefined
    }
    return { levels, frame }
  }

  it('mounts no frames while the view moves far away, and all of them once it stands', () => {
    const { levels, frame } = clocked()
    levels.setView(look(0.42))
    frame()
    expect(levels.get().level).toBe('far')
    expect(levels.get().nodes).toEqual([])
    frame(200)
    for (let count = 0; count < 100 && frame(); count++);
    expect(levels.get().nodes.length).toBeGreaterThan(40)
    expect(levels.get().nodes.every((one) => one.type !== 'machine')).toBe(true)
  })

  it('ends, asks for no more frames, and never brings up many at once', () => {
    const { levels, frame } = clocked()
    levels.setView(look(2.2))
    let most = 0
    let before = 0
    let frames = 0
    while (frame(60) && frames < 200) {
      const { length } = levels.get().nodes.filter((one) => one.type === 'machine')
      most = Math.max(most, length - before)
      before = length
      frames++
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(4)
    expect(frames).toBeLessThan(200)
    expect(levels.get().level).toBe('near')
    expect(levels.get().nodes.some((one) => one.type === 'pod')).toBe(true)
  })
})
