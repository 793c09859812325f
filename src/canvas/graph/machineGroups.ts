import type { Node } from '../../sim/index.ts'
import type { Filter } from '../lens/filter.ts'
import { type Room, WAITING } from './rooms.ts'
import { idOf, splitKey, type World } from './world.ts'

export interface MachineGroup {
  /** Name of the Node; also of one that no longer exists but still has pods. */
  readonly name: string
  readonly pods: readonly string[]
  /** Pods that are folded into one tile: those of kube-system, and those that the filter leaves out. */
  readonly system: readonly string[]
}

/** What decides whether a pod is shown one by one or folded away. */
export interface Sorting {
  readonly filter: Filter
  readonly expanded: ReadonlySet<string>
  readonly folded: ReadonlySet<string>
  isSmall(namespace: string, filter: Filter): boolean
}

interface Known {
  readonly version: number
  /** Name of the filter. */
  readonly filter: string
  readonly expanded: boolean
  readonly folded: boolean
  readonly group: MachineGroup
}

/** The last answer for each room: thousands of machines whose pods did not change are not sorted again. */
const known = new WeakMap<Room, Known>()

function split(room: Room, world: World, { filter, isSmall }: Sorting, open: boolean) {
  const pods: string[] = []
  const system: string[] = []
  for (const key of room.pods) {
    const pod = filter.name === '' ? undefined : world.Pod.get(key)
    const out = pod !== undefined && !filter.passes(pod)
    const small = out || (!open && isSmall(splitKey(key)[0], filter))
    ;(small ? system : pods).push(key)
  }
  return { name: room.name, pods, system }
}

function groupOf(room: Room, world: World, sorting: Sorting): MachineGroup {
  const { filter } = sorting
  const expanded = sorting.expanded.has(room.name)
  const folded = sorting.folded.has(idOf('Node', `/${room.name}`))
  const old = known.get(room)
  if (
    old?.version === room.version &&
    old.filter === filter.name &&
    old.expanded === expanded &&
    old.folded === folded
  )
    return old.group
  const group = folded
    ? { name: room.name, pods: [], system: [...room.pods] }
    : split(room, world, sorting, expanded)
  known.set(room, { version: room.version, filter: filter.name, expanded, folded, group })
  return group
}

const empties = new Map<string, MachineGroup>()

/** A machine without pods: the same object each time. */
function emptyGroup(name: string): MachineGroup {
  const group = empties.get(name) ?? { name, pods: [], system: [] }
  empties.set(name, group)
  return group
}

function isControlPlane(node: Node): boolean {
  const { labels } = node.metadata
  return (
    labels !== undefined &&
    ('node-role.kubernetes.io/control-plane' in labels ||
      'node-role.kubernetes.io/master' in labels)
  )
}

/** Every machine with its pods, control plane first, and who waits for one. */
export function machineGroups(
  world: World,
  sorting: Sorting,
): { readonly machines: readonly MachineGroup[]; readonly waiting: readonly string[] } {
  const first: MachineGroup[] = []
  const rest: MachineGroup[] = []
  for (const node of world.Node.values()) {
    const { name } = node.metadata
    const room = world.rooms.get(name)
    const group = room ? groupOf(room, world, sorting) : emptyGroup(name)
    ;(isControlPlane(node) ? first : rest).push(group)
  }
  for (const room of world.rooms.values())
    if (room.name !== WAITING && !world.Node.has(`/${room.name}`))
      rest.push(groupOf(room, world, sorting))
  const waiting = world.rooms.get(WAITING)
  return { machines: [...first, ...rest], waiting: waiting ? [...waiting.pods] : [] }
}
