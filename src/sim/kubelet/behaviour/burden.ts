import { wholeValue } from '../../scheduler/amounts.ts'
import type { Millis } from '../../time.ts'
import type { Container, Pod } from '../../types/index.ts'
import { stated } from './annotations.ts'
import { commandLine } from './script.ts'

/** What a program lays upon its machine besides CPU and memory: bytes on the disk, and processes. */
interface Burden {
  /** Bytes that it has written when it is done, at so many a second. */
  readonly bytes: number
  /** Bytes by which what it writes grows each second, without an end. */
  readonly growth: number
  readonly processes: number
  /** Processes that come to them each second. */
  readonly forks: number
}

const MIB = 1024 * 1024
/** How fast a disk takes what is written. */
const SPEED = 200 * MIB
const LIGHT: Burden = { bytes: 0, growth: 0, processes: 1, forks: 0 }
const UNITS: Readonly<Record<string, number>> = { k: 1024, m: MIB, g: 1024 * MIB }

const known = new WeakMap<Container, Burden>()

/** `64M`, `1G`, `512`: as the tools that write files read it. */
function sizeOf(text: string): number {
  const [, amount = '0', unit = ''] = /^(\d+)([kKmMgG]?)/.exec(text) ?? []
  return Number(amount) * (UNITS[unit.toLowerCase()] ?? 1)
}

/** Bytes that a line's `dd` and `fallocate` write; endless without a count. */
function written(line: string): Pick<Burden, 'bytes' | 'growth'> {
  let bytes = 0
  let growth = 0
  for (const [, words = ''] of line.matchAll(/\bdd\s+([^;&|]*)/g)) {
    if (!/\bof=(?!\/dev\/(?:null|zero))/.test(words)) continue
    const block = sizeOf(/\bbs=(\S+)/.exec(words)?.[1] ?? '512')
    const count = /\bcount=(\d+)/.exec(words)?.[1]
    if (count === undefined) growth += SPEED
    else bytes += block * Number(count)
  }
  for (const [, size = ''] of line.matchAll(/\bfallocate\s+(?:-l\s*|--length[= ])(\S+)/g))
    bytes += sizeOf(size)
  if (/\b(?:cat\s+\/dev\/(?:zero|urandom)|yes\b[^;&|]*)\s*>>?\s*\/(?!dev\/null)/.test(line))
    growth += SPEED
  return { bytes, growth }
}

function ofContainer(container: Container): Burden {
  const found = known.get(container)
  if (found) return found
  const line = commandLine(container)
  const forks = /:\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:/.test(line) ? 1000 : 0
  const made = line === '' ? LIGHT : { ...LIGHT, ...written(line), forks }
  known.set(container, made)
  return made
}

/** What the container's program lays upon its machine; a pod may state it in annotations. */
function burdenOf(pod: Pod, container: Container): Burden {
  const usual = ofContainer(container)
  if (!pod.metadata.annotations) return usual
  const amount = (name: Parameters<typeof stated>[1], otherwise: number): number => {
    const text = stated(pod, name)
    return text === undefined ? otherwise : wholeValue(text)
  }
  return {
    bytes: amount('disk', usual.bytes),
    growth: amount('disk-per-second', usual.growth),
    processes: amount('processes', usual.processes),
    forks: amount('processes-per-second', usual.forks),
  }
}

/** Whether the pod can bring its machine into trouble, or itself over a limit of its own. */
export function isBurden(pod: Pod): boolean {
  return pod.spec.containers.some((container) => {
    const { bytes, growth, processes, forks } = burdenOf(pod, container)
    return bytes > 0 || growth > 0 || processes > 1 || forks > 0
  })
}

/** Bytes of disk that a container has taken, `age` ms after its start. */
export function diskAt(pod: Pod, container: Container, age: Millis): number {
  const { bytes, growth } = burdenOf(pod, container)
  return Math.round(Math.min(bytes, (SPEED * age) / 1000) + (growth * age) / 1000)
}

/** Processes of a container, `age` ms after its start. */
export function processesAt(pod: Pod, container: Container, age: Millis): number {
  const { processes, forks } = burdenOf(pod, container)
  return Math.round(processes + (forks * age) / 1000)
}
