import type { Lens } from '../../store/view.ts'
import { refOf, type World } from '../graph/world.ts'
import { type Filter, NO_FILTER } from './filter.ts'
import { usesOf } from './uses.ts'

/** Whether a thing on the stage is what the lens and the filter are about. What is not, is drawn faintly. */
export interface Concern {
  readonly lens: Lens
  lit(id: string): boolean
}

export const EVERYTHING: Concern = { lens: 'all', lit: () => true }

type OneLens = Exclude<Lens, 'all'>

/** Whose concern a thing is by its kind alone. Regions and columns go by their own name. */
const BY_KIND: Readonly<Record<string, readonly OneLens[]>> = {
  user: ['network', 'loop'],
  controlPlane: ['loop'],
  tray: ['workloads', 'loop'],
  Node: ['network', 'loop'],
  Address: ['network'],
  Ingress: ['network'],
  Service: ['network'],
  EndpointSlice: ['network'],
  Deployment: ['workloads'],
  ReplicaSet: ['workloads'],
  ReplicationController: ['workloads'],
  StatefulSet: ['workloads'],
  DaemonSet: ['workloads'],
  Job: ['workloads'],
  CronJob: ['workloads'],
  HorizontalPodAutoscaler: ['workloads'],
  PersistentVolumeClaim: ['storage'],
  PersistentVolume: ['storage'],
  Backend: ['storage'],
  ConfigMap: ['configuration'],
  Secret: ['configuration'],
  PodDisruptionBudget: ['workloads', 'configuration'],
  ResourceQuota: ['configuration'],
  LimitRange: ['configuration'],
  Role: ['configuration'],
  ClusterRole: ['configuration'],
  RoleBinding: ['configuration'],
  ClusterRoleBinding: ['configuration'],
}

/** The names above regions and columns, and the tiles that stand for what they fold. */
const BY_REGION: Readonly<Record<string, readonly OneLens[]>> = {
  controlPlane: ['loop'],
  workloads: ['workloads'],
  nodes: ['workloads', 'network', 'loop'],
  network: ['network'],
  storage: ['storage'],
  config: ['configuration'],
  workload: ['workloads'],
  claim: ['storage'],
  volume: ['storage'],
  backend: ['storage'],
  address: ['network'],
}

const SUMMARIES: ReadonlySet<string> = new Set(['label', 'head', 'more', 'elsewhere', 'folded'])

function regionOf(name: string): string {
  return name.slice(name.indexOf('|') + 1)
}

function podLit(lens: OneLens, key: string, world: World): boolean {
  if (lens === 'workloads' || lens === 'network') return true
  if (lens === 'loop') return (world.Pod.get(key)?.spec.nodeName ?? '') === ''
  const pod = world.Pod.get(key)
  return pod !== undefined && usesOf(pod)[lens]
}

function litBy(lens: Lens, id: string, world: World): boolean {
  if (lens === 'all') return true
  const { kind, key } = refOf(id)
  if (kind === 'Pod') return podLit(lens, key, world)
  const lenses = SUMMARIES.has(kind) ? BY_REGION[regionOf(key)] : BY_KIND[kind]
  return lenses?.includes(lens) ?? false
}

/** Pods that wait stand in one queue whatever their namespace: there the filter fades, elsewhere it folds. */
function passesWaiting(filter: Filter, id: string, world: World): boolean {
  const { kind, key } = refOf(id)
  const pod = kind === 'Pod' ? world.Pod.get(key) : undefined
  return pod === undefined || filter.passes(pod)
}

export function concernOf(lens: Lens, world: World, filter: Filter = NO_FILTER): Concern {
  if (lens === 'all' && filter === NO_FILTER) return EVERYTHING
  return {
    lens,
    lit: (id) =>
      litBy(lens, id, world) && (filter === NO_FILTER || passesWaiting(filter, id, world)),
  }
}
