import { nodesOf, type StageNode } from '../graph/elements.ts'
import type { Box, Layout } from '../graph/layout/boxes.ts'
import { SpatialGrid } from './grid.ts'
import { HEAT_PX, type Level, levelOf } from './level.ts'
import {
  type Admitted,
  admit,
  DROPS_PER_FRAME,
  PER_FRAME,
  type Piece,
  planOf,
  rectOf,
  sightOf,
  type View,
  wholeOf,
} from './plan.ts'

/** What React Flow is given at the moment. */
export interface Shown {
  readonly level: Level
  readonly nodes: readonly StageNode[]
  readonly boxes: readonly Box[]
  /** True when pods are so small that whole machines are coloured. */
  readonly heat: boolean
  /**
   * True while the browser should take what is shown for one picture that it only moves. Near, that is while the view
   * moves and a little longer; from afar there is too much to paint it all when a pan begins, so it is always, but for
   * the moment after a zoom in which everything is painted in its new size.
   */
  readonly moving: boolean
}

export const NOTHING_SHOWN: Shown = {
  level: 'map',
  nodes: [],
  boxes: [],
  heat: false,
  moving: false,
}

/** The view stands still when it has not moved for so long: a little more than there is between two turns of a wheel. */
const STILL = 180
/** While it slides, what it shows is looked at so often. */
const GLANCE = 100
/** Frames that took longer than this bring up less of what is missing. */
const SLOW_FRAME = 28
/** Only after so long the browser is told that it rests: to tell it costs one whole painting. */
const RESTING = 700
/** So long it is left to paint what was zoomed sharply. */
const SHARPENING = 120

interface Clock {
  request(step: () => void): number
  cancel(handle: number): void
  now(): number
}

const FRAMES: Clock = {
  request: (step) => requestAnimationFrame(step),
  cancel: (handle) => cancelAnimationFrame(handle),
  now: () => performance.now(),
}

/**
 * Decides, as the view moves over a large cluster, which boxes React Flow gets: never more than it can carry, and never
 * many new ones in a frame. Lives outside React, which hears only of finished answers.
 */
export class Levels {
  readonly grid = new SpatialGrid()
  private readonly clock: Clock
  private layout: Layout | undefined
  private view: View | undefined
  private mounted: ReadonlyMap<string, Piece> = new Map()
  private shown = NOTHING_SHOWN
  private level: Level | undefined
  private movedAt = Number.NEGATIVE_INFINITY
  private handle = 0
  private linger = false
  /** Zoom and time of the last decision. */
  private decidedFor = 0
  private decidedAt = Number.NEGATIVE_INFINITY
  private steppedAt = 0
  /** How much the next frame may bring up. */
  private pace = PER_FRAME
  /** The zoom at which everything was painted last. */
  private sharpFor = 0
  private readonly listeners = new Set<() => void>()
  private readonly watchers = new Set<(view: View) => void>()

  constructor(clock: Clock = FRAMES) {
    this.clock = clock
  }

  get(): Shown {
    return this.shown
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Hears of every movement of the view. */
  watchView(watcher: (view: View) => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Begins with what has been on the stage whole: nothing goes before something else is there in its place. */
  adopt(layout: Layout, nodes: readonly StageNode[]): void {
    this.mounted = wholeOf(layout)
    const boxes = [...this.mounted.values()].flatMap((piece) => piece.boxes)
    this.level = 'near'
    this.shown = { ...NOTHING_SHOWN, level: 'near', boxes, nodes: nodesOf({ boxes }, nodes) }
  }

  setLayout(layout: Layout): void {
    if (layout === this.layout) return
    this.layout = layout
    this.grid.place(layout.boxes)
    this.linger = false
    this.schedule()
  }

  setView(view: View): void {
    const old = this.view
    const same =
      old !== undefined &&
      old.x === view.x &&
      old.y === view.y &&
      old.zoom === view.zoom &&
      old.width === view.width &&
      old.height === view.height
    if (same) return
    this.view = view
    this.movedAt = this.clock.now()
    for (const watcher of this.watchers) watcher(view)
    this.schedule()
  }

  /** Where the view is, if it is known yet. */
  get viewNow(): View | undefined {
    return this.view
  }

  stop(): void {
    this.clock.cancel(this.handle)
    this.handle = 0
  }

  private schedule(): void {
    if (this.handle === 0) this.handle = this.clock.request(() => this.step())
  }

  private step(): void {
    this.handle = 0
    const { layout, view } = this
    if (!layout || !view || view.width === 0) return
    const now = this.clock.now()
    const since = now - this.movedAt
    const moving = since < STILL
    // While the view only slides, what it shows changes slowly.
    if (moving && this.linger && view.zoom === this.decidedFor && now - this.decidedAt < GLANCE) {
      this.schedule()
      return
    }
    this.decidedFor = view.zoom
    this.pace = now - this.steppedAt > SLOW_FRAME ? 1 : PER_FRAME
    this.steppedAt = now
    this.decidedAt = now
    const sight = sightOf(this.grid.query(rectOf(view)), layout, view.zoom)
    const level = levelOf(sight, this.level)
    this.level = level
    const { mounted, waiting } = this.next(layout, view, level, moving)
    this.publish(level, mounted, sight.podPx < HEAT_PX, this.isOnePicture(level, view, since))
    if (waiting || since < RESTING + SHARPENING) this.schedule()
  }

  private isOnePicture(level: Level, { zoom }: View, since: number): boolean {
    if (since < RESTING) return true
    if (level === 'near') return false
    if (since >= RESTING + SHARPENING) this.sharpFor = zoom
    return zoom === this.sharpFor
  }

  /** While the view moves, nothing comes and nothing goes: the layer shows what is not there yet. */
  private next(layout: Layout, view: View, level: Level, moving: boolean): Admitted {
    if (moving && this.linger) return { mounted: this.mounted, waiting: true }
    const wanted = planOf(this.grid, layout, view, level)
    // Of a layout that is no more nothing stays.
    const drop = this.linger ? DROPS_PER_FRAME : Number.POSITIVE_INFINITY
    const budget = moving ? 0 : this.pace
    const admitted = admit(this.mounted, wanted, { budget, drop, hold: true, linger: false })
    this.linger = true
    return admitted
  }

  private publish(
    level: Level,
    mounted: ReadonlyMap<string, Piece>,
    heat: boolean,
    moving: boolean,
  ): void {
    const old = this.shown
    const same = mounted === this.mounted
    if (same && level === old.level && heat === old.heat && moving === old.moving) return
    this.mounted = mounted
    const boxes = same ? old.boxes : [...mounted.values()].flatMap((piece) => piece.boxes)
    const nodes = same ? old.nodes : nodesOf({ boxes }, old.nodes)
    this.shown = { level, heat, moving, boxes, nodes }
    for (const listener of this.listeners) listener()
  }
}
