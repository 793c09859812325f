import { machineOf } from '../kubelet/machine.ts'
import { keyOf } from '../store.ts'
import { isWithin, rangeOf, toNumber } from './addresses.ts'
import {
  affinitySeconds,
  type Choice,
  choiceOf,
  type Target,
  targetsOf,
} from './proxy/endpoints.ts'
import type { Match } from './proxy/match.ts'
import { isStale, PROXY, type ProxyView, slicesFor } from './proxy/view.ts'
import type { Lost, Source, Stuck, Way } from './way.ts'

/** Memory of which endpoint a proxy keeps for a client. */
export const AFFINITY = 'kube-proxy affinity'
const ZONE_LABEL = 'topology.kubernetes.io/zone'

/** A packet at the rules of a node that are for it. */
interface AtRules {
  readonly source: Source
  readonly node: string
  readonly view: ProxyView
  readonly match: Match
}

export interface Rewritten {
  readonly ip: string
  readonly port: number
  /** Whether the packet bears the node's own address from here on. */
  readonly masked: boolean
}

/** Which policy holds: what comes from within the cluster may always go to all endpoints behind an outer address. */
// k8s: pkg/proxy/iptables, "Service external-destination rules" (1.36)
function policyFor({ source, match: { service, by } }: AtRules): string {
  const { externalTrafficPolicy, internalTrafficPolicy } = service.spec
  if (by === 'ClusterIP') return internalTrafficPolicy ?? 'Cluster'
  return source.node === undefined ? (externalTrafficPolicy ?? 'Cluster') : 'Cluster'
}

/** Whether the load balancer's address is closed to the client. */
function isClosed({ match: { service, by }, source }: AtRules): boolean {
  const ranges = service.spec.loadBalancerSourceRanges ?? []
  const number = toNumber(source.ip)
  if (by !== 'LoadBalancer' || ranges.length === 0 || number === undefined) return false
  return !ranges.some((cidr) => !cidr.includes(':') && isWithin(rangeOf(cidr), number))
}

function describe({ match: { service, by, port }, node }: AtRules, way: Way): string {
  const stale = isStale(way.cluster, node) ? 'stale rules: ' : ''
  return `${stale}${by} of Service ${service.metadata.name} port ${port.port}`
}

function stuckTo(
  way: Way,
  key: string,
  eligible: readonly Target[],
  seconds: number,
): Target | undefined {
  const known = way.stuck.get(key) ?? way.cluster.recall<Stuck>(AFFINITY, key)
  if (!known || known.at + seconds * 1000 < way.cluster.now) return undefined
  return eligible.find(({ ip, port }) => ip === known.ip && port === known.port)
}

/** The endpoint, and the words for how it was found. */
function chosen(
  way: Way,
  at: AtRules,
  { eligible }: Choice,
): { readonly target: Target; readonly how: string } | undefined {
  const { source, node, match } = at
  const seconds = affinitySeconds(match.service)
  const key = `${node} ${keyOf(match.service)}:${match.port.port} ${source.ip}`
  const kept = seconds === undefined ? undefined : stuckTo(way, key, eligible, seconds)
  const target = kept ?? eligible[way.chance(eligible.length)]
  if (!target) return undefined
  if (seconds !== undefined)
    way.stuck.set(key, { ip: target.ip, port: target.port, at: way.cluster.now })
  const how = kept ? 'kept for this client' : `1 of ${eligible.length} by chance`
  return { target, how }
}

function noteOf({ local, ending, near }: Choice): string {
  const notes = [
    ...(local ? ['only on this node'] : []),
    ...(near ? ['only near ones'] : []),
    ...(ending ? ['only ending ones are left'] : []),
  ]
  return notes.length > 0 ? ` (${notes.join(', ')})` : ''
}

/** What a node's rules make of a packet for a Service. */
// k8s: pkg/proxy/iptables syncProxyRules (1.36)
export function throughService(way: Way, at: AtRules): Rewritten | Lost {
  const { source, node, view, match } = at
  const { service, port, by } = match
  const key = keyOf(service)
  if (!way.services.includes(key)) way.services.push(key)
  const { namespace = '', name } = service.metadata
  const rule = describe(at, way)
  const hop = {
    actor: PROXY,
    where: node,
    object: { kind: 'Service', namespace, name },
  } as const
  if (isClosed(at))
    return way.lost(
      { ...hop, reason: `${rule}: closed to ${source.ip} by loadBalancerSourceRanges` },
      'timeout',
      source.ip,
    )
  const labels = way.cluster.find('Node', '', node)?.metadata.labels
  const choice = choiceOf(targetsOf(slicesFor(view, service), port), policyFor(at), {
    node,
    zone: labels?.[ZONE_LABEL],
  })
  if (!choice.any)
    return way.lost({ ...hop, reason: `${rule}: no endpoints, refused` }, 'refused', '')
  const found = chosen(way, at, choice)
  if (!found)
    return way.lost({ ...hop, reason: `${rule}: no endpoint on this node, dropped` }, 'timeout', '')
  const { target, how } = found
  const to = `${target.ip}:${target.port}`
  way.hop({ ...hop, reason: `${rule}: ${to}, ${how}${noteOf(choice)}`, to })
  const outer = by !== 'ClusterIP'
  const local = service.spec.externalTrafficPolicy === 'Local'
  const hairpin = source.ip === target.ip
  const masked = hairpin || (outer ? !(local && source.node === undefined) : isForeign(way, source))
  return { ip: target.ip, port: target.port, masked }
}

/** Whoever is no pod reaches a Service's own address under the node's name. */
function isForeign(way: Way, { node, pod, ip }: Source): boolean {
  return !pod && (node === undefined || machineOf(way.cluster, node)?.ip !== ip)
}
