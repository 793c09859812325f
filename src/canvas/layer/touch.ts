import type { Kind } from '../../sim/index.ts'
import { uiStore } from '../../store/ui.ts'
import { refOf } from '../graph/world.ts'
import { popupCell } from '../hands/hands.ts'
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
}

/** Pointer on the layer: tooltip, selection and menu, found by arithmetic. Returns what takes the listeners away. */
export function attachLayer(root: HTMLElement, { hit, hover }: Hands): () => void {
  const done = new AbortController()
  const { signal } = done
  let down = { x: 0, y: 0 }
  const under = (event: MouseEvent): Hit | undefined => {
    const { target } = event
    if (!(target instanceof Element) || target.closest(OVER)) return undefined
    return target.closest('.react-flow') ? hit(event.clientX, event.clientY) : undefined
  }
  root.addEventListener(
    'pointerdown',
    (event) => {
      down = { x: event.clientX, y: event.clientY }
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
      popupCell.set({
        sort: 'menu',
        id: found.id,
        at: { x: event.clientX, y: event.clientY },
      })
    },
    { signal },
  )
  return () => done.abort()
}
