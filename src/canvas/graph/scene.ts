import { nodesOf, type StageEdge, type StageNode, storageWires } from './elements.ts'
import { type Groups, group, NO_WISHES, type Wishes } from './grouping.ts'
import type { Layout, Places } from './layout/boxes.ts'
import { layout } from './layout/layout.ts'
import type { Metrics } from './metrics.ts'
import { type Lister, readWorld, type World } from './world.ts'

/** One finished picture: what React Flow gets, and what the next picture starts from. */
export interface Scene {
  readonly world: World
  readonly groups: Groups
  readonly layout: Layout
  readonly nodes: readonly StageNode[]
  readonly wires: readonly StageEdge[]
  /** Name of the filter under which it was drawn, and the places without one, to come back to. */
  readonly filter: string
  readonly unfiltered: Places | undefined
}

function sameWires(a: readonly StageEdge[], b: readonly StageEdge[]): boolean {
  return (
    a.length === b.length &&
    a.every((edge, index) => {
      const other = b[index]
      return (
        other !== undefined &&
        edge.id === other.id &&
        edge.source === other.source &&
        edge.target === other.target
      )
    })
  )
}

function sameNodes(a: readonly StageNode[], b: readonly StageNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index])
}

/** Regions that no filter empties: whoever stands there stays. */
const STEADY = ['machines', 'addresses'] as const

/** Under another filter other things stand together; without one everybody is back in the old place. */
function placesBefore(previous: Scene | undefined, filter: string): Places | undefined {
  if (!previous || previous.filter === filter) return previous?.layout.places
  const { places } = previous.layout
  const steady = STEADY.map((region) => [region, places.get(region) ?? []] as const)
  return new Map([...((filter === '' && previous.unfiltered) || []), ...steady])
}

/** Of more boxes than this React Flow never gets all: levels/ makes the nodes of what is in view. */
const WHOLE = 400

/** World -> groups -> layout -> React Flow. What did not change keeps its place and its identity. */
export function sceneOf(
  list: Lister,
  wishes: Wishes = NO_WISHES,
  previous?: Scene,
  size?: Metrics,
): Scene {
  const world = readWorld(list)
  const filter = wishes.filter.name
  const groups = group(world, wishes)
  const placed = layout(groups, placesBefore(previous, filter), size, wishes)
  const nodes = placed.boxes.length > WHOLE ? [] : nodesOf(placed, previous?.nodes)
  const wires = storageWires(groups, placed)
  return {
    world,
    groups,
    layout: placed,
    nodes: previous && sameNodes(nodes, previous.nodes) ? previous.nodes : nodes,
    wires: previous && sameWires(wires, previous.wires) ? previous.wires : wires,
    filter,
    unfiltered: filter === '' ? placed.places : previous?.unfiltered,
  }
}
