import type { Edge as FlowEdge, Node as FlowNode } from 'reactflow'
import { FAINT } from '../lens/faint.ts'
import type { Groups } from './grouping.ts'
import type { Box, Layout } from './layout/boxes.ts'
import { idOf } from './world.ts'

/** What a node on the canvas is told: which object it shows, never how that object is. */
interface StageData extends Record<string, unknown> {
  readonly id: string
  readonly density: Box['density']
  readonly inside: readonly string[]
  /** True when what is inside has nodes of its own. */
  readonly open: boolean
  readonly system: readonly string[]
}

export type StageNode = FlowNode<StageData>

interface WireData extends Record<string, unknown> {
  readonly name: string
  readonly field: string
}

export type StageEdge = FlowEdge<WireData>

const NONE: readonly string[] = []
/** React Flow would let presses through to the pane on nodes that it does not drag itself. */
const TOUCHABLE = { pointerEvents: 'all' } as const

/**
 * From afar there are so many frames that each of them must not be a picture of its own to the browser, as everything is
 * that is moved into place or stacked: it would put all of them together anew for each step of a pan.
 */
function styleOf({ type, x, y }: Box): NonNullable<StageNode['style']> {
  if (type !== 'frame') return TOUCHABLE
  return { ...TOUCHABLE, transform: 'none', left: x, top: y, zIndex: 'auto' }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => one === b[index]))
}

function sameNode(node: StageNode, box: Box): boolean {
  return (
    node.type === box.type &&
    node.parentId === box.parent &&
    node.position.x === box.x &&
    node.position.y === box.y &&
    node.width === box.width &&
    node.height === box.height &&
    node.data.density === box.density &&
    node.data.open === (box.open ?? false) &&
    sameList(node.data.inside, box.inside ?? NONE) &&
    sameList(node.data.system, box.system ?? NONE)
  )
}

function nodeOf(box: Box): StageNode {
  return {
    id: box.id,
    type: box.type,
    position: { x: box.x, y: box.y },
    width: box.width,
    height: box.height,
    ...(box.parent === undefined ? {} : { parentId: box.parent }),
    zIndex: box.parent === undefined ? 0 : 1,
    draggable: false,
    selectable: false,
    focusable: false,
    connectable: false,
    style: styleOf(box),
    data: {
      id: box.id,
      density: box.density,
      inside: box.inside ?? NONE,
      open: box.open ?? false,
      system: box.system ?? NONE,
    },
  }
}

/** React Flow's nodes of a layout. Nodes that did not change keep their identity, so React Flow skips them. */
export function nodesOf(
  layout: Pick<Layout, 'boxes'>,
  previous: readonly StageNode[] = [],
): readonly StageNode[] {
  const before = new Map(previous.map((node) => [node.id, node]))
  return layout.boxes.map((box) => {
    const old = before.get(box.id)
    return old && sameNode(old, box) ? old : nodeOf(box)
  })
}

/** Machines hold pods that may be lit while the machine is not: they fade part by part, by themselves. */
const BY_ITSELF: ReadonlySet<string> = new Set(['machine'])

/** Nodes that are not the concern are marked; a node that is marked as before keeps its identity. */
export function litNodes(
  nodes: readonly StageNode[],
  { lit }: { lit(id: string): boolean },
  previous: readonly StageNode[],
): readonly StageNode[] {
  const before = new Map(previous.map((node) => [node.id, node]))
  let changed = false
  const next = nodes.map((node) => {
    if (BY_ITSELF.has(node.type ?? '') || lit(node.id)) return node
    changed = true
    const old = before.get(node.id)
    const same =
      old?.className === FAINT && old.data === node.data && old.position === node.position
    return same ? old : { ...node, className: FAINT }
  })
  return changed ? next : nodes
}

function wire(id: string, source: string, target: string, data: WireData): StageEdge {
  return { id, source, target, type: 'wire', focusable: false, selectable: false, data }
}

/** The wires that are always there: claim - volume - backend. */
export function storageWires(groups: Groups, layout: Layout): readonly StageEdge[] {
  const there = new Set(layout.boxes.map((box) => box.id))
  const pairs = [...groups.pairs].map(([claim, volume]) =>
    wire(`claimRef ${claim}`, claim, volume, { name: 'claimRef', field: 'spec.claimRef' }),
  )
  const backing = groups.backends.flatMap((backend) =>
    backend.volumes.map((key) =>
      wire(`backend ${key}`, idOf('PersistentVolume', key), idOf('Backend', backend.key), {
        name: 'backend',
        field: `spec.${backend.sort}`,
      }),
    ),
  )
  return [...pairs, ...backing].filter((edge) => there.has(edge.source) && there.has(edge.target))
}
