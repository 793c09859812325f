import { type Recording, Still } from '../sim/light.ts'
import { loadEngine, loadedEngine } from '../store/arrival.ts'
import { loadLab, showStill, wakeStill } from '../store/sim.ts'
import { startLab, uiStore } from '../store/ui.ts'
import { stagePainted } from './painted.ts'

/** The lab whose picture comes with the page; see tools/picture.mjs. */
const PICTURED = { lab: 'book', seed: 1 } as const

interface Start {
  /** Settles when there is something to show: a picture or a cluster, or certainly nothing. */
  readonly pictured: Promise<void>
  /** Settles when a cluster runs, or the user was told why none does. */
  readonly running: Promise<void>
}

/**
 * Opens the lab that the address asks for, or else the usual one; the screen says why. The usual one is shown from its
 * picture, so that nobody waits for the engine to see it.
 */
export function openStartLab(search: string): Start {
  const { lab, seed } = startLab(search)
  if (lab !== PICTURED.lab || seed !== PICTURED.seed) {
    const running = openAnew(lab, seed)
    return { pictured: running, running }
  }
  const picture = fetchPicture().then((still) => {
    if (still) showStill(still, lab)
    return still !== undefined
  })
  const running = picture.then((shown) => (shown ? wake(lab, seed) : openAnew(lab, seed)))
  return { pictured: picture.then((shown) => (shown ? undefined : running)), running }
}

/** The picture comes to life; should it not be able to, its lab is opened anew. */
async function wake(lab: string, seed: number): Promise<void> {
  await stagePainted()
  try {
    await wakeStill()
  } catch {
    if (loadedEngine()) await openAnew(lab, seed)
  }
}

/** A lab without a picture, or the usual one in place of one that does not exist. */
async function openAnew(lab: string, seed: number): Promise<void> {
  try {
    await loadEngine()
  } catch {
    // The screen tells of it, and how to go on.
    return
  }
  for (const name of new Set([lab, 'book'])) {
    try {
      await loadLab(name, { seed })
      return
    } catch (error) {
      sayProblem(error)
    }
  }
}

function sayProblem(error: unknown): void {
  uiStore.getState().setNotice(error instanceof Error ? error.message : String(error))
}

/** The recorded opening scene that the page's head asks for; undefined when it cannot be had. */
async function fetchPicture(): Promise<Still | undefined> {
  const link = document.querySelector<HTMLLinkElement>('link[data-picture]')
  if (!link) return undefined
  try {
    const answer = await fetch(link.href)
    return answer.ok ? new Still((await answer.json()) as Recording) : undefined
  } catch {
    return undefined
  }
}
