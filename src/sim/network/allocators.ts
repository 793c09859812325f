import type { AdmissionContext } from '../kinds/kind.ts'
import type { Service, ServiceSpec } from '../types/index.ts'
import { isWithin, type Range, rangeOf, toAddress, toNumber } from './addresses.ts'

const FIRST_NODE_PORT = 30_000
const NODE_PORTS = 2768
const DRY_RUN_PORT = 32_769
/** How often chance is asked before the next free one is looked for in order. */
const TRIES = 16

/** Why an address or port cannot be had, in the allocator's words. */
export class Unavailable extends Error {
  override name = 'Unavailable'
}

/** Room at the low end that is left to those who name their address themselves. */
// k8s: pkg/registry/core/service/ipallocator calculateRangeOffset (1.36)
function staticAddresses(size: number): number {
  return size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 16)), 256)
}

/** k8s: pkg/registry/core/service/portallocator calculateRangeOffset (1.36) */
function staticPorts(size: number): number {
  return size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 32)), 128)
}

/** A number of `base..base+size-1` that nobody has: by chance above the static part, then there in order, then below. */
function freeNumber(
  context: AdmissionContext,
  { base, size }: Range,
  reserved: number,
  taken: ReadonlySet<number>,
): number | undefined {
  for (let i = 0; i < TRIES; i++) {
    const candidate = base + reserved + context.random(size - reserved)
    if (!taken.has(candidate)) return candidate
  }
  for (let i = 0; i < size; i++) {
    const candidate = base + ((reserved + i) % size)
    if (!taken.has(candidate)) return candidate
  }
  return undefined
}

function others(context: AdmissionContext, own?: Service): readonly Service[] {
  const { uid } = own?.metadata ?? {}
  return context.list('Service').filter(({ metadata }) => uid === undefined || metadata.uid !== uid)
}

function takenAddresses(context: AdmissionContext, own?: Service): ReadonlySet<number> {
  const taken = new Set<number>()
  for (const { spec } of others(context, own))
    for (const address of spec.clusterIPs ?? []) {
      const number = toNumber(address)
      if (number !== undefined) taken.add(number)
    }
  return taken
}

/** A dry run asks the one range directly, where a real run first looks for a range with the address. */
// k8s: pkg/registry/core/service/ipallocator MetaAllocator.getAllocator and DryRun (1.36)
function outside({ dryRun, profile, serviceRange }: AdmissionContext, address: string): string {
  if (!profile.features.reservesStaticRange)
    return `provided IP is not in the valid range. The range of valid IPs is ${serviceRange}`
  return dryRun
    ? `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${serviceRange}`
    : 'the provided network does not match the current range'
}

/** The address asked for, or a free one. Throws Unavailable. */
// k8s: pkg/registry/core/service/ipallocator Allocate and AllocateNext (1.36)
export function clusterAddress(context: AdmissionContext, asked: string, own?: Service): string {
  const whole = rangeOf(context.serviceRange)
  // The network's own address and its last one are nobody's.
  const range = { base: whole.base + 1, size: whole.size - 2 }
  if (asked !== '') {
    const number = toNumber(asked)
    if (number === undefined || !isWithin(range, number))
      throw new Unavailable(outside(context, asked))
    if (context.dryRun) return asked
    if (takenAddresses(context, own).has(number))
      throw new Unavailable('provided IP is already allocated')
    return asked
  }
  if (context.dryRun) return toAddress(whole.base)
  const reserved = context.profile.features.reservesStaticRange ? staticAddresses(range.size) : 0
  const found = freeNumber(context, range, reserved, takenAddresses(context, own))
  if (found === undefined) throw new Unavailable('range is full')
  return toAddress(found)
}

function portsOf({ ports, healthCheckNodePort }: ServiceSpec): readonly number[] {
  const numbers = (ports ?? []).map(({ nodePort }) => nodePort ?? 0)
  return [...numbers, healthCheckNodePort ?? 0].filter((port) => port !== 0)
}

/** Ports of the nodes, as one write takes them: all of them or, when it fails, none. */
export class NodePorts {
  readonly #context: AdmissionContext
  readonly #taken: Set<number>
  readonly #mine: number[] = []

  constructor(context: AdmissionContext, own?: Service) {
    this.#context = context
    this.#taken = new Set(others(context, own).flatMap(({ spec }) => portsOf(spec)))
  }

  /** Takes this port. Throws Unavailable. */
  take(port: number): void {
    const last = FIRST_NODE_PORT + NODE_PORTS - 1
    if (port < FIRST_NODE_PORT || port > last)
      throw new Unavailable(
        `provided port is not in the valid range. The range of valid ports is ${FIRST_NODE_PORT}-${last}`,
      )
    if (this.#taken.has(port)) throw new Unavailable('provided port is already allocated')
    this.#note(port)
  }

  /** Takes a free one. Throws Unavailable. */
  // k8s: pkg/registry/core/service/portallocator PortAllocationOperation.AllocateNext (1.36)
  next(): number {
    if (this.#context.dryRun) {
      const port = Math.max(DRY_RUN_PORT - 1, ...this.#mine) + 1
      this.#note(port)
      return port
    }
    const reserved = this.#context.profile.features.reservesStaticRange
      ? staticPorts(NODE_PORTS)
      : 0
    const range = { base: FIRST_NODE_PORT, size: NODE_PORTS }
    const port = freeNumber(this.#context, range, reserved, this.#taken)
    if (port === undefined) throw new Unavailable('range is full')
    this.#note(port)
    return port
  }

  #note(port: number): void {
    this.#taken.add(port)
    this.#mine.push(port)
  }
}
