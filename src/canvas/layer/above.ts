import type { Drag, Verdict } from '../hands/hands.ts'
import type { Rect } from '../levels/grid.ts'
import type { View } from '../levels/plan.ts'
import type { Board } from './board.ts'
import { BAD, OK } from './codes.ts'
import type { Lacks } from './lacks.ts'
import { heatShare, MARK_CAP, MARK_PX } from './painter.ts'
import { type Colour, cssOf, type Palette } from './palette.ts'

/** What lies over the drawn layer for a while, whichever way that is drawn. */
export interface Above {
  readonly drag: Drag | undefined
  readonly lacks: Lacks
}

/** What it is drawn with: screen pixels of the page. */
export interface Brush {
  readonly pen: CanvasRenderingContext2D
  readonly palette: Palette
  readonly view: View
  /** Height of the letters. */
  readonly letters: number
}

/** Whether there is anything to draw. */
export function isBare({ drag, lacks }: Above): boolean {
  return drag === undefined && lacks.ghosts.length === 0 && lacks.pods.length === 0
}

function onScreen({ x, y, width, height }: Rect, { zoom, ...view }: View): Rect {
  return {
    x: x * zoom + view.x,
    y: y * zoom + view.y,
    width: width * zoom,
    height: height * zoom,
  }
}

function isSeen({ x, y, width, height }: Rect, view: View): boolean {
  return x + width > 0 && y + height > 0 && x < view.width && y < view.height
}

/** Never smaller than can be seen, around the same middle. */
function atLeast(rect: Rect, side: number): Rect {
  const width = Math.max(rect.width, side)
  const height = Math.max(rect.height, side)
  return {
    x: rect.x - (width - rect.width) / 2,
    y: rect.y - (height - rect.height) / 2,
    width,
    height,
  }
}

function toneOf({ tones, ink }: Palette, code: number): Colour {
  return tones[code] ?? ink
}

function outline({ pen }: Brush, rect: Rect, width: number): void {
  const round = Math.min(14, rect.width / 4, rect.height / 4)
  pen.lineWidth = width
  pen.beginPath()
  pen.roundRect(rect.x, rect.y, rect.width, rect.height, round)
  pen.stroke()
}

/** Dashed, as the card of what is missing is from near; the ground under the dashes keeps them apart from any colour. */
function dashed(brush: Brush, rect: Rect): void {
  const { pen, palette } = brush
  const box = atLeast(rect, MARK_PX)
  pen.setLineDash([])
  pen.strokeStyle = cssOf(palette.stage)
  outline(brush, box, 4)
  pen.setLineDash([4, 3])
  pen.strokeStyle = cssOf(toneOf(palette, BAD))
  outline(brush, box, 2)
  pen.setLineDash([])
}

/** Where what is missing shows: the ghosts' places, and the pods that name them, or their machines from afar. */
function lackRects(board: Board, { ghosts, pods, onMachine }: Lacks, whole: boolean) {
  const holders = whole
    ? [...onMachine.keys()].map((index) => board.fields[index]?.box)
    : pods.map(({ index, slot }) => board.rectOf(index, slot))
  return [...ghosts.map(({ rect }) => rect), ...holders].filter((rect) => rect !== undefined)
}

function paintLacks(brush: Brush, board: Board, lacks: Lacks, podPx: number): void {
  const { view } = brush
  const whole = heatShare(podPx) > 0.5 || lacks.pods.length > MARK_CAP
  for (const rect of lackRects(board, lacks, whole)) {
    const seen = onScreen(rect, view)
    if (isSeen(seen, view)) dashed(brush, seen)
  }
}

/** From this width on a machine has room for its answer's sign, and for what fits of its words. */
const SIGN_FROM = 12
const PAD = 5

function cut(pen: CanvasRenderingContext2D, words: string, room: number): string {
  if (pen.measureText(words).width <= room) return words
  for (let end = words.length - 1; end > 3; end--) {
    const short = `${words.slice(0, end).trimEnd()}…`
    if (pen.measureText(short).width <= room) return short
  }
  return words.slice(0, 1)
}

