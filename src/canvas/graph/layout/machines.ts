import type { Groups } from '../grouping.ts'
import type { MachineGroup } from '../machineGroups.ts'
import { capacityOf, densityFor, type Metrics, machineColumns, pitchOf } from '../metrics.ts'
import type { Slots } from '../slots.ts'
import { idOf } from '../world.ts'
import type { Box } from './boxes.ts'
import { each, label, type Pen, rowsOf, slots } from './pen.ts'

/** The boxes of the pods in their places inside a machine (or another parent). */
export function podBoxesIn(parent: string, places: Slots, size: Metrics): readonly Box[] {
  const look = densityFor(places.length, size)
  const boxes: Box[] = []
  each(places, (key, index) => {
    boxes.push({
      id: idOf('Pod', key),
      type: 'pod',
      x: size.pad + (index % look.columns) * (look.width + look.gap),
      y: size.bodyTop + Math.floor(index / look.columns) * (look.height + look.gap),
      width: look.width,
      height: look.height,
      parent,
      density: look.name,
    })
  })
  return boxes
}

/** Whether the pods of a machine can be boxes of their own: they fit, and are large enough to be named. */
export function canOpen(places: Slots, size: Metrics): boolean {
  const look = densityFor(places.length, size)
  return places.length <= capacityOf(look)
}

interface Drawn {
  readonly x: number
  readonly y: number
  readonly size: Metrics
  readonly asBoxes: boolean
  readonly places: Slots
  readonly boxes: readonly Box[]
}

/** What each machine looked like: of thousands, only those are drawn anew whose pods changed. */
const drawn = new WeakMap<MachineGroup, Drawn>()

function drawMachine(
  pen: Pen,
  machine: MachineGroup,
  x: number,
  y: number,
  asBoxes: boolean,
): void {
  const { size } = pen
  const id = idOf('Node', `/${machine.name}`)
  const old = drawn.get(machine)
  const same =
    old !== undefined &&
    old.x === x &&
    old.y === y &&
    old.size === size &&
    old.asBoxes === asBoxes &&
    old.places === pen.previous.get(id)
  if (same) {
    pen.places.set(id, old.places)
    pen.boxes.push(...old.boxes)
    return
  }
  const places = slots(pen, id, machine.pods)
  const look = densityFor(places.length, size)
  const open = asBoxes && canOpen(places, size) && look.name !== 'dot'
  const box: Box = {
    id,
    type: 'machine',
    x,
    y,
    width: size.column,
    height: size.machine,
    density: look.name,
    // A hole stays a hole, so that nobody moves up when somebody leaves.
    inside: places.map((key) => key ?? ''),
    open,
    system: machine.system,
  }
  const boxes = open ? [box, ...podBoxesIn(id, places, size)] : [box]
  drawn.set(machine, { x, y, size, asBoxes, places, boxes })
  pen.boxes.push(...boxes)
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
  const room = width - pen.size.trayLeft
  const tiles = Math.max(1, Math.floor((room - pen.size.trayName) / pen.size.trayTile))
  const boxes = asBoxes && places.length <= tiles
  pen.boxes.push({
    id,
    type: 'tray',
    x: pen.size.left + pen.size.trayLeft,
    y,
    width: room,
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
  const columns = machineColumns(places.length, pen.size.mostColumns)
  const across = Math.max(pen.size.minColumns, Math.min(columns, places.length))
  label(
    pen,
    'nodes',
    pen.size.left,
    y + (pen.size.tray - pen.size.label + 1) / 2,
    pen.size.trayLeft - 8,
  )
  // The queue stands beside the region's name: a row of its own would cost every pod some of its size.
  drawTray(pen, groups.waiting, y, across * pitchOf(pen.size) - pen.size.gap, asBoxes)
  const top = y + pen.size.tray + pen.size.rowGap
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
