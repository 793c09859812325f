import type { Metrics } from '../metrics.ts'
import { assign, type Slots } from '../slots.ts'
import type { Box, Places } from './boxes.ts'

/** What the regions draw with: the sizes, who stood where before, and the boxes so far. */
export interface Pen {
  readonly size: Metrics
  readonly previous: Places
  readonly places: Map<string, Slots>
  readonly boxes: Box[]
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

export function label(pen: Pen, region: string, x: number, y: number, width: number): void {
  pen.boxes.push({ id: `label|${region}`, type: 'label', x, y, width, height: 20 })
}

export function rowsOf(count: number, columns: number): number {
  return Math.max(1, Math.ceil(count / columns))
}
