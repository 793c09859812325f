import type { Groups } from '../grouping.ts'
import { pitchOf } from '../metrics.ts'
import { each, label, type Pen, rowsOf, slots } from './pen.ts'

/** Draws the region from `y`; returns where the next may begin. */
export function drawWorkloads(pen: Pen, groups: Groups, y: number, columns: number): number {
  const byId = new Map(groups.workloads.map((one) => [one.id, one]))
  const places = slots(pen, 'workloads', [...byId.keys()])
  label(pen, 'workloads', pen.size.left, y, pen.size.column)
  const top = y + pen.size.label
  each(places, (id, index) => {
    pen.boxes.push({
      id,
      type: 'workload',
      x: pen.size.left + (index % columns) * pitchOf(pen.size),
      y: top + Math.floor(index / columns) * (pen.size.workload + pen.size.rowGap),
      width: pen.size.column,
      height: pen.size.workload,
      inside: byId.get(id)?.children ?? [],
    })
  })
  const rows = rowsOf(places.length, columns)
  return top + rows * (pen.size.workload + pen.size.rowGap) - pen.size.rowGap + pen.size.regionGap
}
