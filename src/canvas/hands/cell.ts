import { useSyncExternalStore } from 'react'

/** One value of the canvas's own, outside React, so that a pointer move renders only who looks at it. */
export interface Cell<T> {
  get(): T
  set(value: T): void
  subscribe(listener: () => void): () => void
}

export function cell<T>(initial: T): Cell<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A reading of the cell; the selector must return the same thing while nothing it reads changed. */
export function useCell<T, R>(of: Cell<T>, select: (value: T) => R): R {
  return useSyncExternalStore(of.subscribe, () => select(of.get()))
}
