import type { Container, LifecycleHandler, Pod } from '../../types/index.ts'
import type { Agent, Health, Plan } from './agent.ts'
import { startDelay, withAnnotations } from './annotations.ts'
import { parseImage } from './reference.ts'
import { commandLine, readScript } from './script.ts'

const MISSING = /bad|nope|nonexist|doesnotexist|:notfound|:9\.9/
const WELL: Health = { ok: true, output: '', until: -1 }
const USUAL: Plan = {
  runFor: -1,
  exitCode: 0,
  exitReason: '',
  stopFor: 1000,
  stopCode: 0,
  readyAfter: 0,
}
/** What containers without a telling command do in init containers, and in pods that may end. */
const BRIEF: Plan = { ...USUAL, runFor: 1000 }
const TASK: Plan = { ...USUAL, runFor: 2000 }

function sleeps(text: string): number {
  let total = 0
  for (const match of text.matchAll(/\bsleep\s+(\d+(?:\.\d+)?)/g)) total += Number(match[1]) * 1000
  return total
}

function planOf(pod: Pod, container: Container, init: boolean): Plan {
  const text = commandLine(container)
  const ends = pod.spec.restartPolicy !== 'Always'
  if (text === '') return init ? BRIEF : ends ? TASK : USUAL
  const exit = /(?<!\|\|\s*)\bexit\s+(\d+)/.exec(text)
  const slept = sleeps(text)
  if (exit) return { ...USUAL, runFor: slept || 1000, exitCode: Number(exit[1]) }
  if (/\bwhile\b|\btail\s+-f\b/.test(text)) return USUAL
  if (slept > 0) return { ...USUAL, runFor: slept }
  if (init) return BRIEF
  return ends ? TASK : USUAL
}

/** A hook takes what it sleeps. */
function slept({ sleep, exec }: LifecycleHandler): number {
  if (sleep) return sleep.seconds * 1000
  const [, seconds] = /\bsleep\s+(\d+(?:\.\d+)?)/.exec(exec?.command?.join(' ') ?? '') ?? []
  return seconds === undefined ? 100 : Number(seconds) * 1000
}

/** Pods that start together are up one after the other, some 30 ms apart: a moment in which a controller looks. */
function unevenness(pod: Pod): number {
  return ((Number(pod.metadata.resourceVersion) >> 1) % 5) * 30
}

/** The emulated agents with which the recordings of the real control plane were made. */
export const recordingAgent: Agent = {
  name: 'recording',
  imagesPresent: true,
  sandboxDelay: (pod) => startDelay(pod, 800 + unevenness(pod)),
  plan: (pod, container, init) => {
    const plan = planOf(pod, container, init && container.restartPolicy !== 'Always')
    return init ? plan : withAnnotations(pod, plan)
  },
  health: () => WELL,
  hook: (_, handler) => ({ millis: slept(handler), ok: true }),
  leastGrace: 0,
  firstProbe: (probe) => (probe.initialDelaySeconds ?? 0) * 1000 + 1000,
  pull: (image, profile) => ({
    millis: 1500,
    bytes: 0,
    error: MISSING.test(image) ? profile.tagNotFound(image, parseImage(image).full) : '',
  }),
  lines: (_, container, age) => readScript(container)?.lines.filter((line) => line.at <= age) ?? [],
  retryAfter: () => 2000,
  configRetry: 2000,
  nagEvery: 0,
  emptyStop: 1000,
  finishedReasons: false,
  networkDelay: 0,
  realNodes: false,
}
