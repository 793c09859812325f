import type { ApiObject, Kind, ObjectOf } from '../../sim/index.ts'
import type { Tone } from './podFacts.ts'

export interface WorkloadFacts {
  readonly ready: number
  readonly desired: number
  readonly tone: Tone
  /** Whether the scale subresource exists for the kind. */
  readonly scalable: boolean
}

function countsOf(object: ApiObject): readonly [ready: number, desired: number] {
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return [object.status?.readyReplicas ?? 0, object.spec.replicas ?? 1]
    case 'DaemonSet':
      return [object.status?.numberReady ?? 0, object.status?.desiredNumberScheduled ?? 0]
    case 'Job':
      return [object.status?.succeeded ?? 0, object.spec.completions ?? 1]
    case 'HorizontalPodAutoscaler':
      return [object.status.currentReplicas ?? 0, object.status.desiredReplicas]
    default:
      return [0, 0]
  }
}

const SCALABLE: ReadonlySet<Kind> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
])

/** A Job is going on until one of its conditions says otherwise. */
function jobTone(job: ObjectOf<'Job'>): Tone {
  const holds = (...types: readonly string[]) =>
    job.status.conditions?.some((c) => c.status === 'True' && types.includes(c.type)) ?? false
  if (holds('Failed', 'FailureTarget')) return 'bad'
  if (holds('Complete')) return 'ok'
  return holds('Suspended') ? 'wait' : 'work'
}

/** An autoscaler that cannot work is in trouble, whatever the sizes. */
function autoscalerTone({ status }: ObjectOf<'HorizontalPodAutoscaler'>): Tone {
  const { conditions = [], currentReplicas = 0, desiredReplicas } = status
  const fails = conditions.some((one) => one.type !== 'ScalingLimited' && one.status === 'False')
  if (conditions.length === 0) return 'wait'
  if (fails) return 'bad'
  return currentReplicas === desiredReplicas ? 'ok' : 'work'
}

function toneOf(object: ApiObject, full: boolean): Tone {
  if (object.kind === 'Job') return jobTone(object)
  if (object.kind === 'HorizontalPodAutoscaler') return autoscalerTone(object)
  return full ? 'ok' : 'work'
}

export function workloadFacts(object: ApiObject): WorkloadFacts {
  const [ready, desired] = countsOf(object)
  const settled = toneOf(object, ready >= desired)
  return {
    ready,
    desired,
    tone: object.metadata.deletionTimestamp === undefined ? settled : 'gone',
    scalable: SCALABLE.has(object.kind),
  }
}
