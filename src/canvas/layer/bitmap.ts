import type { Box } from '../graph/layout/boxes.ts'
import type { Metrics } from '../graph/metrics.ts'
import type { Rect } from '../levels/grid.ts'
import { rectOf, type View } from '../levels/plan.ts'
import { type Board, type Field, HEAT_SIZE, split } from './board.ts'
import { cellRect, gridsOf } from './cells.ts'
import { BAD, EMPTY, FAINT_BIT } from './codes.ts'
import { canvas, type Inks, inksOf, type Pen, warmth } from './inks.ts'
import { markPx, marksOf, podPxOf } from './marks.ts'
import { heatShare, type Painter, type Picture, SIGN_PX } from './painter.ts'
import type { Palette } from './palette.ts'

/** Most pixels of the picture that holds all pods, and most of them per flow pixel. */
const MOST_PIXELS = 5_000_000
const FINEST = 0.5
/** Pixels of a machine in the picture of machines. */
const HEAT_PIXELS = 8
/** The cards' corners, in flow pixels. */
const ROUND = 16

function overlaps(a: Rect, b: Rect): boolean {
  const across = a.x < b.x + b.width && b.x < a.x + a.width
  return across && a.y < b.y + b.height && b.y < a.y + a.height
}

/** The rectangle around all machines. */
function extentOf(board: Board): Rect {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]
  for (const field of board.fields) {
    if (!field) continue
    const { x, y, width, height } = field.box
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  if (right === 0) return { x: 0, y: 0, width: 1, height: 1 }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/**
 * The layer without a graphics card: all pods in one picture, in which a change rewrites a few pixels, and which a
 * frame copies once. A second picture has a square per machine, for when pods are too small.
 */
class BitmapPainter implements Painter {
  readonly name = 'bitmap'
  private readonly pen: Pen
  private pods: Pen | undefined
  private warm: Pen | undefined
  private extent: Rect = { x: 0, y: 0, width: 1, height: 1 }
  private scale = 1
  private version = -1
  private palette: Palette | undefined
  private inks: Inks | undefined
  private layoutVersion = -1
  /** Places to be drawn before pods are next seen one by one. */
  private readonly late = new Set<number>()
  private mark: HTMLCanvasElement | undefined
  private markOfInks: Inks | undefined

  constructor(pen: Pen) {
    this.pen = pen
  }

  private drawMachine(board: Board, field: Field, index: number, inks: Inks): void {
    const { pods, extent, scale } = this
    const { size } = board
    if (!pods || !size) return
    const { box } = field
    const x = Math.round((box.x - extent.x) * scale)
    const y = Math.round((box.y - extent.y) * scale)
    const width = Math.round(box.width * scale)
    const height = Math.round(box.height * scale)
    const node = board.heat[index * HEAT_SIZE + 3]
    pods.fillStyle = node === BAD ? inks.bad : node === 3 ? inks.wait : inks.line
    const round = ROUND * scale
    pods.clearRect(x, y, width, height)
    pods.beginPath()
    pods.roundRect(x, y, width, height, round)
    pods.fill()
    pods.fillStyle = inks.card
    pods.beginPath()
    pods.roundRect(x + 1, y + 1, width - 2, height - 2, round)
    pods.fill()
    for (let slot = 0; slot < field.places; slot++) this.drawPod(board, field, slot, inks)
    this.drawWarm(board, field, index)
  }

  private drawPod(board: Board, field: Field, slot: number, inks: Inks): void {
    const { pods, extent, scale } = this
    const { size } = board
    const grid = size && gridsOf(size)[field.grid]
    if (!pods || !grid || slot >= field.places) return
    const cell = cellRect(grid, slot, size)
    const x = Math.round((field.box.x + cell.x - extent.x) * scale)
    const y = Math.round((field.box.y + cell.y - extent.y) * scale)
    const code = board.states[field.offset + slot] ?? EMPTY
    pods.fillStyle = code < FAINT_BIT ? (inks.tiles[code] ?? inks.card) : inks.faint
    pods.fillRect(
      x,
      y,
      Math.max(1, Math.round(cell.width * scale)),
      Math.max(1, Math.round(cell.height * scale)),
    )
  }

  private drawWarm(board: Board, field: Field, index: number): void {
    const { warm, extent, palette } = this
    const { size } = board
    if (!warm || !size || !palette) return
    const column = Math.round((field.box.x - extent.x) / (size.column + size.gap))
    const row = Math.round((field.box.y - extent.y) / (size.machine + size.gap))
    warm.fillStyle = warmth(board, index, palette)
    warm.fillRect(column * HEAT_PIXELS, row * HEAT_PIXELS, HEAT_PIXELS - 1, HEAT_PIXELS - 1)
  }

  /** Everything anew: another theme, or machines elsewhere. */
  private rebuild(board: Board, inks: Inks): void {
    const { size } = board
    if (!size) return
    this.late.clear()
    this.layoutVersion = board.layoutVersion
    this.extent = extentOf(board)
    const { width, height } = this.extent
    this.scale = Math.min(FINEST, Math.sqrt(MOST_PIXELS / (width * height)))
    this.pods = canvas(width * this.scale, height * this.scale)
    this.warm = canvas(
      Math.ceil((width + size.gap) / (size.column + size.gap)) * HEAT_PIXELS,
      Math.ceil((height + size.gap) / (size.machine + size.gap)) * HEAT_PIXELS,
    )
    board.fields.forEach((field, index) => {
      if (field) this.drawMachine(board, field, index, inks)
    })
  }

  private update(board: Board, inks: Inks): void {
    const touched = board.takeTouched()
    const gone = [...(touched?.machines ?? [])].some((index) => !board.fields[index])
    if (!touched || gone || !this.pods || this.hasMoved(board)) {
      this.rebuild(board, inks)
      return
    }
    for (const index of touched.machines) {
      const field = board.fields[index]
      if (field) this.drawMachine(board, field, index, inks)
    }
    const machines = new Set<number>()
    for (const place of touched.places) {
      const { index } = split(place)
      if (touched.machines.has(index)) continue
      this.late.add(place)
      machines.add(index)
    }
    for (const index of machines) {
      const field = board.fields[index]
      if (field) this.drawWarm(board, field, index)
    }
  }

  /** Whether the machines take another part of the stage now. */
  private hasMoved(board: Board): boolean {
    if (board.layoutVersion === this.layoutVersion) return false
    this.layoutVersion = board.layoutVersion
    const { x, y, width, height } = extentOf(board)
    const old = this.extent
    return x !== old.x || y !== old.y || width !== old.width || height !== old.height
  }

  /** Pods that changed while nobody could see them one by one. */
  private catchUp(board: Board, inks: Inks): void {
    for (const place of this.late) {
      const { index, slot } = split(place)
      const field = board.fields[index]
      if (field) this.drawPod(board, field, slot, inks)
    }
    this.late.clear()
  }

  /** Copies the part of a picture of all machines that is in view. */
  private copy(from: Pen, view: View, extent: Rect): void {
    const seen = rectOf(view)
    const x = Math.max(seen.x, extent.x)
    const y = Math.max(seen.y, extent.y)
    const width = Math.min(seen.x + seen.width, extent.x + extent.width) - x
    const height = Math.min(seen.y + seen.height, extent.y + extent.height) - y
    if (width <= 0 || height <= 0) return
    const across = from.canvas.width / extent.width
    const down = from.canvas.height / extent.height
    this.pen.drawImage(
      from.canvas,
      (x - extent.x) * across,
      (y - extent.y) * down,
      width * across,
      height * down,
      x * view.zoom + view.x,
      y * view.zoom + view.y,
      width * view.zoom,
      height * view.zoom,
    )
  }

  private paintCards(cards: readonly Box[], view: View, inks: Inks): void {
    const { pen } = this
    for (const { x, y, width, height } of cards) {
      const left = x * view.zoom + view.x
      const top = y * view.zoom + view.y
      pen.fillStyle = inks.line
      pen.fillRect(left, top, width * view.zoom, height * view.zoom)
      pen.fillStyle = inks.card
      pen.fillRect(left + 1, top + 1, width * view.zoom - 2, height * view.zoom - 2)
    }
  }

  /** The signs of all tiles in view that are not simply well. */
  private paintSigns(board: Board, view: View, inks: Inks, side: number): void {
    const seen = rectOf(view)
    for (const field of board.fields)
      if (field && overlaps(field.box, seen)) this.paintSignsOn(board, field, view, inks, side)
  }

  private paintSignsOn(board: Board, field: Field, view: View, inks: Inks, side: number): void {
    const grid = board.size && gridsOf(board.size)[field.grid]
    if (!grid) return
    for (let slot = 0; slot < field.places; slot++) {
      const image = inks.signs[board.states[field.offset + slot] ?? EMPTY]
      if (!image) continue
      const cell = cellRect(grid, slot, board.size as Metrics)
      const x = field.box.x + cell.x + cell.width / 2
      const y = field.box.y + cell.y + cell.height / 2
      const left = x * view.zoom + view.x - side / 2
      this.pen.drawImage(image, left, y * view.zoom + view.y - side / 2, side, side)
    }
  }

  /** The sign of what is broken in the size in which it is wanted: thousands of copies are made of it. */
  private markOf(inks: Inks, side: number): HTMLCanvasElement {
    if (this.mark?.width === side && this.markOfInks === inks) return this.mark
    const pen = canvas(side, side)
    pen?.drawImage(inks.mark, 0, 0, side, side)
    this.mark = pen?.canvas ?? inks.mark
    this.markOfInks = inks
    return this.mark
  }

  private paintMarks(board: Board, { view, ratio }: Picture, inks: Inks, podPx: number): void {
    const marks = marksOf(board, view, podPx)
    if (marks.length === 0) return
    const { pen } = this
    const side = Math.round(markPx(board, view.zoom, podPx) * ratio)
    const image = this.markOf(inks, side)
    // Whole pixels of the canvas: a copy that is neither scaled nor moved by parts of one is the quickest.
    pen.setTransform(1, 0, 0, 1, 0, 0)
    const at = (length: number, offset: number) =>
      Math.round((length * view.zoom + offset) * ratio - side / 2)
    for (const { x, y } of marks) pen.drawImage(image, at(x, view.x), at(y, view.y))
  }

  paint(board: Board, palette: Palette, picture: Picture): void {
    const { pen } = this
    const { view, ratio, only } = picture
    if (palette !== this.palette || !this.inks) {
      this.palette = palette
      this.inks = inksOf(palette)
      this.pods = undefined
      this.version = -1
    }
    const { inks } = this
    if (board.version !== this.version) this.update(board, inks)
    this.version = board.version
    const podPx = podPxOf(board, view.zoom)
    const heat = heatShare(podPx)
    if (heat < 1) this.catchUp(board, inks)
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    pen.save()
    if (only) {
      pen.beginPath()
      pen.rect(only.x, only.y, only.width, only.height)
      pen.clip()
    }
    pen.clearRect(0, 0, view.width, view.height)
    this.paintCards(board.cards, view, inks)
    pen.imageSmoothingEnabled = view.zoom * ratio < this.scale
    if (this.pods && heat < 1) this.copy(this.pods, view, this.extent)
    pen.imageSmoothingEnabled = false
    if (this.warm && heat > 0 && board.size) {
      const { gap } = board.size
      pen.globalAlpha = heat
      const { width, height } = this.extent
      this.copy(this.warm, view, { ...this.extent, width: width + gap, height: height + gap })
      pen.globalAlpha = 1
    }
    if (podPx >= SIGN_PX) this.paintSigns(board, view, inks, podPx * 0.8)
    this.paintMarks(board, picture, inks, podPx)
    pen.restore()
  }
}

/** For every browser that has a canvas. */
export function bitmapPainter(element: HTMLCanvasElement): Painter | undefined {
  const pen = element.getContext('2d')
  return pen ? new BitmapPainter(pen) : undefined
}
