import type { Kind } from '../../sim/index.ts'
import { uiStore } from '../../store/ui.ts'
import { refOf } from '../graph/world.ts'
import { type DrawnThing, drawnCell } from '../hands/drawn.ts'
import { type Point, popupCell } from '../hands/hands.ts'
import type { Hit } from './hit.ts'

/** A mouse that moved farther between down and up has panned, not clicked. */
const STILL = 5

/** What lies over the layer takes its own presses: canvas nodes (but not bare frames), panels, buttons. */
const OVER = [
  '[data-thing]',
  'button',
  'input',
  '[data-over-stage]',
  '.react-flow__node:not(.react-flow__node-frame)',
].join()

export function select(id: string): void {
  const { kind, key } = refOf(id)
  if (kind !== 'Backend') uiStore.getState().select({ kind: kind as Kind, key })
}

interface Hands {
  /** What the layer shows at a point of the page. */
  hit(x: number, y: number): Hit | undefined
  hover(hit: Hit | undefined, x: number, y: number): void
  /** Whether what was hit is large enough on the screen to be meant by a press. */
  isLarge(hit: Hit): boolean
  /** Stage id of the machine that was hit, or on which. */
  machineOf(hit: Hit): string | undefined
}

/** Pointer on the layer: tooltip, selection and menu, found by arithmetic. Returns what takes the listeners away. */
export function attachLayer(
  root: HTMLElement,
  { hit, hover, isLarge, machineOf }: Hands,
): () => void {
  const done = new AbortController()
  const { signal } = done
  let down = { x: 0, y: 0 }
  let touching = false
  const below = (target: EventTarget | null, { x, y }: Point): Hit | undefined => {
    if (!(target instanceof Element) || target.closest(OVER)) return undefined
    return target.closest('.react-flow') ? hit(x, y) : undefined
  }
  const under = ({ target, clientX: x, clientY: y }: MouseEvent) => below(target, { x, y })
  // Hands take up what is drawn, and let go of things on it, as if it were made of elements.
  const drawn = (at: Point): DrawnThing | undefined => {
    const target = document.elementFromPoint(at.x, at.y)
    const found = root.contains(target) ? below(target, at) : undefined
    return found && { id: found.id, on: machineOf(found), large: isLarge(found) }
  }
  drawnCell.set(drawn)
  root.addEventListener(
    'pointerdown',
    (event) => {
      down = { x: event.clientX, y: event.clientY }
      touching = event.pointerType === 'touch'
    },
    { signal, capture: true },
  )
  root.addEventListener(
    'pointermove',
    (event) => {
      const still = event.buttons === 0 && event.pointerType !== 'touch'
      hover(still ? under(event) : undefined, event.clientX, event.clientY)
    },
    { signal },
  )
  root.addEventListener('pointerleave', () => hover(undefined, 0, 0), { signal })
  root.addEventListener(
    'click',
    (event) => {
      if (Math.hypot(event.clientX - down.x, event.clientY - down.y) > STILL) return
      const found = under(event)
      if (found) select(found.id)
    },
    { signal },
  )
  root.addEventListener(
    'contextmenu',
    (event) => {
      const found = under(event)
      if (!found) return
      event.preventDefault()
      // A finger's long press has its own way to the menu.
      if (touching) return
      popupCell.set({
        sort: 'menu',
        id: found.id,
        at: { x: event.clientX, y: event.clientY },
      })
    },
    { signal },
  )
  return () => {
    done.abort()
    if (drawnCell.get() === drawn) drawnCell.set(undefined)
  }
}
