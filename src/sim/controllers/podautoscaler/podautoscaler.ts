import type { Cluster } from '../../cluster.ts'
import { ApiError, notFound } from '../../errors.ts'
import { findKindSpec } from '../../kinds/index.ts'
import { formatSelector, type LabelMatcher, matcherOf } from '../../machinery/selector.ts'
import { type Key, keyOf } from '../../store.ts'
import { formatTime, type Millis } from '../../time.ts'
import type {
  ApiObject,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
  Kind,
  LabelSelector,
  MetricStatus,
} from '../../types/index.ts'
import type { Actor, Requeue } from '../controller.ts'
import { computed, type Voice } from './compute.ts'
import { normalized, type Past, withScale } from './normalize.ts'

const NAME = 'horizontalpodautoscaling'
/** Every autoscaler is looked at this often, and for the first time this long after it was made. */
const PERIOD: Millis = 15_000
const AGAIN: Requeue = { requeueAfter: PERIOD, background: true }
const NONE: readonly Key[] = []

interface Scalable {
  readonly spec: {
    readonly replicas?: number
    readonly selector?: LabelSelector | Readonly<Record<string, string>>
  }
}

interface Scale {
  readonly kind: Kind
  readonly replicas: number
  readonly selector: LabelSelector
  readonly matches: LabelMatcher
}

class NoScale extends Error {}

/** k8s: pkg/controller/podautoscaler HorizontalController (1.36) */
export const horizontalpodautoscaling: Actor = {
  name: NAME,
  source: 'horizontal-pod-autoscaler',
  watches: {
    HorizontalPodAutoscaler(autoscaler, cluster, { before }) {
      if (!before) cluster.enqueue(NAME, keyOf(autoscaler), PERIOD, { background: true })
      return NONE
    },
  },
  delay: () => PERIOD,
  resync: (cluster) => cluster.store.keys('HorizontalPodAutoscaler'),
  reconcile(cluster, key) {
    const autoscaler = cluster.at('HorizontalPodAutoscaler', key)
    if (!autoscaler) {
      cluster.forget(NAME, key)
      return undefined
    }
    if (!autoscaler.metadata.deletionTimestamp) new Look(cluster, autoscaler, key).reconcile()
    return AGAIN
  },
}

/** The status being worked out for one autoscaler. */
class Look implements Voice {
  private readonly cluster: Cluster
  private readonly hpa: HorizontalPodAutoscaler
  private readonly key: Key
  private conditions: readonly HorizontalPodAutoscalerCondition[]

  constructor(cluster: Cluster, hpa: HorizontalPodAutoscaler, key: Key) {
    this.cluster = cluster
    this.hpa = hpa
    this.key = key
    this.conditions = hpa.status.conditions ?? []
  }

  warn(reason: string, message: string): void {
    this.cluster.event(this.hpa, 'Warning', reason, message)
  }

  active(status: 'True' | 'False', reason: string, message: string): void {
    this.set('ScalingActive', status, reason, message)
  }

  // k8s: pkg/controller/podautoscaler setConditionInList (1.36)
  private set(type: string, status: 'True' | 'False', reason: string, message: string): void {
    const index = this.conditions.findIndex((one) => one.type === type)
    const old = this.conditions[index]
    const lastTransitionTime =
      old?.status === status && old.lastTransitionTime !== undefined
        ? old.lastTransitionTime
        : formatTime(this.cluster.now)
    const next = { type, status, lastTransitionTime, reason, message }
    this.conditions = old ? this.conditions.with(index, next) : [...this.conditions, next]
  }

  private write(status: Partial<HorizontalPodAutoscalerStatus>): void {
    this.cluster.updateStatus({
      ...this.hpa,
      status: { ...this.hpa.status, ...status, conditions: this.conditions },
    })
  }

