import type { Entry, Pod } from '../../sim/index.ts'
import { onEntries, peekKeys, peekObject } from '../../store/sim.ts'
import { idOf } from '../graph/world.ts'
import { EVERYTHING } from '../lens/concern.ts'
import { concernCell } from '../lens/concernCell.ts'
import type { Levels } from '../levels/controller.ts'
import type { View } from '../levels/plan.ts'
import { bitmapPainter } from './bitmap.ts'
import { Board } from './board.ts'
import type { Painter } from './painter.ts'
import { type Palette, readPalette } from './palette.ts'
import { webGlPainter } from './webgl.ts'

/** How the layer is drawn: by choice of the browser, or as the address insists. */
export type Way = 'auto' | 'webgl' | 'bitmap'

export function wayOf(search: string): Way {
  const asked = new URLSearchParams(search).get('layer')
  return asked === 'webgl' || asked === 'bitmap' ? asked : 'auto'
}

/** Sharper than this nobody sees, and every pixel costs. */
const SHARPEST = 2

/** The board, filled from the registry and kept up with the journal. */
export function followedBoard(onChange: () => void): {
  readonly board: Board
  readonly stop: () => void
} {
  let concern = concernCell.get()
  const board = new Board({
    pod: (key) => peekObject('Pod', key),
    node: (key) => peekObject('Node', key),
    lit: (key) => concern === EVERYTHING || concern.lit(idOf('Pod', key)),
  })
  const read = (entries: readonly Entry[]) => {
    for (const { kind, key, after } of entries)
      if (kind === 'Pod') board.setPod(key, after as Pod | undefined)
      else if (kind === 'Node') board.setNode(key)
  }
  const reread = () => {
    // The layout that follows brings whoever came and went; who stayed may have another state.
    for (const key of peekKeys('Pod')) board.setPod(key, peekObject('Pod', key))
    for (const key of peekKeys('Node')) board.setNode(key)
  }
  const unfollow = concernCell.subscribe(() => {
    if (concernCell.get() === concern) return
    concern = concernCell.get()
    const before = board.version
    board.relight()
    if (board.version !== before) onChange()
  })
  const stop = onEntries(
    (entries, fresh) => {
      const before = board.version
      if (fresh) reread()
      else read(entries)
      if (board.version !== before) onChange()
    },
    { pictures: true },
  )
  return {
    board,
    stop: () => {
      unfollow()
      stop()
    },
  }
}

function painterFor(canvas: HTMLCanvasElement, way: Way): Painter | undefined {
  if (way === 'bitmap') return bitmapPainter(canvas)
  return (
    webGlPainter(canvas, way === 'webgl') ?? (way === 'auto' ? bitmapPainter(canvas) : undefined)
  )
}

/** The canvas reaches so far beyond each side of the view, in parts of its size: another size would cost more than it saves. */
const BEYOND = 0.3
/** Milliseconds without movement or change after which there is time to draw what lies beyond the view. */
const STILL = 400
/** While the view slides, what changed is shown at most so often, in milliseconds. */
const CALM = 100
/** Drawing more often than a frame comes would be for nobody. */
const FRAME = 14

interface Drawn {
  readonly view: View
  /** How far the canvas reaches beyond the view it was drawn for. */
  readonly beyond: { readonly x: number; readonly y: number }
  /** Whether there is anything beyond the view. */
  readonly whole: boolean
  readonly ratio: number
  readonly version: number
  readonly palette: Palette
  readonly at: number
}

/** A picture may be shown so much larger or smaller than it was drawn, for a moment while the view zooms. */
const STRETCH = 1.26

/** Where the corner of a canvas lies in a view, and how much larger it is shown than it was drawn. */
function placed({ view: drawn, beyond }: Drawn, view: View) {
  const scale = view.zoom / drawn.zoom
  return {
    scale,
    x: view.x - (drawn.x + beyond.x) * scale,
    y: view.y - (drawn.y + beyond.y) * scale,
  }
}

/** Whether a picture shows all of a view that moved since it was drawn. */
function covers(drawn: Drawn, view: View, now: number): boolean {
  const { beyond, whole, ratio } = drawn
  const { width, height } = view
  if (ratio !== now || drawn.view.width !== width || drawn.view.height !== height) return false
  const { scale, x, y } = placed(drawn, view)
  if (scale > STRETCH || scale < 1 / STRETCH) return false
  // Only the middle is there of one that was drawn in haste.
  const left = whole ? 0 : beyond.x * scale
  const top = whole ? 0 : beyond.y * scale
  const spare = 0.01
  return (
    x + left <= spare &&
    y + top <= spare &&
    x - left + (width + 2 * beyond.x) * scale >= width - spare &&
    y - top + (height + 2 * beyond.y) * scale >= height - spare
  )
}

/**
 * Draws the board on a canvas once per frame in which something moved or changed. In a quiet moment it draws more than
 * is seen, and while the view then slides it lets the browser move the picture: to move one costs little.
 */
