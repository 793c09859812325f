import type { Pod } from '../../sim/index.ts'
import { type Filter, NO_FILTER, volumePasses } from '../lens/filter.ts'
import { type Backend, backendOf } from './backend.ts'
import { asFiltered, withGhosts } from './ghosts.ts'
import { type MachineGroup, machineGroups } from './machineGroups.ts'
import { idOf, keyOf, refOf, type StageKind, splitKey, type World } from './world.ts'

/** The namespace whose pods are shown small until asked for. */
const SYSTEM = 'kube-system'

interface WorkloadGroup {
  readonly id: string
  readonly kind: StageKind
  readonly key: string
  /** Keys of the ReplicaSets (or Jobs) inside, oldest first. */
  readonly children: readonly string[]
}

/** What the viewer asked for, beyond what there is. */
export interface Wishes {
  /** Machines whose kube-system pods are shown one by one. */
  readonly expanded: ReadonlySet<string>
  readonly filter: Filter
  /** Groups that the viewer folded, by stage id or `region|NAME`, `column|NAME`. */
  readonly folded: ReadonlySet<string>
  /** Regions and columns of which all is shown, however much. */
  readonly opened: ReadonlySet<string>
  /** Ids of what others name and what is not there. */
  readonly ghosts: ReadonlySet<string>
}

const EMPTY: ReadonlySet<string> = new Set()

export const NO_WISHES: Wishes = {
  expanded: EMPTY,
  filter: NO_FILTER,
  folded: EMPTY,
  opened: EMPTY,
  ghosts: EMPTY,
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
  /** Ids of what a user made to configure: ConfigMaps, Secrets, quotas, limits and roles. */
  readonly configs: readonly string[]
  /** Ids of what stands between the cluster and the outside, besides the machines' addresses. */
  readonly network: readonly string[]
  /** Keys of the Nodes, whose addresses stand at the edge. */
  readonly addresses: readonly string[]
  /** What the filter leaves out, by column of the stage. */
  readonly elsewhere: Readonly<Record<Column, readonly string[]>>
  /** Claim id -> volume id of every pair that names each other, in one direction at least. */
  readonly pairs: ReadonlyMap<string, string>
}

/** Parts of the stage that hold one sort of thing each, and fold for themselves. */
export type Column = 'workload' | 'claim' | 'volume' | 'config' | 'network'

const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'HorizontalPodAutoscaler',
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

/** kube-system stays small until somebody asks for it. */
function isSmall(namespace: string | undefined, filter: Filter): boolean {
  return namespace === SYSTEM && !filter.asks(SYSTEM)
}

