import { useSyncExternalStore } from 'react'
import { type Cell, cell } from '../../store/cell.ts'

export { type Cell, cell }

/** A reading of the cell; the selector must return the same thing while nothing it reads changed. */
export function useCell<T, R>(of: Cell<T>, select: (value: T) => R): R {
  return useSyncExternalStore(of.subscribe, () => select(of.get()))
}
