import type { Cluster } from '../cluster.ts'
import { freeze } from '../equal.ts'
import type { Millis } from '../time.ts'
import type { Time } from '../types/index.ts'

export const KUBELET = 'kubelet'

/** A container's life that is over. */
export interface Ended {
  readonly id: string
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
  readonly startedAt: Millis
  readonly finishedAt: Millis
}

/** How one probe of a container goes: when it is due next, and results in a row. */
export interface ProbeRun {
  at: Millis
  successes: number
  failures: number
}

/** One container on its machine. Frozen once remembered; a sync works on a copy. Times in virtual ms. */
export interface Run {
  state: 'waiting' | 'running' | 'terminated'
  /** Why it waits; empty for ContainerCreating or PodInitializing. */
  reason: string
  message: string
  restarts: number
  /** Not started before this moment. */
  startAt: Millis
  id: string
  startedAt: Millis
  /** When it will end by what is known now; -1 when it runs on. */
  exitAt: Millis
  exitCode: number
  exitReason: string
  finishedAt: Millis
  last: Ended | undefined
  /** Length of the current restart back-off, 0 for none, and when it was last grown. */
  backoff: Millis
  backoffAt: Millis
  /** A pull that is under way or failed. */
  pull: PullRun | undefined
  /** When the kubelet repeats its complaint; -1 for never. */
  nagAt: Millis
  /** It was told to stop and has not ended yet. */
  stopping: boolean
  /** A postStart hook that is not over yet; the container does not count as running before. */
  hook: HookRun | undefined
  ready: boolean
  started: boolean
  startup: ProbeRun | undefined
  liveness: ProbeRun | undefined
  readiness: ProbeRun | undefined
}

/** A hook under way: when it ends, and whether it does so well. */
export interface HookRun {
  readonly until: Millis
  readonly ok: boolean
}

export interface PullRun {
  /** Asked for. */
  readonly since: Millis
  /** The transfer itself begins; later than `since` when another image was being pulled. */
  readonly begun: Millis
  /** Ends, well or not; or, when it failed, the next try. */
  readonly until: Millis
  readonly state: 'pulling' | 'failed' | 'backoff'
  readonly delay: Millis
  readonly error: string
}

/** A pod on its machine: what the kubelet knows beyond the API object. Kept in memory `kubelet` under the uid. */
export interface Runtime {
  readonly uid: string
  /** Namespace and name. */
  readonly key: string
  readonly node: string
  readonly startTime: Time
  readonly startedAt: Millis
  readonly milliCpu: number
  readonly memory: number
  readonly ephemeral: number
  /** The most bytes of memory that its programs will ever hold. */
  readonly peak: number
  /** When the sandbox is up; containers start then. */
  sandboxAt: Millis
  /** Address of the sandbox; empty before there is one. */
  ip: string
  /** What kind of volume content it waits for. */
  awaits: '' | 'mount' | 'claim'
  /** Volumes or keys that are not there: when to look again, and how often that was in vain. */
  blockedUntil: Millis
  blockedTimes: number
  /** Termination: when all containers will have stopped; -1 when none was asked for. */
  stopAt: Millis
  /** The grace period of that, in seconds. */
  grace: number
  /** Reason and message in the status of a pod that the kubelet itself ended. */
  endReason: string
  endMessage: string
  /** All containers have ended for good. */
  over: boolean
  inits: Run[]
  containers: Run[]
  /** Debugging containers that were added later; undefined as long as there are none. */
  ephemerals: Run[] | undefined
}

export function runtimeOf(cluster: Pick<Cluster, 'recall'>, uid: string): Runtime | undefined {
  return cluster.recall<Runtime>(KUBELET, uid)
}

export function newRun(): Run {
  return {
    state: 'waiting',
    reason: '',
    message: '',
    restarts: 0,
    startAt: 0,
    id: '',
    startedAt: 0,
    exitAt: -1,
    exitCode: 0,
    exitReason: '',
    finishedAt: 0,
    last: undefined,
    backoff: 0,
    backoffAt: 0,
    pull: undefined,
    nagAt: -1,
    stopping: false,
    hook: undefined,
    ready: false,
    started: false,
    startup: undefined,
    liveness: undefined,
    readiness: undefined,
  }
}

