import '../../../src/app/tokens.css'
import '../../../src/app/base.css'
import { createRoot } from 'react-dom/client'
import { startTexts } from '../../../src/app/i18n.ts'
import { startTheme } from '../../../src/app/theme.ts'
import { Stage } from '../../../src/canvas/Stage.tsx'
import { commitJournal, getCluster, showCluster } from '../../../src/store/sim.ts'
import { addOne, change, syntheticCluster } from './synthetic.ts'

/** The stage alone with a synthetic cluster: `?pods=N`. What the bench drives is on `window.bench`. */
const pods = Number(new URLSearchParams(location.search).get('pods') ?? '300')

startTheme()
startTexts()
showCluster(syntheticCluster(pods), 'bench')

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
  /** Milliseconds, once there was an answer. */
  answered: () => answer,
}
Reflect.set(window, 'bench', bench)
export type Bench = typeof bench

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')
root.style.cssText = 'position:fixed;inset:0'
createRoot(root).render(<Stage />)
