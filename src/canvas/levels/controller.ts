import { nodesOf, type StageNode } from '../graph/elements.ts'
import type { Box, Layout } from '../graph/layout/boxes.ts'
import { SpatialGrid } from './grid.ts'
import { HEAT_PX, type Level, levelOf } from './level.ts'
import { admit, PER_FRAME, type Piece, planOf, rectOf, sightOf, type View } from './plan.ts'

/** What React Flow is given at the moment. */
export interface Shown {
  readonly level: Level
  readonly nodes: readonly StageNode[]
  readonly boxes: readonly Box[]
  /** True when pods are so small that whole machines are coloured. */
  readonly heat: boolean
  /** True while the view moves, and a little longer. */
  readonly moving: boolean
}

export const NOTHING_SHOWN: Shown = {
  level: 'map',
  nodes: [],
  boxes: [],
  heat: false,
  moving: false,
}

/** The view stands still when it has not moved for so long. */
const STILL = 100
/** Only after so long the browser is told that it rests: to tell it costs one whole painting. */
const RESTING = 700

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
    const since = this.clock.now() - this.movedAt
    const moving = since < STILL
    const sight = sightOf(this.grid.query(rectOf(view)), layout, view.zoom)
    const level = levelOf(sight, this.level)
    const changed = level !== this.level
    this.level = level
    const wanted = planOf(this.grid, layout, view, level)
    const { mounted, waiting } = admit(this.mounted, wanted, {
      // While it moves, the layer shows what is not there yet.
      budget: moving ? 0 : PER_FRAME,
      hold: level === 'near' || level === 'mid',
      linger: moving && this.linger && !changed,
    })
    this.linger = true
    this.publish(level, mounted, sight.podPx < HEAT_PX, since < RESTING)
    if (waiting || since < RESTING) this.schedule()
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