function copyProbe(probe: ProbeRun | undefined): ProbeRun | undefined {
  return probe && { at: probe.at, successes: probe.successes, failures: probe.failures }
}

// Field by field: spreading a frozen object costs V8 about twenty times as much, and every look makes these copies.
function copyRun(run: Run): Run {
  return {
    state: run.state,
    reason: run.reason,
    message: run.message,
    restarts: run.restarts,
    startAt: run.startAt,
    id: run.id,
    startedAt: run.startedAt,
    exitAt: run.exitAt,
    exitCode: run.exitCode,
    exitReason: run.exitReason,
    finishedAt: run.finishedAt,
    last: run.last,
    backoff: run.backoff,
    backoffAt: run.backoffAt,
    pull: run.pull,
    nagAt: run.nagAt,
    stopping: run.stopping,
    hook: run.hook,
    ready: run.ready,
    started: run.started,
    startup: copyProbe(run.startup),
    liveness: copyProbe(run.liveness),
    readiness: copyProbe(run.readiness),
  }
}

/** A copy that a sync may change. */
export function draftOf(runtime: Runtime): Runtime {
  return {
    uid: runtime.uid,
    key: runtime.key,
    node: runtime.node,
    startTime: runtime.startTime,
    startedAt: runtime.startedAt,
    milliCpu: runtime.milliCpu,
    memory: runtime.memory,
    ephemeral: runtime.ephemeral,
    peak: runtime.peak,
    sandboxAt: runtime.sandboxAt,
    ip: runtime.ip,
    awaits: runtime.awaits,
    blockedUntil: runtime.blockedUntil,
    blockedTimes: runtime.blockedTimes,
    stopAt: runtime.stopAt,
    grace: runtime.grace,
    endReason: runtime.endReason,
    endMessage: runtime.endMessage,
    over: runtime.over,
    inits: copyRuns(runtime.inits),
    containers: copyRuns(runtime.containers),
    ephemerals: runtime.ephemerals && copyRuns(runtime.ephemerals),
  }
}

function copyRuns(runs: readonly Run[]): Run[] {
  const [only] = runs
  return runs.length === 1 && only ? [copyRun(only)] : runs.map(copyRun)
}

function freezeRuns(runs: readonly Run[]): void {
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index] as Run
    if (run.last) freeze(run.last)
    if (run.pull) freeze(run.pull)
    if (run.hook) freeze(run.hook)
    if (run.startup) freeze(run.startup)
    if (run.liveness) freeze(run.liveness)
    if (run.readiness) freeze(run.readiness)
    Object.freeze(run)
  }
  Object.freeze(runs)
}

/** Freezes the record of a sync that is over. Part by part: a general freeze would try each of forty fields. */
export function freezeRuntime(runtime: Runtime): Runtime {
  freezeRuns(runtime.inits)
  freezeRuns(runtime.containers)
  if (runtime.ephemerals) freezeRuns(runtime.ephemerals)
  return Object.freeze(runtime)
}

/** Work key of a pod: two pods of one name, one after the other, are two keys. */
export function podWorkKey(uid: string, namespace: string, name: string): string {
  return `pod/${uid}/${namespace}/${name}`
}

/** Work keys of all pods that the machine has, also of those that are gone from the API. */
export function workOnMachine(cluster: Cluster, node: string): readonly string[] {
  const keys = new Set<string>()
  for (const pod of cluster.podsOn(node))
    keys.add(podWorkKey(pod.metadata.uid, pod.metadata.namespace ?? '', pod.metadata.name))
  for (const [slot, value] of cluster.memory.get(KUBELET) ?? []) {
    if (!isUid(slot)) continue
    const runtime = value as Runtime
    if (runtime.node === node) keys.add(`pod/${slot}/${runtime.key}`)
  }
  return [...keys].sort()
}

/** Other slots of the kubelet's memory have a word and a slash before. */
export function isUid(slot: string): boolean {
  return !slot.includes('/')
}
