import type { Cluster } from '../cluster.ts'
import type { Millis } from '../time.ts'
import type {
  Pod,
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
  ReplicationController,
} from '../types/index.ts'
import { upsertCondition } from './conditions.ts'
import { isAvailable, isReady, readySince } from './pods.ts'

/** Both keep a number of pods of one template, by the same rules. */
export type Replicated = ReplicaSet | ReplicationController

/** How many pods one of them has, for its status. */
export interface Seen {
  readonly active: readonly Pod[]
  readonly terminating: number
  /** What the API said when it refused to create a pod. */
  readonly failure?: string | undefined
}

function hasLabels(
  wanted: readonly (readonly [name: string, value: string])[],
  labels: Pod['metadata']['labels'],
): boolean {
  return wanted.every(([name, value]) => labels?.[name] === value)
}

interface Tally {
  fullyLabelled: number
  ready: number
  available: number
}

function tally(set: Replicated, active: readonly Pod[], now: Millis): Tally {
  const template = Object.entries(set.spec.template.metadata?.labels ?? {})
  const minReady = set.spec.minReadySeconds ?? 0
  const sum: Tally = { fullyLabelled: 0, ready: 0, available: 0 }
  // Pods of one template share their labels, so that looking at them once is enough.
  let labels: Pod['metadata']['labels']
  let labelled = template.length === 0
  for (let index = 0; index < active.length; index++) {
    const pod = active[index] as Pod
    if (pod.metadata.labels !== labels) {
      labels = pod.metadata.labels
      labelled = hasLabels(template, labels)
    }
    if (labelled) sum.fullyLabelled++
    if (!isReady(pod)) continue
    sum.ready++
    if (minReady === 0 || isAvailable(pod, minReady, now)) sum.available++
  }
  return sum
}

/** k8s: pkg/controller/replicaset calculateStatus (1.36) */
export function calculateStatus(
  cluster: Cluster,
  set: Replicated,
  { active, terminating, failure }: Seen,
): ReplicaSetStatus {
  const { fullyLabelled, ready, available } = tally(set, active, cluster.now)
  const conditions = failureCondition(cluster, set, failure, active.length)
  return {
    replicas: active.length,
    ...(fullyLabelled > 0 ? { fullyLabeledReplicas: fullyLabelled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(cluster.profile.features.terminatingReplicas && set.kind === 'ReplicaSet'
      ? { terminatingReplicas: terminating }
      : {}),
    ...(set.metadata.generation === undefined
      ? {}
      : { observedGeneration: set.metadata.generation }),
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

function failureCondition(
  cluster: Cluster,
  set: Replicated,
  failure: string | undefined,
  count: number,
): readonly ReplicaSetCondition[] {
  const present = set.status.conditions ?? []
  if (failure === undefined) return present.filter((c) => c.type !== 'ReplicaFailure')
  const reason = (set.spec.replicas ?? 1) > count ? 'FailedCreate' : 'FailedDelete'
  return upsertCondition(cluster, present, {
    type: 'ReplicaFailure',
    status: 'True',
    reason,
    message: failure,
  })
}

/** A ready pod becomes available by time alone: look again when the next one does. */
export function availabilityTimer(
  cluster: Cluster,
  set: Replicated,
  active: readonly Pod[],
): { requeueAfter: number } | undefined {
  const minReady = set.spec.minReadySeconds ?? 0
  if (minReady === 0 || (set.status.readyReplicas ?? 0) === (set.status.availableReplicas ?? 0))
    return undefined
  const waits = active
    .filter((pod) => isReady(pod) && !isAvailable(pod, minReady, cluster.now))
    .map((pod) => readySince(pod) + minReady * 1000 - cluster.now)
  return waits.length === 0 ? undefined : { requeueAfter: Math.max(1, Math.min(...waits)) }
}
