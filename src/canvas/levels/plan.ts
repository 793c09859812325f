import type { Box, Layout } from '../graph/layout/boxes.ts'
import { canOpen, podBoxesIn } from '../graph/layout/machines.ts'
import { densityFor } from '../graph/metrics.ts'
import type { Rect, SpatialGrid } from './grid.ts'
import type { Level, Sight } from './level.ts'

/** Most nodes that React Flow is given at once. */
export const NODE_CAP = 300
/** Most edges. */
export const EDGE_CAP = 200
/** How much comes to be per frame, in machines: a longer task would be felt as a jerk. */
export const PER_FRAME = 4
/** How much goes per frame, in machines, once the view stands. */
export const DROPS_PER_FRAME = 8

/** Pan and zoom of the view, and its size in screen pixels. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

/** What the view shows, in flow pixels, with a margin in parts of its size. */
export function rectOf({ x, y, zoom, width, height }: View, margin = 0): Rect {
  const across = width / zoom
  const down = height / zoom
  return {
    x: -x / zoom - across * margin,
    y: -y / zoom - down * margin,
    width: across * (1 + 2 * margin),
    height: down * (1 + 2 * margin),
  }
}

/** Counts what is in view. The pods' size is that of a machine with as many as the average. */
export function sightOf(boxes: readonly Box[], layout: Layout, zoom: number): Sight {
  let machines = 0
  let pods = 0
  for (const box of boxes) {
    if (box.type !== 'machine') continue
    machines++
    pods += box.inside?.length ?? 0
  }
  const average = machines === 0 ? 0 : pods / machines
  return { machines, pods, podPx: densityFor(average, layout.size).height * zoom }
}

function distance(box: Rect, to: Rect): number {
  const x = box.x + box.width / 2 - (to.x + to.width / 2)
  const y = box.y + box.height / 2 - (to.y + to.height / 2)
  return x * x + y * y
}

/** One thing that React Flow is to be given: a box with what belongs to it. */
export interface Piece {
  readonly id: string
  readonly boxes: readonly Box[]
  /** What it costs to bring it up, in machines. */
  readonly cost: number
}

const known = new WeakMap<Box, Partial<Record<Level, Piece>>>()

function makePiece(box: Box, layout: Layout, level: Level): Piece {
  const { id } = box
  // Pods in the tray are elements of it here.
  if (box.type === 'tray') return { id, boxes: [{ ...box, open: false }], cost: 1 }
  if (box.type !== 'machine') return { id, boxes: [box], cost: 1 }
  if (level === 'far') return { id, boxes: [{ ...box, type: 'frame', open: true }], cost: 1 }
  const places = layout.places.get(id) ?? []
  if (level !== 'near' || !canOpen(places, layout.size))
    return { id, boxes: [{ ...box, open: false }], cost: 1 + places.length / 20 }
  const pods = podBoxesIn(id, places, layout.size)
  return { id, boxes: [{ ...box, open: true }, ...pods], cost: 1 + pods.length / 10 }
}

/** The piece that shows a box on a level: the same one as long as the box is the same. */
function pieceOf(box: Box, layout: Layout, level: Level): Piece {
  const pieces = known.get(box) ?? {}
  known.set(box, pieces)
  const piece = pieces[level] ?? makePiece(box, layout, level)
  pieces[level] = piece
  return piece
}

/** All of a stage that has been whole until now, or nothing of one that is too large for that. */
export function wholeOf(layout: Layout): ReadonlyMap<string, Piece> {
  const pieces = new Map<string, Piece>()
  let nodes = 0
  for (const box of layout.boxes) {
    if (box.parent !== undefined) continue
    const piece = pieceOf(box, layout, 'near')
    nodes += piece.boxes.length
    if (nodes > NODE_CAP) return new Map()
    pieces.set(box.id, piece)
  }
  return pieces
}

/** Everything that should be mounted, nearest to the centre first, as far as React Flow may be asked. */
export function planOf(
  grid: SpatialGrid,
  layout: Layout,
  view: View,
  level: Level,
): readonly Piece[] {
  if (level === 'map') return []
  const rect = rectOf(view, MARGIN)
  const pieces: Piece[] = []
  let nodes = 0
  for (const box of [...grid.query(rect)].sort((a, b) => distance(a, rect) - distance(b, rect))) {
    const piece = pieceOf(box, layout, level)
    nodes += piece.boxes.length
    if (nodes > NODE_CAP) break
    pieces.push(piece)
  }
  return pieces
}

/** So much around the view is mounted already, in parts of its size. */
const MARGIN = 0.12

export interface Change {
  /** In machines. */
  readonly budget: number
  /** Whether what has to change stays as it is until its turn comes. */
  readonly hold: boolean
  /** Whether what is no longer wanted may stay a while: taking it away takes time as well. */
  readonly linger: boolean
  /** How much may go at once, in machines; without it, all. */
  readonly drop?: number
}

export interface Admitted {
  readonly mounted: ReadonlyMap<string, Piece>
  /** True when not everything that is wanted could be brought up yet. */
  readonly waiting: boolean
}

interface Staying {
  readonly next: Map<string, Piece>
  /** True when something that is not wanted is still to go. */
  readonly leaving: boolean
}

/** What stays of what is mounted, in its order: React moves elements when their order changes. */
function staying(
  mounted: ReadonlyMap<string, Piece>,
  wanted: ReadonlyMap<string, Piece>,
  { hold, linger, drop = Number.POSITIVE_INFINITY }: Change,
): Staying {
  let room = NODE_CAP
  let left = drop
  let leaving = false
  for (const piece of wanted.values()) room -= piece.boxes.length
  const next = new Map<string, Piece>()
  for (const [id, piece] of mounted) {
    const want = wanted.get(id)
    if (want === undefined) {
      room -= piece.boxes.length
      const late = left <= 0
      if ((linger || late) && room >= 0) next.set(id, piece)
      else left -= piece.cost
      leaving ||= late
    } else if (want === piece || hold) next.set(id, piece)
  }
  return { next, leaving }
}

/** The next picture on the way from `mounted` to `wanted`: nearest to the centre first, a few per frame. */
export function admit(
  mounted: ReadonlyMap<string, Piece>,
  wanted: readonly Piece[],
  change: Change,
): Admitted {
  const { next, leaving } = staying(
    mounted,
    new Map(wanted.map((piece) => [piece.id, piece])),
    change,
  )
  let left = change.budget
  let waiting = leaving
  let same = next.size === mounted.size
  for (const piece of wanted) {
    if (next.get(piece.id) === piece) continue
    if (left <= 0) {
      waiting = true
      break
    }
    left -= piece.cost
    same = false
    next.set(piece.id, piece)
  }
  return { mounted: same ? mounted : next, waiting }
}
