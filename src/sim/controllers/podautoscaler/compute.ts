import type { Cluster } from '../../cluster.ts'
import { canonical } from '../../machinery/quantity.ts'
import type { LabelMatcher } from '../../machinery/selector.ts'
import { milliValue } from '../../scheduler/amounts.ts'
import type {
  HorizontalPodAutoscaler,
  LabelSelector,
  MetricSpec,
  MetricStatus,
  MetricTarget,
} from '../../types/index.ts'
import { selectorText } from '../disruption/disruption.ts'
import { NoReplicas, proposalFor } from './replicas.ts'

const TOLERANCE = 0.1
const NO_CUSTOM =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered'

/** One metric cannot be had: the event and condition that say so, and the text for the sum of all. */
class Failed extends Error {
  readonly reason: string
  readonly whole: string

  constructor(reason: string, message: string, whole: string) {
    super(message)
    this.reason = reason
    this.whole = whole
  }
}

/** What the controller says about one autoscaler while it computes. */
export interface Voice {
  warn(reason: string, message: string): void
  active(status: 'True' | 'False', reason: string, message: string): void
}

export interface Computed {
  /** -1 when nothing can be done. */
  readonly replicas: number
  readonly metric: string
  readonly statuses: readonly MetricStatus[]
  readonly error?: string
}

export interface Scaled {
  readonly matches: LabelMatcher
  /** spec.replicas of the target. */
  readonly replicas: number
}

interface One {
  readonly replicas: number
  readonly name: string
  readonly status: MetricStatus
}

function named(selector: LabelSelector | undefined): string {
  return selector ? selectorText(selector) : 'nil'
}

function toleranceOf(text: string | undefined): number {
  return text === undefined ? TOLERANCE : milliValue(text) / 1000
}

/** CPU and memory, of whole pods or of one container of each. */
// k8s: pkg/controller/podautoscaler computeStatusForResourceMetricGeneric (1.36)
function resource(
  cluster: Cluster,
  hpa: HorizontalPodAutoscaler,
  scaled: Scaled,
  name: string,
  target: MetricTarget,
  container: string,
): One {
  const { behavior } = hpa.spec
  const amount = target.averageValue
  const utilization = target.averageUtilization
  const what = amount === undefined ? 'utilization' : 'usage'
  if (amount === undefined && utilization === undefined)
    throw new NoReplicas(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    )
  try {
    const found = proposalFor(
      cluster,
      {
        namespace: hpa.metadata.namespace ?? '',
        matches: scaled.matches,
        resource: name,
        container,
        replicas: scaled.replicas,
        tolerances: {
          up: toleranceOf(behavior?.scaleUp?.tolerance),
          down: toleranceOf(behavior?.scaleDown?.tolerance),
        },
      },
      amount === undefined && utilization !== undefined
        ? { utilization, amount: 0 }
        : { amount: milliValue(amount ?? '0') },
    )
    const current = {
      ...(found.utilization === undefined ? {} : { averageUtilization: found.utilization }),
      averageValue: canonical(`${found.average}m`),
    }
    const share = `${container === '' ? '' : 'container '}resource utilization (percentage of request)`
    return {
      replicas: found.replicas,
      name: `${name} ${amount === undefined ? share : 'resource'}`,
      status:
        container === ''
          ? { type: 'Resource', resource: { name, current } }
          : { type: 'ContainerResource', containerResource: { name, container, current } },
    }
  } catch (error) {
    if (!(error instanceof NoReplicas)) throw error
    throw new NoReplicas(`failed to get ${name} ${what}: ${error.message}`)
  }
}

/** Nobody serves metrics of one's own here, so that these have the answer of a cluster without an adapter. */
// k8s: pkg/controller/podautoscaler computeReplicasForMetric (1.36)
function elsewhere(spec: MetricSpec, namespace: string): Failed {
  const { object, pods, external } = spec
  if (object) {
    const { kind, name } = object.describedObject
    // Upstream's arguments are in this order, too.
    const text = `unable to get metric ${object.metric.name}: ${kind} on ${namespace} ${name}/${NO_CUSTOM}`
    const average = object.target.type === 'AverageValue'
    const outer = average ? `failed to get ${object.metric.name} object metric: ` : ''
    return new Failed(
      'FailedGetObjectMetric',
      text,
      `failed to get object metric value: ${outer}${text}`,
    )
  }
  if (pods) {
    const text = `unable to get metric ${pods.metric.name}: ${NO_CUSTOM}`
    return new Failed('FailedGetPodsMetric', text, `failed to get pods metric value: ${text}`)
  }
  if (external) {
    const { name, selector } = external.metric
    const text = `unable to get external metric ${namespace}/${name}/${named(selector)}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`
    const inner =
      external.target.averageValue === undefined
        ? `failed to get external metric ${name}`
        : `failed to get ${name} external metric`
    return new Failed(
      'FailedGetExternalMetric',
      text,
      `failed to get ${name} external metric value: ${inner}: ${text}`,
    )
  }
  const text = `unknown metric source type ${JSON.stringify(spec.type)}`
  return new Failed('InvalidMetricSourceType', text, text)
}

function one(
  cluster: Cluster,
  hpa: HorizontalPodAutoscaler,
  scaled: Scaled,
  spec: MetricSpec,
): One {
  const whole = spec.resource
  const part = spec.containerResource
  if (!whole && !part) throw elsewhere(spec, hpa.metadata.namespace ?? '')
  try {
    if (whole) return resource(cluster, hpa, scaled, whole.name, whole.target, '')
    if (part) return resource(cluster, hpa, scaled, part.name, part.target, part.container)
  } catch (error) {
    if (!(error instanceof NoReplicas)) throw error
    throw whole
      ? new Failed(
          'FailedGetResourceMetric',
          error.message,
          `failed to get ${whole.name} resource metric value: ${error.message}`,
        )
      : new Failed(
          'FailedGetContainerResourceMetric',
          error.message,
          `failed to get ${part?.container} container metric value: ${error.message}`,
        )
  }
  throw elsewhere(spec, '')
}

/** The most replicas that any of the metrics asks for; one that is unknown keeps the size from shrinking. */
// k8s: pkg/controller/podautoscaler computeReplicasForMetrics (1.36)
export function computed(
  cluster: Cluster,
  hpa: HorizontalPodAutoscaler,
  scaled: Scaled,
  voice: Voice,
): Computed {
  const specs = hpa.spec.metrics ?? []
  const failures: Failed[] = []
  let replicas = 0
  let metric = ''
  const statuses = specs.map((spec): MetricStatus => {
    try {
      const found = one(cluster, hpa, scaled, spec)
      if (replicas === 0 || found.replicas > replicas) {
        replicas = found.replicas
        metric = found.name
      }
      return found.status
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      voice.warn(error.reason, error.message)
      failures.push(error)
      return { type: '' }
    }
  })
  const [first] = failures
  const error = first
    ? `invalid metrics (${failures.length} invalid out of ${specs.length}), first error is: ${first.whole}`
    : undefined
  if (first && (failures.length >= specs.length || replicas < scaled.replicas)) {
    const text = `the HPA was unable to compute the replica count: ${first.message}`
    voice.active('False', first.reason, text)
    return { replicas: -1, metric: '', statuses, ...(error === undefined ? {} : { error }) }
  }
  const found = `the HPA was able to successfully calculate a replica count from ${metric}`
  voice.active('True', 'ValidMetricFound', found)
  return { replicas, metric, statuses, ...(error === undefined ? {} : { error }) }
}
