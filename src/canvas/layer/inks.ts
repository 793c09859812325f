import { type Board, HEAT_SIZE } from './board.ts'
import { BAD, OK } from './codes.ts'
import { cssOf, mix, type Palette } from './palette.ts'
import { shapeImage } from './shapes.ts'

const SIGN_SIDE = 32

export type Pen = CanvasRenderingContext2D

/** A canvas nobody sees, to copy from. */
export function canvas(width: number, height: number): Pen | undefined {
  const element = document.createElement('canvas')
  element.width = Math.max(1, Math.ceil(width))
  element.height = Math.max(1, Math.ceil(height))
  return element.getContext('2d') ?? undefined
}

/** Colours as the canvas wants them, worked out once per theme. */
export interface Inks {
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

export function inksOf(palette: Palette): Inks {
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

/** Steps in which a share is told apart: finer the eye does not. */
const STEPS = 24
const known = new WeakMap<Palette, Map<number, string>>()

/** A machine's colour. Thousands change at once, so each is worked out once. */
export function warmth(board: Board, index: number, palette: Palette): string {
  const at = index * HEAT_SIZE
  const step = (offset: number) => Math.ceil((board.heat[at + offset] ?? 0) * STEPS)
  const node = board.heat[at + 3] ?? 0
  const [taken, work, bad] = [step(0), step(1), step(2)]
  const key = ((node * 32 + taken) * 32 + work) * 32 + bad
  const colours = known.get(palette) ?? new Map<number, string>()
  known.set(palette, colours)
  const old = colours.get(key)
  if (old !== undefined) return old
  const made = warmthOf(palette, node, taken / STEPS, work / STEPS, bad / STEPS)
  colours.set(key, made)
  return made
}

function warmthOf(
  palette: Palette,
  node: number,
  taken: number,
  work: number,
  bad: number,
): string {
  const tone = (code: number) => palette.tones[code] ?? palette.card
  if (node === BAD) return cssOf(mix(palette.grounds[BAD] ?? palette.card, tone(BAD), 0.75))
  const base = mix(palette.card, tone(OK), 0.12 + 0.48 * taken)
  const busy = mix(base, tone(2), work * 0.85)
  const sick = mix(busy, tone(BAD), Math.min(1, bad * 0.9))
  return cssOf(node === 3 ? mix(sick, tone(3), 0.45) : sick)
}
