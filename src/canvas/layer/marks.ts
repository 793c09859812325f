import type { Rect } from '../levels/grid.ts'
import { rectOf, type View } from '../levels/plan.ts'
import { type Board, HEAT_SIZE, PLACE_SIZE, split } from './board.ts'
import { gridsOf } from './cells.ts'
import { BAD } from './codes.ts'
import { heatShare, MARK_CAP, MARK_PX, SIGN_PX } from './painter.ts'

/** Middle of a sign on the stage. */
export interface Mark {
  readonly x: number
  readonly y: number
}

interface Known {
  layoutVersion: number
  podHeight: number
  version: number
  whole: boolean
  marks: readonly Mark[]
}

/** What was worked out for a board: asked for on every frame, it changes with the board alone. */
const known = new WeakMap<Board, Known>()

function knownOf(board: Board): Known {
  const old = known.get(board)
  if (old) return old
  const made = { layoutVersion: -1, podHeight: 0, version: -1, whole: false, marks: [] }
  known.set(board, made)
  return made
}

function commonHeight(board: Board): number {
  const { size } = board
  if (!size) return 0
  const grids = gridsOf(size)
  const seen = new Uint32Array(grids.length)
  for (const field of board.fields) if (field) seen[field.grid] = (seen[field.grid] ?? 0) + 1
  return grids[seen.indexOf(Math.max(...seen))]?.height ?? 0
}

/** Height of most pods on the screen: that of the arrangement which most machines have. */
export function podPxOf(board: Board, zoom: number): number {
  const memory = knownOf(board)
  if (memory.layoutVersion !== board.layoutVersion) {
    memory.layoutVersion = board.layoutVersion
    memory.podHeight = commonHeight(board)
  }
  return memory.podHeight * zoom
}

function machineMarks(board: Board): readonly Mark[] {
  const marks: Mark[] = []
  const { size } = board
  if (!size) return marks
  for (let index = 0; index < board.fields.length; index++) {
    if (!board.fields[index]) continue
    const bad = board.brokenOn(index) > 0 || board.heat[index * HEAT_SIZE + 3] === BAD
    if (!bad) continue
    const x = (board.places[index * PLACE_SIZE] ?? 0) + size.column / 2
    const y = (board.places[index * PLACE_SIZE + 1] ?? 0) + size.machine / 2
    marks.push({ x, y })
  }
  return marks
}

function within(x: number, y: number, rect: Rect): boolean {
  return x >= rect.x && y >= rect.y && x <= rect.x + rect.width && y <= rect.y + rect.height
}

function podMarks(board: Board): readonly Mark[] {
  const marks: Mark[] = []
  for (const place of board.broken) {
    const { index, slot } = split(place)
    const rect = board.rectOf(index, slot)
    if (!rect) continue
    const x = rect.x + rect.width / 2
    const y = rect.y + rect.height / 2
    marks.push({ x, y })
  }
  return marks
}

/** Side of a sign on the screen: never too small to be seen, never larger than what it stands for needs. */
export function markPx(board: Board, zoom: number, podPx: number): number {
  const machine = (board.size?.column ?? 0) * zoom
  const whole = heatShare(podPx) > 0.5 ? Math.min(18, machine * 0.5) : podPx * 1.3
  return Math.max(MARK_PX, whole)
}

/** The signs that stand on top because what they stand for is too small to be seen: whatever is broken. */
export function allMarks(board: Board, podPx: number): readonly Mark[] {
  const small = heatShare(podPx) > 0.5
  if (!small && podPx >= SIGN_PX) return NONE
  const whole = small || board.broken.size > MARK_CAP
  const memory = knownOf(board)
  if (memory.version !== board.brokenVersion || memory.whole !== whole) {
    memory.version = board.brokenVersion
    memory.whole = whole
    memory.marks = whole ? machineMarks(board) : podMarks(board)
  }
  return memory.marks
}

const NONE: readonly Mark[] = []

/** Those of them that are in view. */
export function marksOf(board: Board, view: View, podPx: number): readonly Mark[] {
  const seen = rectOf(view, 0.02)
  return allMarks(board, podPx)
    .filter(({ x, y }) => within(x, y, seen))
    .slice(0, MARK_CAP)
}
