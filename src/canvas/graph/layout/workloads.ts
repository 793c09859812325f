import type { Groups } from '../grouping.ts'
import { pitchOf } from '../metrics.ts'
import type { Slots } from '../slots.ts'
import {
  each,
  elsewhereTile,
  foldedStrip,
  isFolded,
  label,
  moreTile,
  type Pen,
  rowsOf,
  slots,
  spanOf,
} from './pen.ts'

/** Rows of cards that are shown before the rest folds. */
const ROWS = 2

/** Top of every row: a row of folded cards alone is lower. One more entry than rows: where the next would begin. */
function rowTops(pen: Pen, places: Slots, columns: number, top: number): readonly number[] {
  const tops = [top]
  for (let row = 0; row < rowsOf(places.length, columns); row++) {
    const cards = places.slice(row * columns, (row + 1) * columns)
    const low = cards.length > 0 && cards.every((id) => id === undefined || isFolded(pen, id))
    const height = low ? pen.size.fold : pen.size.workload
    tops.push((tops[row] ?? top) + height + pen.size.rowGap)
  }
  return tops
}

function drawCards(pen: Pen, groups: Groups, top: number, machines: number): number {
  const byId = new Map(groups.workloads.map((one) => [one.id, one]))
  const span = pen.size.workloadSpan
  const columns = Math.max(1, Math.floor(machines / span))
  const places = slots(pen, 'workloads', [...byId.keys()])
  const open = pen.wishes.opened.has('workload')
  const full = places.length > ROWS * columns
  const room = full && !open ? ROWS * columns - 1 : places.length
  const shown = places.slice(0, room)
  const tops = rowTops(pen, shown, columns, top)
  const at = (index: number) => ({
    x: pen.size.left + (index % columns) * span * pitchOf(pen.size),
    y: tops[Math.floor(index / columns)] ?? tops.at(-1) ?? top,
    width: spanOf(pen, span),
  })
  each(shown, (id, index) => {
    const height = isFolded(pen, id) ? pen.size.fold : pen.size.workload
    pen.boxes.push({
      id,
      type: 'workload',
      ...at(index),
      height,
      inside: byId.get(id)?.children ?? [],
    })
  })
  const rest = places.slice(room).filter((id) => id !== undefined)
  let bottom = tops.at(-1) ?? top
  if (full) {
    const more = at(room)
    moreTile(pen, 'workload', rest, more)
    bottom = Math.max(bottom, more.y + pen.size.fold + pen.size.rowGap)
  }
  return elsewhereTile(pen, 'workload', groups.elsewhere.workload, {
    x: pen.size.left,
    y: bottom,
    width: spanOf(pen, span),
  })
}

/** Draws the region from `y`; returns where the next may begin. */
export function drawWorkloads(pen: Pen, groups: Groups, y: number, columns: number): number {
  label(pen, 'workloads', pen.size.left, y, pen.size.column)
  const top = y + pen.size.label
  if (isFolded(pen, 'region|workloads')) {
    const ids = [...groups.workloads.map((one) => one.id), ...groups.elsewhere.workload]
    const place = { x: pen.size.left, y: top, width: spanOf(pen, columns) }
    return foldedStrip(pen, 'region|workloads', ids, place) + pen.size.regionGap
  }
  return drawCards(pen, groups, top, columns) - pen.size.rowGap + pen.size.regionGap
}
