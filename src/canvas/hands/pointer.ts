import { refOf } from '../graph/world.ts'
import { cell } from './cell.ts'
import { drawnCell } from './drawn.ts'
import { CARD, drop, GROUND, takes } from './drops.ts'
import { type Drag, dragCell, type Point, popupCell } from './hands.ts'
import { verdictsFor } from './verdicts.ts'

/** Where the pointer is while something is dragged, in page pixels. */
export const pointerCell = cell<Point>({ x: 0, y: 0 })

/** A mouse that moved less than this clicked; a finger may tremble a little more. */
const THRESHOLD = { mouse: 6, touch: 12 } as const
const LONG_PRESS = 500
/** How often the verdicts are asked for again while the pointer holds a pod. */
const REFRESH = 400

/** The stage id of the drop target under a point, for what is dragged. */
export function targetAt(point: Point, dragged: string): string | undefined {
  const isCard = refOf(dragged).kind === CARD
  const drawn = drawnCell.get()?.(point)
  const onLayer = [drawn?.id, drawn?.on].find((id) => id !== undefined && takes(dragged, id))
  for (const element of document.elementsFromPoint(point.x, point.y)) {
    // Whatever lies over the stage hides what is under it.
    if (isCard && element.closest('[data-over-stage]')) return undefined
    const target = element.closest<HTMLElement>('[data-drop]')?.dataset.drop
    if (target !== undefined && takes(dragged, target)) return target
    if (isCard && element.closest('#stage')) return onLayer ?? GROUND
  }
  return onLayer
}

interface Press {
  /** Stage id of what was pressed. */
  readonly id: string
  readonly from: Point
  readonly pointer: number
  readonly touch: boolean
  readonly draggable: boolean
  /** Cards have no menu. */
  readonly menu: boolean
}

/** A thing as it is taken into the hand, with what each machine says to it. */
export function begin(id: string): Drag {
  const { kind, key } = refOf(id)
  return { id, verdicts: kind === 'Pod' ? verdictsFor(key) : new Map(), over: undefined }
}

/**
 * Follows one press from down to up. With a mouse, moving drags. With a finger, moving pans the stage; holding still
 * lifts the thing, and then moving drags it and letting go opens its menu. Escape, a second finger and a lost pointer let go
 * of everything. `onTaken` hears once the press is more than a click.
 */
export function followPress(press: Press, onTaken: () => void): void {
  const done = new AbortController()
  const { signal } = done
  let refresh: ReturnType<typeof setInterval> | undefined
  let moved = false
  const hold = press.touch ? setTimeout(held, LONG_PRESS) : undefined

  function finish(): void {
    clearTimeout(hold)
    clearInterval(refresh)
    dragCell.set(undefined)
    done.abort()
  }
  function openMenu(at: Point): void {
    if (press.menu) popupCell.set({ sort: 'menu', id: press.id, at })
  }
  function held(): void {
    onTaken()
    if (press.draggable) {
      lift(press.from)
      return
    }
    finish()
    openMenu(press.from)
  }
  function lift(at: Point): void {
    onTaken()
    pointerCell.set(at)
    dragCell.set(begin(press.id))
    refresh = setInterval(() => {
      const now = dragCell.get()
      if (now) dragCell.set({ ...begin(press.id), over: now.over })
    }, REFRESH)
  }
  /** A mouse lifts by moving; a finger that moves at once pans, and lets go. */
  function leave(at: Point): void {
    if (press.touch || !press.draggable) finish()
    else lift(at)
  }
  function move(event: PointerEvent): void {
    if (event.pointerId !== press.pointer) return
    const at = { x: event.clientX, y: event.clientY }
    const far = Math.hypot(at.x - press.from.x, at.y - press.from.y)
    if (far >= THRESHOLD[press.touch ? 'touch' : 'mouse']) moved = true
    if (moved && !dragCell.get()) leave(at)
    const drag = dragCell.get()
    if (!drag) return
    pointerCell.set(at)
    const over = targetAt(at, drag.id)
    if (over !== drag.over) dragCell.set({ ...drag, over })
  }
  function up(event: PointerEvent): void {
    if (event.pointerId !== press.pointer) return
    const drag = dragCell.get()
    finish()
    if (!drag) return
    onTaken()
    const at = { x: event.clientX, y: event.clientY }
    if (moved) drop(drag.id, targetAt(at, drag.id), at)
    else openMenu(at)
  }
  function key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !dragCell.get()) return
    event.preventDefault()
    event.stopPropagation()
    finish()
  }
  function another(event: PointerEvent): void {
    if (event.pointerId !== press.pointer) finish()
  }
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', up, { signal })
  addEventListener('pointercancel', finish, { signal })
  addEventListener('pointerdown', another, { signal })
  addEventListener('blur', finish, { signal })
  addEventListener('keydown', key, { signal, capture: true })
}
