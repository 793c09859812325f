import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  StorageClass,
  VolumeAttachment,
} from '../types/index.ts'
import type { NodeInfo, PodInfo } from './nodeInfo.ts'
import type { Nominations } from './nominations.ts'
import type { Table } from './scoreTables.ts'
import type { Labels, Matcher } from './selectors.ts'
import type { Snapshot } from './snapshot.ts'
import type { SchedulerTexts } from './texts.ts'

/** Why a node (or, from prepareFilter, every node) cannot take the pod. */
export interface Rejection {
  /** Unschedulable: removing pods could help. UnschedulableAndUnresolvable: it could not. */
  readonly code: 'Unschedulable' | 'UnschedulableAndUnresolvable'
  readonly plugin: string
  readonly reasons: readonly string[]
}

/** One pod's question to every node, prepared once. */
export interface Filter {
  /** Only these nodes need to be asked; absent means all. */
  readonly nodeNames?: ReadonlySet<string>
  /** 1 at the index of nodes that need not be asked: nothing changed there since they let such a pod pass. */
  readonly passed?: Table
  check(node: NodeInfo): Rejection | undefined
}

export interface Scorer {
  score(node: NodeInfo): number
  /** The raw scores of the first `count` nodes at once, where that is cheaper. `indexes`: their places in the snapshot. */
  scoreAll?(
    nodes: readonly NodeInfo[],
    count: number,
    into: Float64Array,
    indexes: Int32Array,
  ): void
  /** Brings the raw scores of the first `count` nodes to 0..100, in place. */
  normalize?(scores: Float64Array, nodes: readonly NodeInfo[], count: number): void
}

/** What plugins may look at: the machines and the few objects that filters depend on. Reads never fail. */
export interface World {
  readonly snapshot: Snapshot
  /** Pods that are promised a machine. */
  readonly nominations: Nominations
  readonly texts: SchedulerTexts
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined
  volume(name: string): PersistentVolume | undefined
  volumes(): readonly PersistentVolume[]
  storageClass(name: string): StorageClass | undefined
  csiNode(name: string): CSINode | undefined
  csiDriver(name: string): CSIDriver | undefined
  /** Volumes that are attached to the node, or about to be. */
  attachments(node: string): readonly VolumeAttachment[]
  /** Room that drivers say they have. */
  capacities(): readonly CSIStorageCapacity[]
  /** The selector of whatever owns or serves the pod; undefined when there is none. */
  ownerSelector(pod: PodInfo): Matcher | undefined
  namespaceLabels(name: string): Labels
  /** What must not be disrupted, for choosing whom to evict. */
  budgets(): readonly PodDisruptionBudget[]
}

/**
 * One rule of the scheduler. A `prepare` that returns undefined has nothing to say about this pod
 * and costs nothing per node; a number from prepareScore is the same normalised score for every node.
 */
export interface Plugin {
  readonly name: string
  /** Factor of its score; 1 unless said. */
  readonly weight?: number
  prepareFilter?(pod: PodInfo, world: World): Filter | Rejection | undefined
  prepareScore?(
    pod: PodInfo,
    world: World,
    feasible: readonly NodeInfo[],
    count: number,
  ): Scorer | number | undefined
}

export const MAX_SCORE = 100

export function isRejection(answer: Filter | Rejection): answer is Rejection {
  return 'code' in answer
}

/** Scales so that the best has 100 (or, reversed, the worst has 0). All zero stays zero, or is all 100. */
// k8s: pkg/scheduler/framework/plugins/helper DefaultNormalizeScore (1.36)
export function normalizeByBest(scores: Float64Array, count: number, reverse: boolean): void {
  let best = 0
  for (let i = 0; i < count; i++) {
    const score = scores[i] as number
    if (score > best) best = score
  }
  for (let i = 0; i < count; i++) {
    const scaled = best === 0 ? 0 : Math.trunc((MAX_SCORE * (scores[i] as number)) / best)
    scores[i] = reverse ? MAX_SCORE - scaled : scaled
  }
}
