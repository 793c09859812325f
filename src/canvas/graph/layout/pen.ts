import type { Wishes } from '../grouping.ts'
import { type Metrics, pitchOf } from '../metrics.ts'
import { assign, type Slots } from '../slots.ts'
import type { Box, Places } from './boxes.ts'

/** What the regions draw with: the sizes, who stood where before, what the viewer folded, and the boxes so far. */
export interface Pen {
  readonly size: Metrics
  readonly previous: Places
  readonly places: Map<string, Slots>
  readonly boxes: Box[]
  readonly wishes: Wishes
}

export function slots(
  pen: Pen,
  region: string,
  keys: readonly string[],
  wishes?: ReadonlyMap<string, number>,
): Slots {
  const next = assign(pen.previous.get(region) ?? [], keys, wishes)
  pen.places.set(region, next)
  return next
}

export function each(places: Slots, draw: (key: string, index: number) => void): void {
  places.forEach((key, index) => {
    if (key !== undefined) draw(key, index)
  })
}

/** The name of a region, with which it is folded. */
export function label(pen: Pen, region: string, x: number, y: number, width: number): void {
  const height = pen.size.label - 1
  pen.boxes.push({ id: `label|${region}`, type: 'label', x, y, width, height })
}

/** The name of a column within a region, with which it is folded. */
export function columnHead(pen: Pen, column: string, x: number, y: number, width: number): void {
  const height = pen.size.label - 1
  pen.boxes.push({ id: `head|${column}`, type: 'head', x, y, width, height })
}

export function rowsOf(count: number, columns: number): number {
  return Math.max(1, Math.ceil(count / columns))
}

export function isFolded(pen: Pen, group: string): boolean {
  return pen.wishes.folded.has(group)
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** A folded region or column: one line that says how much is in it, and shows what of it is broken. */
export function foldedStrip(pen: Pen, group: string, inside: readonly string[], at: Place): number {
  pen.boxes.push({ id: `folded|${group}`, type: 'folded', ...at, height: pen.size.fold, inside })
  return at.y + pen.size.fold
}

/** What there is no room for, until it is opened. */
export function moreTile(pen: Pen, column: string, inside: readonly string[], at: Place): void {
  pen.boxes.push({
    id: `more|${column}`,
    type: 'more',
    ...at,
    height: pen.size.fold,
    inside,
    open: pen.wishes.opened.has(column),
  })
}

/** What the filter leaves out of a column. */
export function elsewhereTile(
  pen: Pen,
  column: string,
  inside: readonly string[],
  at: Place,
): number {
  if (inside.length === 0) return at.y
  pen.boxes.push({
    id: `elsewhere|${column}`,
    type: 'elsewhere',
    ...at,
    height: pen.size.fold,
    inside,
  })
  return at.y + pen.size.fold + pen.size.rowGap
}

/** Width of the regions between the left column and the right edge, for so many machines side by side. */
export function spanOf(pen: Pen, columns: number): number {
  return columns * pitchOf(pen.size) - pen.size.gap
}
