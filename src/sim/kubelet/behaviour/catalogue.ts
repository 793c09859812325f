import { wholeValue } from '../../scheduler/amounts.ts'
import type { Millis } from '../../time.ts'
import type { Container, HTTPGetAction, Pod, Probe } from '../../types/index.ts'
import type { Agent, Health, Plan, PlannedLine, Pull } from './agent.ts'
import { startDelay, withAnnotations } from './annotations.ts'
import { ANY_SERVER, HOSTS, HUB, HUB_ACCOUNTS, type ImageFacts, PAUSE } from './catalogueData.ts'
import { type ImageReference, parseImage } from './reference.ts'
import { readScript, type Script } from './script.ts'

const BYTES_PER_MS = 25_000
const LONGEST_LOG = 500

/** Facts of the image; undefined when there is no such repository. */
export function factsOf(reference: ImageReference): ImageFacts | undefined {
  if (!HOSTS.has(reference.host)) return undefined
  const listed = HUB[reference.path]
  if (reference.host === 'docker.io' || reference.host === 'index.docker.io') {
    if (listed) return listed
    const account = reference.path.slice(0, reference.path.indexOf('/'))
    return HUB_ACCOUNTS.has(account) ? ANY_SERVER : undefined
  }
  if (reference.path === 'pause') return PAUSE
  return mirrored(reference.path) ?? ANY_SERVER
}

/** Images that other hosts carry under a name of Docker Hub's. */
function mirrored(path: string): ImageFacts | undefined {
  const last = path.slice(path.lastIndexOf('/') + 1)
  return HUB[path] ?? HUB[`library/${last}`]
}

const WORDS =
  /^(?:latest|stable|mainline|main|master|edge|alpine|slim|perl|lts|dev|test|nightly|v?\d[\w.-]*|[a-z]+(?:-[a-z0-9.]+)*)$/
const NUMBERS = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?![\d.])/
const WRONG = /bad|nope|nonexist|doesnotexist|notfound|wrong|typo|invalid/

/** Whether the tag exists: by the list of versions where there is one, by its form elsewhere. */
export function tagExists(facts: ImageFacts, tag: string): boolean {
  if (!WORDS.test(tag) || WRONG.test(tag)) return false
  const numbers = NUMBERS.exec(tag)
  if (!numbers) return !/^v?\d/.test(tag)
  const [, major, minor, patch] = numbers
  if (facts.versions) {
    if (minor === undefined)
      return Object.keys(facts.versions).some((version) => version.startsWith(`${major}.`))
    const newest = facts.versions[`${major}.${minor}`]
    return newest !== undefined && Number(patch ?? 0) <= newest
  }
  return facts.newest === undefined || Number(major) <= facts.newest || Number(major) > 1000
}

function portOf(container: Container, port: number | string): number {
  if (typeof port === 'number') return port
  const named = container.ports?.find((p) => p.name === port)
  return named?.containerPort ?? Number(port)
}

function servesPort(facts: ImageFacts, container: Container, port: number): boolean {
  if (facts !== ANY_SERVER && !facts.tool) return facts.ports.includes(port)
  const declared = container.ports?.some((p) => p.containerPort === port) ?? false
  return declared || (facts === ANY_SERVER && facts.ports.includes(port))
}

const WELL: Health = { ok: true, output: '', until: -1 }

function refused(ip: string, port: number, until: Millis): Health {
  return { ok: false, output: `dial tcp ${ip}:${port}: connect: connection refused`, until }
}

function reach(
  facts: ImageFacts,
  container: Container,
  port: number,
  age: Millis,
  ip: string,
): Health {
  if (!servesPort(facts, container, port)) return refused(ip, port, -1)
  return age < facts.upAfter ? refused(ip, port, facts.upAfter) : WELL
}

function httpHealth(
  facts: ImageFacts,
  container: Container,
  get: HTTPGetAction,
  age: Millis,
  ip: string,
): Health {
  const port = portOf(container, get.port)
  const host = get.host ?? ip
  const path = get.path?.startsWith('/') ? get.path : `/${get.path ?? ''}`
  const there = reach(facts, container, port, age, host)
  if (!there.ok) {
    const scheme = (get.scheme ?? 'HTTP').toLowerCase()
    return { ...there, output: `Get "${scheme}://${host}:${port}${path}": ${there.output}` }
  }
  if (
    facts.paths &&
    !facts.paths.includes(path) &&
    !container.volumeMounts?.some((m) => !m.name.startsWith('kube-api-access'))
  )
    return { ok: false, output: 'HTTP probe failed with statuscode: 404', until: -1 }
  return WELL
}

