import type { Node, Pod } from '../../sim/index.ts'
import { type Backend, backendOf } from './backend.ts'
import { idOf, keyOf, type StageKind, splitKey, type World } from './world.ts'

/** The namespace whose pods are shown small until asked for. */
const SYSTEM = 'kube-system'

interface WorkloadGroup {
  readonly id: string
  readonly kind: StageKind
  readonly key: string
  /** Keys of the ReplicaSets (or Jobs) inside, oldest first. */
  readonly children: readonly string[]
}

export interface MachineGroup {
  /** Name of the Node; also of one that no longer exists but still has pods. */
  readonly name: string
  readonly pods: readonly string[]
  /** Pods of kube-system, folded into one tile. */
  readonly system: readonly string[]
}

interface BackendGroup extends Backend {
  readonly volumes: readonly string[]
}

export interface Groups {
  readonly workloads: readonly WorkloadGroup[]
  readonly machines: readonly MachineGroup[]
  readonly waiting: readonly string[]
  readonly claims: readonly string[]
  readonly volumes: readonly string[]
  readonly backends: readonly BackendGroup[]
  /** Ids of ConfigMaps and Secrets that a user made. */
  readonly configs: readonly string[]
  /** Claim id -> volume id of every pair that names each other, in one direction at least. */
  readonly pairs: ReadonlyMap<string, string>
}

const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'ReplicaSet',
  'Job',
] as const satisfies readonly StageKind[]

function controllerOf(object: {
  readonly metadata: Pod['metadata']
}): { readonly kind: string; readonly key: string } | undefined {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller)
  return owner && { kind: owner.kind, key: `${object.metadata.namespace ?? ''}/${owner.name}` }
}

function exists(world: World, kind: string, key: string): boolean {
  return kind in world && world[kind as StageKind].has(key)
}

function workloadGroups(world: World): readonly WorkloadGroup[] {
  const children = new Map<string, string[]>()
  const groups: { id: string; kind: StageKind; key: string; children: string[] }[] = []
  for (const kind of WORKLOADS)
    for (const [key, object] of world[kind]) {
      if (splitKey(key)[0] === SYSTEM) continue
      const owner = controllerOf(object)
      if (owner && exists(world, owner.kind, owner.key)) {
        const id = idOf(owner.kind, owner.key)
        const list = children.get(id) ?? []
        list.push(key)
        children.set(id, list)
      } else {
        groups.push({ id: idOf(kind, key), kind, key, children: [] })
      }
    }
  return groups.map((group) => ({ ...group, children: children.get(group.id) ?? [] }))
}

function isControlPlane(node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  return (
    'node-role.kubernetes.io/control-plane' in labels || 'node-role.kubernetes.io/master' in labels
  )
}

interface Rooms {
  readonly pods: string[]
  readonly system: string[]
}

function machineGroups(
  world: World,
  expanded: ReadonlySet<string>,
): { readonly machines: readonly MachineGroup[]; readonly waiting: readonly string[] } {
  const nodes = [...world.Node.values()]
  const ordered = [
    ...nodes.filter(isControlPlane),
    ...nodes.filter((node) => !isControlPlane(node)),
  ]
  const rooms = new Map<string, Rooms>(
    ordered.map((node) => [node.metadata.name, { pods: [], system: [] }]),
  )
  const waiting: string[] = []
  for (const [key, pod] of world.Pod) {
    const name = pod.spec.nodeName ?? ''
    if (name === '') {
      waiting.push(key)
      continue
    }
    const room = rooms.get(name) ?? { pods: [], system: [] }
    rooms.set(name, room)
    const small = pod.metadata.namespace === SYSTEM && !expanded.has(name)
    ;(small ? room.system : room.pods).push(key)
  }
  return {
    machines: [...rooms].map(([name, room]) => ({ name, ...room })),
    waiting,
  }
}

function pairsOf(world: World): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  for (const [key, volume] of world.PersistentVolume) {
    const claim = volume.spec.claimRef
    if (claim?.name !== undefined)
      pairs.set(
        idOf('PersistentVolumeClaim', `${claim.namespace ?? ''}/${claim.name}`),
        idOf('PersistentVolume', key),
      )
  }
  for (const [key, claim] of world.PersistentVolumeClaim) {
    const name = claim.spec.volumeName ?? ''
    if (name !== '')
      pairs.set(idOf('PersistentVolumeClaim', key), idOf('PersistentVolume', `/${name}`))
  }
  return pairs
}

function backendGroups(world: World): readonly BackendGroup[] {
  const found = new Map<string, BackendGroup & { readonly volumes: string[] }>()
  for (const [key, volume] of world.PersistentVolume) {
    const backend = backendOf(volume)
    if (!backend) continue
    const group = found.get(backend.key) ?? { ...backend, volumes: [] }
    group.volumes.push(key)
    found.set(backend.key, group)
  }
  return [...found.values()]
}

/** Objects that every cluster makes by itself would only be noise. */
function configIds(world: World): readonly string[] {
  const own = (key: string): boolean => {
    const [namespace, name] = splitKey(key)
    return namespace !== SYSTEM && !namespace.startsWith('kube-') && name !== 'kube-root-ca.crt'
  }
  const secrets = [...world.Secret.values()].filter(
    (secret) => secret.type !== 'kubernetes.io/service-account-token',
  )
  return [
    ...[...world.ConfigMap.keys()].filter(own).map((key) => idOf('ConfigMap', key)),
    ...secrets
      .map(keyOf)
      .filter(own)
      .map((key) => idOf('Secret', key)),
  ]
}

/** Sorts the world into the regions of the stage. `expanded` holds machines whose kube-system pods are shown one by one. */
export function group(world: World, expanded: ReadonlySet<string> = new Set()): Groups {
  return {
    ...machineGroups(world, expanded),
    workloads: workloadGroups(world),
    claims: [...world.PersistentVolumeClaim.keys()],
    volumes: [...world.PersistentVolume.keys()],
    backends: backendGroups(world),
    configs: configIds(world),
    pairs: pairsOf(world),
  }
}
