import type { Cluster } from '../../cluster.ts'
import type { KubeletProfile } from '../../profiles/kubelet.ts'
import type { Millis } from '../../time.ts'
import type { Container, LifecycleHandler, Pod, Probe } from '../../types/index.ts'
import type { Inside } from '../exec/inside.ts'
import type { Spoken } from './spoken.ts'

/** What a container does once it is started. Times in virtual ms from its start. */
export interface Plan {
  /** Ends by itself after this time; -1 when it runs on. */
  readonly runFor: Millis
  readonly exitCode: number
  /** Reason of that end, when it is not the usual Completed or Error. */
  readonly exitReason: string
  /** From SIGTERM to its end; -1 when it does not listen and is killed at the end of the grace period. */
  readonly stopFor: Millis
  readonly stopCode: number
  /** Ready this long after its start when nothing probes it; -1 when it says it is not ready. */
  readonly readyAfter: Millis
}

/** An answer to a probe. */
export interface Health {
  readonly ok: boolean
  readonly output: string
  /** When, in ms since the start, the answer may become another one by itself; -1 for never. */
  readonly until: Millis
  /** It hangs on others too and may change at any time. */
  readonly volatile?: boolean
}

/** How a hook goes: what it takes, and whether it succeeds. */
export interface HookResult {
  readonly millis: Millis
  readonly ok: boolean
}

export type ProbeKind = 'startup' | 'liveness' | 'readiness'

export interface Pull {
  /** Of the transfer itself. */
  readonly millis: Millis
  readonly bytes: number
  /** The runtime's error; empty when the image is there. */
  readonly error: string
}

/** Line of a container's log, `at` ms after its start. */
export interface PlannedLine extends Spoken {
  readonly at: Millis
}

/** How machines, images and programs behave: a strategy, chosen by the lab. */
export interface Agent {
  readonly name: 'catalogue' | 'recording'
  /** Every image that can be pulled is on the machines already. */
  readonly imagesPresent: boolean
  /** From admission to a sandbox with an address. */
  sandboxDelay(pod: Pod): Millis
  /** `life` counts the container's restarts. */
  plan(pod: Pod, container: Container, init: boolean, life?: number): Plan
  /** What a probe finds at this moment. */
  health(inside: Inside, probe: Probe): Health
  /** What a hook does; `limit` is the longest that is waited for it. */
  hook(inside: Inside, handler: LifecycleHandler, limit: Millis): HookResult
  /** Between SIGTERM and SIGKILL lies at least this. */
  readonly leastGrace: Millis
  /** Virtual ms from the start to the first result of a probe. */
  firstProbe(probe: Probe): Millis
  pull(image: string, profile: KubeletProfile): Pull
  lines(pod: Pod, container: Container, age: Millis): readonly PlannedLine[]
  /** From a failed look at a container's configuration to the next. */
  readonly configRetry: Millis
  /** From a failed look at volumes to the next; `times` counts failures. */
  retryAfter(times: number): Millis
  /** How often waiting is complained about again; 0 for never. */
  readonly nagEvery: Millis
  /** Time to make a stop of a pod without running containers known. */
  readonly emptyStop: Millis
  /** Conditions of finished pods say PodFailed and PodCompleted everywhere, as upstream; the recordings' agents did not. */
  readonly finishedReasons: boolean
  /** Time from the machine's joining until its pod network is up. */
  readonly networkDelay: Millis
  /** Whether nodes are real machines: a part of their memory is reserved, and their start is told in events. */
  readonly realNodes: boolean
}

/** The lab says in the world's memory how its machines behave. */
export function agentName(cluster: Cluster): Agent['name'] {
  return cluster.recall<string>('world', 'agent') === 'recording' ? 'recording' : 'catalogue'
}
