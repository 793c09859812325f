import type { Cluster } from '../cluster.ts'
import { machineOf } from '../kubelet/machine.ts'
import type { ClusterView } from '../recording.ts'
import type { Key } from '../store.ts'
import type { Millis } from '../time.ts'
import { LAYER2, type Protocol } from './names.ts'

/** Memory of who makes an address known, by address. */
const ANNOUNCED = 'metallb announced'

/** A node that says of an address that it is the way to it. */
export interface Announcer {
  readonly node: string
  readonly since: Millis
  readonly protocol: Protocol
  /** Pod of the speaker, and the Service for which it does so. */
  readonly pod: Key
  readonly service: Key
}

type View = Pick<ClusterView, 'memory'>

function kept(cluster: View, ip: string): readonly Announcer[] {
  return (cluster.memory.get(ANNOUNCED)?.get(ip) as readonly Announcer[] | undefined) ?? []
}

/** Every node that makes the address known, in the order in which they began: by BGP there are many. */
export function announcersOf(cluster: View, ip: string): readonly Announcer[] {
  return kept(cluster, ip).filter(({ node }) => isOn(cluster, node))
}

/** A machine without power is silent from that moment on, before anybody has noticed. */
function isOn({ memory }: View, node: string): boolean {
  return (
    machineOf({ recall: <T>(actor: string, key: string) => memory.get(actor)?.get(key) as T }, node)
      ?.powered === true
  )
}

/** Who answers for the address: of several that answer ARP, the one that said so last. */
export function announcerOf(cluster: View, ip: string): Announcer | undefined {
  const all = announcersOf(cluster, ip)
  return all.findLast(({ protocol }) => protocol === LAYER2) ?? all[0]
}

/** Every address that somebody makes known. */
export function announcedAddresses(cluster: View): readonly string[] {
  return [...(cluster.memory.get(ANNOUNCED)?.keys() ?? [])].sort()
}

function put(cluster: Cluster, ip: string, all: readonly Announcer[]): void {
  if (all.length === 0) cluster.forget(ANNOUNCED, ip)
  else cluster.remember(ANNOUNCED, ip, all)
}

const same = (a: Announcer, b: Announcer): boolean =>
  a.pod === b.pod && a.service === b.service && a.protocol === b.protocol

function sentence({ node, protocol }: Announcer, ip: string): string {
  return protocol === LAYER2
    ? `gratuitous ARP: ${node} answers for ${ip}`
    : `BGP: ${node} tells its peers the way to ${ip}`
}

/** A speaker begins: the machines beside it hear of it at once, and the journal, too. */
export function beginAnnouncing(cluster: Cluster, ip: string, who: Announcer): void {
  const others = kept(cluster, ip).filter((one) => !same(one, who))
  const known = others.some(({ node, protocol }) => node === who.node && protocol === who.protocol)
  put(cluster, ip, [...others, who])
  if (!known) cluster.act('Machine', who.node, sentence(who, ip))
}

/** Takes away what `which` is about; the journal hears of it. */
export function endAnnouncing(
  cluster: Cluster,
  which: (one: Announcer, ip: string) => boolean,
): void {
  for (const ip of announcedAddresses(cluster)) {
    const all = kept(cluster, ip)
    const left = all.filter((one) => !which(one, ip))
    if (left.length === all.length) continue
    put(cluster, ip, left)
    for (const one of all) {
      const still = left.some(
        ({ node, protocol }) => node === one.node && protocol === one.protocol,
      )
      if (left.includes(one) || still) continue
      cluster.act('Machine', one.node, `${one.node} does not answer for ${ip} any more`)
    }
  }
}
