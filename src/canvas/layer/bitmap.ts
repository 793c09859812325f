import type { Box } from '../graph/layout/boxes.ts'
import type { Metrics } from '../graph/metrics.ts'
import type { Rect } from '../levels/grid.ts'
import { rectOf, type View } from '../levels/plan.ts'
import { type Board, type Field, HEAT_SIZE, split } from './board.ts'
import { cellRect, gridsOf } from './cells.ts'
import { BAD, EMPTY, FAINT_BIT, OK } from './codes.ts'
import { markPx, marksOf, podPxOf } from './marks.ts'
import { heatShare, type Painter, type Picture, SIGN_PX } from './painter.ts'
import { cssOf, mix, type Palette } from './palette.ts'
import { shapeImage } from './shapes.ts'

/** Most pixels of the picture that holds all pods, and most of them per flow pixel. */
const MOST_PIXELS = 5_000_000
const FINEST = 0.5
/** Pixels of a machine in the picture of machines. */
const HEAT_PIXELS = 8
const SIGN_SIDE = 32
/** The cards' corners, in flow pixels. */
const ROUND = 16

type Pen = CanvasRenderingContext2D

function canvas(width: number, height: number): Pen | undefined {
  const element = document.createElement('canvas')
  element.width = Math.max(1, Math.ceil(width))
  element.height = Math.max(1, Math.ceil(height))
  return element.getContext('2d') ?? undefined
}

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

/** Colours as the canvas wants them, worked out once per theme. */
interface Inks {
  readonly card: string
  readonly line: string
  readonly faint: string
  readonly tiles: readonly string[]
  readonly bad: string
  readonly wait: string
  readonly mark: HTMLCanvasElement
  readonly signs: readonly (HTMLCanvasElement | undefined)[]
}

function markImage(ink: string, rim: string): HTMLCanvasElement {
  const pen = canvas(SIGN_SIDE, SIGN_SIDE)
  if (!pen) return document.createElement('canvas')
  pen.beginPath()
  pen.moveTo(16, 3)
  pen.lineTo(30, 29)
  pen.lineTo(2, 29)
  pen.closePath()
  pen.lineJoin = 'round'
  pen.lineWidth = 4
  pen.strokeStyle = rim
  pen.fillStyle = ink
  pen.stroke()
  pen.fill()
  return pen.canvas
}

function inksOf(palette: Palette): Inks {
  const { tones, grounds, stage, card, line } = palette
  const bad = cssOf(tones[BAD] ?? card)
  return {
    card: cssOf(card),
    line: cssOf(line),
    faint: cssOf(mix(card, line, 0.62)),
    tiles: tones.map((tone, code) =>
      cssOf(code === OK ? mix(grounds[code] ?? card, tone, 0.62) : tone),
    ),
    bad,
    wait: cssOf(tones[3] ?? card),
    mark: markImage(bad, cssOf(stage)),
    signs: tones.map((_, code) =>
      code > OK ? shapeImage(code, SIGN_SIDE, cssOf(grounds[code] ?? stage)) : undefined,
    ),
  }
}

function warmth(board: Board, index: number, palette: Palette): string {
  const at = index * HEAT_SIZE
  const [taken = 0, work = 0, bad = 0, node = 0] = board.heat.subarray(at, at + HEAT_SIZE)
  const tone = (code: number) => palette.tones[code] ?? palette.card
  if (node === BAD) return cssOf(mix(palette.grounds[BAD] ?? palette.card, tone(BAD), 0.75))
  const base = mix(palette.card, tone(OK), 0.12 + 0.48 * taken)
  const busy = mix(base, tone(2), work * 0.85)
  const sick = mix(busy, tone(BAD), Math.min(1, bad * 0.9))
  return cssOf(node === 3 ? mix(sick, tone(3), 0.45) : sick)
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
    const extent = extentOf(board)
    const moved =
      extent.x !== this.extent.x ||
      extent.y !== this.extent.y ||
      extent.width !== this.extent.width ||
      extent.height !== this.extent.height
    const gone = [...(touched?.machines ?? [])].some((index) => !board.fields[index])
    if (!touched || moved || gone || !this.pods) {
      this.rebuild(board, inks)
      return
    }
    for (const index of touched.machines) {
      const field = board.fields[index]
      if (field) this.drawMachine(board, field, index, inks)
    }
    for (const place of touched.places) {
      const { index, slot } = split(place)
      const field = board.fields[index]
      if (!field || touched.machines.has(index)) continue
      this.drawPod(board, field, slot, inks)
      this.drawWarm(board, field, index)
    }
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

  private paintMarks(board: Board, view: View, inks: Inks, podPx: number): void {
    const side = markPx(board, view.zoom, podPx)
    for (const { x, y } of marksOf(board, view, podPx))
      this.pen.drawImage(
        inks.mark,
        x * view.zoom + view.x - side / 2,
        y * view.zoom + view.y - side / 2,
        side,
        side,
      )
  }

  paint(board: Board, palette: Palette, { view, ratio, only }: Picture): void {
    const { pen } = this
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
    this.paintMarks(board, view, inks, podPx)
    pen.restore()
  }
}

/** For every browser that has a canvas. */
export function bitmapPainter(element: HTMLCanvasElement): Painter | undefined {
  const pen = element.getContext('2d')
  return pen ? new BitmapPainter(pen) : undefined
}
