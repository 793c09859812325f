import type { Container, Pod, PodSpec } from '../types/index.ts'
import { milliValue, wholeValue } from './amounts.ts'

/** What a pod asks of a machine: millicores, bytes, and counts of whatever else it names. */
export interface Requests {
  milliCpu: number
  memory: number
  ephemeral: number
  /** Extended resources and huge pages by name; undefined when there are none, which is nearly always. */
  scalars: Map<string, number> | undefined
  /** As milliCpu and memory, but a container that asks for nothing counts as 100m and 200 MiB. */
  nonZeroMilliCpu: number
  nonZeroMemory: number
}

const DEFAULT_MILLI_CPU = 100
const DEFAULT_MEMORY = 200 * 1024 * 1024

function empty(): Requests {
  return {
    milliCpu: 0,
    memory: 0,
    ephemeral: 0,
    scalars: undefined,
    nonZeroMilliCpu: 0,
    nonZeroMemory: 0,
  }
}

/** Whether the scheduler counts this name as an extended resource (or huge pages). */
export function isScalar(name: string): boolean {
  return (
    name.includes('/') || name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')
  )
}

function add(into: Requests, from: Requests): void {
  into.milliCpu += from.milliCpu
  into.memory += from.memory
  into.ephemeral += from.ephemeral
  into.nonZeroMilliCpu += from.nonZeroMilliCpu
  into.nonZeroMemory += from.nonZeroMemory
  if (!from.scalars) return
  into.scalars ??= new Map()
  for (const [name, amount] of from.scalars) {
    into.scalars.set(name, (into.scalars.get(name) ?? 0) + amount)
  }
}

function raise(into: Requests, from: Requests): void {
  into.milliCpu = Math.max(into.milliCpu, from.milliCpu)
  into.memory = Math.max(into.memory, from.memory)
  into.ephemeral = Math.max(into.ephemeral, from.ephemeral)
  into.nonZeroMilliCpu = Math.max(into.nonZeroMilliCpu, from.nonZeroMilliCpu)
  into.nonZeroMemory = Math.max(into.nonZeroMemory, from.nonZeroMemory)
  if (!from.scalars) return
  into.scalars ??= new Map()
  for (const [name, amount] of from.scalars) {
    into.scalars.set(name, Math.max(into.scalars.get(name) ?? 0, amount))
  }
}

function setScalar(into: Requests, name: string, amount: number): void {
  into.scalars ??= new Map()
  into.scalars.set(name, amount)
}

function setAmount(into: Requests, name: string, text: string): void {
  if (name === 'cpu') into.milliCpu = milliValue(text)
  else if (name === 'memory') into.memory = wholeValue(text)
  else if (name === 'ephemeral-storage') into.ephemeral = wholeValue(text)
  else if (isScalar(name)) setScalar(into, name, wholeValue(text))
}

const NOTHING: Readonly<Record<string, string>> = {}

function ofList(list: Readonly<Record<string, string>>, nonZeroDefaults: boolean): Requests {
  const result = empty()
  for (const name in list) setAmount(result, name, list[name] as string)
  const noCpu = nonZeroDefaults && list.cpu === undefined
  const noMemory = nonZeroDefaults && list.memory === undefined
  result.nonZeroMilliCpu = noCpu ? DEFAULT_MILLI_CPU : result.milliCpu
  result.nonZeroMemory = noMemory ? DEFAULT_MEMORY : result.memory
  return result
}

function ofContainer(container: Container): Requests {
  return ofList(container.resources?.requests ?? NOTHING, true)
}

/** Init containers run one after the other, except sidecars, which stay beside all that follow. */
function raiseByInit(total: Requests, inits: readonly Container[]): void {
  const sidecars = empty()
  const peak = empty()
  for (const init of inits) {
    const own = ofContainer(init)
    if (init.restartPolicy === 'Always') {
      add(total, own)
      add(sidecars, own)
      raise(peak, sidecars)
    } else {
      add(own, sidecars)
      raise(peak, own)
    }
  }
  raise(total, peak)
}

/** Requests stated for the pod as a whole replace the sum of its containers, resource by resource. */
function replaceByPodLevel(total: Requests, list: Readonly<Record<string, string>>): void {
  const own = ofList(list, false)
  if ('cpu' in list) {
    total.milliCpu = own.milliCpu
    total.nonZeroMilliCpu = own.milliCpu
  }
  if ('memory' in list) {
    total.memory = own.memory
    total.nonZeroMemory = own.memory
  }
  for (const [name, amount] of own.scalars ?? []) {
    if (name.startsWith('hugepages-')) setScalar(total, name, amount)
  }
}

/** A sum that was worked out, and what beside the containers it was worked out of. */
interface Known {
  readonly spec: PodSpec
  readonly requests: Readonly<Requests>
}

/** By the list of containers: pods of one template share it, bound to a machine or not. */
const known = new WeakMap<PodSpec['containers'], Known>()

/** The sum a machine must have free for this pod; one object for all pods of a template. */
export function podRequests({ spec }: Pod): Readonly<Requests> {
  if (!spec.containers) return requestsOf(spec)
  const found = known.get(spec.containers)
  if (
    found !== undefined &&
    found.spec.initContainers === spec.initContainers &&
    found.spec.overhead === spec.overhead &&
    found.spec.resources === spec.resources
  )
    return found.requests
  const requests = requestsOf(spec)
  known.set(spec.containers, { spec, requests })
  return requests
}

// k8s: pkg/api/v1/resource PodRequests (1.36)
function requestsOf(spec: PodSpec): Requests {
  const { containers, initContainers, overhead, resources } = spec
  const only = containers?.length === 1 ? containers[0] : undefined
  const total = only ? ofContainer(only) : empty()
  if (!only) for (const container of containers ?? []) add(total, ofContainer(container))
  if (initContainers && initContainers.length > 0) raiseByInit(total, initContainers)
  if (resources?.requests) replaceByPodLevel(total, resources.requests)
  if (overhead) add(total, ofList(overhead, false))
  return total
}
