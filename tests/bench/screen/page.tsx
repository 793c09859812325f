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

const bench = {
  /** Prepares a change of 1% of the pods; `commit` brings it to the screen. */
  change: () => change(getCluster(), pods, ++round),
  addOne: () => addOne(getCluster(), ++round),
  commit: () => commitJournal(),
  watchClick,
  /** Whether a press there would take hold of something that is drawn, and not of the stage. */
  holds: (x: number, y: number) => drawnCell.get()?.({ x, y })?.id.startsWith('Pod|') ?? false,
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
// Nothing on an empty canvas: what the library itself takes, to judge a busy machine by.
if (pods === 0)
  // Each frame is told from the next, as the stage's own clock does it.
  requestAnimationFrame(function tick() {
    requestAnimationFrame(tick)
  })
createRoot(root).render(pods === 0 ? <ReactFlow nodes={[]} edges={[]} /> : <Stage />)
