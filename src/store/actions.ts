import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** One thing the user did with the mouse or a key, as the command line that does the same. */
export interface Action {
  readonly id: number
  readonly command: string
  /** What was fed to standard input, if anything. */
  readonly stdin?: string
  readonly state: 'running' | 'done' | 'refused'
  /** What the command printed; for a refusal the API's own words. */
  readonly message: string
  /** Where the user acted, `Kind namespace/name`, so that the answer can be shown beside it. */
  readonly near?: string
}

export interface ActionsState {
  /** Oldest first; the last few only. */
  readonly recent: readonly Action[]
}

const KEPT = 30
let nextId = 1

export const actionsStore = createStore<ActionsState>()(() => ({ recent: [] }))

/** Writes down that an action began. Returns its id. */
export function beginAction(command: string, details: Pick<Action, 'stdin' | 'near'> = {}): number {
  const id = nextId++
  const action: Action = { id, command, state: 'running', message: '', ...details }
  actionsStore.setState(({ recent }) => ({ recent: [...recent, action].slice(-KEPT) }))
  return id
}

export function updateAction(id: number, change: Partial<Pick<Action, 'state' | 'message'>>): void {
  actionsStore.setState(({ recent }) => ({
    recent: recent.map((action) => (action.id === id ? { ...action, ...change } : action)),
  }))
}

export function dismissAction(id: number): void {
  actionsStore.setState(({ recent }) => ({ recent: recent.filter((action) => action.id !== id) }))
}

export function useActions(): readonly Action[] {
  return useStore(actionsStore, (state) => state.recent)
}