  // k8s: pkg/controller/podautoscaler reconcileAutoscaler (1.36)
  reconcile(): void {
    const { cluster, hpa } = this
    let scale: Scale
    try {
      scale = scaleOf(cluster, hpa)
    } catch (error) {
      if (!(error instanceof NoScale)) throw error
      this.warn('FailedGetScale', error.message)
      const text = `the HPA controller was unable to get the target's current scale: ${error.message}`
      this.set('AbleToScale', 'False', 'FailedGetScale', text)
      cluster.why(
        `${hpa.spec.scaleTargetRef.kind} ${hpa.spec.scaleTargetRef.name} cannot be scaled`,
      )
      this.write({})
      return
    }
    const found = "the HPA controller was able to get the target's current scale"
    this.set('AbleToScale', 'True', 'SucceededGetScale', found)
    this.judge(scale)
  }

  private past(current: number): Past {
    const { cluster, key } = this
    const known = cluster.recall<Past>(NAME, key)
    return (
      known ?? { recommendations: [{ at: cluster.now, replicas: current }], ups: [], downs: [] }
    )
  }

  private judge(scale: Scale): void {
    const { spec } = this.hpa
    const { replicas: current } = scale
    const { minReplicas: min = 1, maxReplicas: max } = spec
    const past = this.past(current)
    this.cluster.remember(NAME, this.key, past)
    if (current === 0) {
      const text = 'scaling is disabled since the replica count of the target is zero'
      this.active('False', 'ScalingDisabled', text)
      this.finish(current, 0, null)
    } else if (current > max) {
      this.rescale(scale, max, 'Current number of replicas above Spec.MaxReplicas', past, null)
    } else if (current < min) {
      this.rescale(scale, min, 'Current number of replicas below Spec.MinReplicas', past, null)
    } else this.byMetrics(scale, past)
  }

  private byMetrics(scale: Scale, past: Past): void {
    const { cluster, hpa } = this
    const { replicas: current } = scale
    const { minReplicas: min = 1, maxReplicas: max, behavior } = hpa.spec
    const rivals = rivalsOf(cluster, hpa, scale)
    const found =
      rivals === undefined ? computed(cluster, hpa, scale, this) : this.ambiguous(rivals)
    if (found.replicas < 0) {
      cluster.why('no metric says how many pods are needed')
      this.write({ currentReplicas: current, currentMetrics: found.statuses })
      this.warn('FailedComputeMetricsReplicas', found.error ?? '')
      return
    }
    const sizes = { current, desired: found.replicas, min, max }
    const normal = normalized(behavior, sizes, past, cluster.now)
    cluster.remember(NAME, this.key, normal.past)
    this.set('AbleToScale', 'True', normal.able.reason, normal.able.message)
    const { status, reason, message } = normal.limited
    this.set('ScalingLimited', status, reason, message)
    if (normal.replicas === current) {
      this.finish(current, current, found.statuses)
      return
    }
    const above = found.replicas > current
    const why = above ? `${found.metric} above target` : 'All metrics below target'
    this.rescale(
      scale,
      normal.replicas,
      found.replicas === current ? '' : why,
      normal.past,
      found.statuses,
    )
  }

  // k8s: pkg/controller/podautoscaler validateAndParseSelector (1.36)
  private ambiguous(error: string) {
    this.warn('AmbiguousSelector', error)
    this.active('False', 'AmbiguousSelector', error)
    return { replicas: -1, metric: '', statuses: null, error }
  }

  private rescale(
    scale: Scale,
    replicas: number,
    why: string,
    past: Past,
    statuses: readonly MetricStatus[] | null,
  ): void {
    const { cluster, hpa } = this
    const { replicas: current } = scale
    cluster.why(`${why === '' ? 'recent recommendations' : why}: ${replicas} instead of ${current}`)
    const size = `New size: ${replicas}; reason: ${why}`
    try {
      cluster.scale(scale.kind, hpa.metadata.namespace ?? '', hpa.spec.scaleTargetRef.name, {
        replicas,
      })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.warn('FailedRescale', `${size}; error: ${error.message}`)
      const text = `the HPA controller was unable to update the target scale: ${error.message}`
      this.set('AbleToScale', 'False', 'FailedUpdateScale', text)
      this.write({ currentReplicas: current, currentMetrics: statuses })
      return
    }
    const done = `the HPA controller was able to update the target scale to ${replicas}`
    this.set('AbleToScale', 'True', 'SucceededRescale', done)
    cluster.event(hpa, 'Normal', 'SuccessfulRescale', size)
    cluster.remember(
      NAME,
      this.key,
      withScale(hpa.spec.behavior, past, replicas - current, cluster.now),
    )
    this.finish(current, replicas, statuses, formatTime(cluster.now))
  }

