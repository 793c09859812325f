import { describe, expect, it } from 'vitest'
import { group } from '../../../src/canvas/graph/grouping.ts'
import type { Layout } from '../../../src/canvas/graph/layout/boxes.ts'
import { layout } from '../../../src/canvas/graph/layout/layout.ts'
import { capacityOf, METRICS } from '../../../src/canvas/graph/metrics.ts'
import { roomsOf } from '../../../src/canvas/graph/rooms.ts'
import { readWorld } from '../../../src/canvas/graph/world.ts'
import { Board } from '../../../src/canvas/layer/board.ts'
import { cellRect, gridFor, gridsOf, slotAt } from '../../../src/canvas/layer/cells.ts'
import { BAD, codeOf, EMPTY, FAINT_BIT, OK } from '../../../src/canvas/layer/codes.ts'
import { hitAt } from '../../../src/canvas/layer/hit.ts'
import { marksOf } from '../../../src/canvas/layer/marks.ts'
import { heatShare } from '../../../src/canvas/layer/painter.ts'
import { colourOf } from '../../../src/canvas/layer/palette.ts'
import { walkTo } from '../../../src/canvas/layer/walk.ts'
import { SpatialGrid } from '../../../src/canvas/levels/grid.ts'
import type { Entry, Node, Pod } from '../../../src/sim/index.ts'
import { listerOf, node, pod } from '../objects.ts'

const RUNNING: Pod['status'] = {
  phase: 'Running',
  containerStatuses: [
    { name: 'main', image: 'x', imageID: '', ready: true, restartCount: 0, state: { running: {} } },
  ],
}
const CRASHING: Pod['status'] = {
  phase: 'Running',
  containerStatuses: [
    {
      name: 'main',
      image: 'x',
      imageID: '',
      ready: false,
      restartCount: 3,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    },
  ],
}

const onto = (name: string, machine: string, status = RUNNING) =>
  pod(name, { node: machine, status })

/** A board that follows lists of objects, as it follows the registry. */
function follow(machines: number) {
  const nodes = new Map<string, Node>()
  for (let index = 0; index < machines; index++) nodes.set(`/m${index}`, node(`m${index}`))
  const pods = new Map<string, Pod>()
  const dark = new Set<string>()
  const board = new Board({
    pod: (key) => pods.get(key),
    node: (key) => nodes.get(key),
    lit: (key) => !dark.has(key),
  })
  const grid = new SpatialGrid()
  let placed: Layout | undefined
  const rooms = roomsOf([])
  const set = (one: Pod) => {
    const key = `default/${one.metadata.name}`
    rooms.apply([{ kind: 'Pod', key, before: pods.get(key), after: one } as unknown as Entry])
    pods.set(key, one)
  }
  const remove = (name: string) => {
    const key = `default/${name}`
    rooms.apply([{ kind: 'Pod', key, before: pods.get(key), after: undefined } as unknown as Entry])
    pods.delete(key)
  }
  const draw = () => {
    const list = Object.assign(listerOf([...nodes.values(), ...pods.values()]), { rooms })
    placed = layout(group(readWorld(list)), placed?.places)
    grid.place(placed.boxes)
    board.place(placed)
    return placed
  }
  return { board, grid, nodes, dark, set, remove, draw }
}

function at(board: Board, name: string): number | undefined {
  const place = board.placeOf(`default/${name}`)
  return place && board.stateAt(place.index, place.slot)
}

