import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

type Engine = typeof import('./engine.ts')

/** The engine is fetched after the first picture: whether it is there yet, or could not be had. */
export type Arrival = 'coming' | 'here' | 'failed'

export const arrivalStore = createStore<{ readonly arrival: Arrival }>()(() => ({
  arrival: 'coming',
}))

/** A short loss of the network is waited out, in wall milliseconds; then the user is asked. */
const PAUSES: readonly number[] = [1000, 4000]

let engine: Engine | undefined
let loading: Promise<Engine> | undefined

/** The engine, when it has arrived. */
export function loadedEngine(): Engine | undefined {
  return engine
}

/** Fetches the engine, once. Rejects when it cannot be had; the next call tries anew. */
export function loadEngine(): Promise<Engine> {
  if (loading) return loading
  arrivalStore.setState({ arrival: 'coming' })
  loading = patiently(() => import('./engine.ts')).then(
    (arrived) => {
      engine = arrived
      arrivalStore.setState({ arrival: 'here' })
      return arrived
    },
    (error: unknown) => {
      loading = undefined
      arrivalStore.setState({ arrival: 'failed' })
      throw error
    },
  )
  return loading
}

/** Tries again after each of the pauses. Throws what the last attempt threw. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  pauses: readonly number[] = PAUSES,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await attempt()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  return attempt()
}

export function useArrival(): Arrival {
  return useStore(arrivalStore, (state) => state.arrival)
}
