import type { Cluster } from '../cluster.ts'
import type { Inside } from '../kubelet/exec/inside.ts'
import { recordRequest } from '../kubelet/exec/requestRecord.ts'
import { keepWritten } from '../kubelet/written.ts'
import type { RequestSpec, Trace } from './request.ts'
import { AFFINITY } from './service.ts'
import { trace } from './trace.ts'

/** Memory of requests: the latest traces, and sums by Service and pod. */
export const REQUESTS = 'requests'
const LATEST = 'latest'
const REMEMBERED = 50

/** What was asked of a Service or pod so far. */
export interface RequestSum {
  readonly requests: number
  readonly failures: number
}

const ZERO: RequestSum = { requests: 0, failures: 0 }

type Reading = Pick<Cluster, 'recall'>

/** The latest requests, oldest first. */
export function latestTraces(cluster: Reading): readonly Trace[] {
  return cluster.recall<readonly Trace[]>(REQUESTS, LATEST) ?? []
}

/** `service NAMESPACE/NAME` or `pod NAMESPACE/NAME`. */
export function requestSum(cluster: Reading, key: string): RequestSum {
  return cluster.recall<RequestSum>(REQUESTS, key) ?? ZERO
}

export function isFailure({ outcome }: Trace): boolean {
  return outcome.type === 'failed' || (outcome.type === 'answered' && outcome.status >= 500)
}

function count(cluster: Cluster, done: Trace): void {
  const { outcome, services } = done
  const by = outcome.type === 'answered' ? outcome.by : undefined
  const failure = isFailure(done) ? 1 : 0
  const keys = services.map((key) => `service ${key}`)
  for (const key of by ? [...keys, `pod ${by.namespace}/${by.pod}`] : keys) {
    const { requests, failures } = requestSum(cluster, key)
    cluster.remember(REQUESTS, key, { requests: requests + 1, failures: failures + failure })
  }
}

/** A program that writes down each request does so. */
function writeDown(cluster: Cluster, inside: Inside, { method }: RequestSpec): void {
  for (const step of recordRequest(inside, method))
    if ('effect' in step && step.effect.type === 'write')
      keepWritten(cluster, inside.pod, step.effect)
}

function sentence({ id, hops, outcome }: Trace): string {
  const start = `request ${id}: ${hops[0]?.reason ?? ''}`
  if (outcome.type === 'records') return `${start}: the name service answers`
  if (outcome.type === 'failed') return `${start}: ${outcome.failure}`
  return `${start}: ${outcome.by ? `pod ${outcome.by.pod}` : 'a machine'} answers ${outcome.status}`
}

/** Lets a request happen: chance is used up, whoever counts counts, and what answers may write. */
export function performRequest(
  cluster: Cluster,
  request: RequestSpec,
  options: { readonly told?: boolean } = {},
): Trace {
  const latest = latestTraces(cluster)
  const id = (latest.at(-1)?.id ?? 0) + 1
  const done = trace(cluster, request, (bound) => cluster.random.int(bound), id)
  for (const [key, value] of done.stuck) cluster.remember(AFFINITY, key, value)
  cluster.remember(REQUESTS, LATEST, [...latest.slice(1 - REMEMBERED), done.trace])
  count(cluster, done.trace)
  if (done.inside && request.what === 'http') writeDown(cluster, done.inside, request)
  if (options.told !== false) cluster.act('Component', 'client', sentence(done.trace))
  return done.trace
}

/** What came of the request made last. */
export function lastTrace(cluster: Reading): Trace | undefined {
  return latestTraces(cluster).at(-1)
}
