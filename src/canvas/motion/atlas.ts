import type { Layout } from '../graph/layout/boxes.ts'
import { idOf } from '../graph/world.ts'
import type { Deed } from './activity.ts'
import type { Area, Atlas, Spot } from './flights.ts'

/** Absolute rectangles of all boxes of a layout, by id. */
export function areasOf(layout: Layout): ReadonlyMap<string, Area> {
  const areas = new Map<string, Area>()
  for (const { id, x, y, width, height, parent } of layout.boxes) {
    const origin = parent === undefined ? undefined : areas.get(parent)
    areas.set(id, { x: x + (origin?.x ?? 0), y: y + (origin?.y ?? 0), width, height })
  }
  return areas
}

/** Rectangle of an element inside its canvas node, in flow pixels; zoom and pan play no part. */
function within(element: HTMLElement): Area {
  let x = 0
  let y = 0
  let at: HTMLElement | null = element
  while (at && !at.classList.contains('react-flow__node')) {
    x += at.offsetLeft
    y += at.offsetTop
    at = at.offsetParent instanceof HTMLElement ? at.offsetParent : null
  }
  return { x, y, width: element.offsetWidth, height: element.offsetHeight }
}

function middle(area: Area): Spot {
  return { x: area.x + area.width / 2, y: area.y + area.height / 2 }
}

const KUBELET = 'kubelet '

/**
 * The places of one layout. Remembers where things were that are gone, so that a deletion still finds its way.
 * Lamps are looked up in the page once, when first needed.
 */
export function atlasOf(
  areas: ReadonlyMap<string, Area>,
  root: ParentNode | null,
  memory: Map<string, Area>,
): Atlas {
  const lamps = new Map<string, Spot | undefined>()
  const plane = areas.get('controlPlane|') ?? { x: 0, y: 0, width: 0, height: 0 }
  for (const [id, area] of areas) memory.set(id, area)
  const lamp = (name: string): Spot | undefined => {
    if (!lamps.has(name)) {
      const element = root?.querySelector<HTMLElement>(`[data-actor="${CSS.escape(name)}"]`)
      const inside = element && within(element)
      lamps.set(
        name,
        inside ? middle({ ...inside, x: plane.x + inside.x, y: plane.y + inside.y }) : undefined,
      )
    }
    return lamps.get(name)
  }
  const area = (id: string): Area | undefined => areas.get(id) ?? memory.get(id)
  const actor = (name: string): Spot | undefined => {
    if (name === 'user') {
      const card = area('user|')
      return card && middle(card)
    }
    if (name.startsWith(KUBELET)) {
      const machine = area(idOf('Node', `/${name.slice(KUBELET.length)}`))
      return machine && { x: machine.x + machine.width / 2, y: machine.y + 20 }
    }
    return lamp(name) ?? middle(plane)
  }
  return {
    actor,
    target: (deed: Deed) =>
      area(deed.target) ??
      (deed.machine === undefined ? undefined : area(idOf('Node', `/${deed.machine}`))),
    get hub() {
      return lamp('apiserver') ?? middle(plane)
    },
  }
}
