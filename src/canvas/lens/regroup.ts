import type { Edge } from '../../store/relations/edge.ts'
import { screenReader } from '../../store/relations/reader.ts'
import type { Lens } from '../../store/view.ts'
import { lensRelations } from '../edges/lensEdges.ts'
import { nodesOf, type StageNode } from '../graph/elements.ts'
import type { Box, Layout } from '../graph/layout/boxes.ts'
import { podBoxesIn } from '../graph/layout/machines.ts'
import type { Scene } from '../graph/scene.ts'
import type { Slots } from '../graph/slots.ts'
import { idOf } from '../graph/world.ts'

/** Of more pods than this the lens fades and moves nobody: who stands beside whom is too small to be seen. */
const MOST_PODS = 3000
const MOST_EDGES = 20_000

/** Things that stand in one order under the lens; what has no rank comes last, in the order it has. */
type Ranks = ReadonlyMap<string, number>

/** Left before right, upper before lower: who is tied to the first card stands first, so that lines cross less. */
function byPlace(a: Box | undefined, b: Box | undefined): number {
  if (!a || !b) return Number(a === undefined) - Number(b === undefined)
  return a.x - b.x || a.y - b.y
}

const isPod = (id: string) => id.startsWith('Pod|')

/** The thing each pod is tied to by a line of the lens: by its first one, where it has several. */
function tiesOf(edges: readonly Edge[]): ReadonlyMap<string, string> {
  const ties = new Map<string, string>()
  for (const { from, to } of edges) {
    const [pod, other] = isPod(from) ? [from, to] : [to, from]
    if (isPod(pod) && !isPod(other) && !ties.has(pod)) ties.set(pod, other)
  }
  return ties
}

/** A ReplicaSet stands in the card of its Deployment. */
function cardsOf(layout: Layout): ReadonlyMap<string, Box> {
  const cards = new Map<string, Box>()
  for (const box of layout.boxes) {
    if (box.type === 'machine' || box.type === 'pod') continue
    cards.set(box.id, box)
    if (box.type !== 'workload') continue
    for (const key of box.inside ?? [])
      for (const kind of ['ReplicaSet', 'Job']) cards.set(idOf(kind, key), box)
  }
  return cards
}

function ranksOf(edges: readonly Edge[], layout: Layout): Ranks {
  const ties = tiesOf(edges)
  const cards = cardsOf(layout)
  const groups = [...new Set(ties.values())].sort(
    (a, b) => byPlace(cards.get(a), cards.get(b)) || (a < b ? -1 : 1),
  )
  const rank = new Map(groups.map((group, index) => [group, index]))
  return new Map([...ties].map(([pod, group]) => [pod, rank.get(group) ?? 0]))
}

function inOrder<T>(things: readonly T[], rankOf: (thing: T) => number | undefined): readonly T[] {
  const last = Number.MAX_SAFE_INTEGER
  return things
    .map((thing, at) => ({ thing, at, rank: rankOf(thing) ?? last }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ thing }) => thing)
}

/** The same places, taken in another order; holes come last, so that no tile changes its size. */
function regroupedSlots(slots: Slots, ranks: Ranks): Slots {
  const keys = slots.filter((key) => key !== undefined)
  if (!keys.some((key) => ranks.has(idOf('Pod', key)))) return slots
  const next: (string | undefined)[] = [
    ...inOrder(keys, (key) => ranks.get(idOf('Pod', key))),
    ...Array<undefined>(slots.length - keys.length).fill(undefined),
  ]
  return next.every((key, at) => key === slots[at]) ? slots : next
}

/** What each machine's box became: the same one as long as it holds the same pods in the same order. */
const known = new WeakMap<Box, { readonly box: Box; readonly slots: Slots }>()

function sameOrder(a: Slots, b: Slots): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at])
}

function machineBox(box: Box, slots: Slots): { readonly box: Box; readonly slots: Slots } {
  const old = known.get(box)
  if (old && sameOrder(old.slots, slots)) return old
  const made = { box: { ...box, inside: slots.map((key) => key ?? '') }, slots }
  known.set(box, made)
  return made
}

/** Boxes of one type take each other's places: those of the first ranks the first places. */
function swapped(boxes: readonly Box[], rankOf: (box: Box) => number | undefined) {
  const places = [...boxes].sort((a, b) => a.x - b.x || a.y - b.y)
  const order = inOrder(places, rankOf)
  const moved = new Map<string, Box>()
  order.forEach((box, at) => {
    const { x, y } = places[at] ?? box
    if (x !== box.x || y !== box.y) moved.set(box.id, { ...box, x, y })
  })
  return moved
}

