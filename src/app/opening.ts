import { opensInMotion, playOpening } from '../store/opening.ts'
import { stagePainted } from './painted.ts'

/** The visitor sees the scene at rest for a moment, so that the first movement is seen to begin. */
const BREATH = 1000
const PATIENCE = 15_000

/** On a first visit without a wish of its own, plays the opening once the stage is painted. */
export async function openInMotion(search: string): Promise<void> {
  if (!opensInMotion(search) || !(await stagePainted(PATIENCE))) return
  setTimeout(() => void playOpening(), BREATH)
}
