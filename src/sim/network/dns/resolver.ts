import type { Cluster } from '../../cluster.ts'
import { machineOf } from '../../kubelet/machine.ts'
import type { Pod } from '../../types/index.ts'
import { rangeOf, toAddress } from '../addresses.ts'
import { SERVICE_RANGE, SERVICE_RANGE_FACT } from '../range.ts'
import type { DnsAnswer, Origin } from '../request.ts'
import { ZONE } from './records.ts'

/** What stands in `/etc/resolv.conf` of whoever asks. */
export interface Resolver {
  readonly servers: readonly string[]
  readonly search: readonly string[]
  readonly ndots: number
  /** The first server is the cluster's own. */
  readonly ofCluster: boolean
}

type Reading = Pick<Cluster, 'find' | 'list' | 'recall' | 'memory'>

/** The name server of the machines and of the world outside: it knows the machines and nothing of the cluster. */
export const OUTSIDE_SERVER = '192.168.1.1'

const OUTSIDE: Resolver = { servers: [OUTSIDE_SERVER], search: [], ndots: 1, ofCluster: false }

/** The fixed address of the name service: the tenth of the Services' range. */
export function dnsAddress(cluster: Reading): string {
  const own = cluster.find('Service', 'kube-system', 'kube-dns')?.spec.clusterIP
  if (own) return own
  const range = cluster.recall<string>('world', SERVICE_RANGE_FACT) ?? SERVICE_RANGE
  return toAddress(rangeOf(range).base + 10)
}

/** Whether the lab runs its name service as pods; otherwise it is taken to be part of the cluster's network. */
export function hasDnsPods(cluster: Reading): boolean {
  if (cluster.find('Service', 'kube-system', 'kube-dns')) return true
  return cluster.find('Deployment', 'kube-system', 'coredns') !== undefined
}

// k8s: pkg/kubelet/network/dns Configurer.GetPodDNS (1.36)
export function podResolver(cluster: Reading, pod: Pod): Resolver {
  const { dnsPolicy, dnsConfig, hostNetwork } = pod.spec
  const ndots = Number(
    dnsConfig?.options?.find(({ name }) => name === 'ndots')?.value ?? Number.NaN,
  )
  const more = dnsConfig?.searches ?? []
  const servers = dnsConfig?.nameservers ?? []
  const outside = dnsPolicy === 'Default' || (hostNetwork && dnsPolicy === 'ClusterFirst')
  const base: Resolver =
    dnsPolicy === 'None'
      ? { servers: [], search: [], ndots: 1, ofCluster: false }
      : outside
        ? OUTSIDE
        : {
            servers: [dnsAddress(cluster)],
            search: [`${pod.metadata.namespace}.svc.${ZONE}`, `svc.${ZONE}`, ZONE],
            ndots: 5,
            ofCluster: true,
          }
  const all = [...base.servers, ...servers]
  return {
    servers: all,
    search: [...base.search, ...more],
    ndots: Number.isNaN(ndots) ? base.ndots : ndots,
    ofCluster: all[0] === dnsAddress(cluster),
  }
}

export function resolverOf(cluster: Reading, from: Origin): Resolver {
  if (from.type !== 'pod') return OUTSIDE
  const pod = cluster.find('Pod', from.namespace, from.name)
  return pod ? podResolver(cluster, pod) : OUTSIDE
}

/** The full names to ask about, in their order. */
// resolv.conf(5): names with fewer dots than ndots go through the search path first.
export function candidates(name: string, { search, ndots }: Resolver): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const searched = search.map((domain) => `${name}.${domain}`)
  const dots = name.split('.').length - 1
  return dots >= ndots ? [name, ...searched] : [...searched, name]
}

/** What the name server of the machines says. */
export function outsideAnswer(cluster: Reading, name: string): DnsAnswer {
  const machine = machineOf(cluster, name)
  if (!machine) return { name, code: 'NXDOMAIN', records: [] }
  return { name, code: 'NOERROR', records: [{ name, type: 'A', value: machine.ip, ttl: 300 }] }
}
