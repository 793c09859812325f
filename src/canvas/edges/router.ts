/** Finds orthogonal ways between rectangles through the gaps that other rectangles leave. Pure geometry. */

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Spot {
  readonly x: number
  readonly y: number
}

type Side = 'left' | 'right' | 'top' | 'bottom'

export interface Port extends Spot {
  readonly side: Side
}

/** How far outside a card lines run: half a gutter. */
const MARGIN = 6
/** Length that a bend is worth: few bends are easier to follow than a short way. */
const BEND = 60
/** Lines closer than this are one. */
const NEAR = 2

function unique(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.filter((value, index) => index === 0 || value - (sorted[index - 1] ?? 0) > NEAR)
}

function indexNear(lines: readonly number[], value: number): number {
  let best = 0
  for (let at = 1; at < lines.length; at++)
    if (Math.abs((lines[at] ?? 0) - value) < Math.abs((lines[best] ?? 0) - value)) best = at
  return best
}

/** A binary heap of numbers ordered by a cost table. */
class Heap {
  private readonly items: number[] = []
  private readonly costs: number[] = []

  get size(): number {
    return this.items.length
  }

  push(item: number, cost: number): void {
    let at = this.items.push(item) - 1
    this.costs.push(cost)
    while (at > 0) {
      const up = (at - 1) >> 1
      if ((this.costs[up] ?? 0) <= cost) break
      this.swap(at, up)
      at = up
    }
  }

  pop(): number {
    const first = this.items[0] ?? 0
    const last = this.items.pop() ?? 0
    const cost = this.costs.pop() ?? 0
    if (this.items.length === 0) return first
    this.items[0] = last
    this.costs[0] = cost
    let at = 0
    for (;;) {
      let down = 2 * at + 1
      if (down >= this.items.length) break
      if ((this.costs[down + 1] ?? Number.POSITIVE_INFINITY) < (this.costs[down] ?? 0)) down += 1
      if ((this.costs[down] ?? 0) >= cost) break
      this.swap(at, down)
      at = down
    }
    return first
  }

  private swap(a: number, b: number): void {
    const { items, costs } = this
    ;[items[a], items[b]] = [items[b] as number, items[a] as number]
    ;[costs[a], costs[b]] = [costs[b] as number, costs[a] as number]
  }
}

/** Where the search may walk: crossings of lines beside cards, and whether the step to the right or down is free. */
interface Grid {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  readonly right: Uint8Array
  readonly down: Uint8Array
}

function gridOf(obstacles: readonly Rect[], ports: readonly Spot[]): Grid {
  const xs = unique([
    ...obstacles.flatMap((one) => [one.x - MARGIN, one.x + one.width + MARGIN]),
    ...ports.map((port) => port.x),
  ])
  const ys = unique([
    ...obstacles.flatMap((one) => [one.y - MARGIN, one.y + one.height + MARGIN]),
    ...ports.map((port) => port.y),
  ])
  const right = new Uint8Array(xs.length * ys.length).fill(1)
  const down = new Uint8Array(xs.length * ys.length).fill(1)
  for (const one of obstacles) block({ xs, ys, right, down }, one)
  return { xs, ys, right, down }
}

/** Whether the stretch from one line to the next touches the inside of start .. start + length. */
function crosses(from: number, to: number, start: number, length: number): boolean {
  return to > start + 1 && from < start + length - 1
}

/** Steps that would cross the inside of a card are shut. */
function block({ xs, ys, right, down }: Grid, one: Rect): void {
  const wide = xs.length
  ys.forEach((y, row) => {
    const under = ys[row + 1] ?? y
    if (!crosses(y, under, one.y, one.height) && !crosses(y, y, one.y, one.height)) return
    const level = crosses(y, y, one.y, one.height)
    xs.forEach((x, column) => {
      const beside = xs[column + 1] ?? x
      const at = row * wide + column
      if (level && crosses(x, beside, one.x, one.width)) right[at] = 0
      if (crosses(x, x, one.x, one.width) && crosses(y, under, one.y, one.height)) down[at] = 0
    })
  })
}

interface Search {
  readonly grid: Grid
  readonly cost: Float64Array
  readonly from: Int32Array
}

/** Directions: 0 level, 1 upright. A state is a crossing and the direction in which it was reached. */
const STEPS = [
  { dx: 1, dy: 0, way: 0 },
  { dx: -1, dy: 0, way: 0 },
  { dx: 0, dy: 1, way: 1 },
  { dx: 0, dy: -1, way: 1 },
] as const

