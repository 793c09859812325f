import { idOf, refOf } from '../graph/world.ts'
import type { SpatialGrid } from '../levels/grid.ts'
import type { Board } from './board.ts'
import { gridsOf, slotAt } from './cells.ts'

/** What lies under a point of the stage: a machine, a place on it, or another thing. */
export interface Hit {
  /** Stage id of the object. */
  readonly id: string
  /** Index of the machine on the board; -1 for what is no machine. */
  readonly index: number
  /** Index of the place on the machine; -1 for the machine itself. */
  readonly slot: number
}

/** Kinds that begin with a capital are objects; labels, trays and folds are not. */
const OBJECT = /^[A-Z]/

/** By arithmetic alone: no element is asked, however many pods there are. `whole` takes machines for one thing. */
export function hitAt(
  grid: SpatialGrid,
  board: Board,
  x: number,
  y: number,
  whole: boolean,
): Hit | undefined {
  const box = grid.at(x, y)
  if (!box || !OBJECT.test(box.id)) return undefined
  const index = board.indexOfMachine(box.id)
  const field = index === undefined ? undefined : board.fields[index]
  if (index === undefined || !field || !board.size) return { id: box.id, index: -1, slot: -1 }
  const cells = gridsOf(board.size)[field.grid]
  const slot = whole || !cells ? undefined : slotAt(cells, x - box.x, y - box.y, board.size)
  const key = slot === undefined || slot >= field.places ? undefined : field.keys[slot]
  if (slot === undefined || key === undefined) return { id: box.id, index, slot: -1 }
  return { id: idOf('Pod', key), index, slot }
}

/** Where an object is drawn on the board, if it is a pod or a machine there. */
export function findOn(board: Board, id: string): Hit | undefined {
  const { kind, key } = refOf(id)
  if (kind === 'Node') {
    const index = board.indexOfMachine(id)
    return index === undefined ? undefined : { id, index, slot: -1 }
  }
  const place = kind === 'Pod' ? board.placeOf(key) : undefined
  return place && { id, ...place }
}
