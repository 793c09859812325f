import type { Groups, MachineGroup } from '../grouping.ts'
import { capacityOf, type Density, densityFor, machineColumns, pitchOf } from '../metrics.ts'
import type { Slots } from '../slots.ts'
import { idOf } from '../world.ts'
import { each, label, type Pen, rowsOf, slots } from './pen.ts'

function podBoxes(pen: Pen, parent: string, places: Slots, look: Density): void {
  each(places, (key, index) => {
    pen.boxes.push({
      id: idOf('Pod', key),
      type: 'pod',
      x: pen.size.pad + (index % look.columns) * (look.width + look.gap),
      y: pen.size.bodyTop + Math.floor(index / look.columns) * (look.height + look.gap),
      width: look.width,
      height: look.height,
      parent,
      density: look.name,
    })
  })
}

function drawMachine(
  pen: Pen,
  machine: MachineGroup,
  x: number,
  y: number,
  asBoxes: boolean,
): void {
  const id = idOf('Node', `/${machine.name}`)
  const places = slots(pen, id, machine.pods)
  const look = densityFor(places.length, pen.size)
  const boxes = asBoxes && places.length <= capacityOf(look) && look.name !== 'dot'
  pen.boxes.push({
    id,
    type: 'machine',
    x,
    y,
    width: pen.size.column,
    height: pen.size.machine,
    density: look.name,
    inside: places.filter((key) => key !== undefined),
    open: boxes,
    system: machine.system,
  })
  if (boxes) podBoxes(pen, id, places, look)
}

function drawTray(
  pen: Pen,
  waiting: readonly string[],
  y: number,
  width: number,
  asBoxes: boolean,
) {
  const id = 'tray|waiting'
  const places = slots(pen, 'waiting', waiting)
  const tiles = Math.max(1, Math.floor((width - pen.size.trayName) / pen.size.trayTile))
  const boxes = asBoxes && places.length <= tiles
  pen.boxes.push({
    id,
    type: 'tray',
    x: pen.size.left,
    y,
    width,
    height: pen.size.tray,
    inside: places.filter((key) => key !== undefined),
    open: boxes,
  })
  if (!boxes) return
  each(places, (key, index) => {
    pen.boxes.push({
      id: idOf('Pod', key),
      type: 'pod',
      x: pen.size.trayName + index * pen.size.trayTile,
      y: 3,
      width: pen.size.trayTile - 8,
      height: pen.size.tray - 6,
      parent: id,
      density: 'row',
    })
  })
}

/** Draws the region from `y`; returns where the next may begin. */
export function drawMachines(pen: Pen, groups: Groups, y: number, asBoxes: boolean): number {
  const byName = new Map(groups.machines.map((one) => [one.name, one]))
  const places = slots(pen, 'machines', [...byName.keys()])
  const columns = machineColumns(places.length)
  const across = Math.max(pen.size.minColumns, Math.min(columns, places.length))
  label(pen, 'nodes', pen.size.left, y, pen.size.column)
  const tray = y + pen.size.label
  drawTray(pen, groups.waiting, tray, across * pitchOf(pen.size) - pen.size.gap, asBoxes)
  const top = tray + pen.size.tray + pen.size.rowGap
  each(places, (name, index) => {
    const machine = byName.get(name)
    if (!machine) return
    const row = Math.floor(index / columns)
    drawMachine(
      pen,
      machine,
      pen.size.left + (index % columns) * pitchOf(pen.size),
      top + row * (pen.size.machine + pen.size.gap),
      asBoxes,
    )
  })
  const rows = rowsOf(places.length, columns)
  return top + rows * (pen.size.machine + pen.size.gap) - pen.size.gap + pen.size.regionGap
}
