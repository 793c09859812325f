import { type Edge, edgeId, SCHEDULER_ID } from '../../store/relations/edge.ts'
import type { Box, Layout } from '../graph/layout/boxes.ts'
import { EDGE_LOOKS } from './looks.ts'
import { type Port, portsOf, type Rect, type Spot, straightened, ways } from './router.ts'

/** One line as it is drawn. */
export interface Route {
  readonly id: string
  readonly edge: Edge
  readonly spots: readonly Spot[]
}

/** Where things stand, also those that are drawn inside another's box. */
export interface Places {
  /** The rectangle that stands for a thing, and the card on the stage's floor that it is part of. */
  of(id: string): Place | undefined
  readonly obstacles: readonly Rect[]
  /** What must stay readable: cards of the stage and the tiles inside them, where those have boxes. */
  readonly written: readonly Rect[]
}

interface Place {
  readonly id: string
  readonly rect: Rect
  readonly outer: Rect
}

/** Names are written over the floor, and lines may pass under them. */
const FLAT: ReadonlySet<Box['type']> = new Set(['label', 'head'])
/** No name of a region is wider. */
const HEADING = 120
/** More cards than this are seen from so far that ways between them would be noise. */
const MOST_OBSTACLES = 160
const LANE = 3
/** Half a gutter, as in the router. */
const OUT = 6
/** A tile so near to the rim of its card has nobody between. */
const RIM = 16

/** Ids of things that a box shows inside itself without a box of their own. */
function insideOf(box: Box): readonly string[] {
  const inside = box.inside ?? []
  switch (box.type) {
    case 'workload':
      return inside.flatMap((key) => [`ReplicaSet|${key}`, `Job|${key}`])
    case 'machine':
    case 'tray':
      return [...inside, ...(box.system ?? [])].map((key) => `Pod|${key}`)
    default:
      return inside
  }
}

/** The parts of a box in which something is written: names of regions are short, and open machines mostly floor. */
function writtenParts(box: Box, rect: Rect, { size }: Layout): readonly Rect[] {
  if (FLAT.has(box.type)) return [{ ...rect, width: Math.min(rect.width, HEADING) }]
  if (!box.open) return [rect]
  if (box.type === 'tray') return [{ ...rect, width: size.trayName }]
  if (box.type !== 'machine') return [rect]
  // Its head, and the tile of kube-system at its foot.
  const foot = size.bodyTop + size.bodyHeight
  return [
    { ...rect, height: size.bodyTop },
    { ...rect, y: rect.y + foot, height: rect.height - foot },
  ]
}

const known = new WeakMap<Layout, Places>()

/** Worked out once per layout: a large stage comes up in many small steps, and each is one. */
export function placesOf(layout: Layout): Places {
  const places = known.get(layout) ?? findPlaces(layout)
  known.set(layout, places)
  return places
}

function findPlaces(layout: Layout): Places {
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]))
  const hosts = new Map<string, string>()
  for (const box of layout.boxes) for (const id of insideOf(box)) hosts.set(id, box.id)
  hosts.set(SCHEDULER_ID, 'controlPlane|')
  const rectOf = (box: Box): Rect => {
    const parent = box.parent === undefined ? undefined : boxes.get(box.parent)
    const { x, y, width, height } = box
    return { x: x + (parent?.x ?? 0), y: y + (parent?.y ?? 0), width, height }
  }
  return {
    of: (id) => {
      const box = boxes.get(id) ?? boxes.get(hosts.get(id) ?? '')
      if (!box) return undefined
      const rect = rectOf(box)
      const parent = box.parent === undefined ? undefined : boxes.get(box.parent)
      return { id: box.id, rect, outer: parent ? rectOf(parent) : rect }
    },
    obstacles: layout.boxes
      .filter((box) => box.parent === undefined && !FLAT.has(box.type))
      .map(rectOf),
    written: layout.boxes.flatMap((box) => writtenParts(box, rectOf(box), layout)),
  }
}

/** A way out of a card: the spots from the thing's own border to the gutter. */
interface Exit {
  readonly lead: readonly Spot[]
  readonly port: Port
}

function exitsOf({ rect, outer }: Place): readonly Exit[] {
  if (rect === outer) return portsOf(rect).map((port) => ({ port, lead: [borderOf(rect, port)] }))
  const left = outer.x - OUT
  const right = outer.x + outer.width + OUT
  const y = rect.y + rect.height / 2
  const under = rect.y + rect.height + 2
  const middle = rect.x + rect.width / 2
  const down: readonly Spot[] = [
    { x: middle, y: rect.y + rect.height },
    { x: middle, y: under },
  ]
  const freeLeft = rect.x - outer.x <= RIM
  const freeRight = outer.x + outer.width - rect.x - rect.width <= RIM
  return [
    freeLeft
      ? { lead: [{ x: rect.x, y }], port: { side: 'left', x: left, y } }
      : { lead: down, port: { side: 'left', x: left, y: under } },
    freeRight
      ? { lead: [{ x: rect.x + rect.width, y }], port: { side: 'right', x: right, y } }
      : { lead: down, port: { side: 'right', x: right, y: under } },
  ]
}

function borderOf(rect: Rect, port: Port): Spot {
  switch (port.side) {
    case 'left':
      return { x: rect.x, y: port.y }
    case 'right':
      return { x: rect.x + rect.width, y: port.y }
    case 'top':
      return { x: port.x, y: rect.y }
    case 'bottom':
      return { x: port.x, y: rect.y + rect.height }
  }
}

