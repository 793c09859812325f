import '../../../src/app/tokens.css'
import '../../../src/app/base.css'
import { createRoot } from 'react-dom/client'
import { ReactFlow } from 'reactflow'
import { startTexts } from '../../../src/app/i18n.ts'
import { startTheme } from '../../../src/app/theme.ts'
import { drawnCell } from '../../../src/canvas/hands/drawn.ts'
import { Stage } from '../../../src/canvas/Stage.tsx'
import { loadEngine } from '../../../src/store/arrival.ts'
import { run } from '../../../src/store/intents.ts'
import { setPace, startPlayback } from '../../../src/store/playback.ts'
import {
  commitJournal,
  getCluster,
  loadLab,
  peekKeys,
  showCluster,
} from '../../../src/store/sim.ts'
import { addOne, change, syntheticCluster } from './synthetic.ts'

/**
 * The stage alone with a synthetic cluster: `?pods=N`; or with a lab whose engine runs: `?lab=NAME`. What the bench drives
 * is on `window.bench`.
 */
const asked = new URLSearchParams(location.search)
const pods = Number(asked.get('pods') ?? '300')
const lab = asked.get('lab')

startTheme()
await startTexts()
if (lab === null) showCluster(syntheticCluster(pods), 'bench')
else {
  await loadEngine()
  await loadLab(lab, { seed: 1 })
  setPace('10x')
  startPlayback()
}

let round = 0
let answer: number | undefined

/** Measures from the next press to the first frame that shows something selected. */
function watchClick(): void {
  answer = undefined
  const follow = (event: PointerEvent) => {
    const look = () => {
      const there = document.querySelector('[aria-pressed="true"][data-thing],[data-picked]')
      requestAnimationFrame(
        there
          ? () => {
              answer = performance.now() - event.timeStamp
            }
          : look,
      )
    }
    requestAnimationFrame(look)
  }
  addEventListener('pointerdown', follow, { once: true, capture: true })
}

/** Whether a press there would take hold of the stage, and not of something on it. */
function isBare(x: number, y: number): boolean {
  const there = document.elementFromPoint(x, y)
  if (!there?.closest('.react-flow__pane, .react-flow__node')) return false
  const drawn = drawnCell.get()?.({ x, y })?.id.startsWith('Pod|') ?? false
  return !drawn && there.closest('.nopan, button') === null
}

/** How far from the wanted place one looks, in steps, and how long a step is. */
const AWAY = 40
const STEP = 7

/** The nearest bare place: among tiles that is the gap between two machines. */
function bareSpot(x: number, y: number): { readonly x: number; readonly y: number } | undefined {
  for (let away = 0; away < AWAY; away++)
    for (let side = -away; side <= away; side++)
      for (const [right, down] of [
        [away, side],
        [-away, side],
        [side, away],
        [side, -away],
      ] as const) {
        const at = { x: x + right * STEP, y: y + down * STEP }
        if (isBare(at.x, at.y)) return at
      }
  return undefined
}

const bench = {
  /** Prepares a change of 1% of the pods; `commit` brings it to the screen. */
  change: () => change(getCluster(), pods, ++round),
  addOne: () => addOne(getCluster(), ++round),
  commit: () => commitJournal(),
  watchClick,
  bareSpot,
  /** A Deployment comes to be and is scaled, as by kubectl. */
  async scale(replicas: number): Promise<void> {
    await run('kubectl create deployment grown --image=nginx --replicas=0')
    await run(`kubectl scale deployment grown --replicas=${replicas}`)
  },
  scaled: () => peekKeys('Pod').filter((key) => key.startsWith('default/grown-')).length,
  /** Milliseconds, once there was an answer. */
  answered: () => answer,
}
Reflect.set(window, 'bench', bench)
export type Bench = typeof bench

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')
root.style.cssText = 'position:fixed;inset:0'
// A stage that stands asks for no frames, and one without levels for none while it is moved: each is told from the next by
// this, on the empty canvas as well, with which the others are compared.
requestAnimationFrame(function tick() {
  requestAnimationFrame(tick)
})
// Nothing on an empty canvas: what the library itself takes, to judge a busy machine by.
createRoot(root).render(pods === 0 ? <ReactFlow nodes={[]} edges={[]} /> : <Stage />)
