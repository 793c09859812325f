import type { Deployment, ReplicaSet } from '../../types/index.ts'
import { replicasOf } from './fenceposts.ts'

/** A deployment with its ReplicaSets sorted into the one of the present template and the others. */
export interface Sets {
  readonly deployment: Deployment
  readonly current: ReplicaSet | undefined
  /** Every other set, oldest first. */
  readonly old: readonly ReplicaSet[]
}

export function all(sets: Sets): readonly ReplicaSet[] {
  return sets.current ? [...sets.old, sets.current] : sets.old
}

export function sum(
  sets: readonly ReplicaSet[],
  of: (set: ReplicaSet) => number | undefined,
): number {
  return sets.reduce((total, set) => total + (of(set) ?? 0), 0)
}

/** Sets that are asked to have pods. */
export function withPods(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter((set) => replicasOf(set) > 0)
}

/** Oldest first, by creation and then by name. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const one = `${a.metadata.creationTimestamp} ${a.metadata.name}`
  const other = `${b.metadata.creationTimestamp} ${b.metadata.name}`
  return one < other ? -1 : one > other ? 1 : 0
}
