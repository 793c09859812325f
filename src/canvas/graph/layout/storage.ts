import type { Column, Groups } from '../grouping.ts'
import { pitchOf, type StorageColumn } from '../metrics.ts'
import type { Slots } from '../slots.ts'
import { idOf, refOf } from '../world.ts'
import {
  columnHead,
  each,
  elsewhereTile,
  foldedStrip,
  isFolded,
  label,
  moreTile,
  type Pen,
  slots,
} from './pen.ts'

/** Rows that are shown when there are more than one more: the rest folds. */
const ROWS = 2
/** Rows of an opened column before it goes on in a further bank to the right. */
const BANK: Readonly<Record<StorageColumn, number>> = {
  claim: 12,
  volume: 12,
  backend: 12,
  config: 16,
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
  const rowOf = new Map(volumes.map((key, row) => [key, row]))
  return new Map(
    groups.backends.map((backend) => {
      const rows = backend.volumes.map((key) => rowOf.get(key)).filter((row) => row !== undefined)
      return [backend.key, Math.min(...rows)] as const
    }),
  )
}

interface ColumnOf {
  readonly column: StorageColumn
  readonly places: Slots
  readonly idOf: (key: string) => string
  readonly height: number
  readonly elsewhere: readonly string[]
}

/** X of a bank: the first lies under the machines, the further ones right of everything else. */
type BankX = (column: StorageColumn, bank: number) => number

/** One more than fit is shown as well: a tile that says "+1" would take the same room. */
function isFull(places: Slots): boolean {
  return places.length > ROWS + 1
}

function drawColumn(pen: Pen, top: number, of: ColumnOf, bankX: BankX): number {
  const { column, places, height } = of
  const { width } = pen.size.columns[column]
  const first = bankX(column, 0)
  const ids = places.map((key) => (key === undefined ? undefined : of.idOf(key)))
  if (isFolded(pen, `column|${column}`)) {
    const all = [...ids.filter((id) => id !== undefined), ...of.elsewhere]
    return foldedStrip(pen, `column|${column}`, all, { x: first, y: top, width })
  }
  const pitch = height + pen.size.rowGap
  const full = isFull(places)
  const open = pen.wishes.opened.has(column)
  const shown = full && !open ? ids.slice(0, ROWS) : ids
  // Where columns lie in bands there is no room at the right: everything goes on below.
  const rows = pen.size.bands.length > 1 ? Number.POSITIVE_INFINITY : BANK[column]
  each(shown, (id, index) => {
    pen.boxes.push({
      id,
      type: column,
      x: bankX(column, Math.floor(index / rows)),
      y: top + (index % rows) * pitch,
      width,
      height,
    })
  })
  let bottom = top + Math.min(shown.length, rows) * pitch
  if (full) {
    const rest = ids.slice(shown.length).filter((id) => id !== undefined)
    moreTile(pen, column, rest, { x: first, y: bottom, width })
    bottom += pen.size.fold + pen.size.rowGap
  }
  return elsewhereTile(pen, column, of.elsewhere, { x: first, y: bottom, width })
}

function banksOf(pen: Pen, columns: readonly ColumnOf[]): BankX {
  const pitch = pitchOf(pen.size)
  const banks = (column: StorageColumn): number => {
    const places = columns.find((one) => one.column === column)?.places.length ?? 0
    const shown = pen.wishes.opened.has(column) ? places : Math.min(places, ROWS + 1)
    return Math.max(1, Math.ceil(shown / BANK[column]))
  }
  const configs = banks('config')
  return (column, bank) => {
    const x = pen.size.left + pen.size.columns[column].x
    if (bank === 0) return x
    if (column === 'config') return x + bank * pitch
    return x + (3 + configs + 3 * (bank - 1)) * pitch
  }
}

function columnsOf(pen: Pen, groups: Groups): readonly ColumnOf[] {
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
  const { storage: height, config } = pen.size
  const of =
    (kind: string) =>
    (key: string): string =>
      idOf(kind, key)
  const off = (column: Column) => groups.elsewhere[column]
  return [
    {
      column: 'claim',
      places: claims,
      idOf: of('PersistentVolumeClaim'),
      height,
      elsewhere: off('claim'),
    },
    {
      column: 'volume',
      places: volumes,
      idOf: of('PersistentVolume'),
      height,
      elsewhere: off('volume'),
    },
    { column: 'backend', places: backends, idOf: of('Backend'), height, elsewhere: [] },
    {
      column: 'config',
      places: configs,
      idOf: (id) => id,
      height: config,
      elsewhere: off('config'),
    },
  ]
}

type Region = 'storage' | 'config'

const regionOf = (column: StorageColumn): Region => (column === 'config' ? 'config' : 'storage')

/** One band of columns, each under the name of its region or its own. */
function drawBand(pen: Pen, y: number, band: readonly ColumnOf[], bankX: BankX): number {
  const top = y + pen.size.label
  const bottoms = band.map((one) => {
    const { column } = one
    const x = bankX(column, 0)
    const { width } = pen.size.columns[column]
    if (column === 'claim' || column === 'config') label(pen, regionOf(column), x, y, width)
    else columnHead(pen, column, x, y, width)
    return drawColumn(pen, top, one, bankX)
  })
  return Math.max(top + pen.size.storage + pen.size.rowGap, ...bottoms)
}

/** Everything of a folded region in one line, as wide as its columns. */
function drawFolded(pen: Pen, y: number, region: Region, own: readonly ColumnOf[]): number {
  const { left, columns } = pen.size
  const x = left + Math.min(...own.map(({ column }) => columns[column].x))
  const right =
    left + Math.max(...own.map(({ column }) => columns[column].x + columns[column].width))
  label(pen, region, x, y, columns.claim.width)
  const ids = own.flatMap((one) => [
    ...one.places.filter((key) => key !== undefined).map(one.idOf),
    ...one.elsewhere,
  ])
  const at = { x, y: y + pen.size.label, width: right - x }
  return foldedStrip(pen, `region|${region}`, ids, at) + pen.size.rowGap
}

/** Draws both regions from `y`, storage and beside it configuration; returns where the next may begin. */
export function drawStorage(pen: Pen, groups: Groups, y: number): number {
  const columns = columnsOf(pen, groups)
  const bankX = banksOf(pen, columns)
  return pen.size.bands.reduce((top, band, at) => {
    const own = columns.filter(({ column }) => band.includes(column))
    const bottoms = (['storage', 'config'] as const).map((region) => {
      const here = own.filter(({ column }) => regionOf(column) === region)
      if (here.length === 0) return top
      if (!isFolded(pen, `region|${region}`)) return drawBand(pen, top, here, bankX)
      if (region === 'storage' && at > 0) return top
      const all = columns.filter(({ column }) => regionOf(column) === region)
      return drawFolded(pen, top, region, region === 'storage' ? all : here)
    })
    return Math.max(...bottoms)
  }, y)
}
