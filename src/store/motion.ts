import { useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recallSetting, rememberSetting } from './persist.ts'

export interface MotionState {
  /** The user wants a still stage, whatever the system says. */
  readonly still: boolean
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const QUERY = '(prefers-reduced-motion: reduce)'

export const motionStore = createStore<MotionState>()(() => ({
  still: recallSetting('still', isFlag) ?? false,
}))

export function setStill(still: boolean): void {
  rememberSetting('still', still)
  motionStore.setState({ still })
}

function watchSystem(changed: () => void): () => void {
  const list = globalThis.matchMedia?.(QUERY)
  list?.addEventListener('change', changed)
  return () => list?.removeEventListener('change', changed)
}

function systemIsStill(): boolean {
  return globalThis.matchMedia?.(QUERY).matches === true
}

/** Whether nothing on the stage may move now. */
export function isStill(): boolean {
  return motionStore.getState().still || systemIsStill()
}

/** Whether nothing on the stage may move: the system says so, or the user. */
export function useStill(): boolean {
  const chosen = useStore(motionStore, (state) => state.still)
  const system = useSyncExternalStore(watchSystem, systemIsStill)
  return chosen || system
}
