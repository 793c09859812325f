import type { Millis } from '../../time.ts'
import type { Container, Pod } from '../../types/index.ts'
import type { Agent, Plan, PlannedLine, Pull } from './agent.ts'
import { startDelay, withAnnotations } from './annotations.ts'
import { HOSTS } from './catalogueData.ts'
import { overLimitAt } from './demand.ts'
import { factsOf, imageFacts, tagExists } from './facts.ts'
import { health } from './health.ts'
import { hook } from './hooks.ts'
import type { ImageFacts } from './imageRows.ts'
import { digestOf, parseImage } from './reference.ts'
import { commandLine, readScript, type Script } from './script.ts'

const BYTES_PER_MS = 25_000
const LONGEST_LOG = 500

function isSet(container: Container, names: readonly string[]): boolean {
  if (container.envFrom?.length) return true
  return container.env?.some((variable) => names.includes(variable.name)) ?? false
}

const USUAL: Plan = {
  runFor: -1,
  exitCode: 0,
  exitReason: '',
  stopFor: 300,
  stopCode: 0,
  readyAfter: 0,
}

/** Programs that say how they take the end: `trap ... TERM`. */
function trapped(line: string): number | undefined {
  const [, said] =
    /\btrap\s+(?:--\s+)?(?:'([^']*)'|"[^"]*"|\S+)\s+[A-Z0-9 ]*\b(?:SIG)?TERM\b/.exec(line) ?? []
  if (!/\btrap\b.*\bTERM\b/.test(line)) return undefined
  return Number(/\bexit\s+(\d+)/.exec(said ?? '')?.[1] ?? 0)
}

/** A life of uneven length, the same each time for the same pod and count of restarts. */
function uneven(pod: Pod, life: number, [least, most]: readonly [Millis, Millis]): Millis {
  const share = Number.parseInt(digestOf(`${pod.metadata.uid} ${life}`).slice(0, 6), 16) / 0xffffff
  return Math.round(least + share * (most - least))
}

/** The plan of a command line that says more than which program of the image is to run. */
function scriptPlan(container: Container, script: Script, facts: ImageFacts): Plan {
  const code = trapped(commandLine(container))
  const deaf = facts.tool !== undefined || container.command !== undefined
  return {
    ...USUAL,
    runFor: script.runFor < 0 ? -1 : script.runFor + 100,
    exitCode: script.exitCode,
    stopFor: code === undefined ? (deaf ? -1 : facts.stopFor) : 100,
    stopCode: code ?? 0,
  }
}

function planOf(pod: Pod, container: Container, life: number): Plan {
  const facts = imageFacts(container.image)
  const script = readScript(container)
  if (script && (facts.tool || !script.own)) return scriptPlan(container, script, facts)
  if (facts.needs && !isSet(container, facts.needs)) return { ...USUAL, runFor: 600, exitCode: 1 }
  if (facts.lives)
    return { ...USUAL, runFor: uneven(pod, life, facts.lives), exitCode: facts.endsWith ?? 1 }
  // A shell without a terminal reads the end of its input at once.
  if (facts.tool && !container.stdin && !container.tty) return { ...USUAL, runFor: 100 }
  return { ...USUAL, stopFor: facts.stopFor }
}

function plan(pod: Pod, container: Container, _: boolean, life = 0): Plan {
  const usual = withAnnotations(pod, planOf(pod, container, life))
  const killed = overLimitAt(pod, container)
  if (killed < 0 || (usual.runFor >= 0 && usual.runFor <= killed)) return usual
  return { ...usual, runFor: killed, exitCode: 137, exitReason: 'OOMKilled' }
}

function pull(image: string, profile: Parameters<Agent['pull']>[1]): Pull {
  const reference = parseImage(image)
  const failed = (error: string): Pull => ({ millis: 1500, bytes: 0, error })
  if (!HOSTS.has(reference.host))
    return failed(profile.hostNotFound(reference.full, reference.host))
  const facts = factsOf(reference)
  if (!facts) return failed(profile.repositoryDenied(image, reference.full))
  if (!image.includes('@') && !tagExists(facts, reference.tag))
    return failed(profile.tagNotFound(image, reference.full))
  return { millis: Math.round(700 + facts.bytes / BYTES_PER_MS), bytes: facts.bytes, error: '' }
}

function lines(_: Pod, container: Container, age: Millis): readonly PlannedLine[] {
  const script = readScript(container)
  const facts = imageFacts(container.image)
  if (!script || (script.own && !facts.tool)) {
    if (facts.needs && !isSet(container, facts.needs))
      return (facts.needsText ?? '').split('\n').map((text) => ({ at: 300, text }))
    return facts.lines
      .map((text, index) => ({ at: Math.min(facts.upAfter, index * 10), text }))
      .filter((line) => line.at <= age)
  }
  const spoken = script.lines.filter((line) => line.at <= age)
  if (!script.beat) return spoken
  const { every, lines: said } = script.beat
  const total = Math.floor(age / every) + 1
  const first = Math.max(0, total - Math.ceil(LONGEST_LOG / said.length))
  const beats = Array.from({ length: total - first }, (_unused, index) =>
    said.map((line) => ({ ...line, at: (first + index) * every + line.at })),
  ).flat()
  return [...spoken, ...beats.filter((line) => line.at <= age)]
}

/** Machines of the labs: images come from the public catalogue over a network, programs behave as they are known to. */
export const catalogueAgent: Agent = {
  name: 'catalogue',
  imagesPresent: false,
  sandboxDelay: (pod) => startDelay(pod, 800),
  plan,
  health,
  hook,
  leastGrace: 2000,
  firstProbe: (probe) => (probe.initialDelaySeconds ?? 0) * 1000 + 500,
  pull,
  lines,
  retryAfter: (times) => Math.min(122_000, 500 * 2 ** times),
  configRetry: 12_000,
  nagEvery: 12_500,
  emptyStop: 50,
  finishedReasons: true,
  networkDelay: 3000,
  realNodes: true,
}