describe('states as bytes', () => {
  it('writes each pod where the tiles have it, and one byte per change', () => {
    const { board, set, draw } = follow(3)
    set(onto('a', 'm0'))
    set(onto('b', 'm1', CRASHING))
    set(onto('c', 'm1'))
    draw()
    expect(['a', 'b', 'c'].map((name) => at(board, name))).toEqual([OK, BAD, OK])
    expect([board.totals[OK], board.totals[BAD], board.broken.size]).toEqual([2, 1, 1])
    const before = Uint8Array.from(board.states)
    board.setPod('default/c', onto('c', 'm1', CRASHING))
    const changed = before.filter((byte, index) => byte !== board.states[index])
    expect(changed.length).toBe(1)
    expect([board.totals[OK], board.totals[BAD], board.broken.size]).toEqual([1, 2, 2])
  })

  it('moves a pod to another machine, frees its place, and forgets who went', () => {
    const { board, set, remove, draw } = follow(3)
    set(onto('a', 'm0', CRASHING))
    set(onto('b', 'm0'))
    draw()
    const index = board.placeOf('default/a')?.index ?? -1
    set(onto('a', 'm2', CRASHING))
    draw()
    expect(at(board, 'a')).toBe(BAD)
    expect(board.placeOf('default/a')?.index).not.toBe(index)
    expect(board.stateAt(index, 0)).toBe(EMPTY)
    remove('a')
    remove('b')
    draw()
    expect(at(board, 'a')).toBeUndefined()
    expect([...board.totals].every((count) => count === 0)).toBe(true)
    expect(board.broken.size).toBe(0)
  })

  it('takes the colour, not the count, from what the lens is not about, and never from what is broken', () => {
    const { board, dark, set, draw } = follow(1)
    set(onto('a', 'm0'))
    set(onto('b', 'm0', CRASHING))
    set(onto('c', 'm0'))
    draw()
    const bytes = () => [...board.states.subarray(0, 3)]
    const [version, warmth] = [board.version, board.heat[0] ?? 0]
    dark.add('default/a').add('default/b')
    board.relight()
    expect(bytes()).toEqual([OK + FAINT_BIT, BAD, OK])
    expect(board.version).toBeGreaterThan(version)
    board.settle()
    expect(board.heat[0]).toBeLessThan(warmth)
    expect([board.totals[OK], board.totals[BAD], at(board, 'a')]).toEqual([2, 1, OK])
    board.setPod('default/a', onto('a', 'm0', CRASHING))
    expect(bytes()).toEqual([BAD, BAD, OK])
    dark.clear()
    board.relight()
    board.setPod('default/a', onto('a', 'm0'))
    expect(bytes()).toEqual([OK, BAD, OK])
    board.settle()
    expect(board.heat[0]).toBe(warmth)
  })

  it('sums up a machine once before it is drawn, however many of its pods changed', () => {
    const { board, set, draw } = follow(1)
    for (let index = 0; index < 4; index++) set(onto(`p${index}`, 'm0'))
    draw()
    expect(board.heat[2]).toBe(0)
    const { brokenVersion } = board
    board.setPod('default/p0', onto('p0', 'm0', CRASHING))
    board.setPod('default/p1', onto('p1', 'm0', CRASHING))
    expect(board.brokenVersion).toBe(brokenVersion + 2)
    expect(board.heat[2]).toBe(0)
    board.settle()
    expect(board.heat[2]).toBe(0.5)
    board.setPod('default/p2', onto('p2', 'm0', CRASHING))
    board.setPod('default/p2', onto('p2', 'm0'))
    board.settle()
    expect(board.heat[2]).toBe(0.5)
  })

  it('follows a machine that grows beyond its room, and one that is taken away', () => {
    const { board, set, nodes, remove, draw } = follow(2)
    for (let index = 0; index < 120; index++) set(onto(`p${index}`, 'm0'))
    set(onto('other', 'm1', CRASHING))
    draw()
    for (let index = 0; index < 120; index++) expect(at(board, `p${index}`)).toBe(OK)
    expect(at(board, 'other')).toBe(BAD)
    nodes.delete('/m1')
    remove('other')
    draw()
    expect(board.indexOfMachine('Node|/m1')).toBeUndefined()
    expect(board.totals[BAD]).toBe(0)
  })

  it('writes nothing for machines whose pods did not change', () => {
    const { board, set, draw } = follow(50)
    for (let index = 0; index < 500; index++) set(onto(`p${index}`, `m${index % 50}`))
    draw()
    board.takeTouched()
    set(onto('late', 'm7'))
    draw()
    expect([...(board.takeTouched()?.machines ?? [])]).toEqual([board.indexOfMachine('Node|/m7')])
  })

  it('counts broken pods of kube-system too, which are folded', () => {
    const { board, set, draw, nodes } = follow(1)
    draw()
    const system = pod('etcd', { namespace: 'kube-system', node: 'm0', status: CRASHING })
    const world = readWorld(listerOf([...nodes.values(), system]))
    const other = new Board({ pod: () => system, node: (key) => nodes.get(key) })
    other.place(layout(group(world)))
    expect(other.broken.size).toBe(1)
    expect(other.placeOf('kube-system/etcd')).toBeUndefined()
    set(onto('a', 'm0'))
    expect(board.broken.size).toBe(0)
  })
})

describe('cells', () => {
  const size = METRICS.desk

  it('takes the tiles of the elements while they fit, and finer ones for all others', () => {
    size.densities.forEach((density, index) => {
      expect(gridFor(capacityOf(density), size)).toBe(index)
    })
    const finer = gridsOf(size).slice(size.densities.length)
    expect(finer[0] && finer[0].columns * finer[0].rows).toBeGreaterThanOrEqual(110)
    for (const { columns, rows, width, height, gap } of gridsOf(size)) {
      expect(columns * (width + gap) - gap).toBeLessThanOrEqual(size.column - 2 * size.pad)
      expect(rows * (height + gap) - gap).toBeLessThanOrEqual(size.bodyHeight)
    }
  })

  it.each([3, 8, 15, 30, 100, 190, 400])(
    'finds every one of %i places again, and no gap',
    (places) => {
      const grid = gridsOf(size)[gridFor(places, size)]
      if (!grid) throw new Error('no arrangement')
      for (let slot = 0; slot < places; slot++) {
        const { x, y, width, height } = cellRect(grid, slot, size)
        expect(slotAt(grid, x + width / 2, y + height / 2, size)).toBe(slot)
        expect(slotAt(grid, x + width + grid.gap / 2, y, size)).toBeUndefined()
      }
      expect(slotAt(grid, 2, 2, size)).toBeUndefined()
    },
  )
})

