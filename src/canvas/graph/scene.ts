import { nodesOf, type StageEdge, type StageNode, storageWires } from './elements.ts'
import { type Groups, group } from './grouping.ts'
import type { Layout } from './layout/boxes.ts'
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

/** World -> groups -> layout -> React Flow. What did not change keeps its place and its identity. */
export function sceneOf(
  list: Lister,
  expanded: ReadonlySet<string>,
  previous: Scene | undefined,
  size?: Metrics,
): Scene {
  const world = readWorld(list)
  const groups = group(world, expanded)
  const placed = layout(groups, previous?.layout.places, size)
  const nodes = nodesOf(placed, previous?.nodes)
  const wires = storageWires(groups, placed)
  return {
    world,
    groups,
    layout: placed,
    nodes: previous && sameNodes(nodes, previous.nodes) ? previous.nodes : nodes,
    wires: previous && sameWires(wires, previous.wires) ? previous.wires : wires,
  }
}
