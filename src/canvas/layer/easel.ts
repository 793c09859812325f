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

/** Draws the board on a canvas once per frame in which something moved or changed. */
export class Easel {
  private readonly canvas: HTMLCanvasElement
  private readonly board: Board
  private readonly levels: Levels
  private readonly painter: Painter | undefined
  private palette: Palette | undefined
  private handle = 0
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

  stop(): void {
    cancelAnimationFrame(this.handle)
    this.handle = 0
  }

  private draw(): void {
    this.handle = 0
    const view = this.levels.viewNow
    if (!view || view.width === 0) return
    const ratio = Math.min(SHARPEST, devicePixelRatio || 1)
    const width = Math.round(view.width * ratio)
    const height = Math.round(view.height * ratio)
    if (this.canvas.width !== width) this.canvas.width = width
    if (this.canvas.height !== height) this.canvas.height = height
    this.palette ??= readPalette(this.canvas)
    this.painter?.paint(this.board, this.palette, { view, ratio })
    this.onDrawn(view)
  }
}
