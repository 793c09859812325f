import { matcherOf } from '../machinery/selector.ts'
import { toAddress } from '../network/addresses.ts'
import { type Key, keyOf } from '../store.ts'
import type { Service } from '../types/index.ts'
import { isBuggy, type Pool, poolFor } from './config.ts'
import type { Rules } from './versions.ts'

/** An address that a Service has, and under what conditions others may have it, too. */
export interface Allocation {
  readonly address: number
  readonly pool: string
  /** Such as TCP/80. */
  readonly ports: readonly string[]
  readonly sharing: string
  readonly backend: string
}

export type Allocations = Map<Key, Allocation>

const OLD = 'metallb.universe.tf'
const OWN = 'metallb.io'
export const FROM_POOL = `${OWN}/ip-allocated-from-pool`

/** MetalLB's annotation of that name, under the prefixes that the version reads. */
export function annotation({ metadata }: Service, name: string, rules: Rules): string {
  const { annotations = {} } = metadata
  const own = rules.ownPrefix ? annotations[`${OWN}/${name}`] : undefined
  return own ?? annotations[`${OLD}/${name}`] ?? ''
}

function selectorText(selector: Readonly<Record<string, string>> = {}): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
}

/** An allocator at work: the pools, and who has what. */
export interface Book {
  readonly pools: readonly Pool[]
  readonly taken: Allocations
  readonly rules: Rules
}

// k8s: metallb internal/allocator/k8salloc Ports, BackendKey
function wish(book: Book, service: Service): Omit<Allocation, 'address' | 'pool'> {
  const { ports = [], externalTrafficPolicy, selector } = service.spec
  return {
    ports: ports.map(({ protocol = 'TCP', port }) => `${protocol}/${port}`),
    sharing: annotation(service, 'allow-shared-ip', book.rules),
    backend: externalTrafficPolicy === 'Local' ? selectorText(selector) : '',
  }
}

function quoted(book: Book, address: number): string {
  const text = JSON.stringify(toAddress(address))
  return book.rules.ownPrefix ? `[${text}]` : text
}

/** Why two Services may not have the same address; undefined when they may. */
function sharingTrouble(a: Omit<Allocation, 'address' | 'pool'>, b: typeof a): boolean {
  return a.sharing === '' || b.sharing === '' || a.sharing !== b.sharing || a.backend !== b.backend
}

function isFor({ allocation }: Pool, { metadata }: Service): boolean {
  if (!allocation) return true
  const { namespaces, serviceSelectors } = allocation
  if (namespaces.length > 0 && !namespaces.includes(metadata.namespace ?? '')) return false
  return (
    serviceSelectors.length === 0 ||
    serviceSelectors.some((selector) => matcherOf(selector)(metadata.labels))
  )
}

/** Gives the Service the address, or the reason why it cannot have it. */
// k8s: metallb internal/allocator Allocator.Assign
export function assign(book: Book, service: Service, address: number): string | undefined {
  const key = keyOf(service)
  const pool = poolFor(book.pools, address)
  if (!pool) return `${quoted(book, address)} is not allowed in config`
  if (!isFor(pool, service)) return `pool ${pool.name} not compatible for ip assignment`
  const own = wish(book, service)
  const others = [...book.taken].filter(([other, one]) => other !== key && one.address === address)
  const unwilling = others.filter(([, one]) => sharingTrouble(one, own)).map(([other]) => other)
  if (unwilling.length > 0)
    return `can't change sharing key for "${key}", address also in use by ${unwilling.join(',')}`
  for (const port of own.ports)
    if (others.some(([, one]) => one.ports.includes(port)))
      return `port ${port} is already in use on "${toAddress(address)}"`
  book.taken.set(key, { ...own, address, pool: pool.name })
  return undefined
}

/** The lowest free address of the pool, given to the Service. */
function fromPool(book: Book, service: Service, pool: Pool): number | undefined {
  for (const [first, last] of pool.spans)
    for (let address = first; address <= last; address++) {
      if (pool.avoidBuggyIPs && isBuggy(address)) continue
      if (assign(book, service, address) === undefined) return address
    }
  return undefined
}

/** Pools that the Service may get an address from without asking for one: those that are for it alone come first. */
// k8s: metallb internal/allocator pinnedPoolsForService
function poolsFor(book: Book, service: Service): readonly Pool[] {
  const open = book.pools.filter(({ autoAssign }) => autoAssign)
  const order = ({ allocation }: Pool): number => allocation?.priority || Number.MAX_SAFE_INTEGER
  const pinned = open
    .filter((pool) => pool.allocation !== undefined && isFor(pool, service))
    .sort((a, b) => order(a) - order(b))
  return [...pinned, ...open.filter(({ allocation }) => allocation === undefined)]
}

/** Finds an address for the Service. Throws Error in MetalLB's words. */
// k8s: metallb internal/allocator Allocator.Allocate
// Deviation: pools are tried in the order of the configuration; the real one goes over a map, in no order.
export function allocate(book: Book, service: Service, wanted: string): number {
  if (wanted !== '') {
    const pool = book.pools.find(({ name }) => name === wanted)
    if (!pool) throw new Error(`unknown pool "${wanted}"`)
    const found = fromPool(book, service, pool)
    if (found !== undefined) return found
    const family = book.rules.ownPrefix ? ' for ipv4 IPFamily' : ''
    throw new Error(`no available IPs in pool "${wanted}"${family}`)
  }
  for (const pool of poolsFor(book, service)) {
    const found = fromPool(book, service, pool)
    if (found !== undefined) return found
  }
  throw new Error('no available IPs')
}
