import type { Cluster } from '../cluster.ts'
import { freeze } from '../equal.ts'
import { conflict, MODIFIED, noSuchResource } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import { formatTime } from '../time.ts'
import type {
  ApiObject,
  Kind,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
  Time,
} from '../types/index.ts'
import { updateObject } from './update.ts'

export interface ScaleRequest {
  readonly replicas: number
  readonly resourceVersion?: string
  readonly dryRun?: boolean
}

/** The condition in the place of the old one of its type, or behind the others. */
export function withCondition(
  conditions: readonly PodCondition[] | undefined,
  condition: PodCondition,
): readonly PodCondition[] {
  const list = conditions ?? []
  const index = list.findIndex((c) => c.type === condition.type)
  return index < 0 ? [...list, condition] : list.with(index, condition)
}

let lastScheduled: PodCondition = { type: 'PodScheduled', status: 'True' }
let onlyScheduled: readonly PodCondition[] = [lastScheduled]

/** The conditions of a pod that was just bound. Pods are bound by the dozen at one time: they share them. */
function scheduledConditions(pod: Pod, time: Time): readonly PodCondition[] {
  const { generation } = pod.metadata
  const { lastTransitionTime, observedGeneration } = lastScheduled
  if (lastTransitionTime !== time || observedGeneration !== generation) {
    lastScheduled = freeze({
      type: 'PodScheduled',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: time,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    })
    onlyScheduled = Object.freeze([lastScheduled])
  }
  const { conditions } = pod.status
  return conditions ? withCondition(conditions, lastScheduled) : onlyScheduled
}

/** A pod that has its machine is promised none any more. */
// k8s: feature ClearingNominatedNodeNameAfterBinding (1.36)
function settledStatus(cluster: Cluster, { status }: Pod): PodStatus {
  if (status.nominatedNodeName === undefined || !cluster.profile.features.announcesNode)
    return status
  const { nominatedNodeName: _, ...rest } = status
  return rest
}

/** Fields of the spec of a pod that asks for nothing special, in the order in which defaults and admission leave them. */
const USUAL =
  'containers,restartPolicy,terminationGracePeriodSeconds,dnsPolicy,securityContext,schedulerName,enableServiceLinks,serviceAccountName,serviceAccount,volumes,priority,preemptionPolicy,tolerations'
let lastSpec: PodSpec | undefined
let lastIsUsual = false

/** The spec with its machine. Field by field where it can be: a spread of fourteen fields is dear, and every pod has one. */
function boundSpec(spec: PodSpec, nodeName: string): PodSpec {
  if (spec !== lastSpec) {
    lastSpec = spec
    lastIsUsual = Object.keys(spec).join() === USUAL
  }
  if (!lastIsUsual) return { ...spec, nodeName }
  const usual = {
    containers: spec.containers,
    restartPolicy: spec.restartPolicy,
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
    dnsPolicy: spec.dnsPolicy,
    securityContext: spec.securityContext,
    schedulerName: spec.schedulerName,
    enableServiceLinks: spec.enableServiceLinks,
    serviceAccountName: spec.serviceAccountName,
    serviceAccount: spec.serviceAccount,
    volumes: spec.volumes,
    priority: spec.priority,
    preemptionPolicy: spec.preemptionPolicy,
    tolerations: spec.tolerations,
    nodeName,
  }
  return Object.freeze(usual) as PodSpec
}

let lastPending: PodStatus | undefined
let lastBound: PodStatus | undefined

/** The status of a pod that was just bound: one object for all of a class that are bound in one second. */
function boundStatus(cluster: Cluster, pod: Pod): PodStatus {
  const conditions = scheduledConditions(pod, formatTime(cluster.now))
  const settled = settledStatus(cluster, pod)
  if (lastBound && settled === lastPending && lastBound.conditions === conditions) return lastBound
  const made = freeze<PodStatus>({ ...settled, conditions })
  lastPending = settled
  lastBound = made
  return made
}

/** k8s: pkg/registry/core/pod/storage BindingREST.setPodNodeAndMetadata (1.36) */
export function bindPod(cluster: Cluster, namespace: string, name: string, node: string): Pod {
  const key = `${namespace}/${name}`
  const pod = cluster.at('Pod', key) ?? cluster.get('Pod', namespace, name)
  const binding = { plural: 'pods/binding', group: '' }
  if (pod.metadata.deletionTimestamp)
    throw conflict(binding, name, `pod ${name} is being deleted, cannot be assigned to a host`)
  if (pod.spec.nodeName)
    throw conflict(binding, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`)
  if ((pod.spec.schedulingGates?.length ?? 0) > 0)
    throw conflict(binding, name, `pod ${name} has non-empty .spec.schedulingGates`)
  const next: Pod = {
    apiVersion: pod.apiVersion,
    kind: pod.kind,
    metadata: pod.metadata,
    spec: boundSpec(pod.spec, node),
    status: boundStatus(cluster, pod),
  }
  return cluster.commit('Pod', 'update', pod, next, key) as Pod
}

/** k8s: pkg/registry/apps/deployment/storage ScaleREST.Update and its siblings (1.36) */
export function scaleObject(
  cluster: Cluster,
  kind: Kind,
  namespace: string,
  name: string,
  request: ScaleRequest,
): ApiObject {
  const spec = kindSpec(kind)
  if (!spec.subresources.includes('scale')) throw noSuchResource()
  const object = cluster.get(kind, namespace, name) as ApiObject & { spec: { replicas?: number } }
  if (request.resourceVersion && request.resourceVersion !== object.metadata.resourceVersion)
    throw conflict(spec, name, MODIFIED)
  const next = { ...object, spec: { ...object.spec, replicas: request.replicas } } as ApiObject
  return updateObject(cluster, next, request.dryRun ? { dryRun: true } : {})
}