function isFree(grid: Grid, column: number, row: number, dx: number, dy: number): boolean {
  const wide = grid.xs.length
  const toColumn = column + dx
  const toRow = row + dy
  if (toColumn < 0 || toRow < 0 || toColumn >= wide || toRow >= grid.ys.length) return false
  const table = dx === 0 ? grid.down : grid.right
  return table[Math.min(row, toRow) * wide + Math.min(column, toColumn)] === 1
}

/** The cheapest ways from some ports to every crossing. */
function searchFrom(grid: Grid, ports: readonly Port[]): Search {
  const wide = grid.xs.length
  const states = wide * grid.ys.length * 2
  const cost = new Float64Array(states).fill(Number.POSITIVE_INFINITY)
  const from = new Int32Array(states).fill(-1)
  const heap = new Heap()
  for (const { x, y, side } of ports) {
    const way = side === 'left' || side === 'right' ? 0 : 1
    const state = (indexNear(grid.ys, y) * wide + indexNear(grid.xs, x)) * 2 + way
    cost[state] = 0
    heap.push(state, 0)
  }
  while (heap.size > 0) relax({ grid, cost, from }, heap, heap.pop())
  return { grid, cost, from }
}

function relax({ grid, cost, from }: Search, heap: Heap, state: number): void {
  const wide = grid.xs.length
  const way = state & 1
  const at = state >> 1
  const column = at % wide
  const row = (at - column) / wide
  for (const step of STEPS) {
    if (!isFree(grid, column, row, step.dx, step.dy)) continue
    const next = ((row + step.dy) * wide + column + step.dx) * 2 + step.way
    const length =
      Math.abs((grid.xs[column + step.dx] ?? 0) - (grid.xs[column] ?? 0)) +
      Math.abs((grid.ys[row + step.dy] ?? 0) - (grid.ys[row] ?? 0))
    const total = (cost[state] ?? 0) + length + (step.way === way ? 0 : BEND)
    if (total >= (cost[next] ?? 0)) continue
    cost[next] = total
    from[next] = state
    heap.push(next, total)
  }
}

/** The cheapest state in which one of the ports is reached; -1 when none is. */
function arrival({ grid, cost }: Search, ports: readonly Port[]): number {
  let best = -1
  let least = Number.POSITIVE_INFINITY
  for (const { x, y, side } of ports) {
    const way = side === 'left' || side === 'right' ? 0 : 1
    const at = (indexNear(grid.ys, y) * grid.xs.length + indexNear(grid.xs, x)) * 2
    for (const state of [at, at + 1]) {
      const total = (cost[state] ?? 0) + ((state & 1) === way ? 0 : BEND)
      if (total >= least) continue
      least = total
      best = state
    }
  }
  return best
}

function wayTo(search: Search, ports: readonly Port[]): readonly Spot[] | undefined {
  const { grid, from } = search
  const wide = grid.xs.length
  const spots: Spot[] = []
  for (let state = arrival(search, ports); state >= 0; state = from[state] ?? -1) {
    const at = state >> 1
    spots.push({ x: grid.xs[at % wide] ?? 0, y: grid.ys[Math.floor(at / wide)] ?? 0 })
  }
  return spots.length === 0 ? undefined : spots.reverse()
}

/** Spots in the middle of a straight run, and doubled ones, are left out. */
export function straightened(spots: readonly Spot[]): readonly Spot[] {
  return spots.filter((spot, index) => {
    const before = spots[index - 1]
    const after = spots[index + 1]
    if (before && before.x === spot.x && before.y === spot.y) return false
    if (!before || !after) return true
    return !(
      (before.x === spot.x && spot.x === after.x) ||
      (before.y === spot.y && spot.y === after.y)
    )
  })
}

/** What the router is asked: from any of these ports to any of those. */
export interface Wish {
  readonly to: readonly Port[]
}

/** The ways from one set of ports to many others; undefined where there is none. */
export function ways(
  obstacles: readonly Rect[],
  from: readonly Port[],
  wishes: readonly Wish[],
): readonly (readonly Spot[] | undefined)[] {
  const grid = gridOf(obstacles, [...from, ...wishes.flatMap((wish) => wish.to)])
  const search = searchFrom(grid, from)
  return wishes.map((wish) => {
    const spots = wayTo(search, wish.to)
    return spots && straightened(spots)
  })
}

/** Where lines may leave a card: half a gutter outside the middle of each side. */
export function portsOf(rect: Rect): readonly Port[] {
  const x = rect.x + rect.width / 2
  const y = rect.y + rect.height / 2
  return [
    { side: 'left', x: rect.x - MARGIN, y },
    { side: 'right', x: rect.x + rect.width + MARGIN, y },
    { side: 'top', x, y: rect.y - MARGIN },
    { side: 'bottom', x, y: rect.y + rect.height + MARGIN },
  ]
}
