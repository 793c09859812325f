import { opensInMotion, playOpening } from '../store/opening.ts'

/** The visitor sees the scene at rest for a moment, so that the first movement is seen to begin. */
const BREATH = 1000
const LOOK_EVERY = 100
const PATIENCE = 15_000

/** On a first visit without a wish of its own, plays the opening once the stage is painted. */
export function openInMotion(search: string): void {
  if (!opensInMotion(search)) return
  const end = performance.now() + PATIENCE
  const timer = setInterval(() => {
    const painted = document.querySelector('.react-flow__node [data-thing]') !== null
    if (!painted && performance.now() < end) return
    clearInterval(timer)
    if (painted) setTimeout(() => void playOpening(), BREATH)
  }, LOOK_EVERY)
}
