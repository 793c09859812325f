import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { BEGINNING, noteEntry, type Progress, settle } from '../scenarios/invitation.ts'
import { onEntries, peekCluster } from './sim.ts'

/** How far the user has come with the first three steps; starts anew with every lab. */
export const invitationStore = createStore<{ readonly progress: Progress }>()(() => ({
  progress: BEGINNING,
}))

onEntries((entries, fresh) => {
  const { progress } = invitationStore.getState()
  const noted = fresh ? BEGINNING : entries.reduce(noteEntry, progress)
  const store = peekCluster()?.store
  const next = fresh || !store ? noted : settle(noted, store)
  if (next !== progress) invitationStore.setState({ progress: next })
})

export function useProgress(): Progress {
  return useStore(invitationStore, (state) => state.progress)
}
