import type { Groups, MachineGroup } from './grouping.ts'
import {
  capacityOf,
  type Density,
  densityFor,
  METRICS,
  type Metrics,
  machineColumns,
  pitchOf,
  type StorageColumn,
} from './metrics.ts'
import { assign, type Slots } from './slots.ts'
import { idOf, refOf } from './world.ts'

type BoxType =
  | 'user'
  | 'controlPlane'
  | 'workload'
  | 'tray'
  | 'machine'
  | 'pod'
  | 'claim'
  | 'volume'
  | 'backend'
  | 'config'
  | 'more'
  | 'label'

/** A rectangle on the stage. Relative to its parent when it has one. Carries ids only, never status. */
export interface Box {
  readonly id: string
  readonly type: BoxType
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly parent?: string
  readonly density?: Density['name']
  /** Keys of what belongs inside the box. */
  readonly inside?: readonly string[]
  /** True when what is inside has boxes of its own. */
  readonly open?: boolean
  readonly system?: readonly string[]
}

/** Who has which place, kept from one layout to the next. */
export type Places = ReadonlyMap<string, Slots>

export interface Layout {
  readonly boxes: readonly Box[]
  readonly places: Places
  readonly width: number
  readonly height: number
  /** True when pods are boxes of their own. */
  readonly podBoxes: boolean
}

const POD_BOX_MACHINES = 12
const POD_BOX_PODS = 300
const STORAGE_CAP = 24

interface Pen {
  readonly size: Metrics
  readonly previous: Places
  readonly places: Map<string, Slots>
  readonly boxes: Box[]
}

function slots(
  pen: Pen,
  region: string,
  keys: readonly string[],
  wishes?: ReadonlyMap<string, number>,
): Slots {
  const next = assign(pen.previous.get(region) ?? [], keys, wishes)
  pen.places.set(region, next)
  return next
}

function each(places: Slots, draw: (key: string, index: number) => void): void {
  places.forEach((key, index) => {
    if (key !== undefined) draw(key, index)
  })
}

function label(pen: Pen, region: string, x: number, y: number, width: number): void {
  pen.boxes.push({ id: `label|${region}`, type: 'label', x, y, width, height: 20 })
}

function rowsOf(count: number, columns: number): number {
  return Math.max(1, Math.ceil(count / columns))
}

function drawWorkloads(pen: Pen, groups: Groups, y: number, columns: number): number {
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

function drawMachines(pen: Pen, groups: Groups, y: number, asBoxes: boolean): number {
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

/** Where each volume wishes to lie: in the row of its claim. */
function wishesFor(groups: Groups, claims: Slots): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>()
  each(claims, (key, index) => {
    const volume = groups.pairs.get(idOf('PersistentVolumeClaim', key))
    if (volume !== undefined) rowOf.set(refOf(volume).key, index)
  })
  return rowOf
}

function claimWishes(groups: Groups, volumes: Slots): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>()
  for (const [claim, volume] of groups.pairs) {
    const row = volumes.indexOf(refOf(volume).key)
    if (row >= 0) rowOf.set(refOf(claim).key, row)
  }
  return rowOf
}

function backendWishes(groups: Groups, volumes: Slots): ReadonlyMap<string, number> {
  return new Map(
    groups.backends.map((backend) => {
      const rows = backend.volumes.map((key) => volumes.indexOf(key)).filter((row) => row >= 0)
      return [backend.key, Math.min(...rows)] as const
    }),
  )
}

function drawColumn(
  pen: Pen,
  column: StorageColumn,
  top: number,
  places: Slots,
  as: { readonly kind: string; readonly height: number },
): number {
  const pitch = as.height + pen.size.rowGap
  const x = pen.size.left + pen.size.columns[column].x
  const { width } = pen.size.columns[column]
  const rest: string[] = []
  each(places, (key, index) => {
    const id = as.kind === '' ? key : idOf(as.kind, key)
    if (index >= STORAGE_CAP) rest.push(id)
    else
      pen.boxes.push({
        id,
        type: column,
        x,
        y: top + index * pitch,
        width,
        height: as.height,
      })
  })
  if (rest.length > 0)
    pen.boxes.push({
      id: `more|${column}`,
      type: 'more',
      x,
      y: top + STORAGE_CAP * pitch,
      width,
      height: 30,
      inside: rest,
    })
  return top + Math.min(places.length, STORAGE_CAP + 1) * pitch
}

function drawStorage(pen: Pen, groups: Groups, y: number): number {
  const volumesBefore = pen.previous.get('volumes') ?? []
  const claims = slots(pen, 'claims', groups.claims, claimWishes(groups, volumesBefore))
  const volumes = slots(pen, 'volumes', groups.volumes, wishesFor(groups, claims))
  const backends = slots(
    pen,
    'backends',
    groups.backends.map((backend) => backend.key),
    backendWishes(groups, volumes),
  )
  const configs = slots(pen, 'configs', groups.configs)
  label(pen, 'storage', pen.size.left, y, pen.size.column)
  label(pen, 'config', pen.size.left + pen.size.columns.config.x, y, pen.size.column)
  const top = y + pen.size.label
  const height = pen.size.storage
  return Math.max(
    top + height + pen.size.rowGap,
    drawColumn(pen, 'claim', top, claims, { kind: 'PersistentVolumeClaim', height }),
    drawColumn(pen, 'volume', top, volumes, { kind: 'PersistentVolume', height }),
    drawColumn(pen, 'backend', top, backends, { kind: 'Backend', height }),
    drawColumn(pen, 'config', top, configs, { kind: '', height: pen.size.config }),
  )
}

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
