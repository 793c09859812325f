import type { Kind } from '../../sim/index.ts'
import { explainThing } from '../../store/looking.ts'
import { shortcutFor } from '../../store/shortcuts.ts'
import { peekObject } from '../../store/sim.ts'
import { uiStore } from '../../store/ui.ts'
import { workloadFacts } from '../facts/workloadFacts.ts'
import { refOf } from '../graph/world.ts'
import { drawnAt } from './drawn.ts'
import { CARD, canDrag, markTargets } from './drops.ts'
import { dragCell, type Point, popupCell } from './hands.ts'
import { followPress } from './pointer.ts'
import { startRoving, walk } from './roving.ts'
import { whatOf } from './what.ts'

function closestOf(event: Event, selector: string): HTMLElement | undefined {
  const { target } = event
  return target instanceof Element
    ? (target.closest<HTMLElement>(selector) ?? undefined)
    : undefined
}

function thingOf(event: Event): HTMLElement | undefined {
  return closestOf(event, '[data-thing]')
}

function select(id: string): void {
  const { kind, key } = refOf(id)
  uiStore.getState().select({ kind: kind as Kind, key })
}

/** Objects are selected; what bytes lie on is none: it opens. */
function choose(thing: HTMLElement): void {
  const id = thing.dataset.thing ?? ''
  if (id.startsWith('Backend|')) popupCell.set({ sort: 'menu', id, at: under(thing) })
  else select(id)
}

export function under(element: HTMLElement): Point {
  const box = element.getBoundingClientRect()
  return { x: box.left + Math.min(24, box.width / 2), y: box.bottom + 2 }
}

/** Actors, regions and whatever else is no object of the API have no menu: they say at once what they are. */
function explainOther(event: MouseEvent, touching: boolean): void {
  const { target, clientX: x, clientY: y } = event
  const id = target instanceof Element ? whatOf(target) : undefined
  if (id === undefined || touching) return
  event.preventDefault()
  explainThing(id, { x, y })
}

/** Machines have no question: the lab takes them away by its own command. */
const UNDELETED: ReadonlySet<string> = new Set(['Machine', 'Backend'])

function ask(id: string, what: string, at: Point): boolean {
  const { kind, key } = refOf(id)
  if (what === 'menu') popupCell.set({ sort: 'menu', id, at })
  else if (what === 'delete' && !UNDELETED.has(kind)) popupCell.set({ sort: 'delete', id, at })
  else if (what === 'scale') {
    const object = peekObject(kind as Kind, key)
    if (!object || !workloadFacts(object).scalable) return false
    popupCell.set({ sort: 'form', form: 'scale', id, at })
  } else return false
  return true
}

function onKey(root: HTMLElement, event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const id = shortcutFor(event, 'stage')?.id
  if (id === 'walk') {
    if (walk(root, event.key)) event.preventDefault()
    return
  }
  const thing = thingOf(event)
  const stageId = thing?.dataset.thing
  if (!thing || stageId === undefined || id === undefined) return
  if (!ask(stageId, id, under(thing))) return
  event.preventDefault()
}

/**
 * One set of listeners for the whole stage, however many things stand on it. Things carry `data-thing` (their stage id)
 * and, when they can be dragged, `data-drag`; palette cards carry `data-card` (their kind) wherever on the page they
 * are. Returns a function that takes the listeners away.
 */
export function attachHands(root: HTMLElement): () => void {
  const done = new AbortController()
  const { signal } = done
  /** The press that is going on, or has just ended, was more than a click. */
  let taken = false
  let touching = false

  const take = () => {
    taken = true
  }
  /** A drop outside the thing makes no click that would clear it. */
  const release = () =>
    setTimeout(() => {
      taken = false
    }, 0)
  const press = (event: PointerEvent, id: string, rest: { draggable: boolean; menu: boolean }) => {
    const from = { x: event.clientX, y: event.clientY }
    followPress({ id, from, pointer: event.pointerId, touch: touching, ...rest }, take)
  }

  /** What a press takes hold of: an element's thing, or what is drawn there. */
  const heldBy = (event: MouseEvent) => {
    if (!root.contains(event.target as Node)) return undefined
    const drawn = thingOf(event) ? undefined : drawnAt(event)
    const id = drawn?.id ?? thingOf(event)?.dataset.thing
    const draggable = id !== undefined && drawn?.large !== false && canDrag(refOf(id).kind)
    return id === undefined ? undefined : { id, draggable }
  }

  addEventListener('pointerup', release, { signal })
  addEventListener('pointercancel', release, { signal })
  addEventListener(
    'click',
    (event) => {
      if (!taken) return
      taken = false
      event.stopPropagation()
      event.preventDefault()
    },
    { signal, capture: true },
  )
  root.addEventListener(
    'click',
    (event) => {
      const thing = thingOf(event)
      if (thing) choose(thing)
    },
    { signal, capture: true },
  )
  root.addEventListener(
    'contextmenu',
    (event) => {
      const id = thingOf(event)?.dataset.thing
      if (id === undefined) return explainOther(event, touching)
      event.preventDefault()
      // A finger's long press has its own way to the menu.
      if (!touching) popupCell.set({ sort: 'menu', id, at: { x: event.clientX, y: event.clientY } })
    },
    { signal },
  )
  root.addEventListener('keydown', (event) => onKey(root, event), { signal })
  document.addEventListener(
    'pointerdown',
    (event) => {
      taken = false
      touching = event.pointerType === 'touch'
      if (event.button !== 0 || !event.isPrimary) return
      const card = closestOf(event, '[data-card]')?.dataset.card
      if (card !== undefined)
        return press(event, `${CARD}|${card}`, { draggable: true, menu: false })
      const held = heldBy(event)
      if (held) press(event, held.id, { draggable: held.draggable, menu: true })
    },
    { signal },
  )
  // A mouse press on what can be dragged must not pan the stage too; a finger pans from anywhere.
  root.addEventListener(
    'mousedown',
    (event) => {
      if (heldBy(event)?.draggable) event.stopPropagation()
    },
    { signal, capture: true },
  )
  // Once the finger holds something, nothing pans or scrolls under it.
  document.addEventListener(
    'touchmove',
    (event) => {
      if (!dragCell.get()) return
      event.stopPropagation()
      if (event.cancelable) event.preventDefault()
    },
    { signal, capture: true, passive: false },
  )
  const rest = [startRoving(root), markTargets(root)]
  return () => {
    done.abort()
    for (const stop of rest) stop()
  }
}
