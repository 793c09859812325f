import { insideOf } from '../kubelet/exec/find.ts'
import type { Inside } from '../kubelet/exec/inside.ts'
import { machineOf } from '../kubelet/machine.ts'
import type { Pod } from '../types/index.ts'
import { announced } from './announce.ts'
import { type Direction, verdictOf } from './policy/evaluate.ts'
import { matchOf } from './proxy/match.ts'
import { viewOf } from './proxy/view.ts'
import { throughService } from './service.ts'
import { isNear, type Lost, machineAt, podAt, type Source, type Way } from './way.ts'

export type Protocol = 'TCP' | 'UDP' | 'ICMP'

export interface Packet {
  readonly to: string
  readonly port: number
  readonly protocol: Protocol
}

/** Whom the packet reached: a pod, or a machine itself. */
export interface Arrived {
  readonly ip: string
  readonly port: number
  readonly node: string
  readonly pod: Pod | undefined
  /** Whom the far end takes for the sender; the sender itself when missing. */
  readonly client?: string
}

export type Route = Arrived | Lost

export const isLost = (route: Route): route is Lost => 'failure' in route

/** Who the far end takes the sender for, and where a proxy rewrote the packet. */
export interface Passage {
  readonly source: Source
  /** The machine whose address the packet bears from there on. */
  readonly masked?: string
}

const label = ({ to, port, protocol }: Packet): string =>
  protocol === 'ICMP' ? to : `${to}:${port}`

/** From whoever asks to whoever has the address in the end. */
export function route(way: Way, source: Source, packet: Packet): Route {
  const { cluster } = way
  const { to } = packet
  if (source.node !== undefined) {
    const own = machineOf(cluster, source.node)?.ip === to
    const through = atProxy(way, source, packet, source.node, own)
    if (through) return through
    if (own) return atOwnPort(way, source, packet, source.node)
  }
  const machine = machineAt(cluster, to)
  if (machine !== undefined)
    return atMachine(way, source, packet, machine, `${machine} has the address ${to}`)
  if (source.node === undefined || !podAt(cluster, to)) {
    const found = announced(cluster, to, way.chance)
    if (found) {
      const words =
        found.of > 1 ? `the router sends ${to} to ${found.node}, 1 of ${found.of}` : undefined
      const reason = words ?? `${found.node} announces ${to}`
      return atMachine(way, source, packet, found.node, reason)
    }
  }
  if (source.node !== undefined) return deliver(way, { source }, packet)
  return fromOutside(way, packet)
}

/** Somebody outside asks for an address that no machine answers for. */
function fromOutside(way: Way, packet: Packet): Lost {
  const { to } = packet
  if (isNear(to))
    return way.lost(
      { actor: 'arp', where: 'outside', reason: `nobody answers for ${to}` },
      'unreachable',
      to,
    )
  return way.lost(
    {
      actor: 'client',
      where: 'outside',
      reason: `${to} is an address inside the cluster: no way leads there from outside`,
    },
    'timeout',
    to,
  )
}

/** Arrives at a machine: for an address of its own, or for one that it announces. */
function atMachine(way: Way, source: Source, packet: Packet, name: string, reason: string): Route {
  const { cluster } = way
  const { to } = packet
  const own = machineOf(cluster, name)?.ip === to
  if (!machineOf(cluster, name)?.powered)
    return way.lost(
      { actor: 'arp', where: name, reason: `${name} is switched off: nobody answers for ${to}` },
      'unreachable',
      to,
    )
  way.hop({ actor: 'arp', where: name, reason, to: label(packet), object: node(name) })
  const through = atProxy(way, source, packet, name, own)
  if (through) return through
  if (own) return atOwnPort(way, source, packet, name)
  return way.lost(
    { actor: 'node', where: name, reason: `${name} has no rule for ${label(packet)}` },
    'timeout',
    to,
  )
}

const node = (name: string) => ({ kind: 'Node', namespace: '', name })

/** The rules of the machine's proxy; undefined when none is for this packet. */
function atProxy(
  way: Way,
  source: Source,
  packet: Packet,
  name: string,
  own: boolean,
): Route | undefined {
  const view = viewOf(way.cluster, name)
  const match = view && matchOf(view, packet, own)
  if (!match) return undefined
  const target = throughService(way, { source, node: name, view, match })
  if ('failure' in target) return target
  const passage = target.masked ? { source, masked: name } : { source }
  return deliver(way, passage, { ...packet, to: target.ip, port: target.port })
}

