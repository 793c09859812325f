import type { Cluster } from '../../cluster.ts'
import type { LabelMatcher } from '../../machinery/selector.ts'
import { lasting, metricsState, podMetrics } from '../../metrics.ts'
import { milliValue } from '../../scheduler/amounts.ts'
import { podRequests } from '../../scheduler/requests.ts'
import { type Millis, parseTime } from '../../time.ts'
import type { Pod } from '../../types/index.ts'
import { condition } from '../pods.ts'

/** While a pod is younger than this, its CPU counts only when it was measured after it became ready. */
const CPU_INITIALIZATION: Millis = 300_000
const INITIAL_READINESS: Millis = 30_000

/** Why no count of replicas can be worked out. */
export class NoReplicas extends Error {}

export interface Tolerances {
  readonly up: number
  readonly down: number
}

/** What the calculation is about. `container` is empty for all of a pod's. */
interface Weighing {
  readonly resource: string
  readonly container: string
  readonly replicas: number
  readonly tolerances: Tolerances
}

interface Question extends Weighing {
  readonly namespace: string
  readonly matches: LabelMatcher
}

export interface Proposal {
  readonly replicas: number
  /** In percent of the request; undefined for a target that is an amount. */
  readonly utilization?: number
  /** Thousandths of the resource's unit for each pod. */
  readonly average: number
}

interface Measured {
  readonly value: number
  readonly at: Millis
  readonly window: Millis
}

/** By the pods' names. */
export type Metrics = Map<string, Measured>
type Requests = ReadonlyMap<string, number>

const NOTHING: Measured = { value: 0, at: 0, window: 0 }

// k8s: pkg/controller/podautoscaler/metrics resourceMetricsClient.GetResourceMetric (1.36)
function metricsOf(cluster: Cluster, question: Question, pods: readonly Pod[]): Metrics {
  const { resource, container } = question
  const state = metricsState(cluster)
  const client = `unable to get metrics for resource ${resource}: `
  if (state === 'absent' || state === 'unready')
    throw new NoReplicas(
      `${client}unable to fetch metrics from resource metrics API: ${
        state === 'absent'
          ? 'the server could not find the requested resource'
          : 'the server is currently unable to handle the request'
      } (get pods.metrics.k8s.io)`,
    )
  const found: Metrics = new Map()
  let listed = false
  for (const pod of pods) {
    const known = state === 'empty' ? undefined : podMetrics(cluster, pod, state)
    if (!known) continue
    listed = true
    const named = known.containers.filter(({ name }) => container === '' || name === container)
    if (named.length === 0)
      throw new NoReplicas(
        `${client}container ${container} not present in metrics for pod ${question.namespace}/${pod.metadata.name}`,
      )
    // The metrics server measures these two and nothing else.
    if (resource !== 'cpu' && resource !== 'memory') continue
    const value = named.reduce((sum, one) => sum + amountOf(one, resource), 0)
    found.set(pod.metadata.name, { value, at: known.at, window: known.window })
  }
  if (!listed) throw new NoReplicas(`${client}no metrics returned from resource metrics API`)
  return found
}

function amountOf(use: { readonly milliCpu: number; readonly memory: number }, resource: string) {
  return resource === 'cpu' ? Math.ceil(use.milliCpu) : use.memory * 1000
}

/** Whether the CPU of a running pod says nothing about its usual load yet. */
function tooFresh(pod: Pod, metric: Measured, now: Millis): boolean {
  const ready = condition(pod, 'Ready')
  const startTime = pod.status.startTime
  if (!ready || !startTime) return true
  const started = parseTime(startTime)
  const since = parseTime(ready.lastTransitionTime ?? '')
  const unready = ready.status === 'False'
  if (started + CPU_INITIALIZATION > now) return unready || metric.at < since + metric.window
  return unready && started + INITIAL_READINESS > since
}

interface Groups {
  readonly ready: number
  readonly unready: readonly string[]
  readonly missing: readonly string[]
  readonly ignored: readonly string[]
}

// k8s: pkg/controller/podautoscaler groupPods (1.36)
function groupsOf(pods: readonly Pod[], metrics: Metrics, resource: string, now: Millis): Groups {
  let ready = 0
  const unready: string[] = []
  const missing: string[] = []
  const ignored: string[] = []
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata
    const metric = metrics.get(name)
    if (deletionTimestamp || pod.status.phase === 'Failed') ignored.push(name)
    else if (pod.status.phase === 'Pending') unready.push(name)
    else if (!metric) missing.push(name)
    else if (resource === 'cpu' && tooFresh(pod, metric, now)) unready.push(name)
    else ready++
  }
  return { ready, unready, missing, ignored }
}

const LEVEL = /^(?:cpu|memory|hugepages-.*)$/

/** What the pod asks for as a whole; undefined when it asks by its containers only. */
// k8s: pkg/controller/podautoscaler calculatePodLevelRequests (1.36)
function wholeRequestOf(pod: Pod, resource: string): number | undefined {
  const stated = pod.spec.resources?.requests
  if (!stated || !Object.keys(stated).some((name) => LEVEL.test(name))) return undefined
  const asked = lasting(pod).some((one) => one.resources?.requests?.[resource] !== undefined)
  if (stated[resource] === undefined && !asked)
    throw new NoReplicas(`missing pod-level request for ${resource} in Pod ${pod.metadata.name}`)
  const { milliCpu, memory } = podRequests(pod)
  return resource === 'cpu' ? milliCpu : memory * 1000
}