export class Easel {
  private readonly canvas: HTMLCanvasElement
  private readonly board: Board
  private readonly levels: Levels
  private readonly painter: Painter | undefined
  private palette: Palette | undefined
  private drawn: Drawn | undefined
  private handle = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private soon: ReturnType<typeof setTimeout> | undefined
  private readonly onDrawn: (view: View) => void

  constructor(
    canvas: HTMLCanvasElement,
    board: Board,
    levels: Levels,
    way: Way,
    onDrawn: (view: View) => void,
  ) {
    this.canvas = canvas
    this.board = board
    this.levels = levels
    this.painter = painterFor(canvas, way)
    this.onDrawn = onDrawn
    canvas.dataset.painter = this.painter?.name ?? 'none'
  }

  /** False when the browser can draw in neither way asked for. */
  get works(): boolean {
    return this.painter !== undefined
  }

  /** The theme changed: its colours are read anew. */
  forgetColours(): void {
    this.palette = undefined
    this.ask()
  }

  ask(): void {
    if (this.handle === 0) this.handle = requestAnimationFrame(() => this.draw())
  }

  /**
   * Something on the board changed. Where the view rests it is drawn in a task of its own, so that the next frame only has to
   * show it: both together would be felt.
   */
  changed(): void {
    if (this.handle !== 0 || this.soon !== undefined) return
    const { drawn } = this
    const rests = drawn?.view === this.levels.viewNow
    if (!drawn || !rests || performance.now() - drawn.at < FRAME) {
      this.ask()
      return
    }
    this.soon = setTimeout(() => {
      this.soon = undefined
      if (this.handle === 0) this.draw()
    }, 0)
  }

  stop(): void {
    cancelAnimationFrame(this.handle)
    clearTimeout(this.timer)
    clearTimeout(this.soon)
    this.handle = 0
    this.timer = undefined
    this.soon = undefined
  }

  private draw(): void {
    this.handle = 0
    const view = this.levels.viewNow
    if (!view || view.width === 0) return
    const ratio = Math.min(SHARPEST, devicePixelRatio || 1)
    const { drawn } = this
    if (drawn && this.slides(drawn, view, ratio)) this.slide(drawn, view)
    else this.paint(view, ratio, drawn !== undefined && drawn.view !== view)
    this.onDrawn(view)
    this.rest()
  }

  /** Whether moving the picture is enough: it reaches far enough, and is new enough. */
  private slides(drawn: Drawn, view: View, ratio: number): boolean {
    if (drawn.palette !== this.palette || !covers(drawn, view, ratio)) return false
    const sharp = drawn.view.zoom === view.zoom
    if (sharp && drawn.version === this.board.version) return true
    // While the view moves, what changed waits its turn, and so does sharpness; at rest everything is shown at once.
    const waits = drawn.view !== view && performance.now() - drawn.at < CALM
    if (waits) this.ask()
    return waits
  }

  private slide(drawn: Drawn, view: View): void {
    const { ratio } = drawn
    const { scale, x, y } = placed(drawn, view)
    const whole = (length: number) => Math.round(length * ratio) / ratio
    this.canvas.style.transform =
      scale === 1
        ? `translate(${whole(x)}px, ${whole(y)}px)`
        : `translate(${x}px, ${y}px) scale(${scale})`
  }

  private paint(view: View, ratio: number, whole: boolean): void {
    const { canvas, board } = this
    // Whole pixels of the canvas: else what is in view would lie between two of them.
    const pixels = (length: number) => Math.round(length * ratio)
    const beyond = {
      x: pixels(view.width * BEYOND) / ratio,
      y: pixels(view.height * BEYOND) / ratio,
    }
    const width = pixels(view.width) + 2 * pixels(beyond.x)
    const height = pixels(view.height) + 2 * pixels(beyond.y)
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    const across = width / ratio
    const down = height / ratio
    // The part in view fills a view of any size, also one that is no whole number of pixels.
    canvas.style.width = `${(width * view.width) / pixels(view.width)}px`
    canvas.style.height = `${(height * view.height) / pixels(view.height)}px`
    canvas.style.transform = `translate(${-beyond.x}px, ${-beyond.y}px)`
    this.palette ??= readPalette(canvas)
    const { palette } = this
    const seen = { zoom: view.zoom, x: view.x + beyond.x, y: view.y + beyond.y }
    const only = whole ? undefined : { ...beyond, width: view.width, height: view.height }
    const picture = { view: { ...seen, width: across, height: down }, ratio, only }
    board.settle()
    this.painter?.paint(board, palette, picture)
    this.drawn = {
      view,
      beyond,
      whole,
      ratio,
      palette,
      version: board.version,
      at: performance.now(),
    }
  }

  /** Once nothing moves or changes any more, everything is drawn where it belongs, and what lies around it. */
  private rest(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const view = this.levels.viewNow
      const { drawn } = this
      if (!view || !drawn || this.handle !== 0) return
      if (drawn.view !== view || !drawn.whole) this.paint(view, drawn.ratio, true)
    }, STILL)
  }
}