describe('under the pointer', () => {
  const { board, grid, set, draw } = follow(40)
  for (let index = 0; index < 400; index++) set(onto(`p${index}`, `m${index % 40}`))
  draw()

  it('is the pod, else its machine, and from very far always the machine', () => {
    const { index = -1, slot = -1 } = board.placeOf('default/p77') ?? {}
    const rect = board.rectOf(index, slot)
    if (!rect) throw new Error('no place')
    const x = rect.x + rect.width / 2
    const y = rect.y + rect.height / 2
    expect(hitAt(grid, board, x, y, false)?.id).toBe('Pod|default/p77')
    expect(hitAt(grid, board, x, y, true)?.id).toBe('Node|/m37')
    const box = board.fields[index]?.box
    expect(hitAt(grid, board, (box?.x ?? 0) + 5, (box?.y ?? 0) + 5, false)?.id).toBe('Node|/m37')
    expect(hitAt(grid, board, -500, -500, false)).toBeUndefined()
  })

  it('is reached by keys as well: over machines, into one, along its pods and beyond', () => {
    const start = walkTo(board, grid, undefined, 'ArrowDown')
    expect(start?.id).toBe('Node|/m0')
    const right = walkTo(board, grid, start, 'ArrowRight')
    expect(right?.id).toBe('Node|/m1')
    const inside = walkTo(board, grid, right, 'PageDown')
    expect(inside?.id).toBe('Pod|default/p1')
    let at = inside
    const seen = new Set<number>()
    for (let step = 0; step < 12 && at; step++) {
      seen.add(at.index)
      at = walkTo(board, grid, at, 'ArrowRight') ?? at
    }
    expect(seen.size).toBeGreaterThan(1)
    expect(walkTo(board, grid, inside, 'PageUp')?.id).toBe('Node|/m1')
    expect(walkTo(board, grid, start, 'ArrowLeft')).toBeUndefined()
  })

  it('finds what is broken from anywhere, round and round', () => {
    board.setPod('default/p300', onto('p300', 'm20', CRASHING))
    board.setPod('default/p301', onto('p301', 'm21', CRASHING))
    const from = walkTo(board, grid, undefined, '')
    const first = walkTo(board, grid, from, 'b')
    const second = walkTo(board, grid, first, 'b')
    expect([first?.id, second?.id]).toEqual(['Pod|default/p300', 'Pod|default/p301'])
    expect(walkTo(board, grid, second, 'b')?.id).toBe('Pod|default/p300')
  })
})

describe('what is broken', () => {
  const { board, set, draw } = follow(40)
  for (let index = 0; index < 400; index++)
    set(onto(`p${index}`, `m${index % 40}`, index === 123 ? CRASHING : RUNNING))
  draw()
  const all = (zoom: number) => ({ x: 0, y: 0, zoom, width: 100_000, height: 100_000 })

  it('has a sign of its own as long as its tile is too small to show it', () => {
    const place = board.placeOf('default/p123')
    const rect = place && board.rectOf(place.index, place.slot)
    const middle = rect && { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
    expect(marksOf(board, all(0.3), 7)).toEqual([middle])
    expect(marksOf(board, all(0.5), 12)).toEqual([])
  })

  it('marks its machine on the heat map', () => {
    const [mark, ...rest] = marksOf(board, all(0.05), 1.2)
    const box = board.fields[board.indexOfMachine('Node|/m3') ?? -1]?.box
    expect(rest).toEqual([])
    expect(mark).toEqual({
      x: (box?.x ?? 0) + METRICS.desk.column / 2,
      y: (box?.y ?? 0) + METRICS.desk.machine / 2,
    })
  })
})

describe('small things', () => {
  it.each([
    ['#fff', [255, 255, 255]],
    [' #12352f', [18, 53, 47]],
    ['nonsense', [0, 0, 0]],
  ])('reads the token %s', (text, colour) => {
    expect(colourOf(text)).toEqual(colour)
  })

  it('has a number for every state', () => {
    expect(codeOf(undefined)).toBe(EMPTY)
    expect(codeOf(onto('a', 'm0'))).toBe(OK)
    expect(codeOf(onto('a', 'm0', CRASHING))).toBe(BAD)
    expect([heatShare(5), heatShare(3), heatShare(1)]).toEqual([0, 0.5, 1])
  })
})
