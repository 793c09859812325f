import { cell } from '../hands/cell.ts'

/** Says by a version of the graph which ids are named and not there; undefined until it has arrived. */
export const ghostFinderCell = cell<((topology: number) => ReadonlySet<string>) | undefined>(
  undefined,
)