// k8s: pkg/controller/podautoscaler calculateRequests (1.36)
function requestOf(pod: Pod, question: Weighing): number {
  const whole = question.container === '' ? wholeRequestOf(pod, question.resource) : undefined
  return whole ?? requestOfContainers(pod, question)
}

// k8s: pkg/controller/podautoscaler calculatePodRequestsFromContainers (1.36)
function requestOfContainers(pod: Pod, { container, resource }: Weighing): number {
  let sum = 0
  let found = container === ''
  for (const one of lasting(pod)) {
    if (container !== '' && one.name !== container) continue
    found = true
    const request = one.resources?.requests?.[resource]
    if (request === undefined)
      throw new NoReplicas(
        `missing request for ${resource} in container ${one.name} of Pod ${pod.metadata.name}`,
      )
    sum += milliValue(request)
  }
  if (!found) throw new NoReplicas(`container ${container} not found in Pod ${pod.metadata.name}`)
  return sum
}

interface Ratio {
  readonly ratio: number
  readonly utilization?: number
  readonly average: number
}

// k8s: pkg/controller/podautoscaler/metrics GetResourceUtilizationRatio (1.36)
function utilizationRatio(metrics: Metrics, requests: Requests, target: number): Ratio {
  let used = 0
  let wanted = 0
  let count = 0
  for (const [name, { value }] of metrics) {
    const request = requests.get(name)
    if (request === undefined) continue
    used += value
    wanted += request
    count++
  }
  if (wanted === 0) throw new NoReplicas('no metrics returned matched known pods')
  const utilization = Math.trunc((used * 100) / wanted)
  return { ratio: utilization / target, utilization, average: Math.trunc(used / count) }
}

// k8s: pkg/controller/podautoscaler/metrics GetMetricUsageRatio (1.36)
function usageRatio(metrics: Metrics, target: number): Ratio {
  let used = 0
  for (const { value } of metrics.values()) used += value
  const average = Math.trunc(used / metrics.size)
  return { ratio: average / target, average }
}

/** What a target is measured by, and what a pod counts for of which nothing is known when there would be fewer. */
interface Measure {
  ratio(metrics: Metrics): Ratio
  assumed(pod: string): number
}

function measureOf(pods: readonly Pod[], question: Weighing, target: Target): Measure {
  const { utilization, amount } = target
  if (utilization === undefined)
    return { ratio: (metrics) => usageRatio(metrics, amount), assumed: () => amount }
  const requests = new Map(pods.map((pod) => [pod.metadata.name, requestOf(pod, question)]))
  const share = Math.max(100, utilization)
  return {
    ratio: (metrics) => utilizationRatio(metrics, requests, utilization),
    assumed: (pod) => Math.trunc(((requests.get(pod) ?? 0) * share) / 100),
  }
}

export interface Target {
  /** In percent; undefined when the target is an amount. */
  readonly utilization?: number
  /** Thousandths of the unit for each pod. */
  readonly amount: number
}

function within({ up, down }: Tolerances, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up
}

/** The metrics with what is assumed of pods of which nothing is known: they must not make the answer bolder. */
function completed(metrics: Metrics, groups: Groups, ratio: number, measure: Measure): Metrics {
  const all: Metrics = new Map(metrics)
  for (const name of groups.missing) {
    if (ratio < 1) all.set(name, { ...NOTHING, value: measure.assumed(name) })
    else if (ratio > 1) all.set(name, NOTHING)
  }
  if (ratio > 1) for (const name of groups.unready) all.set(name, NOTHING)
  return all
}

/** How many replicas would bring the pods to their target. */
// k8s: pkg/controller/podautoscaler ReplicaCalculator.GetResourceReplicas (1.36)
export function proposalFor(cluster: Cluster, question: Question, target: Target): Proposal {
  const { namespace, matches } = question
  const pods = cluster.list('Pod', { namespace, where: ({ metadata }) => matches(metadata.labels) })
  const metrics = metricsOf(cluster, question, pods)
  if (pods.length === 0)
    throw new NoReplicas('no pods returned by selector while calculating replica count')
  return weighed(pods, metrics, question, target, cluster.now)
}

/** The proposal, from what is known of the pods at this moment. Changes `metrics`. */
export function weighed(
  pods: readonly Pod[],
  metrics: Metrics,
  question: Weighing,
  target: Target,
  now: Millis,
): Proposal {
  const { resource, replicas, tolerances } = question
  const groups = groupsOf(pods, metrics, resource, now)
  for (const name of [...groups.ignored, ...groups.unready]) metrics.delete(name)
  if (metrics.size === 0)
    throw new NoReplicas('did not receive metrics for targeted pods (pods might be unready)')
  const measure = measureOf(pods, question, target)
  const { ratio, ...said } = measure.ratio(metrics)
  const alone = groups.missing.length === 0 && (groups.unready.length === 0 || ratio <= 1)
  if (alone) {
    const wanted = within(tolerances, ratio) ? replicas : Math.ceil(ratio * groups.ready)
    return { ...said, replicas: wanted }
  }
  const all = completed(metrics, groups, ratio, measure)
  return { ...said, replicas: cautious(question, ratio, measure.ratio(all).ratio, all.size) }
}

/** With assumed pods the size changes only in the direction that the known ones ask for. */
function cautious(
  { replicas, tolerances }: Weighing,
  ratio: number,
  again: number,
  pods: number,
): number {
  const turned = (ratio < 1 && again > 1) || (ratio > 1 && again < 1)
  if (turned || within(tolerances, again)) return replicas
  const wanted = Math.ceil(again * pods)
  const crossed = (again < 1 && wanted > replicas) || (again > 1 && wanted < replicas)
  return crossed ? replicas : wanted
}
