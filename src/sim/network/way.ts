import type { Cluster } from '../cluster.ts'
import { machineOf, machines } from '../kubelet/machine.ts'
import { runtimeOf } from '../kubelet/runtime.ts'
import type { Millis } from '../time.ts'
import type { Pod } from '../types/index.ts'
import { isWithin, rangeOf, toNumber } from './addresses.ts'
import { SERVICE_RANGE, SERVICE_RANGE_FACT } from './range.ts'
import type { Failure, Hop, Origin } from './request.ts'

/** Where a packet comes from. */
export interface Source {
  readonly ip: string
  /** The machine that it leaves; undefined for what comes from outside. */
  readonly node: string | undefined
  /** The pod, if it has an address of its own. */
  readonly pod: Pod | undefined
}

/** A choice that a proxy keeps for a client. */
export interface Stuck {
  readonly ip: string
  readonly port: number
  readonly at: Millis
}

/** Why and where a way ended. */
export interface Lost {
  readonly failure: Failure
  readonly ip: string
}

/** A request under way: its hops so far, and what the proxies on it keep in mind. */
export class Way {
  readonly cluster: Cluster
  readonly hops: Hop[] = []
  readonly services: string[] = []
  readonly stuck = new Map<string, Stuck>()
  /** An integer from 0 to below `bound`. */
  readonly chance: (bound: number) => number

  constructor(cluster: Cluster, chance: (bound: number) => number) {
    this.cluster = cluster
    this.chance = chance
  }

  hop(hop: Hop): void {
    this.hops.push(hop)
  }

  lost(hop: Omit<Hop, 'fails'>, failure: Failure, ip: string): Lost {
    this.hops.push({ ...hop, fails: true })
    return { failure, ip }
  }
}

/** What nobody has to give: an address of somebody in the machines' own network. */
const OUTSIDE_IP = '192.168.1.200'
const ADDRESSES = 'kubelet addresses'

/** The pod that has the address for itself. */
export function podAt(cluster: Cluster, ip: string): Pod | undefined {
  const uid = cluster.recall<string>(ADDRESSES, ip)
  const key = uid === undefined ? undefined : runtimeOf(cluster, uid)?.key
  const pod = key === undefined ? undefined : cluster.at('Pod', key)
  return pod?.metadata.uid === uid ? pod : undefined
}

export function machineAt(cluster: Cluster, ip: string): string | undefined {
  for (const machine of machines(cluster)) if (machine.ip === ip) return machine.name
  return undefined
}

/** Where whoever asks stands; undefined when that is gone or does not run. */
export function sourceOf(cluster: Cluster, from: Origin): Source | undefined {
  if (from.type === 'outside') return { ip: from.ip ?? OUTSIDE_IP, node: undefined, pod: undefined }
  if (from.type === 'node') {
    const machine = machineOf(cluster, from.name)
    return machine?.powered ? { ip: machine.ip, node: machine.name, pod: undefined } : undefined
  }
  const pod = cluster.find('Pod', from.namespace, from.name)
  const runtime = pod && runtimeOf(cluster, pod.metadata.uid)
  const machine = runtime && machineOf(cluster, runtime.node)
  if (!pod || !runtime || !machine?.powered) return undefined
  const own = pod.spec.hostNetwork !== true
  return { ip: own ? runtime.ip : machine.ip, node: machine.name, pod: own ? pod : undefined }
}

/** `192.168.1.x`: the network in which machines find each other by asking who has an address. */
export function isNear(ip: string): boolean {
  return ip.startsWith('192.168.')
}

/** Whether the address is one of the pods' or Services' own, which nobody outside can reach. */
export function inClusterNetwork(cluster: Cluster, address: string): boolean {
  const number = toNumber(address)
  if (number === undefined || machineAt(cluster, address) !== undefined) return false
  const range = cluster.recall<string>('world', SERVICE_RANGE_FACT) ?? SERVICE_RANGE
  if (isWithin(rangeOf(range), number)) return true
  return [...machines(cluster)].some(({ podCidr }) => {
    // Machines take further blocks from the network around their first one.
    const around = `${podCidr.split('/')[0]}/16`
    return isWithin(rangeOf(around), number)
  })
}
