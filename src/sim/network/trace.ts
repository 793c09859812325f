import type { Cluster } from '../cluster.ts'
import { speaksTls } from '../kubelet/behaviour/serve.ts'
import type { Inside } from '../kubelet/exec/inside.ts'
import { runtimeOf } from '../kubelet/runtime.ts'
import type { Pod } from '../types/index.ts'
import { answerAt } from './answer.ts'
import { addressOf, DNS_PATIENCE, lookUp } from './dns/lookup.ts'
import { resolverOf } from './dns/resolver.ts'
import type { Failure, Origin, Outcome, RequestSpec, Trace } from './request.ts'
import { type Arrived, isLost, type Protocol, route } from './route.ts'
import { type Source, type Stuck, sourceOf, Way } from './way.ts'

/** How long the first packet of a connection is sent again and again. */
// linux: net.ipv4.tcp_syn_retries = 6
const SYN_PATIENCE = 130_000
/** Three questions after the owner of an address, a second each. */
const ARP_PATIENCE = 3_060

/** A request's way, and what it changes in those that it passes. */
export interface Traced {
  readonly trace: Trace
  readonly stuck: ReadonlyMap<string, Stuck>
  /** The container that answered. */
  readonly inside: Inside | undefined
}

function failed(failure: Failure, ip: string, millis: number, server?: string): Outcome {
  return { type: 'failed', failure, ip, millis, ...(server === undefined ? {} : { server }) }
}

function patience(failure: Failure, { timeout }: RequestSpec): number {
  const most = timeout ?? Number.POSITIVE_INFINITY
  if (failure === 'timeout') return Math.min(most, SYN_PATIENCE)
  return failure === 'unreachable' ? Math.min(most, ARP_PATIENCE) : 0
}

function who(from: Origin): string {
  if (from.type === 'outside') return 'somebody outside'
  return from.type === 'node' ? `machine ${from.name}` : `pod ${from.name}`
}

function asked({ what, host, port }: RequestSpec): string {
  if (what === 'dns') return `where ${host} is`
  return what === 'ping' ? host : `${host}:${port}`
}

/** Names are asked for in a request of their own. */
function records(way: Way, source: Source, request: RequestSpec): Outcome {
  const { host, record = 'A', server, search = false, timeout } = request
  const resolver = resolverOf(way.cluster, request.from)
  const looked = lookUp(way, source, resolver, {
    name: host,
    type: record,
    search,
    ...(server === undefined ? {} : { server }),
  })
  if (looked.type === 'answers')
    return { type: 'records', server: looked.server, answers: looked.answers, millis: 1 }
  const millis = looked.refused ? 0 : Math.min(timeout ?? DNS_PATIENCE, DNS_PATIENCE)
  return failed('no-dns', '', millis, looked.server)
}

/** Whether something answers an echo there: machines do, and pods whose sandbox is up. */
function echoes(way: Way, { pod }: Arrived): boolean {
  if (!pod) return true
  const runtime = runtimeOf(way.cluster, pod.metadata.uid)
  return runtime !== undefined && !runtime.over && runtime.ip !== ''
}

interface Ended {
  readonly outcome: Outcome
  readonly inside: Inside | undefined
}

function podReference({ metadata }: Pod) {
  return { kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name }
}

function atEnd(way: Way, request: RequestSpec, arrived: Arrived, ip: string): Ended {
  const { node, pod } = arrived
  const object = pod && podReference(pod)
  const hop = { actor: 'container' as const, where: node, ...(object ? { object } : {}) }
  const back = {
    type: 'answered' as const,
    status: 200,
    body: '',
    server: '',
    contentType: '',
    secure: false,
    ip,
  }
  if (request.what === 'ping') {
    if (!echoes(way, arrived)) return { outcome: failed('timeout', ip, 0), inside: undefined }
    way.hop({ ...hop, reason: 'an echo comes back' })
    return { outcome: { ...back, millis: 0 }, inside: undefined }
  }
  const answer = answerAt(way, arrived, request, arrived.client ?? '')
  if (!answer) {
    way.hop({ ...hop, reason: `nobody listens on port ${arrived.port}`, fails: true })
    return { outcome: failed('refused', ip, 0), inside: undefined }
  }
  const { served, by, inside, contentType } = answer
  const { status, server, millis, word } = served
  const told = by ? `container ${by.container}` : node
  const body = request.word === undefined ? served.body : (word?.(request.word) ?? '')
  const secure = speaksTls(arrived.port)
  if (request.strict && request.tls && secure) {
    way.hop({
      ...hop,
      reason: `${told} shows a certificate that the client does not know`,
      fails: true,
    })
    const outcome = { ...back, status: 0, secure, ...(by ? { by } : {}), millis }
    return { outcome, inside: undefined }
  }
  way.hop({ ...hop, reason: `${told} answers ${status}` })
  const outcome: Outcome = {
    ...back,
    status,
    body,
    server,
    contentType,
    secure,
    ...(by ? { by } : {}),
    millis,
  }
  return { outcome, inside }
}

function travel(way: Way, source: Source, request: RequestSpec): Ended {
  const { what, port, protocol } = request
  if (what === 'dns') return { outcome: records(way, source, request), inside: undefined }
  const lost = (failure: Failure, ip: string, millis = patience(failure, request)): Ended => ({
    outcome: failed(failure, ip, millis),
    inside: undefined,
  })
  const resolver = resolverOf(way.cluster, request.from)
  const ip = addressOf(way, source, resolver, request.host)
  if (typeof ip !== 'string') {
    const { timeout = Number.POSITIVE_INFINITY } = request
    return lost(ip.failure, '', Math.min(ip.millis, timeout))
  }
  const used: Protocol = what === 'ping' ? 'ICMP' : protocol
  const found = route(way, source, { to: ip, port, protocol: used })
  return isLost(found) ? lost(found.failure, ip) : atEnd(way, request, found, ip)
}

/** Follows a request through the cluster as it is; writes nothing. `chance` gives an integer below its argument. */
export function trace(
  cluster: Cluster,
  request: RequestSpec,
  chance: (bound: number) => number,
  id = 0,
): Traced {
  const way = new Way(cluster, chance)
  const source = sourceOf(cluster, request.from)
  const told = (outcome: Outcome): Trace => ({
    id,
    at: cluster.now,
    request,
    hops: way.hops,
    outcome,
    services: way.services,
  })
  const start = `${who(request.from)} asks ${asked(request)}`
  const where = source?.node ?? (request.from.type === 'outside' ? 'outside' : '')
  if (!source) {
    way.hop({ actor: 'client', where, reason: `${who(request.from)} does not run`, fails: true })
    return { trace: told(failed('unreachable', '', 0)), stuck: way.stuck, inside: undefined }
  }
  way.hop({ actor: 'client', where, reason: start })
  const { outcome, inside } = travel(way, source, request)
  return { trace: told(outcome), stuck: way.stuck, inside }
}
