import type { Cluster } from '../cluster.ts'
import { equal } from '../equal.ts'
import { toAddress, toNumber } from '../network/addresses.ts'
import { type Key, keyOf } from '../store.ts'
import type { Service } from '../types/index.ts'
import { allocate, annotation, assign, type Book, FROM_POOL } from './allocator.ts'
import { say } from './log.ts'
import type { Process } from './processes.ts'
import type { Rules } from './versions.ts'

/** A look of the controller: what it knows, to be changed while it works. */
export interface Work {
  readonly cluster: Cluster
  readonly process: Process
  readonly rules: Rules
  readonly book: Book
  readonly failed: Map<Key, string>
}

function isBalancer({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined
}

export function shownAddress({ status }: Service): number | undefined {
  const ip = status.loadBalancer?.ingress?.[0]?.ip
  return ip === undefined ? undefined : toNumber(ip)
}

/** The Service is gone. Returns whether an address has become free. */
export function release({ cluster, process, book, failed }: Work, key: Key): boolean {
  failed.delete(key)
  if (!book.taken.delete(key)) return false
  say(cluster, process, { service: key, event: 'serviceDeleted', msg: 'service deleted' })
  return true
}

function clear(work: Work, service: Service, reason: string, msg: string): void {
  const { cluster, process, book } = work
  const key = keyOf(service)
  book.taken.delete(key)
  say(cluster, process, { service: key, event: 'clearAssignment', reason, msg })
}

/** The address that the Service asks for by name. */
function desired({ rules }: Work, service: Service): string {
  const { loadBalancerIP = '' } = service.spec
  const asked = rules.ownPrefix ? annotation(service, 'loadBalancerIPs', rules).trim() : ''
  return asked || loadBalancerIP
}

/** The address that the Service has and may keep. */
function kept(work: Work, service: Service): number | undefined {
  const { book, rules, cluster } = work
  const address = shownAddress(service)
  if (address === undefined) return undefined
  const key = keyOf(service)
  const trouble = assign(book, service, address)
  if (trouble !== undefined) {
    clear(work, service, 'notAllowedByConfig', 'current IP not allowed by config, clearing')
    if (rules.refuses === 'never') {
      const text = `current IP for "${key}" not allowed by config, will attempt for new IP assignment: ${trouble}`
      cluster.event(service, 'Normal', 'ClearAssignment', text)
    }
    return undefined
  }
  const pool = annotation(service, 'address-pool', rules)
  if (pool !== '' && book.taken.get(key)?.pool !== pool) {
    const msg = 'user requested a different pool than the one currently assigned'
    clear(work, service, 'differentPoolRequested', msg)
    return undefined
  }
  const wanted = desired(work, service)
  if (wanted !== '' && wanted !== toAddress(address)) {
    const msg = 'user requested a different IP than the one currently assigned'
    clear(work, service, 'differentIPRequested', msg)
    return undefined
  }
  return address
}

// k8s: metallb controller/service.go allocateIP
function found(work: Work, service: Service): number {
  const { book, rules } = work
  const wanted = desired(work, service)
  const pool = annotation(service, 'address-pool', rules)
  if (wanted === '') return allocate(book, service, pool)
  const address = toNumber(wanted)
  if (address === undefined) {
    const where =
      rules.ownPrefix && service.spec.loadBalancerIP !== wanted
        ? 'metallb.io/loadBalancerIPs:'
        : 'spec.loadBalancerIP'
    throw new Error(`invalid ${where} "${wanted}"`)
  }
  const trouble = assign(book, service, address)
  if (trouble !== undefined) throw new Error(trouble)
  if (pool !== '' && book.taken.get(keyOf(service))?.pool !== pool) {
    book.taken.delete(keyOf(service))
    const text = rules.ownPrefix ? `["${wanted}"]` : `"${wanted}"`
    throw new Error(
      `requested loadBalancer IP(s) ${text} is not compatible with requested address pool ${pool}`,
    )
  }
  return address
}

/** Tells of a new address, or why there is none. */
function given(work: Work, service: Service): number | undefined {
  const { cluster, process, failed, rules } = work
  const key = keyOf(service)
  try {
    const address = found(work, service)
    const ip = toAddress(address)
    say(cluster, process, {
      service: key,
      event: 'ipAllocated',
      ip,
      msg: 'IP address assigned by controller',
    })
    cluster.why(
      desired(work, service) === '' ? `${ip} is the lowest free address` : `it asks for ${ip}`,
    )
    cluster.event(
      service,
      'Normal',
      'IPAllocated',
      `Assigned IP ${rules.ownPrefix ? `["${ip}"]` : `"${ip}"`}`,
    )
    failed.delete(key)
    return address
  } catch (error) {
    const text = (error as Error).message
    // Deviation: told once for each reason; the real one tells it at each look.
    if (failed.get(key) === text) return undefined
    failed.set(key, text)
    say(cluster, process, {
      service: key,
      op: 'allocateIP',
      error: text,
      msg: 'IP allocation failed',
    })
    cluster.why('no address is free for it')
    cluster.event(
      service,
      'Warning',
      'AllocationFailed',
      `Failed to allocate IP for "${key}": ${text}`,
    )
    return undefined
  }
}

/** Brings the Service to the address that it should have. Returns whether one has become free for others. */
// k8s: metallb controller/service.go convergeBalancer
export function converge(work: Work, service: Service): boolean {
  const { book, failed } = work
  const key = keyOf(service)
  const had = book.taken.has(key)
  if (!isBalancer(service) || !service.spec.clusterIP) {
    failed.delete(key)
    if (!had) return false
    clear(work, service, 'notLoadBalancer', 'not a LoadBalancer')
    write(work, service, undefined)
    return true
  }
  const before = book.taken.get(key)?.address
  if (book.pools.length === 0) {
    failed.delete(key)
    if (had || shownAddress(service) !== undefined)
      clear(work, service, 'noConfig', 'pools are empty')
    write(work, service, undefined)
    return false
  }
  const address = kept(work, service) ?? given(work, service)
  if (address === undefined) book.taken.delete(key)
  write(work, service, address)
  return before !== undefined && before !== address
}

function write(work: Work, service: Service, address: number | undefined): void {
  const { cluster, process, rules, book } = work
  const key = keyOf(service)
  const pool = address === undefined ? undefined : book.taken.get(key)?.pool
  const { ipMode } = cluster.profile.features.loadBalancerIpMode ? { ipMode: 'VIP' } : {}
  const ingress =
    address === undefined ? [] : [{ ip: toAddress(address), ...(ipMode ? { ipMode } : {}) }]
  const same = equal(service.status.loadBalancer?.ingress ?? [], ingress)
  let stored = service
  if (!same) {
    cluster.why(
      address === undefined ? 'its address is taken away' : `its address is ${toAddress(address)}`,
    )
    const loadBalancer = address === undefined ? {} : { ingress }
    stored = cluster.updateStatus<Service>({
      ...service,
      status: { ...service.status, loadBalancer },
    })
    say(cluster, process, { service: key, event: 'serviceUpdated', msg: 'updated service object' })
  }
  if (rules.ownPrefix) notePool(cluster, stored, pool)
}

/** Newer versions write down which pool the address is from. */
function notePool(cluster: Cluster, service: Service, pool: string | undefined): void {
  const { annotations = {}, ...metadata } = service.metadata
  if (annotations[FROM_POOL] === pool) return
  const { [FROM_POOL]: _, ...others } = annotations
  const next = pool === undefined ? others : { ...others, [FROM_POOL]: pool }
  cluster.why(pool === undefined ? 'its address is taken away' : `its address is of pool ${pool}`)
  cluster.update<Service>({
    ...service,
    metadata: { ...metadata, ...(Object.keys(next).length > 0 ? { annotations: next } : {}) },
  })
}
