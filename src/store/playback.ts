import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Entry } from '../sim/index.ts'
import { happeningOf } from './happening.ts'
import { commitJournal, getCluster, onEntries, passTime, simStore, work } from './sim.ts'

export type Pace = 'paused' | 'slow' | '1x' | '10x' | '60x' | 'quiet'

export interface PlaybackState {
  readonly pace: Pace
  /** What plays on after a pause, or after the cluster became quiet. */
  readonly before: Exclude<Pace, 'paused' | 'quiet'>
}

/** Main-thread milliseconds the engine may take of one frame. */
const BUDGET = 6
/** Stage milliseconds for which slow motion holds on one action. */
export const HOLD = 900
/** Stage milliseconds between the actions of one and the same step, when time is short of each being held. */
const STAGGER = 260
/** All actions of one batch are on stage within this: ten thousand objects must not hold the cluster for an hour. */
const LONGEST_BATCH = 2400
/** A step of the user's searches at most this far: wall milliseconds, and virtual time. */
const STEP_WALL = 150
const STEP_VIRTUAL = 120_000
/** A tab that slept must not catch up with everything it missed. */
const LONGEST_FRAME = 100
const FACTOR = { slow: 1, '1x': 1, '10x': 10, '60x': 60 } as const
/** How many entries keep their moment on stage. */
const REMEMBERED = 5000

export const playbackStore = createStore<PlaybackState>()(() => ({ pace: 'slow', before: 'slow' }))

let stage = 0
/** In slow motion virtual time stands still until here; in a pause the stage plays out until here. */
let heldUntil = 0
const shown = new Map<number, number>()

/** Milliseconds of the stage's own clock. It runs with the wall's, and stands when the pace is paused. */
export function stageTime(): number {
  return stage
}

/** Stage time at which a journal entry was shown; undefined for what happened before this screen looked. */
export function shownAt(rv: number): number | undefined {
  return shown.get(rv)
}

export function setPace(pace: Pace): void {
  if (pace === 'paused') heldUntil = stage
  const running = pace === 'paused' || pace === 'quiet' ? {} : { before: pace }
  playbackStore.setState({ pace, ...running })
}

export function togglePause(): void {
  const { pace, before } = playbackStore.getState()
  setPace(pace === 'paused' ? before : 'paused')
}

export function usePace(): Pace {
  return useStore(playbackStore, (state) => state.pace)
}

/** Does everything up to the next action worth seeing, then stands. Says whether there was one. */
export function stepOne(): boolean {
  setPace('paused')
  const end = performance.now() + STEP_WALL
  const limit = getCluster().now + STEP_VIRTUAL
  let found = false
  while (!found && performance.now() < end && worked(limit)) found = sawAction()
  commitJournal()
  return found
}

/** One frame of `elapsed` wall milliseconds: the stage's clock, then the engine within its budget, then one commit. */
export function frame(elapsed: number): void {
  const passed = Math.min(elapsed, LONGEST_FRAME)
  const { pace } = playbackStore.getState()
  if (pace === 'paused') {
    stage = Math.min(stage + passed, Math.max(stage, heldUntil))
    commitJournal()
    return
  }
  stage += passed
  if (pace === 'quiet') playToQuiet()
  else if (pace === 'slow') playSlowly(passed)
  else playUntil(getCluster().now + passed * FACTOR[pace])
  commitJournal()
}

function playUntil(target: number): void {
  const end = performance.now() + BUDGET
  for (;;) {
    if (!worked(target)) break
    if (performance.now() >= end) return
  }
  passTime(target)
}

function playSlowly(passed: number): void {
  if (stage < heldUntil) return
  const target = getCluster().now + passed
  const end = performance.now() + BUDGET
  while (worked(target)) {
    if (sawAction() || performance.now() >= end) return
  }
  passTime(target)
}

function playToQuiet(): void {
  const end = performance.now() + BUDGET
  const cluster = getCluster()
  while (cluster.work.active > 0 && worked(Number.POSITIVE_INFINITY))
    if (performance.now() >= end) return
  setPace(playbackStore.getState().before)
}

let read = 0

function worked(until: number): boolean {
  read = getCluster().rv
  return work(until)
}

/** Whether the last piece of work wrote something worth holding for. */
function sawAction(): boolean {
  return getCluster()
    .journal.since(read)
    .some((entry) => happeningOf(entry) !== undefined)
}

/** Gives each entry its moment on stage. At leisure, actions of one step follow each other; at speed they share it. */
function show(entries: readonly Entry[], fresh: boolean): void {
  if (fresh) shown.clear()
  const { pace } = playbackStore.getState()
  const leisurely = pace === 'slow' || pace === 'paused'
  const actions = leisurely ? entries.filter((entry) => happeningOf(entry) !== undefined) : []
  const gap = Math.min(STAGGER, LONGEST_BATCH / Math.max(1, actions.length))
  let told = 0
  for (const entry of entries) {
    if (entry === actions[told]) told++
    shown.set(entry.rv, stage + gap * Math.max(0, told - 1))
  }
  if (told > 0) heldUntil = stage + gap * (told - 1) + HOLD
  for (const rv of shown.keys()) {
    if (shown.size <= REMEMBERED) break
    shown.delete(rv)
  }
}

onEntries(show)

/** Drives the cluster with the screen's frames. Returns a function that stops it. */
export function startPlayback(): () => void {
  let last = performance.now()
  let handle = requestAnimationFrame(function tick(at: number) {
    handle = requestAnimationFrame(tick)
    const elapsed = Math.max(0, at - last)
    last = at
    if (simStore.getState().lab !== '') frame(elapsed)
  })
  return () => cancelAnimationFrame(handle)
}
