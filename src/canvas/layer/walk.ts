import { idOf } from '../graph/world.ts'
import type { Rect, SpatialGrid } from '../levels/grid.ts'
import type { Board } from './board.ts'
import { gridsOf } from './cells.ts'
import { BAD } from './codes.ts'
import type { Hit } from './hit.ts'

type Step = readonly [across: number, down: number]

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export function rectOfHit(board: Board, { index, slot }: Hit): Rect | undefined {
  return slot < 0 ? board.fields[index]?.box : board.rectOf(index, slot)
}

function at(board: Board, index: number, slot: number): Hit | undefined {
  const field = board.fields[index]
  if (!field) return undefined
  const key = slot < 0 ? undefined : field.keys[slot]
  return key === undefined
    ? { id: field.box.id, index, slot: -1 }
    : { id: idOf('Pod', key), index, slot }
}

/** The taken place of a machine nearest to a point. */
function nearest(board: Board, index: number, x: number, y: number): Hit | undefined {
  const field = board.fields[index]
  let best = -1
  let least = Number.POSITIVE_INFINITY
  for (let slot = 0; slot < (field?.places ?? 0); slot++) {
    const rect = field?.keys[slot] === undefined ? undefined : board.rectOf(index, slot)
    if (!rect) continue
    const away = Math.hypot(rect.x + rect.width / 2 - x, rect.y + rect.height / 2 - y)
    if (away >= least) continue
    least = away
    best = slot
  }
  return at(board, index, best)
}

/** The next taken place on the same machine in a direction. */
function within(board: Board, from: Hit, [across, down]: Step): Hit | undefined {
  const field = board.fields[from.index]
  const grid = field && board.size && gridsOf(board.size)[field.grid]
  if (!field || !grid) return undefined
  let column = from.slot % grid.columns
  let row = Math.floor(from.slot / grid.columns)
  for (;;) {
    column += across
    row += down
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return undefined
    const slot = row * grid.columns + column
    if (slot < field.places && field.keys[slot] !== undefined) return at(board, from.index, slot)
  }
}

function beside(board: Board, grid: SpatialGrid, from: Hit, [across, down]: Step): Hit | undefined {
  const { size } = board
  const box = board.fields[from.index]?.box
  const rect = rectOfHit(board, from)
  if (!size || !box || !rect) return undefined
  const next = grid.at(
    box.x + box.width / 2 + across * (size.column + size.gap),
    box.y + box.height / 2 + down * (size.machine + size.gap),
  )
  const index = next && board.indexOfMachine(next.id)
  if (index === undefined) return undefined
  if (from.slot < 0) return at(board, index, -1)
  return nearest(board, index, rect.x + rect.width / 2, rect.y + rect.height / 2)
}

function first(board: Board): Hit | undefined {
  const index = board.fields.findIndex((field) => field !== undefined)
  return index < 0 ? undefined : at(board, index, -1)
}

function last(board: Board): Hit | undefined {
  for (let index = board.fields.length - 1; index >= 0; index--)
    if (board.fields[index]) return at(board, index, -1)
  return undefined
}

/** The next broken pod after this one, in the order of machines and places; round to the first again. */
function nextBroken(board: Board, from: Hit): Hit | undefined {
  const { length } = board.fields
  for (let step = 0; step <= length; step++) {
    const index = (from.index + step) % length
    if (board.brokenOn(index) === 0) continue
    const begin = step === 0 ? from.slot + 1 : 0
    for (let slot = begin; slot < (board.fields[index]?.places ?? 0); slot++)
      if (board.stateAt(index, slot) === BAD) return at(board, index, slot)
  }
  return undefined
}

/**
 * Where a key leads from a pod or a machine: arrows to the neighbour, Page Down into a machine and Page Up out of it,
 * Home and End to the first and last machine, B to the next broken pod.
 */
export function walkTo(
  board: Board,
  grid: SpatialGrid,
  from: Hit | undefined,
  key: string,
): Hit | undefined {
  if (!from) return first(board)
  const step = STEPS[key]
  if (step)
    return (
      (from.slot < 0 ? undefined : within(board, from, step)) ?? beside(board, grid, from, step)
    )
  const box = board.fields[from.index]?.box
  switch (key) {
    case 'PageDown':
      return from.slot < 0 && box ? nearest(board, from.index, box.x, box.y) : undefined
    case 'PageUp':
      return at(board, from.index, -1)
    case 'Home':
      return first(board)
    case 'End':
      return last(board)
    case 'b':
    case 'B':
      return nextBroken(board, from)
    default:
      return undefined
  }
}

const KEYS: ReadonlySet<string> = new Set([
  ...Object.keys(STEPS),
  'PageDown',
  'PageUp',
  'Home',
  'End',
  'b',
  'B',
])

export function isWalking(event: KeyboardEvent): boolean {
  return KEYS.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey
}
