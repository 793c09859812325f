import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Cluster, Entry } from '../sim/index.ts'
import { onFrame, restFrames, standStill, wakeFrames } from './frames.ts'
import { happeningOf } from './happening.ts'
import { earliest, entriesAhead, goTo, type Position, replayInput } from './rewind.ts'
import {
  commitJournal,
  getCluster,
  onEntries,
  passTime,
  runningCluster,
  simStore,
  work,
} from './sim.ts'

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
const REMEMBERED = 20_000
/** More entries than this in one frame have no order that anybody could see. */
const CROWD = 400
/** Wall milliseconds that a step back takes to play the last action backwards, and at most so much of the stage. */
const BACKWARDS = 380
const FARTHEST_BACK = 2600

export const playbackStore = createStore<PlaybackState>()(() => ({ pace: 'slow', before: 'slow' }))

let stage = 0
/** In slow motion virtual time stands still until here; in a pause the stage plays out until here. */
let heldUntil = 0
const shown = new Map<number, number>()
/** Moments of what lies ahead after going back, as they were the first time. */
const earlier = new Map<number, number>()
/** A step back that is being played: the stage's clock runs down to `to`, then the cluster follows. */
let backwards:
  | { readonly from: number; readonly to: number; readonly position: Position }
  | undefined
/** The cluster whose entries have moments, and up to which of them. */
let shownOf: Cluster | undefined
let shownUpTo: Position = 0

/** Milliseconds of the stage's own clock. It runs with the wall's, and stands when the pace is paused. */
export function stageTime(): number {
  return stage
}

/** Stage time at which a journal entry was shown; undefined for what happened before this screen looked. */
export function shownAt(rv: number): number | undefined {
  return shown.get(rv)
}

/** Stage time at which an entry of the known future was on stage before the user went back. */
export function wasShownAt(rv: number): number | undefined {
  return earlier.get(rv)
}

export function setPace(pace: Pace): void {
  finishBackwards()
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
  if (!runningCluster()) return false
  const known = entriesAhead().find((entry) => happeningOf(entry) !== undefined)
  if (known && goTo(known.rv) === 'done') return true
  const end = performance.now() + STEP_WALL
  const limit = getCluster().now + STEP_VIRTUAL
  let found = false
  while (!found && performance.now() < end && worked(limit)) found = sawAction()
  commitJournal()
  return found
}

/** The last action worth seeing that can be taken back; undefined at the beginning. */
function lastAction(): Entry | undefined {
  const { journal, rv } = getCluster()
  const first = earliest()
  for (let at = rv; at > first; at--) {
    const entry = journal.at(at)
    if (entry && happeningOf(entry) !== undefined) return entry
  }
  return undefined
}

/**
 * Plays the last action backwards, then stands before it: forward again it happens as it did. `still` leaves the
 * movement out. Says whether there was something to take back.
 */
export function stepBack(still = false): boolean {
  setPace('paused')
  if (!runningCluster()) return false
  const entry = lastAction()
  if (!entry) return false
  const began = shown.get(entry.rv) ?? stage
  const position = entry.rv - 1
  // What was over long ago need not be waited for.
  stage = Math.min(stage, began + FARTHEST_BACK)
  backwards = { from: stage, to: Math.min(stage, began) - 1, position }
  if (still) finishBackwards()
  wakeFrames()
  return true
}

function finishBackwards(): void {
  if (!backwards) return
  const { position } = backwards
  backwards = undefined
  showMoment(position)
}

/** Stands at a moment of the journal, before or after the present one; the stage's clock stands there too. */
export function showMoment(position: Position): ReturnType<typeof goTo> {
  backwards = undefined
  playbackStore.setState({ pace: 'paused' })
  return goTo(position)
}

function playBackwards(passed: number): void {
  if (!backwards) return
  const { from, to } = backwards
  stage = Math.max(to, stage - (passed / BACKWARDS) * (from - to))
  if (stage <= to) finishBackwards()
}

/** One frame of `elapsed` wall milliseconds: the stage's clock, then the engine within its budget, then one commit. */
export function frame(elapsed: number): void {
  const passed = Math.min(elapsed, LONGEST_FRAME)
  const { pace } = playbackStore.getState()
  if (backwards) {
    playBackwards(passed)
    return
  }
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
  const cluster = getCluster()
  read = cluster.rv
  return replayInput(cluster, until) || work(until)
}

/** Whether the last piece of work wrote something worth holding for. */
function sawAction(): boolean {
  return getCluster()
    .journal.since(read)
    .some((entry) => happeningOf(entry) !== undefined)
}

/** After another past came up: what the stage has seen of it, and what it has yet to show. */
function freshEntries(): readonly Entry[] {
  const cluster = getCluster()
  if (shownOf !== cluster) {
    shownOf = cluster
    shown.clear()
    earlier.clear()
    return []
  }
  let left = stage
  for (const [rv, at] of shown) {
    if (rv <= cluster.rv) continue
    left = Math.min(left, at - 1)
    earlier.set(rv, at)
    shown.delete(rv)
  }
  // The stage's clock goes back with the cluster's, so that lamps, messages and sentences are those of that moment.
  stage = left
  heldUntil = stage
  return cluster.journal.since(Math.min(shownUpTo, cluster.rv))
}

/** Gives each entry its moment on stage. At leisure, actions of one step follow each other; at speed they share it. */
function show(batch: readonly Entry[], fresh: boolean): void {
  const entries = fresh ? freshEntries() : batch
  shownUpTo = getCluster().rv
  const { pace } = playbackStore.getState()
  const leisurely = pace === 'slow' || pace === 'paused'
  // So many at once nobody could follow one by one: they share their moment.
  const followed = leisurely && entries.length <= CROWD
  const actions = followed ? entries.filter((entry) => happeningOf(entry) !== undefined) : []
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
  wakeFrames()
}

onEntries(show)

/** After so many stage milliseconds without an action everything on the stage has come to rest. */
const CALM_AFTER = 4000
/** Wall milliseconds between frames while only time passes, and between looks whether something came while it stands. */
const CALM_PAUSE = 70
const STILL_PAUSE = 200

/** Whether nothing moves until the next frame after a short rest: no message on its way, no work that is due. */
function isCalm(): boolean {
  const { pace } = playbackStore.getState()
  if (pace === 'quiet' || pace === 'paused' || stage < heldUntil + CALM_AFTER) return false
  const { work: queue, now } = getCluster()
  const due = entriesAhead()[0]?.at ?? queue.peek()?.at ?? Number.POSITIVE_INFINITY
  return due - now > 2 * CALM_PAUSE * FACTOR[pace]
}

/** Whether the stage stands: nothing moves on it until the user asks for something. */
function stands(): boolean {
  return playbackStore.getState().pace === 'paused' && !backwards && stage >= heldUntil
}

/** Whether somebody wrote without bringing the screen up to date, or the engine has come. */
function isBehind(): boolean {
  const cluster = runningCluster()
  return cluster !== undefined && (!stands() || cluster.rv !== simStore.getState().rv)
}

function nextFrame(): void {
  if (!runningCluster() || stands()) standStill(STILL_PAUSE, isBehind)
  else if (isCalm()) restFrames(CALM_PAUSE)
  else wakeFrames()
}

/** Drives the cluster with the screen's frames. Returns a function that stops it. */
export function startPlayback(): () => void {
  const stopFrames = onFrame((elapsed) => {
    if (runningCluster()) frame(elapsed)
    nextFrame()
  })
  const stopPace = playbackStore.subscribe(wakeFrames)
  return () => {
    stopPace()
    stopFrames()
  }
}