function workloadGroups(world: World, { filter, ghosts }: Wishes): readonly WorkloadGroup[] {
  const children = new Map<string, string[]>()
  const groups: { id: string; kind: StageKind; key: string; children: string[] }[] = []
  for (const kind of WORKLOADS)
    for (const [key, object] of world[kind]) {
      if (isSmall(splitKey(key)[0], filter)) continue
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
  const ids = groups.map((group) => group.id)
  for (const id of withGhosts(ids, ghosts, 'workload').slice(ids.length)) {
    const { kind, key } = refOf(id)
    if (!exists(world, kind, key)) groups.push({ id, kind: kind as StageKind, key, children: [] })
  }
  return groups.map((group) => ({ ...group, children: children.get(group.id) ?? [] }))
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

/** Kinds that say what a namespace or a person may. */
const RULES = [
  'PodDisruptionBudget',
  'ResourceQuota',
  'LimitRange',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
] as const satisfies readonly StageKind[]

/** Without those that the API server brings with it: there are more than a hundred. */
function ruleIds(world: World, kind: (typeof RULES)[number]): readonly string[] {
  return [...world[kind].values()]
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/bootstrapping'] === undefined)
    .map((object) => idOf(kind, keyOf(object)))
}

/** Objects that every cluster makes by itself would only be noise. */
function configIds(world: World, { filter, ghosts }: Wishes): readonly string[] {
  const own = (key: string): boolean => {
    const [namespace, name] = splitKey(key)
    if (name === 'kube-root-ca.crt') return false
    return filter.asks(namespace) || !namespace.startsWith('kube-')
  }
  const secrets = [...world.Secret.values()].filter(
    (secret) => secret.type !== 'kubernetes.io/service-account-token',
  )
  const ids = [
    ...[...world.ConfigMap.keys()].filter(own).map((key) => idOf('ConfigMap', key)),
    ...secrets
      .map(keyOf)
      .filter(own)
      .map((key) => idOf('Secret', key)),
    ...RULES.flatMap((kind) => ruleIds(world, kind).filter((id) => own(refOf(id).key))),
  ]
  const wanted = new Set([...ghosts].filter((id) => own(refOf(id).key) && !objectOf(world, id)))
  return withGhosts(ids, wanted, 'config')
}

/** Kinds of the network region, from the outside inwards. A kind that is not served has no objects. */
const NETWORK = ['Ingress', 'Service', 'EndpointSlice'] as const satisfies readonly StageKind[]

/** The API server's own slice: its Service says as much. */
const OF_THE_API = idOf('EndpointSlice', 'default/kubernetes')

function networkIds(world: World, { filter, ghosts }: Wishes): readonly string[] {
  const ids = NETWORK.flatMap((kind) =>
    [...world[kind].keys()]
      .filter((key) => !isSmall(splitKey(key)[0], filter))
      .map((key) => idOf(kind, key)),
  ).filter((id) => id !== OF_THE_API)
  return withGhosts(ids, ghosts, 'network')
}

/** Those that pass, and those that do not. */
function part(
  ids: readonly string[],
  passes: (id: string) => boolean,
): readonly [passing: readonly string[], others: readonly string[]] {
  const inside = ids.filter(passes)
  if (inside.length === ids.length) return [ids, []]
  return [inside, ids.filter((id) => !passes(id))]
}

function objectOf(world: World, id: string) {
  const { kind, key } = refOf(id)
  return kind in world ? world[kind as StageKind].get(key) : undefined
}

/** Sorts the world into the regions of the stage, as far as the filter lets it through. */
export function group(world: World, wishes: Wishes = NO_WISHES): Groups {
  const { filter, ghosts } = wishes
  const pairs = pairsOf(world)
  const claimOf = new Map([...pairs].map(([claim, volume]) => [volume, refOf(claim).key]))
  const passes = (id: string): boolean => {
    const object = objectOf(world, id)
    return filter.passes(object ?? asFiltered(id))
  }
  const all = workloadGroups(world, wishes)
  const [shown, offWorkloads] = part(
    all.map((one) => one.id),
    passes,
  )
  const inPicture = new Set(shown)
  const [claims, offClaims] = part(
    withGhosts([...world.PersistentVolumeClaim.keys()], ghosts, 'claim', 'PersistentVolumeClaim'),
    (key) => passes(idOf('PersistentVolumeClaim', key)),
  )
  const [volumes, offVolumes] = part(
    withGhosts([...world.PersistentVolume.keys()], ghosts, 'volume', 'PersistentVolume'),
    (key) => volumePasses(filter, world, key, claimOf),
  )
  const [configs, offConfigs] = part(configIds(world, wishes), passes)
  const [network, offNetwork] = part(networkIds(world, wishes), passes)
  const seen = new Set(volumes)
  return {
    ...machineGroups(world, { ...wishes, isSmall }),
    workloads: all.filter((one) => inPicture.has(one.id)),
    claims,
    volumes,
    backends: backendGroups(world).filter((one) => one.volumes.some((key) => seen.has(key))),
    configs,
    network,
    addresses: [...world.Node.keys()],
    elsewhere: {
      workload: offWorkloads,
      claim: offClaims.map((key) => idOf('PersistentVolumeClaim', key)),
      volume: offVolumes.map((key) => idOf('PersistentVolume', key)),
      config: offConfigs,
      network: offNetwork,
    },
    pairs,
  }
}