const LOOKS = /(?:^|\s)(?:cat|ls|test\s+-[efs]|\[\s+-[efs])\s+(\/\S+)/

function execHealth(
  container: Container,
  command: readonly string[],
  script: Script | undefined,
  age: Millis,
): Health {
  const line = command.join(' ')
  const exit = /\bexit\s+(\d+)/.exec(line)
  if (/^(?:\/bin\/)?false$/.test(line) || (exit && exit[1] !== '0'))
    return { ok: false, output: '', until: -1 }
  const path = LOOKS.exec(line)?.[1]
  if (path === undefined || !script) return WELL
  const own = script.files.filter((file) => file.path === path)
  if (own.length === 0) {
    const mounted = container.volumeMounts?.some((mount) => path.startsWith(mount.mountPath))
    return mounted || !path.startsWith('/tmp/')
      ? WELL
      : { ok: false, output: `cat: can't open '${path}': No such file or directory`, until: -1 }
  }
  const changes = own.flatMap((file) => [file.from, file.to]).filter((at) => at > age)
  const until = changes.length > 0 ? Math.min(...changes) : -1
  if (own.some((file) => file.from <= age && (file.to < 0 || age < file.to)))
    return { ok: true, output: '', until }
  return { ok: false, output: `cat: can't open '${path}': No such file or directory\n`, until }
}

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

function plan(pod: Pod, container: Container): Plan {
  const facts = factsOf(parseImage(container.image ?? '')) ?? ANY_SERVER
  const limit = container.resources?.limits?.memory
  if (limit !== undefined && wholeValue(limit) < facts.memory)
    return withAnnotations(pod, {
      ...USUAL,
      runFor: Math.min(2000, facts.upAfter + 500),
      exitCode: 137,
      exitReason: 'OOMKilled',
    })
  const script = readScript(container)
  if (script) {
    const stopFor = facts.tool || container.command ? -1 : facts.stopFor
    return withAnnotations(pod, {
      ...USUAL,
      runFor: script.runFor < 0 ? -1 : script.runFor + 100,
      exitCode: script.exitCode,
      stopFor,
    })
  }
  if (facts.needs && !isSet(container, facts.needs))
    return withAnnotations(pod, { ...USUAL, runFor: 600, exitCode: 1 })
  // A shell without a terminal reads the end of its input at once.
  if (facts.tool && !container.stdin && !container.tty)
    return withAnnotations(pod, { ...USUAL, runFor: 100 })
  return withAnnotations(pod, { ...USUAL, stopFor: facts.stopFor })
}

function health(container: Container, probe: Probe, age: Millis, ip: string): Health {
  const facts = factsOf(parseImage(container.image ?? '')) ?? ANY_SERVER
  if (probe.httpGet) return httpHealth(facts, container, probe.httpGet, age, ip)
  if (probe.tcpSocket)
    return reach(
      facts,
      container,
      portOf(container, probe.tcpSocket.port),
      age,
      probe.tcpSocket.host ?? ip,
    )
  if (probe.exec) return execHealth(container, probe.exec.command ?? [], readScript(container), age)
  if (probe.grpc) return reach(facts, container, probe.grpc.port, age, ip)
  return WELL
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
  const facts = factsOf(parseImage(container.image ?? '')) ?? ANY_SERVER
  if (!script) {
    if (facts.needs && !isSet(container, facts.needs))
      return (facts.needsText ?? '').split('\n').map((text) => ({ at: 300, text }))
    return facts.lines
      .map((text, index) => ({ at: Math.min(facts.upAfter, index * 10), text }))
      .filter((line) => line.at <= age)
  }
  const spoken = script.lines.filter((line) => line.at <= age)
  if (!script.beat) return spoken
  const { every, text } = script.beat
  const total = Math.floor(age / every) + 1
  const first = Math.max(0, total - LONGEST_LOG)
  const beats = Array.from({ length: total - first }, (_unused, index) => ({
    at: (first + index) * every,
    text,
  }))
  return [...spoken, ...beats]
}

/** Machines of the labs: images come from the public catalogue over a network, programs behave as they are known to. */
export const catalogueAgent: Agent = {
  name: 'catalogue',
  imagesPresent: false,
  sandboxDelay: (pod) => startDelay(pod, 800),
  plan,
  health,
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
