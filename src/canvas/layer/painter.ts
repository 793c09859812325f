import type { Rect } from '../levels/grid.ts'
import type { View } from '../levels/plan.ts'
import type { Board } from './board.ts'
import type { Palette } from './palette.ts'

export interface Picture {
  readonly view: View
  /** Screen pixels per pixel of the page. */
  readonly ratio: number
  /** The part that has to be drawn, in pixels of the page; all of it without. What lies around may be left as it was. */
  readonly only?: Rect | undefined
}

/** One way of drawing the board on a canvas. */
export interface Painter {
  readonly name: 'webgl' | 'bitmap'
  paint(board: Board, palette: Palette, picture: Picture): void
}

/** Under so many screen pixels a tile shows a plain colour, and broken ones get a sign on top. */
export const SIGN_PX = 10
/** Smallest sign of something broken, in pixels of the page. */
export const MARK_PX = 10
/** Most signs that are drawn one by one. */
export const MARK_CAP = 4000
/** Between these heights of a pod, in screen pixels, pods fade into one colour per machine. */
export const HEAT_FROM = 2.5
export const HEAT_TO = 3.5

/** 0: pods one by one .. 1: one colour per machine. */
export function heatShare(podPx: number): number {
  return Math.min(1, Math.max(0, (HEAT_TO - podPx) / (HEAT_TO - HEAT_FROM)))
}