function wordsOf({ feasible, score, reasons }: Verdict): string {
  if (!feasible) return `✕ ${reasons.join(', ')}`
  return score === undefined ? '✓' : `✓ ${score}`
}

/** A sign and as many words as there is room for, on a plate of their own. */
function plate(brush: Brush, rect: Rect, verdict: Verdict, ink: string): void {
  const { pen, palette, letters } = brush
  const words = cut(pen, wordsOf(verdict), rect.width - 2 * PAD)
  const width = pen.measureText(words).width + 2 * PAD
  const height = letters * 1.5
  const left = rect.x + (rect.width - width) / 2
  const top = rect.y + (rect.height - height) / 2
  pen.fillStyle = cssOf(palette.card)
  pen.beginPath()
  pen.roundRect(left, top, width, height, 5)
  pen.fill()
  pen.strokeStyle = ink
  pen.lineWidth = 1.5
  pen.stroke()
  pen.fillStyle = ink
  pen.fillText(words, left + PAD, top + height / 2)
}

/** Where there is no room for a sign: a full square takes the pod, one with a stroke across does not. */
function dot({ pen }: Brush, rect: Rect, feasible: boolean): void {
  if (feasible) {
    pen.fillRect(rect.x, rect.y, rect.width, rect.height)
    return
  }
  pen.lineWidth = 1.5
  pen.beginPath()
  pen.moveTo(rect.x, rect.y + rect.height)
  pen.lineTo(rect.x + rect.width, rect.y)
  pen.stroke()
}

function paintVerdict(brush: Brush, rect: Rect, verdict: Verdict): void {
  const { pen, palette, letters } = brush
  const ink = cssOf(toneOf(palette, verdict.feasible ? OK : BAD))
  pen.strokeStyle = ink
  pen.fillStyle = ink
  if (rect.width < SIGN_FROM) {
    dot(brush, rect, verdict.feasible)
    return
  }
  pen.setLineDash(verdict.feasible ? [] : [5, 4])
  outline(brush, rect, verdict.feasible ? 2.5 : 1.5)
  pen.setLineDash([])
  if (rect.width >= letters * 2) plate(brush, rect, verdict, ink)
}

/** The machine that a drop would be on. */
function paintOver(brush: Brush, rect: Rect): void {
  const { pen, palette } = brush
  pen.strokeStyle = cssOf(palette.stage)
  outline(brush, rect, 7)
  pen.strokeStyle = cssOf(palette.brass)
  outline(brush, rect, 4)
}

function paintDrag(brush: Brush, board: Board, drag: Drag): void {
  const { view } = brush
  let over: Rect | undefined
  for (const field of board.fields) {
    const rect = field && onScreen(field.box, view)
    if (!field || !rect || !isSeen(rect, view)) continue
    const verdict = drag.verdicts.get(field.box.id.slice('Node|/'.length))
    if (verdict) paintVerdict(brush, rect, verdict)
    if (field.box.id === drag.over) over = atLeast(rect, MARK_PX)
  }
  const [, key = ''] = drag.id.split('|')
  const from = board.placeOf(key)
  const place = from && board.rectOf(from.index, from.slot)
  if (place) dashedPlace(brush, onScreen(place, view))
  if (over) paintOver(brush, over)
}

/** Where the pod in hand still is: pods do not move. */
function dashedPlace(brush: Brush, rect: Rect): void {
  const { pen, palette } = brush
  pen.strokeStyle = cssOf(palette.brass)
  pen.setLineDash([3, 3])
  outline(brush, atLeast(rect, MARK_PX), 2)
  pen.setLineDash([])
}

export function paintAbove(brush: Brush, board: Board, above: Above, podPx: number): void {
  const { pen, view } = brush
  pen.clearRect(0, 0, view.width, view.height)
  pen.textBaseline = 'middle'
  paintLacks(brush, board, above.lacks, podPx)
  if (above.drag) paintDrag(brush, board, above.drag)
}
