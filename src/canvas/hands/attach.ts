import type { Kind } from '../../sim/index.ts'
import { uiStore } from '../../store/ui.ts'
import { refOf } from '../graph/world.ts'
import { type Point, popupCell } from './hands.ts'
import { followPress } from './pointer.ts'

function thingOf(event: Event): HTMLElement | undefined {
  const { target } = event
  if (!(target instanceof Element)) return undefined
  return target.closest<HTMLElement>('[data-thing]') ?? undefined
}

function select(id: string): void {
  const { kind, key } = refOf(id)
  uiStore.getState().select({ kind: kind as Kind, key })
}

function under(element: HTMLElement): Point {
  const box = element.getBoundingClientRect()
  return { x: box.left + Math.min(24, box.width / 2), y: box.bottom + 2 }
}

function opensMenu(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
}

/**
 * One set of listeners for the whole stage, however many things stand on it. Things carry `data-thing` (their stage id)
 * and, when they can be dragged, `data-drag`. Returns a function that takes the listeners away.
 */
export function attachHands(root: HTMLElement): () => void {
  const done = new AbortController()
  const { signal } = done
  let justDragged = false

  root.addEventListener(
    'click',
    (event) => {
      if (justDragged) {
        justDragged = false
        event.stopPropagation()
        event.preventDefault()
        return
      }
      const id = thingOf(event)?.dataset.thing
      if (id !== undefined) select(id)
    },
    { signal, capture: true },
  )
  root.addEventListener(
    'contextmenu',
    (event) => {
      const id = thingOf(event)?.dataset.thing
      if (id === undefined) return
      event.preventDefault()
      popupCell.set({ sort: 'menu', id, at: { x: event.clientX, y: event.clientY } })
    },
    { signal },
  )
  root.addEventListener(
    'keydown',
    (event) => {
      const thing = thingOf(event)
      const id = thing?.dataset.thing
      if (!thing || id === undefined) return
      if (opensMenu(event)) {
        event.preventDefault()
        popupCell.set({ sort: 'menu', id, at: under(thing) })
      } else if (event.key === 'Delete' && refOf(id).kind === 'Pod') {
        event.preventDefault()
        popupCell.set({ sort: 'delete', id, at: under(thing) })
      }
    },
    { signal },
  )
  root.addEventListener(
    'pointerdown',
    (event) => {
      justDragged = false
      const thing = thingOf(event)
      const id = thing?.dataset.thing
      if (event.button !== 0 || id === undefined || thing?.dataset.drag === undefined) return
      const from = { x: event.clientX, y: event.clientY }
      followPress({ id, from, pointer: event.pointerId }, event.pointerType === 'touch', () => {
        justDragged = true
        // A drop outside the thing makes no click that would clear it.
        setTimeout(() => {
          justDragged = false
        }, 0)
      })
    },
    { signal },
  )
  return () => done.abort()
}
