import type { Groups } from '../grouping.ts'
import type { StorageColumn } from '../metrics.ts'
import type { Slots } from '../slots.ts'
import { idOf, refOf } from '../world.ts'
import { each, label, type Pen, slots } from './pen.ts'

/** Claims, volumes or backends drawn one by one; the rest folds into one tile. */
const STORAGE_CAP = 24

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

/** Draws the region from `y`; returns where the next may begin. */
export function drawStorage(pen: Pen, groups: Groups, y: number): number {
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
