import type { Cluster } from '../cluster.ts'
import { announcerOf, announcersOf } from '../metallb/announce.ts'

/** The machine to which a packet for the address goes, which belongs to none of them. */
export interface Announced {
  readonly node: string
  /** How many machines a router could have chosen from; 1 where a single one answers ARP. */
  readonly of: number
}

/** Who is the way to the address now; undefined when nobody makes it known. */
export function announced(
  cluster: Pick<Cluster, 'memory'>,
  ip: string,
  chance: (bound: number) => number,
): Announced | undefined {
  const all = announcersOf(cluster, ip)
  const one = announcerOf(cluster, ip)
  if (!one) return undefined
  const equals = all.filter(({ protocol }) => protocol === one.protocol)
  if (one.protocol === 'layer2' || equals.length < 2) return { node: one.node, of: 1 }
  // A router shares its connections among all that offer the address.
  const chosen = equals[chance(equals.length)] ?? one
  return { node: chosen.node, of: equals.length }
}
