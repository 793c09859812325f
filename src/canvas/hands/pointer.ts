import { bindPod, bindVolume } from '../../store/intents.ts'
import { peekObject } from '../../store/sim.ts'
import { refOf, splitKey } from '../graph/world.ts'
import { cell } from './cell.ts'
import { type Drag, dragCell, type Point, popupCell } from './hands.ts'
import { verdictsFor } from './verdicts.ts'

/** Where the pointer is while something is dragged, in page pixels. */
export const pointerCell = cell<Point>({ x: 0, y: 0 })

const THRESHOLD = 6
const LONG_PRESS = 550
/** How often the verdicts are asked for again while the pointer holds a pod. */
const REFRESH = 400

/** The stage id of the drop target under a point, for what is dragged. */
function targetAt(point: Point, dragged: string): string | undefined {
  const wanted = refOf(dragged).kind === 'Pod' ? 'Node' : 'PersistentVolumeClaim'
  for (const element of document.elementsFromPoint(point.x, point.y)) {
    const drop = element.closest<HTMLElement>('[data-drop]')?.dataset.drop
    if (drop !== undefined && refOf(drop).kind === wanted) return drop
  }
  return undefined
}

function dropPod(key: string, node: string, at: Point): void {
  const pod = peekObject('Pod', key)
  if (!pod || pod.spec.nodeName === node) return
  const [namespace, name] = splitKey(key)
  if ((pod.spec.nodeName ?? '') === '') void bindPod(namespace, name, node)
  else popupCell.set({ sort: 'move', id: `Pod|${key}`, node, at })
}

/** The consequences of a drop: the real ones. */
export function drop(dragged: string, target: string | undefined, at: Point): void {
  if (target === undefined) return
  const { kind, key } = refOf(dragged)
  const [namespace, name] = splitKey(refOf(target).key)
  if (kind === 'Pod') dropPod(key, name, at)
  else void bindVolume(splitKey(key)[1], namespace, name)
}

interface Press {
  readonly id: string
  readonly from: Point
  readonly pointer: number
}

function begin(id: string): Drag {
  const { kind, key } = refOf(id)
  return { id, verdicts: kind === 'Pod' ? verdictsFor(key) : new Map(), over: undefined }
}

/** Follows one press from down to up: a drag, a long press, or nothing. `onDragged` hears of a finished drag. */
export function followPress(press: Press, touch: boolean, onDragged: () => void): void {
  const done = new AbortController()
  const { signal } = done
  const longPress = touch ? setTimeout(() => hold(), LONG_PRESS) : undefined
  let refresh: ReturnType<typeof setInterval> | undefined

  function finish(): void {
    clearTimeout(longPress)
    clearInterval(refresh)
    dragCell.set(undefined)
    done.abort()
  }
  function hold(): void {
    finish()
    onDragged()
    popupCell.set({ sort: 'menu', id: press.id, at: press.from })
  }
  function move(event: PointerEvent): void {
    if (event.pointerId !== press.pointer) return
    const point = { x: event.clientX, y: event.clientY }
    let drag = dragCell.get()
    if (!drag) {
      if (Math.hypot(point.x - press.from.x, point.y - press.from.y) < THRESHOLD) return
      clearTimeout(longPress)
      drag = begin(press.id)
      refresh = setInterval(() => {
        const now = dragCell.get()
        if (now) dragCell.set({ ...begin(press.id), over: now.over })
      }, REFRESH)
      dragCell.set(drag)
    }
    pointerCell.set(point)
    const over = targetAt(point, drag.id)
    if (over !== drag.over) dragCell.set({ ...drag, over })
  }
  function up(event: PointerEvent): void {
    if (event.pointerId !== press.pointer) return
    const drag = dragCell.get()
    finish()
    if (!drag) return
    onDragged()
    const at = { x: event.clientX, y: event.clientY }
    drop(drag.id, targetAt(at, drag.id), at)
  }
  function key(event: KeyboardEvent): void {
    if (event.key === 'Escape') finish()
  }
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', up, { signal })
  addEventListener('pointercancel', finish, { signal })
  addEventListener('keydown', key, { signal })
}
