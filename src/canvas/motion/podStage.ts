import type { Pod, PodWait, ProbeTrouble } from '../../sim/index.ts'
import type { PodFacts } from '../facts/podFacts.ts'

/** The stages of a pod's life, as a watcher tells them apart. */
export type PodStage =
  | 'pending'
  | 'scheduled'
  | 'creating'
  | 'pulling'
  | 'running'
  | 'ready'
  | 'backOff'
  | 'trouble'
  | 'terminating'
  | 'ended'

/** A span of virtual time of which a part is over. */
export interface Ring {
  /** fill: something comes nearer. drain: time runs out. */
  readonly way: 'fill' | 'drain'
  /** 0..1 of the circle that is drawn. */
  readonly part: number
  /** Whole seconds until its end, never under zero. */
  readonly left: number
}

/** Everything a tile says about the life of its pod at one moment. */
export interface PodPicture {
  readonly stage: PodStage
  /** The state in Kubernetes' own words. */
  readonly word: string
  /** The number beside the word: seconds left, percent, or readiness. Never cut. */
  readonly figure: string
  readonly ring: Ring | undefined
}

/** How much of a wait is over at a moment of virtual time. Waits whose beginning is unknown have a number but no circle. Pure. */
export function ringAt(wait: PodWait, now: number): Ring {
  const left = Math.max(0, Math.ceil((wait.until - now) / 1000))
  const whole = wait.until - wait.since
  const over = whole <= 0 || wait.since < 0 ? 1 : clamp((now - wait.since) / whole)
  return wait.on === 'pull'
    ? { way: 'fill', part: over, left }
    : { way: 'drain', part: wait.since < 0 ? 1 : 1 - over, left }
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part))
}

function stageOf(pod: Pod, facts: PodFacts, wait: PodWait | undefined): PodStage {
  if (facts.goneBy !== undefined) return 'terminating'
  if (facts.tone === 'done') return 'ended'
  if (wait?.on === 'pull') return 'pulling'
  if (facts.tone === 'bad') return wait ? 'backOff' : 'trouble'
  if (facts.tone === 'ok') return 'ready'
  if (facts.node === '') return 'pending'
  if (facts.reason === 'Running') return 'running'
  return (pod.status.containerStatuses ?? []).length === 0 ? 'scheduled' : 'creating'
}

/** Long reasons by what tells them apart: the whole is in the tile's name and tooltip. */
const SHORT: Readonly<Record<string, string>> = {
  CrashLoopBackOff: 'CrashLoop',
  ImagePullBackOff: 'ImagePull',
  CreateContainerConfigError: 'ConfigError',
}

const WORDS: Partial<Readonly<Record<PodStage, string>>> = {
  scheduled: 'Scheduled',
  pulling: 'Pulling',
  terminating: 'Terminating',
}

function figureOf(
  stage: PodStage,
  facts: PodFacts,
  ring: Ring | undefined,
  probe: ProbeTrouble | undefined,
): string {
  if (stage === 'pulling' && ring) return `${Math.round(ring.part * 100)}%`
  if (ring) return `${ring.left}s`
  if (probe) return `✕${Math.min(probe.failures, probe.threshold)}/${probe.threshold}`
  return stage === 'ready' || stage === 'running' ? `${facts.ready}/${facts.total}` : ''
}

/** How a pod looks at a moment of virtual time: a function of the object and of what its kubelet waits for. Pure. */
export function podPicture(
  pod: Pod,
  facts: PodFacts,
  now: number,
  wait?: PodWait,
  probe?: ProbeTrouble,
): PodPicture {
  const stage = stageOf(pod, facts, wait)
  // A wait that is over is no news: the kubelet has yet to look.
  const ring = wait && stage !== 'ended' && wait.on !== 'sandbox' ? ringAt(wait, now) : undefined
  const failing = probe && (stage === 'running' || stage === 'ready') ? probe : undefined
  const plain = stage === 'ready' ? '' : facts.reason
  const word = failing ? failing.probe : (WORDS[stage] ?? SHORT[facts.reason] ?? plain)
  return { stage, word, figure: figureOf(stage, facts, ring, failing), ring }
}
