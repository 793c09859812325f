import { milliValue, wholeValue } from '../../scheduler/amounts.ts'
import type { Millis } from '../../time.ts'
import type { Container, Pod } from '../../types/index.ts'
import { stated } from './annotations.ts'
import { isBurden } from './burden.ts'
import { imageFacts } from './facts.ts'
import { commandLine } from './script.ts'

/** What a program wants of its machine. */
export interface Demand {
  /** Bytes it settles at, and from when on. */
  readonly memory: number
  readonly settled: Millis
  /** Bytes by which it grows each second after that. */
  readonly leak: number
  /** Thousandths of a CPU when nobody asks it for anything. */
  readonly milliCpu: number
}

const MIB = 1024 * 1024
/** More than any machine has: what grows without an end is counted as this. */
const ENDLESS = 2 ** 40

const known = new WeakMap<Container, Demand>()

function flagOf(line: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = new RegExp(`(?:^|\\s)-{1,2}${name}[ =](\\S+)`).exec(line)
    if (found) return found[1]
  }
  return undefined
}

/** `150M`, `250Mi`, `1g`: as the tools that fill memory read it. */
function bytesOf(text: string): number {
  const [, amount = '0', unit = ''] = /^(\d+(?:\.\d+)?)([kKmMgG]?)i?[bB]?$/.exec(text) ?? []
  const factor = { k: 1024, m: MIB, g: 1024 * MIB }[unit.toLowerCase()] ?? 1
  return Number(amount) * factor
}

/** What the words of a command line ask for: stress and its kin, endless loops, a file without an end. */
function commanded(container: Container, usual: Demand): Demand {
  const line = commandLine(container)
  if (line === '') return usual
  const stress = /\bstress(?:-ng)?\b|(?:^|\s)--?(?:vm|mem-total|cpus?)\b/.test(line)
  if (stress) {
    const workers = Number(flagOf(line, ['vm', 'm']) ?? 1)
    const text = flagOf(line, ['vm-bytes', 'mem-total'])
    const spins =
      Number(flagOf(line, ['cpus', 'cpu', 'c']) ?? 0) +
      (text && /--vm\b/.test(line) && !/--vm-hang/.test(line) ? workers : 0)
    return {
      ...usual,
      memory: text ? usual.memory + workers * bytesOf(text) : usual.memory,
      settled: text ? 1500 : usual.settled,
      milliCpu: spins > 0 ? spins * 1000 : usual.milliCpu,
    }
  }
  if (/\btail\s+\/dev\/zero\b/.test(line)) return { ...usual, leak: 400 * MIB, milliCpu: 1000 }
  const spins =
    /\byes\b|\bwhile\s+(?:true|:)\s*;\s*do\s+(?:true|:)\s*;\s*done|\bmd5sum\s+\/dev\/zero/.test(
      line,
    )
  return spins ? { ...usual, milliCpu: 1000 } : usual
}

function ofContainer(container: Container): Demand {
  const found = known.get(container)
  if (found) return found
  const facts = imageFacts(container.image)
  const made = commanded(container, {
    memory: facts.memory,
    settled: Math.min(2000, facts.upAfter + 500),
    leak: facts.leak ?? 0,
    milliCpu: facts.milliCpu ?? 1,
  })
  known.set(container, made)
  return made
}

/** What the container's program wants; a pod may state it in annotations. */
export function demandOf(pod: Pod, container: Container): Demand {
  const usual = ofContainer(container)
  if (!pod.metadata.annotations) return usual
  const memory = stated(pod, 'memory')
  const leak = stated(pod, 'memory-per-second')
  const cpu = stated(pod, 'cpu')
  if (memory === undefined && leak === undefined && cpu === undefined) return usual
  return {
    memory: memory === undefined ? usual.memory : wholeValue(memory),
    settled: usual.settled,
    leak: leak === undefined ? usual.leak : wholeValue(leak),
    milliCpu: cpu === undefined ? usual.milliCpu : milliValue(cpu),
  }
}

function limitOf(container: Container, resource: 'cpu' | 'memory'): string | undefined {
  return container.resources?.limits?.[resource]
}

/** How long after its start a program of such a demand holds more than so many bytes; -1 for never. */
export function exceedsAt({ memory, settled, leak }: Demand, bytes: number): Millis {
  if (memory > bytes) return settled
  return leak > 0 ? settled + Math.ceil(((bytes - memory) / leak) * 1000) : -1
}

/** When, after its start, the kernel kills the container because it wants more than its limit; -1 for never. */
export function overLimitAt(pod: Pod, container: Container): Millis {
  const limit = limitOf(container, 'memory')
  return limit === undefined ? -1 : exceedsAt(demandOf(pod, container), wholeValue(limit))
}

/** The most bytes of memory that the pod's containers will ever hold together; endless when it burdens more than that. */
export function peakOf(pod: Pod): number {
  if (isBurden(pod)) return ENDLESS
  let sum = 0
  const { containers } = pod.spec
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index] as Container
    const { memory, leak } = demandOf(pod, container)
    const most = leak > 0 ? ENDLESS : memory
    const limit = limitOf(container, 'memory')
    sum += limit === undefined ? most : Math.min(most, wholeValue(limit))
  }
  return sum
}

export interface Use {
  /** Thousandths of a CPU. */
  readonly milliCpu: number
  /** Bytes of the working set. */
  readonly memory: number
}

/** While it starts, a program is busy with itself. */
const STARTING: number = 200
/** What a request costs a program of which nothing else is known. */
const USUAL_COST = 1

/** CPU milliseconds that the container's program spends on one request. */
export function milliPerRequest(container: Container): number {
  return imageFacts(container.image).milliPerRequest ?? USUAL_COST
}

/** Thousandths of a CPU that the container's limit leaves for requests. */
export function roomFor(pod: Pod, container: Container): number {
  const quota = limitOf(container, 'cpu')
  if (quota === undefined) return Number.POSITIVE_INFINITY
  return Math.max(0, milliValue(quota) - demandOf(pod, container).milliCpu)
}

/**
 * What a container uses, `age` ms after its start, by its program's behaviour: memory along its curve, CPU without the
 * requests that it answers (`traffic/` adds them), each within the container's limits.
 */
export function usedAt(pod: Pod, container: Container, age: Millis): Use {
  const demand = demandOf(pod, container)
  const { memory, settled, leak, milliCpu } = demand
  const bytes = age < settled ? memory / 2 : memory + (leak * (age - settled)) / 1000
  const most = limitOf(container, 'memory')
  const quota = limitOf(container, 'cpu')
  const busy = age < imageFacts(container.image).upAfter ? Math.max(STARTING, milliCpu) : milliCpu
  return {
    milliCpu: quota === undefined ? busy : Math.min(busy, milliValue(quota)),
    memory: Math.round(most === undefined ? bytes : Math.min(bytes, wholeValue(most))),
  }
}
