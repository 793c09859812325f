import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { actionsStore } from './actions.ts'
import { run } from './intents.ts'
import { recallSetting, rememberSetting } from './persist.ts'
import { playbackStore, setPace } from './playback.ts'
import { runningCluster, whenCluster } from './sim.ts'

/** What the first visitor sees done: a new image, so that the pods show every state on their way. */
const COMMAND = 'kubectl create deployment welcome --image=httpd:2.4 --replicas=2'
const SEEN = 'opened'
/** How often the opening looks whether the cluster has come to rest, in wall milliseconds. */
const LOOK_EVERY = 300

const openingStore = createStore<{ readonly playing: boolean }>()(() => ({ playing: false }))

export function useOpening(): boolean {
  return useStore(openingStore, (state) => state.playing)
}

/** Only the usual lab of a first visit opens in motion; whoever asks for a lab or a seed gets exactly that. */
export function opensInMotion(search: string): boolean {
  const asked = new URLSearchParams(search)
  const seen = recallSetting(SEEN, (value): value is true => value === true)
  return !asked.has('lab') && !asked.has('seed') && seen === undefined
}

/** Does one thing as the user would, and leaves the cluster to answer. Nothing when the user was faster. */
export async function playOpening(): Promise<void> {
  const cluster = await whenCluster()
  if (actionsStore.getState().recent.length > 0) return
  if (playbackStore.getState().pace !== 'slow') return
  rememberSetting(SEEN, true)
  openingStore.setState({ playing: true })
  await run(COMMAND)
  const timer = setInterval(() => {
    const resting = cluster.work.active === 0 || playbackStore.getState().pace !== 'slow'
    if (runningCluster() === cluster && !resting) return
    clearInterval(timer)
    openingStore.setState({ playing: false })
  }, LOOK_EVERY)
}

/** To the end of it, at once. */
export function skipOpening(): void {
  setPace('quiet')
  openingStore.setState({ playing: false })
}
