import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLab } from '../../src/scenarios/labs.ts'
import { runUntil } from '../../src/sim/index.ts'
import { setPace, stageTime, startPlayback } from '../../src/store/playback.ts'
import { commitJournal, getCluster, showCluster } from '../../src/store/sim.ts'

/** Frames that the page asked for, of a screen that shows one every 16 ms. */
let frames = 0
let stop: () => void = () => undefined

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  frames = 0
  vi.stubGlobal('requestAnimationFrame', (draw: (at: number) => void) => {
    frames++
    return setTimeout(() => draw(performance.now()), 16)
  })
  vi.stubGlobal('cancelAnimationFrame', clearTimeout)
  showCluster(createLab('plain'), 'plain')
  runUntil(getCluster(), { quiet: true, timeout: 600_000 })
  commitJournal()
  stop = startPlayback()
})

afterEach(() => {
  stop()
  setPace('slow')
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A request of the user, of which the screen does not know yet. */
function write(): void {
  getCluster().create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' }, spec: {} })
}

function framesIn(ms: number): number {
  const before = frames
  vi.advanceTimersByTime(ms)
  return frames - before
}

describe('a page on which nothing happens', () => {
  it('asks for no frame at all while the stage stands', () => {
    setPace('paused')
    vi.advanceTimersByTime(3000)
    expect(framesIn(10_000)).toBe(0)
  })

  it('wakes for what is done in a pause, and plays it out', () => {
    setPace('paused')
    vi.advanceTimersByTime(3000)
    const before = stageTime()
    write()
    commitJournal()
    expect(framesIn(2000)).toBeGreaterThan(30)
    expect(stageTime() - before).toBeGreaterThan(800)
    expect(framesIn(10_000)).toBe(0)
  })

  it('notices within a moment what was written without bringing the screen up to date', () => {
    setPace('paused')
    vi.advanceTimersByTime(3000)
    write()
    expect(framesIn(300)).toBeGreaterThan(3)
  })

  it('asks for few frames while only time passes, and loses none of it', () => {
    setPace('1x')
    vi.advanceTimersByTime(8000)
    const { now } = getCluster()
    expect(framesIn(2000)).toBeLessThan(60)
    expect(getCluster().now - now).toBeGreaterThan(1800)
    expect(getCluster().now - now).toBeLessThan(2200)
  })

  it('runs on at once when time goes on', () => {
    setPace('paused')
    vi.advanceTimersByTime(20_000)
    const { now } = getCluster()
    setPace('1x')
    vi.advanceTimersByTime(1000)
    expect(getCluster().now - now).toBeGreaterThan(800)
    expect(getCluster().now - now).toBeLessThan(1100)
  })
})