/** A port of the machine itself: one that a pod has for its own, or what runs there. */
// cni-plugins: plugins/meta/portmap
function atOwnPort(way: Way, source: Source, packet: Packet, name: string): Route {
  const { to, port, protocol } = packet
  for (const pod of way.cluster.podsOn(name)) {
    const ip = pod.status.podIP
    if (pod.spec.hostNetwork || !ip) continue
    for (const { ports = [] } of pod.spec.containers)
      for (const one of ports) {
        if (one.hostPort !== port || (one.protocol ?? 'TCP') !== protocol) continue
        const reason = `${name} passes its port ${port} on to pod ${pod.metadata.name}`
        way.hop({ actor: 'node', where: name, reason, to: `${ip}:${one.containerPort}` })
        return deliver(way, { source }, { ...packet, to: ip, port: one.containerPort })
      }
  }
  return { ip: to, port, node: name, pod: undefined }
}

/** What the receiving end sees as the sender. */
function senderOf(way: Way, { source, masked }: Passage, receiver: string) {
  // The filter of the machine comes before its addresses are rewritten.
  if (masked === undefined || masked === receiver) return { ip: source.ip, pod: source.pod }
  return { ip: machineOf(way.cluster, masked)?.ip ?? source.ip, pod: undefined }
}

/** Whether policies let the packet through; undefined when they do. */
function stopped(
  way: Way,
  passage: Passage,
  packet: Packet,
  receiver: Pod | undefined,
  where: string,
): Lost | undefined {
  const { source } = passage
  const { to, port, protocol } = packet
  const far = { ip: to, pod: receiver }
  const ends: readonly (readonly [Direction, string, ReturnType<typeof senderOf>])[] = [
    ['Egress', source.node ?? '', { ip: source.ip, pod: source.pod }],
    ['Ingress', where, senderOf(way, passage, where)],
  ]
  for (const [direction, at, from] of ends) {
    // What comes from a machine itself always reaches the pods on it.
    if (direction === 'Ingress' && source.node === where && !source.pod) continue
    const verdict = verdictOf(way.cluster, direction, { from, to: far, port, protocol })
    if (verdict.policies.length === 0) continue
    const names = verdict.policies.join(', ')
    const whose = (direction === 'Egress' ? source.pod : receiver)?.metadata
    const object = {
      kind: 'NetworkPolicy',
      namespace: whose?.namespace ?? '',
      name: verdict.policies[0] ?? '',
    }
    const hop = { actor: 'policy' as const, where: at, object }
    if (!verdict.allowed)
      return way.lost(
        { ...hop, reason: `${direction} of pod ${whose?.name}: policy ${names} does not allow it` },
        'timeout',
        to,
      )
    way.hop({ ...hop, reason: `${direction} of pod ${whose?.name}: policy ${names} allows it` })
  }
  return undefined
}

/** To the pod or machine that has the address itself. */
export function deliver(way: Way, passage: Passage, packet: Packet): Route {
  const { cluster } = way
  const { to, port } = packet
  const pod = podAt(cluster, to)
  const where = pod?.spec.nodeName ?? machineAt(cluster, to)
  const blocked = stopped(way, passage, packet, pod, where ?? '')
  if (blocked) return blocked
  if (where === undefined)
    return way.lost(
      { actor: 'node', where: passage.source.node ?? '', reason: `nobody has the address ${to}` },
      isNear(to) ? 'unreachable' : 'timeout',
      to,
    )
  if (!machineOf(cluster, where)?.powered)
    return way.lost(
      { actor: 'node', where, reason: `${where} is switched off` },
      pod ? 'timeout' : 'unreachable',
      to,
    )
  if (pod) {
    const { name, namespace = '' } = pod.metadata
    const reason = `pod ${name} on ${where} has the address ${to}`
    way.hop({
      actor: 'endpoint',
      where,
      reason,
      to: label(packet),
      object: { kind: 'Pod', namespace, name },
    })
  } else if (passage.source.node !== where)
    way.hop({
      actor: 'node',
      where,
      reason: `${where} has the address ${to}`,
      to: label(packet),
      object: node(where),
    })
  const { masked, source } = passage
  const mask = masked === undefined ? undefined : machineOf(cluster, masked)?.ip
  return { ip: to, port, node: where, pod, client: mask ?? source.ip }
}

/** The containers that may listen on what was reached. */
export function containersAt(way: Way, { pod, node: name, ip }: Arrived): readonly Inside[] {
  const { cluster } = way
  const pods = pod
    ? [pod]
    : cluster.podsOn(name).filter(({ spec, status }) => spec.hostNetwork && status.podIP === ip)
  return pods.flatMap((one) => {
    const all = [...(one.spec.initContainers ?? []), ...one.spec.containers]
    return all.flatMap(({ name: container }) => insideOf(cluster, one, container) ?? [])
  })
}
