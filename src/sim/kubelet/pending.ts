import type { ClusterView } from '../recording.ts'
import { type Millis, parseTime } from '../time.ts'
import type { Container, Pod } from '../types/index.ts'
import { type ProbeRun, type Run, runtimeOf } from './runtime.ts'

/** What a pod waits for, and when that is over: read from what its kubelet knows, nothing is computed anew. */
export interface PodWait {
  /** grace: until it is killed. pull: until the image is there. The others: until the next try. */
  readonly on: 'grace' | 'pull' | 'pullRetry' | 'restart' | 'config' | 'volume' | 'sandbox'
  /** The container it is about; empty when the whole pod waits. */
  readonly container: string
  readonly since: Millis
  readonly until: Millis
  /** Restarts, or tries that were in vain. */
  readonly times: number
}

/** A probe that says no. */
export interface ProbeTrouble {
  readonly container: string
  readonly probe: 'startup' | 'liveness' | 'readiness'
  readonly failures: number
  readonly threshold: number
  /** When it asks again. */
  readonly at: Millis
}

function graceOf(pod: Pod): PodWait | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata
  if (deletionTimestamp === undefined) return undefined
  const until = parseTime(deletionTimestamp)
  const since = until - deletionGracePeriodSeconds * 1000
  return { on: 'grace', container: '', since, until, times: 0 }
}

function waitOfRun(run: Run, container: string): PodWait | undefined {
  if (run.state === 'running') return undefined
  const { pull, restarts } = run
  if (pull?.state === 'pulling')
    return { on: 'pull', container, since: pull.begun, until: pull.until, times: 0 }
  if (pull?.state === 'backoff') {
    const since = pull.until - pull.delay
    return { on: 'pullRetry', container, since, until: pull.until, times: 0 }
  }
  if (run.reason === 'CrashLoopBackOff') {
    const { startAt, finishedAt } = run.last ? { ...run, finishedAt: run.last.finishedAt } : run
    return { on: 'restart', container, since: finishedAt, until: startAt, times: restarts }
  }
  if (run.reason !== 'CreateContainerConfigError') return undefined
  return { on: 'config', container, since: -1, until: run.startAt, times: 0 }
}

/** The first container of the pod, in the order of its spec, for which the function finds something. */
function firstOf<T>(
  pod: Pod,
  inits: readonly Run[],
  runs: readonly Run[],
  find: (run: Run, container: Container) => T | undefined,
): T | undefined {
  const pairs: readonly (readonly [Container, Run | undefined])[] = [
    ...(pod.spec.initContainers ?? []).map((one, index) => [one, inits[index]] as const),
    ...pod.spec.containers.map((one, index) => [one, runs[index]] as const),
  ]
  for (const [container, run] of pairs) {
    const found = run && find(run, container)
    if (found !== undefined) return found
  }
  return undefined
}

/** What the pod waits for by the clock; undefined when no moment is known at which something happens to it. */
export function podWait(cluster: ClusterView, pod: Pod): PodWait | undefined {
  const grace = graceOf(pod)
  if (grace) return grace
  const runtime = runtimeOf(cluster, pod.metadata.uid)
  if (!runtime || runtime.over) return undefined
  const { awaits, blockedUntil, blockedTimes, sandboxAt, ip, inits, containers } = runtime
  if (awaits !== '')
    return { on: 'volume', container: '', since: -1, until: blockedUntil, times: blockedTimes }
  if (ip === '' && sandboxAt > cluster.now)
    return { on: 'sandbox', container: '', since: -1, until: sandboxAt, times: 0 }
  return firstOf(pod, inits, containers, (run, container) => waitOfRun(run, container.name))
}

const PROBES = ['startup', 'liveness', 'readiness'] as const

function troubleOf(run: Run, container: Container): ProbeTrouble | undefined {
  if (run.state !== 'running') return undefined
  for (const probe of PROBES) {
    const state: ProbeRun | undefined = run[probe]
    if (!state || state.failures === 0) continue
    const threshold = container[`${probe}Probe`]?.failureThreshold ?? 3
    const { failures, at } = state
    return { container: container.name, probe, failures, threshold, at }
  }
  return undefined
}

/** The first probe of the pod that fails at present. */
export function probeTrouble(cluster: ClusterView, pod: Pod): ProbeTrouble | undefined {
  const runtime = runtimeOf(cluster, pod.metadata.uid)
  return runtime && firstOf(pod, runtime.inits, runtime.containers, troubleOf)
}