/** A Service, and right after it the slices that list its endpoints. */
function networkRanks(scene: Scene): Ranks {
  const ranks = new Map<string, number>()
  const { world } = scene
  const services = [...world.Service.keys()]
  for (const key of world.Ingress.keys()) ranks.set(idOf('Ingress', key), 0)
  services.forEach((key, at) => {
    ranks.set(idOf('Service', key), 1 + 2 * at)
  })
  for (const [key, { metadata }] of world.EndpointSlice) {
    const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'Service')
    const at = services.indexOf(`${metadata.namespace ?? ''}/${owner?.name ?? ''}`)
    if (at >= 0) ranks.set(idOf('EndpointSlice', key), 2 + 2 * at)
  }
  return ranks
}

/** A volume in the order of the claims, a backend in that of its volumes. */
function storageRanks(scene: Scene): Ranks {
  const { groups, layout } = scene
  const rows = new Map<string, number>()
  for (const { id, type, x, y } of layout.boxes) if (type === 'claim') rows.set(id, x * 10 + y)
  const ranks = new Map<string, number>()
  for (const [claim, volume] of groups.pairs) {
    const row = rows.get(claim)
    if (row !== undefined) ranks.set(volume, row)
  }
  for (const backend of groups.backends) {
    const own = backend.volumes.map((key) => ranks.get(idOf('PersistentVolume', key)))
    const first = Math.min(...own.filter((row) => row !== undefined))
    if (Number.isFinite(first)) ranks.set(idOf('Backend', backend.key), first)
  }
  return ranks
}

/** What somebody reads, in the order of the pods that read it, before what nobody does. */
function configRanks(edges: readonly Edge[]): Ranks {
  const ranks = new Map<string, number>()
  for (const { to } of edges) if (!ranks.has(to)) ranks.set(to, ranks.size)
  return ranks
}

/** Which cards change places with each other under a lens; those of other regions stay. */
const CARDS: Partial<
  Record<
    Lens,
    {
      readonly types: readonly Box['type'][]
      readonly ranks: (scene: Scene, edges: readonly Edge[]) => Ranks
    }
  >
> = {
  network: { types: ['network'], ranks: networkRanks },
  storage: { types: ['volume', 'backend'], ranks: storageRanks },
  configuration: { types: ['config'], ranks: (_, edges) => configRanks(edges) },
}

function movedCards(scene: Scene, lens: Lens, edges: readonly Edge[]): ReadonlyMap<string, Box> {
  const rule = CARDS[lens]
  if (!rule) return new Map()
  const ranks = rule.ranks(scene, edges)
  return new Map(
    rule.types.flatMap((type) => {
      const boxes = scene.layout.boxes.filter((box) => box.type === type)
      return [...swapped(boxes, ({ id }) => ranks.get(id))]
    }),
  )
}

function regroupedLayout(scene: Scene, lens: Lens, edges: readonly Edge[]): Layout {
  const { layout } = scene
  const ranks = ranksOf(edges, layout)
  const cards = movedCards(scene, lens, edges)
  const places = new Map(layout.places)
  const boxes: Box[] = []
  const opened = new Set<string>()
  for (const box of layout.boxes) {
    if (box.type === 'machine') {
      const slots = layout.places.get(box.id) ?? []
      const next = regroupedSlots(slots, ranks)
      if (next === slots) {
        boxes.push(box)
        continue
      }
      const made = machineBox(box, next)
      places.set(box.id, made.slots)
      boxes.push(made.box)
      if (box.open) {
        opened.add(box.id)
        boxes.push(...podBoxesIn(box.id, made.slots, layout.size))
      }
    } else if (box.parent === undefined || !opened.has(box.parent)) {
      boxes.push(cards.get(box.id) ?? box)
    }
  }
  return { ...layout, boxes, places }
}

let last: readonly StageNode[] = []

/**
 * Brings those side by side that belong together under the lens: pods of one owner, Service, claim or ConfigMap within
 * their machine, slices under their Service, volumes in the order of their claims. They change places with each other:
 * machines, regions and whatever is no concern of the lens stay where they are, and nothing changes its size.
 */
export function regroup(scene: Scene, lens: Lens): Scene {
  if (lens === 'all' || lens === 'loop') return scene
  const pods = scene.groups.machines.reduce((sum, one) => sum + one.pods.length, 0)
  if (pods > MOST_PODS) return scene
  const edges = lensRelations(lens, screenReader, MOST_EDGES)
  const layout = regroupedLayout(scene, lens, edges)
  last = scene.nodes.length === 0 ? scene.nodes : nodesLike(layout, scene.nodes)
  return { ...scene, layout, nodes: last }
}

/** Who did not move is the same node as without the lens, who did the same as the last time. */
function nodesLike(layout: Layout, unmoved: readonly StageNode[]): readonly StageNode[] {
  const staying = new Set(unmoved)
  const again = nodesOf(layout, last)
  return nodesOf(layout, unmoved).map((node, at) =>
    staying.has(node) ? node : (again[at] ?? node),
  )
}
