import type { Cluster } from '../cluster.ts'
import { ApiError } from '../errors.ts'
import { controllerOf, type Key, keyOf } from '../store.ts'
import type { Millis } from '../time.ts'
import type {
  Draft,
  OwnerReference,
  Pod,
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from '../types/index.ts'
import { claim } from './claim.ts'
import { upsertCondition } from './conditions.ts'
import type { Controller } from './controller.ts'
import { isActive, isAvailable, isReady, isTerminal, podFromTemplate, readySince } from './pods.ts'
import { victims } from './victims.ts'

/** Pods created or deleted in one look at most. */
const BURST = 500

/** k8s: pkg/controller/replicaset syncReplicaSet (1.36) */
export const replicaset: Controller<'ReplicaSet'> = {
  name: 'replicaset',
  source: 'replicaset-controller',
  kind: 'ReplicaSet',
  watches: {
    ReplicaSet: (set) => [keyOf(set)],
    Pod: (pod, cluster, { before, after }) => setsOf(cluster, pod, before, after),
  },
  reconcile(cluster, key) {
    const set = cluster.at('ReplicaSet', key)
    if (!set) return undefined
    const pods = claim(cluster, 'Pod', set, set.spec.selector)
    const active: Pod[] = []
    let terminating = 0
    for (let index = 0; index < pods.length; index++) {
      const pod = pods[index] as Pod
      if (isActive(pod)) active.push(pod)
      else if (!isTerminal(pod)) terminating++
    }
    const failure = set.metadata.deletionTimestamp
      ? undefined
      : manageReplicas(cluster, set, active)
    const written = writeStatus(cluster, key, active, terminating, failure?.message)
    if (failure) throw failure
    return written ? availabilityTimer(cluster, written, active) : undefined
  },
}

const NONE: readonly Key[] = []
const keysOfSets = new WeakMap<
  OwnerReference,
  { readonly namespace: string; readonly keys: readonly Key[] }
>()

/** The set's key, alone in a list: pods that were made in one go share the reference, and so its key. */
function keysOfSet(namespace: string, owner: OwnerReference): readonly Key[] {
  const known = keysOfSets.get(owner)
  if (known?.namespace === namespace) return known.keys
  const keys = [`${namespace}/${owner.name}`]
  keysOfSets.set(owner, { namespace, keys })
  return keys
}

/** The set that controls the pod; for a loose pod every set of its namespace that could adopt it. */
function setsOf(
  cluster: Cluster,
  pod: Pod,
  before: Pod | undefined,
  after: Pod | undefined,
): readonly Key[] {
  const namespace = pod.metadata.namespace ?? ''
  const owner = controllerOf(pod)
  const own = owner?.kind === 'ReplicaSet' ? keysOfSet(namespace, owner) : NONE
  if (owner && before?.metadata.ownerReferences === pod.metadata.ownerReferences) return own
  const keys = [...own]
  const former = before && controllerOf(before)
  if (former?.kind === 'ReplicaSet' && former.uid !== owner?.uid)
    keys.push(`${namespace}/${former.name}`)
  // A new loose pod, or one whose labels changed, may be wanted by any set.
  if (!owner && after && before?.metadata.labels !== after.metadata.labels)
    keys.push(...cluster.store.keys('ReplicaSet', namespace))
  return keys
}

/** Brings the number of pods to the wanted one. Returns the refusal, if the API refused to create. */
function manageReplicas(
  cluster: Cluster,
  set: ReplicaSet,
  active: readonly Pod[],
): ApiError | undefined {
  const wanted = set.spec.replicas ?? 1
  const missing = wanted - active.length
  if (missing > 0) return createPods(cluster, set, Math.min(missing, BURST))
  if (missing < 0) {
    const surplus = Math.min(-missing, BURST)
    cluster.why(`${active.length} pods, ${wanted} wanted: ${surplus} too many`)
    for (const pod of victims(cluster, set, active, surplus)) {
      cluster.delete('Pod', pod.metadata.namespace ?? '', pod.metadata.name, {
        preconditions: { uid: pod.metadata.uid },
      })
      cluster.event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
    }
  }
  return undefined
}

/** Creates in batches of 1, 2, 4 ... and stops after the first batch with a refusal, so as not to flood the API. */
function createPods(cluster: Cluster, set: ReplicaSet, count: number): ApiError | undefined {
  cluster.why(`${count} more ${count === 1 ? 'pod' : 'pods'} wanted`)
  const draft = podFromTemplate(set, set.spec.template)
  let remaining = count
  for (let batch = 1; remaining > 0; batch = Math.min(2 * batch, remaining)) {
    let failure: ApiError | undefined
    for (let i = 0; i < batch && remaining > 0; i++, remaining--)
      failure = createPod(cluster, set, draft) ?? failure
    if (failure) return failure
  }
  return undefined
}

function createPod(cluster: Cluster, set: ReplicaSet, draft: Draft<Pod>): ApiError | undefined {
  try {
    const pod = cluster.create<'Pod'>(draft)
    cluster.event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // In a namespace that goes away this is expected and will never succeed.
    if (error.message.includes('because it is being terminated')) return undefined
    cluster.event(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)
    return error
  }
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

function tally(set: ReplicaSet, active: readonly Pod[], now: Millis): Tally {
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
function calculateStatus(
  cluster: Cluster,
  set: ReplicaSet,
  active: readonly Pod[],
  terminating: number,
  failure: string | undefined,
): ReplicaSetStatus {
  const { fullyLabelled, ready, available } = tally(set, active, cluster.now)
  const conditions = failureCondition(cluster, set, failure, active.length)
  return {
    replicas: active.length,
    ...(fullyLabelled > 0 ? { fullyLabeledReplicas: fullyLabelled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(cluster.profile.features.terminatingReplicas ? { terminatingReplicas: terminating } : {}),
    ...(set.metadata.generation === undefined
      ? {}
      : { observedGeneration: set.metadata.generation }),
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

function failureCondition(
  cluster: Cluster,
  set: ReplicaSet,
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

function writeStatus(
  cluster: Cluster,
  key: Key,
  active: readonly Pod[],
  terminating: number,
  failure: string | undefined,
): ReplicaSet | undefined {
  // Its own deletions may have removed the set meanwhile.
  const set = cluster.at('ReplicaSet', key)
  if (!set) return undefined
  const status = calculateStatus(cluster, set, active, terminating, failure)
  cluster.why(`${status.readyReplicas ?? 0} of ${set.spec.replicas ?? 1} pods are ready`)
  return cluster.updateStatus({ ...set, status })
}

/** A ready pod becomes available by time alone: look again when the next one does. */
function availabilityTimer(
  cluster: Cluster,
  set: ReplicaSet,
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
