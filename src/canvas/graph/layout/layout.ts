import { type Groups, NO_WISHES, type Wishes } from '../grouping.ts'
import { METRICS, type Metrics, machineColumns } from '../metrics.ts'
import { idOf } from '../world.ts'
import type { Layout, Places } from './boxes.ts'
import { drawMachines } from './machines.ts'
import { drawNetwork, drawUser } from './network.ts'
import { foldedStrip, isFolded, label, type Pen, spanOf } from './pen.ts'
import { drawStorage } from './storage.ts'
import { drawWorkloads } from './workloads.ts'

const POD_BOX_MACHINES = 12
const POD_BOX_PODS = 300

function drawControlPlane(pen: Pen, y: number): number {
  label(pen, 'controlPlane', pen.size.left, y, pen.size.column)
  const top = y + pen.size.label
  const height = isFolded(pen, 'region|controlPlane') ? pen.size.fold : pen.size.controlPlane
  const { userWidth, gap } = pen.size
  const beside = userWidth === undefined ? 0 : userWidth + gap
  if (userWidth !== undefined)
    drawUser(pen, { x: 0, y: top, width: userWidth, height: Math.min(pen.size.user, height) })
  pen.boxes.push({
    id: 'controlPlane|',
    type: 'controlPlane',
    x: pen.size.left + beside,
    y: top,
    width: spanOf(pen, pen.size.minColumns) - beside,
    height,
  })
  return top + height + pen.size.regionGap
}

function drawNodes(pen: Pen, groups: Groups, y: number, asBoxes: boolean, columns: number): number {
  if (!isFolded(pen, 'region|nodes')) return drawMachines(pen, groups, y, asBoxes)
  label(pen, 'nodes', pen.size.left, y, pen.size.column)
  const ids = [
    ...groups.machines.map((one) => idOf('Node', `/${one.name}`)),
    ...groups.machines.flatMap((one) => [...one.pods, ...one.system]).map(podId),
    ...groups.waiting.map(podId),
  ]
  const place = { x: pen.size.left, y: y + pen.size.label, width: spanOf(pen, columns) }
  return foldedStrip(pen, 'region|nodes', ids, place) + pen.size.regionGap
}

function podId(key: string): string {
  return idOf('Pod', key)
}

/**
 * Fixed regions, nested by hand. Objects keep the place they had in `previous`; nothing depends on status.
 * Work is proportional to the number of boxes.
 */
export function layout(
  groups: Groups,
  previous: Places = new Map(),
  size: Metrics = METRICS.desk,
  wishes: Wishes = NO_WISHES,
): Layout {
  const pen: Pen = { size, previous, places: new Map(), boxes: [], wishes }
  const pods = groups.machines.reduce((sum, one) => sum + one.pods.length, groups.waiting.length)
  const asBoxes = groups.machines.length <= POD_BOX_MACHINES && pods <= POD_BOX_PODS
  const { length } = groups.machines
  const most = machineColumns(length, size.mostColumns)
  const columns = Math.max(size.minColumns, Math.min(most, length))
  const atLeft = size.userWidth === undefined
  const edge = atLeft ? drawNetwork(pen, groups, 0) : 0
  const workloads = drawControlPlane(pen, 0)
  const machines = drawWorkloads(pen, groups, workloads, columns)
  const storage = drawNodes(pen, groups, machines, asBoxes, columns)
  const below = drawStorage(pen, groups, storage)
  const height = Math.max(edge, atLeft ? below : drawNetwork(pen, groups, below))
  const width = pen.boxes.reduce(
    (widest, box) => (box.parent === undefined ? Math.max(widest, box.x + box.width) : widest),
    0,
  )
  return { boxes: pen.boxes, places: pen.places, width, height, podBoxes: asBoxes, size }
}
