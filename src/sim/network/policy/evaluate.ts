import type { Cluster } from '../../cluster.ts'
import { matcherOf } from '../../machinery/selector.ts'
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, Pod } from '../../types/index.ts'
import { isWithin, rangeOf, toNumber } from '../addresses.ts'

/** One end of a connection as a network plugin sees it. */
export interface End {
  readonly ip: string
  /** The pod of that address; undefined for what is no pod, or shares its machine's network. */
  readonly pod: Pod | undefined
}

export interface Connection {
  readonly from: End
  readonly to: End
  readonly port: number
  readonly protocol: string
}

export type Direction = 'Ingress' | 'Egress'

/** What the policies of one end say; no `policies` means that none selects it. */
export interface Verdict {
  readonly allowed: boolean
  readonly policies: readonly string[]
}

type Reading = Pick<Cluster, 'list' | 'find'>

function appliesTo({ spec }: NetworkPolicy, direction: Direction): boolean {
  const types = spec.policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])]
  return types.includes(direction)
}

function policiesFor(cluster: Reading, pod: Pod, direction: Direction): readonly NetworkPolicy[] {
  if (pod.spec.hostNetwork) return []
  return cluster.list('NetworkPolicy', {
    namespace: pod.metadata.namespace ?? '',
    where: (policy) =>
      appliesTo(policy, direction) && matcherOf(policy.spec.podSelector)(pod.metadata.labels),
  })
}

function inBlock(
  { cidr, except = [] }: NonNullable<NetworkPolicyPeer['ipBlock']>,
  ip: string,
): boolean {
  const number = toNumber(ip)
  if (number === undefined || cidr.includes(':')) return false
  if (!isWithin(rangeOf(cidr), number)) return false
  return !except.some((part) => !part.includes(':') && isWithin(rangeOf(part), number))
}

function isPeer(cluster: Reading, own: string, peer: NetworkPolicyPeer, { ip, pod }: End): boolean {
  if (peer.ipBlock) return inBlock(peer.ipBlock, ip)
  if (!pod || pod.spec.hostNetwork) return false
  const namespace = pod.metadata.namespace ?? ''
  if (peer.namespaceSelector) {
    const labels = cluster.find('Namespace', '', namespace)?.metadata.labels
    if (!matcherOf(peer.namespaceSelector)(labels)) return false
  } else if (namespace !== own) return false
  return !peer.podSelector || matcherOf(peer.podSelector)(pod.metadata.labels)
}

/** The number behind a port's name in the pod that is spoken to. */
function numberOf(name: string, protocol: string, pod: Pod | undefined): number | undefined {
  for (const { ports } of pod?.spec.containers ?? [])
    for (const one of ports ?? [])
      if (one.name === name && (one.protocol ?? 'TCP') === protocol) return one.containerPort
  return undefined
}

function isPort(rule: NetworkPolicyPort, { port, protocol, to }: Connection): boolean {
  if ((rule.protocol ?? 'TCP') !== protocol) return false
  if (rule.port === undefined) return true
  if (typeof rule.port === 'string') return numberOf(rule.port, protocol, to.pod) === port
  return port >= rule.port && port <= (rule.endPort ?? rule.port)
}

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[] | undefined
  readonly ports: readonly NetworkPolicyPort[] | undefined
}

function rulesOf({ spec }: NetworkPolicy, direction: Direction): readonly Rule[] {
  return direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
}

function permits(
  cluster: Reading,
  policy: NetworkPolicy,
  direction: Direction,
  connection: Connection,
): boolean {
  const other = direction === 'Ingress' ? connection.from : connection.to
  const own = policy.metadata.namespace ?? ''
  return rulesOf(policy, direction).some(({ peers, ports }) => {
    if (ports?.length && !ports.some((one) => isPort(one, connection))) return false
    return !peers?.length || peers.some((one) => isPeer(cluster, own, one, other))
  })
}

/** Policies add up: what any of those that select the pod allows is allowed; without one everything is. */
// k8s: kubernetes.io NetworkPolicy, networking/v1 NetworkPolicySpec (1.36)
export function verdictOf(cluster: Reading, direction: Direction, connection: Connection): Verdict {
  const { pod } = direction === 'Ingress' ? connection.to : connection.from
  const policies = pod ? policiesFor(cluster, pod, direction) : []
  const names = policies.map(({ metadata }) => metadata.name)
  const allowing = policies.filter((one) => permits(cluster, one, direction, connection))
  if (policies.length === 0) return { allowed: true, policies: names }
  return allowing.length > 0
    ? { allowed: true, policies: allowing.map(({ metadata }) => metadata.name) }
    : { allowed: false, policies: names }
}
