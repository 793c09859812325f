import type { Groups } from '../grouping.ts'
import { METRICS, type Metrics, pitchOf } from '../metrics.ts'
import type { Layout, Places } from './boxes.ts'
import { drawMachines } from './machines.ts'
import { label, type Pen } from './pen.ts'
import { drawStorage } from './storage.ts'
import { drawWorkloads } from './workloads.ts'

const POD_BOX_MACHINES = 12
const POD_BOX_PODS = 300

/**
 * Fixed regions, nested by hand. Objects keep the place they had in `previous`; nothing depends on status.
 * Work is proportional to the number of boxes.
 */
export function layout(
  groups: Groups,
  previous: Places = new Map(),
  size: Metrics = METRICS.desk,
): Layout {
  const pen: Pen = { size, previous, places: new Map(), boxes: [] }
  const pods = groups.machines.reduce((sum, one) => sum + one.pods.length, groups.waiting.length)
  const asBoxes = groups.machines.length <= POD_BOX_MACHINES && pods <= POD_BOX_PODS
  const columns = Math.max(size.minColumns, Math.min(6, groups.machines.length))
  label(pen, 'controlPlane', size.left, 0, size.column)
  label(pen, 'outside', 0, 0, size.leftWidth)
  const top = size.label
  pen.boxes.push(
    { id: 'user|', type: 'user', x: 0, y: top, width: size.leftWidth, height: size.user },
    {
      id: 'controlPlane|',
      type: 'controlPlane',
      x: size.left,
      y: top,
      width: size.minColumns * pitchOf(size) - size.gap,
      height: size.controlPlane,
    },
  )
  const workloads = top + size.controlPlane + size.regionGap
  const machines = drawWorkloads(pen, groups, workloads, columns)
  const storage = drawMachines(pen, groups, machines, asBoxes)
  const height = drawStorage(pen, groups, storage)
  const width = pen.boxes.reduce(
    (widest, box) => (box.parent === undefined ? Math.max(widest, box.x + box.width) : widest),
    0,
  )
  return { boxes: pen.boxes, places: pen.places, width, height, podBoxes: asBoxes }
}