  private finish(
    current: number,
    desired: number,
    statuses: readonly MetricStatus[] | null,
    lastScaleTime = this.hpa.status.lastScaleTime,
  ): void {
    const { currentReplicas: _, ...rest } = this.hpa.status
    this.cluster.why(`${current} pods, ${desired} wanted`)
    this.cluster.updateStatus({
      ...this.hpa,
      status: {
        ...rest,
        ...(current === 0 ? {} : { currentReplicas: current }),
        desiredReplicas: desired,
        currentMetrics: statuses,
        conditions: this.conditions,
        ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      },
    })
  }
}

/** The selector of a ReplicationController is a map of labels. */
function selectorOf(object: ApiObject): LabelSelector {
  const { selector } = (object as unknown as Scalable).spec
  return object.kind === 'ReplicationController'
    ? { matchLabels: (selector ?? {}) as Readonly<Record<string, string>> }
    : ((selector ?? {}) as LabelSelector)
}

const OWN_ERROR: Readonly<Record<string, string>> = {
  Deployment: 'deployments/scale',
  ReplicaSet: 'replicasets/scale',
  ReplicationController: 'replicationcontrollers/scale',
}

/** The size of what the autoscaler is about. */
// k8s: pkg/controller/podautoscaler scaleForResourceMappings (1.36)
function scaleOf(cluster: Cluster, { spec, metadata }: HorizontalPodAutoscaler): Scale {
  const { kind, name, apiVersion = '' } = spec.scaleTargetRef
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  const served = findKindSpec(kind)
  if (served?.group !== group)
    throw new NoScale(
      group === ''
        ? `no matches for kind ${JSON.stringify(kind)} in group ""`
        : `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`,
    )
  if (!served.subresources.includes('scale'))
    throw new NoScale('the server could not find the requested resource')
  const found = cluster.find(served.kind, metadata.namespace ?? '', name)
  if (!found) {
    const owner = kind === 'ReplicationController' ? 'autoscaling' : served.group
    const plural = OWN_ERROR[kind] ?? served.plural
    throw new NoScale(notFound({ plural, group: owner }, name).message)
  }
  const selector = selectorOf(found)
  const replicas = (found as unknown as Scalable).spec.replicas ?? 1
  return { kind: served.kind, replicas, selector, matches: matcherOf(selector) }
}

/** Several autoscalers whose targets select the same pods would pull in different directions: none of them acts. */
// k8s: pkg/controller/podautoscaler hpasControllingPodsUnderSelector (1.36)
function rivalsOf(
  cluster: Cluster,
  hpa: HorizontalPodAutoscaler,
  scale: Scale,
): string | undefined {
  const namespace = hpa.metadata.namespace ?? ''
  const others = cluster.list('HorizontalPodAutoscaler', {
    namespace,
    where: ({ metadata }) => metadata.uid !== hpa.metadata.uid,
  })
  if (others.length === 0) return undefined
  const pods = cluster.list('Pod', {
    namespace,
    where: ({ metadata }) => scale.matches(metadata.labels),
  })
  const rivals = others.filter((other) => {
    const matches = otherMatcher(cluster, other)
    return matches !== undefined && pods.some(({ metadata }) => matches(metadata.labels))
  })
  if (rivals.length === 0) return undefined
  const names = [hpa, ...rivals].map(keyOf).sort().join(' ')
  return `pods by selector ${formatSelector(scale.selector)} are controlled by multiple HPAs: [${names}]`
}

function otherMatcher(cluster: Cluster, other: HorizontalPodAutoscaler) {
  try {
    return scaleOf(cluster, other).matches
  } catch (error) {
    if (error instanceof NoScale) return undefined
    throw error
  }
}
