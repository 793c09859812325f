import { capacityOf, type Metrics } from '../graph/metrics.ts'

/** How pods stand inside a machine on the drawn layer, in flow pixels. */
export interface CellGrid {
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly height: number
  readonly gap: number
}

/** Sides of the tiles of machines that hold more pods than elements could show. */
const FINER = [
  { side: 14, gap: 2 },
  { side: 10, gap: 2 },
  { side: 7, gap: 1.5 },
  { side: 4.5, gap: 1 },
] as const

const known = new WeakMap<Metrics, readonly CellGrid[]>()

/** Every arrangement there is: those of the tiles first, so that a pod stands in the same place on all levels. */
export function gridsOf(size: Metrics): readonly CellGrid[] {
  const old = known.get(size)
  if (old) return old
  const across = size.column - 2 * size.pad
  const fitting = (room: number, side: number, gap: number) =>
    Math.floor((room + gap) / (side + gap))
  const grids: readonly CellGrid[] = [
    ...size.densities.map(({ columns, rows, width, height, gap }) => ({
      columns,
      rows,
      width,
      height,
      gap,
    })),
    ...FINER.map(({ side, gap }) => ({
      columns: fitting(across, side, gap),
      rows: fitting(size.bodyHeight, side, gap),
      width: side,
      height: side,
      gap,
    })),
  ]
  known.set(size, grids)
  return grids
}

/** Index of the arrangement for so many places: the largest tiles that fit. */
export function gridFor(places: number, size: Metrics): number {
  const coarse = size.densities.findIndex((one) => places <= capacityOf(one))
  if (coarse >= 0) return coarse
  const grids = gridsOf(size)
  const fine = grids.findIndex(({ columns, rows }) => places <= columns * rows)
  return fine >= 0 ? fine : grids.length - 1
}

/** Where a place lies, relative to its machine. */
export function cellRect(grid: CellGrid, slot: number, size: Metrics) {
  return {
    x: size.pad + (slot % grid.columns) * (grid.width + grid.gap),
    y: size.bodyTop + Math.floor(slot / grid.columns) * (grid.height + grid.gap),
    width: grid.width,
    height: grid.height,
  }
}

/** The place under a point inside a machine; undefined between tiles and beside them. */
export function slotAt(grid: CellGrid, x: number, y: number, size: Metrics): number | undefined {
  const across = (x - size.pad) / (grid.width + grid.gap)
  const down = (y - size.bodyTop) / (grid.height + grid.gap)
  const column = Math.floor(across)
  const row = Math.floor(down)
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return undefined
  if ((across - column) * (grid.width + grid.gap) > grid.width) return undefined
  if ((down - row) * (grid.height + grid.gap) > grid.height) return undefined
  return row * grid.columns + column
}
