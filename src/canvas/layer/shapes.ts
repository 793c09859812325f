import { SHAPES } from '../nodes/shapes.ts'
import { CODE_COUNT, TONES } from './codes.ts'

/** Side of a shape in the texture, in pixels, and of the drawing it comes from. */
export const SHAPE_SIDE = 64
const FIELD = 20

function canvasOf(side: number): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  return canvas.getContext('2d', { willReadFrequently: true })
}

/** The same shapes as on the tiles, by number of the tone. White on nothing unless a colour is given. */
export function drawShape(
  context: CanvasRenderingContext2D,
  code: number,
  side: number,
  colour = '#fff',
): void {
  const tone = TONES[code - 1]
  if (tone === undefined) return
  context.save()
  context.scale(side / FIELD, side / FIELD)
  context.strokeStyle = colour
  context.lineWidth = 2.4
  context.lineJoin = 'round'
  context.lineCap = 'round'
  SHAPES[tone].forEach((path, index) => {
    context.setLineDash(tone === 'gone' && index === 0 ? [3.4, 3.4] : [])
    context.stroke(new Path2D(path))
  })
  context.restore()
}

/** Every shape as one plane of coverage bytes, plane after plane. */
export function shapePlanes(): Uint8Array {
  const planes = new Uint8Array(SHAPE_SIDE * SHAPE_SIDE * CODE_COUNT)
  const context = canvasOf(SHAPE_SIDE)
  if (!context) return planes
  for (let code = 1; code < CODE_COUNT; code++) {
    context.clearRect(0, 0, SHAPE_SIDE, SHAPE_SIDE)
    drawShape(context, code, SHAPE_SIDE)
    const { data } = context.getImageData(0, 0, SHAPE_SIDE, SHAPE_SIDE)
    const start = code * SHAPE_SIDE * SHAPE_SIDE
    for (let at = 0; at < SHAPE_SIDE * SHAPE_SIDE; at++) planes[start + at] = data[at * 4 + 3] ?? 0
  }
  return planes
}

/** One shape in a colour as a small picture. */
export function shapeImage(code: number, side: number, colour: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d')
  if (context) drawShape(context, code, side, colour)
  return canvas
}
