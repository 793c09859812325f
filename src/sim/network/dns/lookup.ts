import { imageFacts } from '../../kubelet/behaviour/facts.ts'
import { toNumber } from '../addresses.ts'
import { seen } from '../answer.ts'
import type { DnsAnswer, RecordType } from '../request.ts'
import { containersAt, isLost, route } from '../route.ts'
import type { Source, Way } from '../way.ts'
import { answerTo } from './records.ts'
import { candidates, dnsAddress, hasDnsPods, outsideAnswer, type Resolver } from './resolver.ts'

const DNS_PORT = 53
/** A resolver asks twice and waits five seconds each time. */
export const DNS_PATIENCE = 10_000

/** What asking the name service came to. */
export type Looked =
  | { readonly type: 'answers'; readonly server: string; readonly answers: readonly DnsAnswer[] }
  | { readonly type: 'silent'; readonly server: string; readonly refused: boolean }

/** Whether a program that gives out the cluster's names answers behind the address. */
function reached(way: Way, source: Source, server: string): 'yes' | 'no' | 'refused' {
  const found = route(way, source, { to: server, port: DNS_PORT, protocol: 'UDP' })
  if (isLost(found)) return found.failure === 'refused' ? 'refused' : 'no'
  const { cluster } = way
  const serving = containersAt(way, found).some((inside) => {
    const { container, startedAt } = seen(inside)
    const facts = imageFacts(container.image)
    return facts.ports.includes(found.port) && cluster.now - startedAt >= facts.upAfter
  })
  if (serving) return 'yes'
  way.hop({
    actor: 'container',
    where: found.node,
    reason: `nobody listens on port ${found.port}`,
    fails: true,
  })
  return 'refused'
}

/** One server is asked about one name after the other until one has what is wanted. */
function askAll(
  way: Way,
  names: readonly string[],
  type: RecordType,
  ofCluster: boolean,
): readonly DnsAnswer[] {
  const answers: DnsAnswer[] = []
  for (const name of names) {
    const zoned = ofCluster ? answerTo(way.cluster, name, type) : undefined
    // What is not of its zone the name service hands on to the machines' own.
    const answer =
      zoned && (zoned.code === 'NOERROR' || name.endsWith('.cluster.local'))
        ? zoned
        : outsideAnswer(way.cluster, name)
    answers.push(answer)
    if (answer.records.length > 0) break
  }
  return answers
}

function tell(way: Way, answers: readonly DnsAnswer[], where: string): void {
  const last = answers.at(-1)
  const value = last?.records.at(-1)?.value
  const before = answers.slice(0, -1).map(({ name }) => name)
  const tried = before.length > 0 ? ` (no such name: ${before.join(', ')})` : ''
  if (last && value !== undefined) {
    const all = last.records.filter(({ type }) => type !== 'CNAME')
    const values = (all.length > 0 ? all : last.records).map((one) => one.value).join(', ')
    way.hop({ actor: 'dns', where, reason: `${last.name} is ${values}${tried}` })
    return
  }
  const names = answers.map(({ name }) => name).join(', ')
  way.hop({ actor: 'dns', where, reason: `no such name: ${names}`, fails: true })
}

export interface Question {
  readonly name: string
  readonly type: RecordType
  /** Which server, when not the first of the resolver's. */
  readonly server?: string
  readonly search: boolean
}

/** Asks the resolver's name server, which has to be reached like anybody else. */
export function lookUp(way: Way, source: Source, resolver: Resolver, question: Question): Looked {
  const { cluster } = way
  const server = question.server ?? resolver.servers[0] ?? ''
  const own = dnsAddress(cluster)
  const ofCluster = server === own || question.server !== undefined
  const names = question.search
    ? candidates(question.name, resolver)
    : [question.name.replace(/\.$/, '')]
  if (ofCluster && !(server === own && !hasDnsPods(cluster))) {
    const there = reached(way, source, server)
    if (there !== 'yes') return { type: 'silent', server, refused: there === 'refused' }
  }
  const answers = askAll(way, names, question.type, ofCluster)
  tell(way, answers, source.node ?? 'outside')
  return { type: 'answers', server, answers }
}

/** The address behind a name or an address; why not otherwise. */
export function addressOf(
  way: Way,
  source: Source,
  resolver: Resolver,
  host: string,
): string | { readonly failure: 'unresolved' | 'no-dns'; readonly millis: number } {
  if (toNumber(host) !== undefined) return host
  const known = ownName(source, host)
  if (known !== undefined) return known
  if (resolver.servers.length === 0) return { failure: 'unresolved', millis: 0 }
  const looked = lookUp(way, source, resolver, { name: host, type: 'A', search: true })
  if (looked.type === 'silent')
    return { failure: 'no-dns', millis: looked.refused ? 0 : DNS_PATIENCE }
  const addresses = (looked.answers.at(-1)?.records ?? []).filter(({ type }) => type === 'A')
  const ip = addresses[addresses.length > 1 ? way.chance(addresses.length) : 0]?.value
  return ip ?? { failure: 'unresolved', millis: 0 }
}

/** What stands in the hosts file: the pod's own name, and localhost. */
function ownName({ ip, pod, node }: Source, host: string): string | undefined {
  if (host === 'localhost' && (pod || node !== undefined)) return ip
  if (pod) {
    const { hostname, hostAliases } = pod.spec
    if (host === (hostname ?? pod.metadata.name)) return ip
    return hostAliases?.find(({ hostnames }) => hostnames?.includes(host))?.ip
  }
  return node !== undefined && host === node ? ip : undefined
}
