import type { Layout } from '../graph/layout/boxes.ts'
import { idOf } from '../graph/world.ts'
import type { Deed } from './activity.ts'
import type { Atlas } from './flights.ts'
import { type Area, cardsOf, type Routes, routesOf } from './routes.ts'

/** Absolute rectangles of all boxes of a layout, by id. */
export function areasOf(layout: Pick<Layout, 'boxes'>): ReadonlyMap<string, Area> {
  const areas = new Map<string, Area>()
  for (const { id, x, y, width, height, parent } of layout.boxes) {
    const origin = parent === undefined ? undefined : areas.get(parent)
    areas.set(id, { x: x + (origin?.x ?? 0), y: y + (origin?.y ?? 0), width, height })
  }
  return areas
}

/** What a message has to go around: cards on the stage itself, not what stands in them, and not bare words. */
export function obstaclesOf(layout: Pick<Layout, 'boxes'>): readonly Area[] {
  const own = layout.boxes.filter(({ parent, type }) => parent === undefined && type !== 'label')
  const cards = own.map(({ x, y, width, height }) => ({ x, y, width, height }))
  return cards.length > MOST_BOXES ? cards : cardsOf(cards)
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

/** With more boxes than this no way is looked for, so that nothing need be known of them. */
const MOST_BOXES = 300
const KUBELET = 'kubelet '
const PLANE = 'controlPlane|'
/** A machine's head, where its kubelet is at home. */
const HEAD = 30

/** Where a pod of a machine is when it has no box of its own: the element that shows it, if there is one. */
function insideOf(machine: Area, id: string, root: ParentNode | null): Area | undefined {
  const element = root?.querySelector<HTMLElement>(`[data-thing="${CSS.escape(id)}"]`)
  if (!element?.offsetParent) return undefined
  const inside = within(element)
  return { ...inside, x: machine.x + inside.x, y: machine.y + inside.y }
}

/**
 * The places of one layout, and the ways between them. Remembers where things were that are gone, so that a deletion
 * still finds its way. Lamps are looked up in the page once, when first needed.
 */
export function atlasOf(
  layout: Pick<Layout, 'boxes'>,
  root: ParentNode | null,
  memory: Map<string, Area>,
): Atlas {
  const areas = areasOf(layout)
  for (const [id, area] of areas) memory.set(id, area)
  const lamps = new Map<string, Area | undefined>()
  const plane = areas.get(PLANE) ?? { x: 0, y: 0, width: 0, height: 0 }
  const lamp = (name: string): Area | undefined => {
    if (!lamps.has(name)) {
      const element = root?.querySelector<HTMLElement>(`[data-actor="${CSS.escape(name)}"]`)
      const inside = element && within(element)
      lamps.set(
        name,
        inside ? { ...inside, x: plane.x + inside.x, y: plane.y + inside.y } : undefined,
      )
    }
    return lamps.get(name)
  }
  const area = (id: string): Area | undefined => areas.get(id) ?? memory.get(id)
  const machine = (name: string): Area | undefined => area(idOf('Node', `/${name}`))
  let routes: Routes | undefined
  const way = (): Routes => {
    routes ??= routesOf(obstaclesOf(layout), lamp('apiserver') ?? plane)
    return routes
  }
  const stand = (name: string): Area | undefined => {
    if (name === 'user') return area('user|')
    if (!name.startsWith(KUBELET)) return lamp(name) ?? plane
    const card = machine(name.slice(KUBELET.length))
    return card && { ...card, height: HEAD }
  }
  const target = (deed: Deed): Area | undefined => {
    const own = areas.get(deed.target)
    if (own) return own
    const home = deed.machine === undefined ? undefined : machine(deed.machine)
    const shown = home && insideOf(home, deed.target, root)
    if (shown) memory.set(deed.target, shown)
    return shown ?? memory.get(deed.target) ?? home
  }
  return {
    request: (actor) => {
      const from = stand(actor)
      return from && way().from(from)
    },
    answer: (deed) => {
      const to = target(deed)
      return to && way().to(to)
    },
    target,
    place: area,
  }
}