function exitAt(exits: readonly Exit[], spot: Spot | undefined): Exit | undefined {
  return exits.find(
    ({ port }) =>
      spot !== undefined && Math.abs(port.x - spot.x) <= 3 && Math.abs(port.y - spot.y) <= 3,
  )
}

/** Parallel lines of different relations lie beside each other; both ends stay on their cards. */
function inLane(spots: readonly Spot[], lane: number): readonly Spot[] {
  const by = lane * LANE
  const last = spots.length - 1
  return spots.map((spot, index) => {
    if (index > 0 && index < last) return { x: spot.x + by, y: spot.y + by }
    const next = spots[index === 0 ? 1 : last - 1] ?? spot
    return next.y === spot.y ? { x: spot.x, y: spot.y + by } : { x: spot.x + by, y: spot.y }
  })
}

/** From a tile to the head of the card that it lies in, along the card's own rim. */
function homeWay(tile: Rect, home: Rect): readonly Spot[] {
  const y = tile.y + tile.height / 2
  const x = home.x + 5
  return [
    { x: tile.x, y },
    { x, y },
    { x, y: home.y + 14 },
    { x: home.x + 10, y: home.y + 14 },
  ]
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer !== inner &&
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

interface Wanted {
  readonly edge: Edge
  readonly from: Place
  readonly to: Place
}

function wantedOf(edges: readonly Edge[], places: Places): readonly Wanted[] {
  const seen = new Set<string>()
  const wanted: Wanted[] = []
  for (const edge of edges) {
    const from = places.of(edge.from)
    const to = places.of(edge.to)
    if (!from || !to || from.id === to.id) continue
    const line = `${edge.name} ${from.id} ${to.id}`
    if (seen.has(line)) continue
    seen.add(line)
    wanted.push({ edge, from, to })
  }
  return wanted
}

function direct({ from, to }: Wanted): readonly Spot[] | undefined {
  if (contains(to.rect, from.rect)) return homeWay(from.rect, to.rect)
  if (contains(from.rect, to.rect)) return homeWay(to.rect, from.rect).toReversed()
  return undefined
}

/** The end in which most of the lines meet: ways are searched from there, once. */
function hubsOf(wanted: readonly Wanted[]): ReadonlyMap<string, readonly Wanted[]> {
  const degree = new Map<string, number>()
  for (const { from, to } of wanted)
    for (const { id } of [from, to]) degree.set(id, (degree.get(id) ?? 0) + 1)
  const hubs = new Map<string, Wanted[]>()
  for (const one of wanted) {
    const hub =
      (degree.get(one.from.id) ?? 0) >= (degree.get(one.to.id) ?? 0) ? one.from.id : one.to.id
    const list = hubs.get(hub) ?? []
    list.push(one)
    hubs.set(hub, list)
  }
  return hubs
}

function straight({ from, to }: Wanted): readonly Spot[] {
  const middle = (rect: Rect) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })
  return [middle(from.rect), middle(to.rect)]
}

function fromHub(hub: string, wanted: readonly Wanted[], places: Places): readonly Route[] {
  const first = wanted[0]
  if (!first) return []
  const home = first.from.id === hub ? first.from : first.to
  const exits = exitsOf(home)
  const others = wanted.map((one) => exitsOf(one.from.id === hub ? one.to : one.from))
  const found =
    places.obstacles.length > MOST_OBSTACLES
      ? wanted.map(() => undefined)
      : ways(
          places.obstacles,
          exits.map((exit) => exit.port),
          others.map((list) => ({ to: list.map((exit) => exit.port) })),
        )
  return wanted.map((one, index) => {
    const way = found[index]
    const { lane } = EDGE_LOOKS[one.edge.name]
    if (!way) return { id: edgeId(one.edge), edge: one.edge, spots: straight(one) }
    const start = exitAt(exits, way[0])?.lead ?? []
    const end = exitAt(others[index] ?? [], way.at(-1))?.lead ?? []
    const spots = straightened([...start, ...way, ...end.toReversed()])
    const shifted = inLane(spots, lane)
    return {
      id: edgeId(one.edge),
      edge: one.edge,
      spots: one.from.id === hub ? shifted : shifted.toReversed(),
    }
  })
}

/** Ways for all edges whose two ends stand on the stage, around the cards where that can be. */
export function routesOf(edges: readonly Edge[], layout: Layout): readonly Route[] {
  if (edges.length === 0) return []
  const places = placesOf(layout)
  const wanted = wantedOf(edges, places)
  const short = wanted.flatMap((one) => {
    const spots = direct(one)
    return spots ? [{ id: edgeId(one.edge), edge: one.edge, spots }] : []
  })
  const done = new Set(short.map((route) => route.id))
  const long = wanted.filter((one) => !done.has(edgeId(one.edge)))
  return [...short, ...[...hubsOf(long)].flatMap(([hub, list]) => fromHub(hub, list, places))]
}

const CORNER = 7

/** A path through the spots with rounded corners. */
export function pathOf(spots: readonly Spot[]): string {
  return spots
    .map((spot, index) => {
      if (index === 0) return `M${spot.x} ${spot.y}`
      const before = spots[index - 1] ?? spot
      const after = spots[index + 1]
      if (!after) return `L${spot.x} ${spot.y}`
      const start = towards(spot, before)
      const end = towards(spot, after)
      return `L${start.x} ${start.y}Q${spot.x} ${spot.y} ${end.x} ${end.y}`
    })
    .join('')
}

function towards(from: Spot, to: Spot): Spot {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** Degrees by which the marker at the line's end is turned. */
export function turnOf(spots: readonly Spot[]): number {
  const end = spots.at(-1)
  const before = spots.at(-2)
  if (!end || !before) return 0
  return (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
}
