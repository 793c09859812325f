import { matcherOf } from '../machinery/selector.ts'
import type { LabelSelector } from '../types/index.ts'
import type { Protocol } from './names.ts'
import { firstBlock, overlap, type Span } from './ranges.ts'

/** What MetalLB was told, read and checked: plain data. */
export interface Config {
  readonly pools: readonly Pool[]
  readonly peers: readonly Peer[]
}

export interface Pool {
  readonly name: string
  readonly spans: readonly Span[]
  readonly avoidBuggyIPs: boolean
  readonly autoAssign: boolean
  /** How its addresses are made known; nobody hears of a pool without. */
  readonly adverts: readonly Advert[]
  /** Which Services it is for. */
  readonly allocation?: ServiceAllocation
}

export interface Advert {
  readonly protocol: Protocol
  /** Nodes that may announce; all when empty. */
  readonly nodeSelectors: readonly LabelSelector[]
  readonly interfaces: readonly string[]
  /** Peers that are told; all when empty. */
  readonly peers: readonly string[]
}

interface ServiceAllocation {
  readonly priority: number
  readonly namespaces: readonly string[]
  readonly serviceSelectors: readonly LabelSelector[]
}

export interface Peer {
  readonly name: string
  readonly address: string
  readonly asn: number
  readonly nodeSelectors: readonly LabelSelector[]
}

/** Some devices drop what is sent to such addresses. */
export function isBuggy(address: number): boolean {
  return address % 256 === 0 || address % 256 === 255
}

/** The pool that the address belongs to. */
export function poolFor(pools: readonly Pool[], address: number): Pool | undefined {
  return pools.find(
    (pool) =>
      !(pool.avoidBuggyIPs && isBuggy(address)) &&
      pool.spans.some(([first, last]) => first <= address && address <= last),
  )
}

/** Throws Error when two pools have the same name or share an address. */
// k8s: metallb internal/config poolsFor
export function checkPools(pools: readonly Pool[]): void {
  const seen: { readonly pool: string; readonly span: Span }[] = []
  const names = new Set<string>()
  for (const pool of pools) {
    if (names.has(pool.name)) throw new Error(`duplicate definition of pool "${pool.name}"`)
    names.add(pool.name)
    for (const span of pool.spans) {
      const other = seen.find((one) => overlap(one.span, span))
      if (other)
        throw new Error(
          `CIDR "${firstBlock(span)}" in pool "${pool.name}" overlaps with already defined CIDR "${firstBlock(other.span)}"`,
        )
      seen.push({ pool: pool.name, span })
    }
  }
}

export function selectsNode(
  selectors: readonly LabelSelector[],
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return selectors.length === 0 || selectors.some((one) => matcherOf(one)(labels))
}
