import { cell } from '../hands/cell.ts'

/** The thing that the view is asked to fly to, by stage id; a new object for each asking. */
export const flightCell = cell<{ readonly id: string } | undefined>(undefined)

/** Brings a thing into the middle of the view, unfolding what it is in. */
export function flyTo(id: string): void {
  flightCell.set({ id })
}
