import type { Layout } from '../graph/layout/boxes.ts'
import { idOf } from '../graph/world.ts'
import { cellRect, gridFor, gridsOf } from '../layer/cells.ts'

const GLIDE = 320
/** More than this nobody follows with the eye, and it would cost frames. */
const MOST = 400

interface Spot {
  readonly x: number
  readonly y: number
}

/** Where everything is within what it stands in: cards on the stage, pods in their machine. */
function spotsOf({ boxes, places, size }: Layout): ReadonlyMap<string, Spot> {
  const spots = new Map<string, Spot>()
  const grids = gridsOf(size)
  for (const box of boxes) {
    spots.set(box.id, box)
    const slots = box.type === 'machine' && !box.open ? (places.get(box.id) ?? []) : []
    const grid = grids[gridFor(slots.length, size)]
    slots.forEach((key, slot) => {
      if (key !== undefined && grid) spots.set(idOf('Pod', key), cellRect(grid, slot, size))
    })
  }
  return spots
}

/** What has another place in the second layout, and how far it came. */
export function movesOf(from: Layout, to: Layout): ReadonlyMap<string, Spot> {
  const before = spotsOf(from)
  const moves = new Map<string, Spot>()
  for (const [id, { x, y }] of spotsOf(to)) {
    const old = before.get(id)
    if (old && (old.x !== x || old.y !== y)) moves.set(id, { x: old.x - x, y: old.y - y })
  }
  return moves
}

function elementOf(root: HTMLElement, id: string): HTMLElement | undefined {
  const name = CSS.escape(id)
  const found =
    root.querySelector<HTMLElement>(`.react-flow__node[data-id="${name}"]`) ??
    root.querySelector<HTMLElement>(`[data-thing="${name}"]`)?.parentElement
  return found ?? undefined
}

/** Everything that has another place comes from where it was; where motion is not wanted it is simply there. */
export function glide(root: HTMLElement, from: Layout, to: Layout): void {
  if (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return
  if (from.size !== to.size) return
  const moves = movesOf(from, to)
  if (moves.size > MOST) return
  for (const [id, { x, y }] of moves)
    elementOf(root, id)?.animate?.([{ translate: `${x}px ${y}px` }, { translate: '0 0' }], {
      duration: GLIDE,
      easing: 'cubic-bezier(0.3, 0, 0.1, 1)',
    })
}
