import type { Cluster } from '../../cluster.ts'
import type { Endpoint, EndpointSlice, Service } from '../../types/index.ts'
import { toNumber } from '../addresses.ts'
import { isHeadless } from '../families.ts'
import { slicesFor } from '../proxy/view.ts'
import type { DnsAnswer, DnsRecord, RecordType } from '../request.ts'

/** The name service's answers out of the API's objects, as CoreDNS with its kubernetes plugin gives them. */

export const ZONE = 'cluster.local'
const TTL = 30
const NAME_ERROR = 'NXDOMAIN'

type Reading = Pick<Cluster, 'list' | 'find'>

const dashed = (ip: string): string => ip.replaceAll('.', '-')

function none(name: string): DnsAnswer {
  return { name, code: NAME_ERROR, records: [] }
}

function empty(name: string): DnsAnswer {
  return { name, code: 'NOERROR', records: [] }
}

const record = (name: string, type: DnsRecord['type'], value: string): DnsRecord => ({
  name,
  type,
  value,
  ttl: TTL,
})

/** An endpoint that the name service tells of, with a port of its slice. */
interface Told {
  readonly host: string
  readonly ip: string
  readonly ports: NonNullable<EndpointSlice['ports']>
}

const isTold = ({ conditions }: Endpoint): boolean => conditions?.ready ?? true

function toldOf(cluster: Reading, service: Service): readonly Told[] {
  const slices = slicesFor(
    {
      services: [],
      slices: cluster.list('EndpointSlice', { namespace: service.metadata.namespace ?? '' }),
    },
    service,
  )
  return slices.flatMap(({ endpoints, ports }) =>
    (endpoints ?? [])
      .filter(isTold)
      .flatMap(({ addresses, hostname }) =>
        addresses.map((ip) => ({ host: hostname ?? dashed(ip), ip, ports: ports ?? [] })),
      ),
  )
}

/** A question below `svc.cluster.local`, in its parts. */
interface Question {
  readonly name: string
  readonly namespace: string
  readonly service: string
  readonly endpoint: string | undefined
  readonly port: string | undefined
  readonly protocol: string | undefined
}

/** `[_port._protocol.][endpoint.]service.namespace`; undefined for anything else. */
// k8s: coredns plugin/kubernetes/parse.go parseRequest
function questionOf(name: string, labels: readonly string[]): Question | undefined {
  const [namespace, service, ...rest] = labels.toReversed()
  if (namespace === undefined || service === undefined || rest.length > 2) return undefined
  const parts = { name, namespace, service }
  if (rest.length === 2) {
    const [protocol = '', port = ''] = rest
    if (!protocol.startsWith('_') || !port.startsWith('_')) return undefined
    return { ...parts, endpoint: undefined, port: port.slice(1), protocol: protocol.slice(1) }
  }
  return { ...parts, endpoint: rest[0], port: undefined, protocol: undefined }
}

function asksFor(
  { port, protocol }: Question,
  one: { readonly name?: string; readonly protocol?: string },
): boolean {
  if (port !== undefined && port !== '*' && port !== (one.name ?? '')) return false
  return protocol === undefined || protocol === (one.protocol ?? 'TCP').toLowerCase()
}

function fromEndpoints(question: Question, told: readonly Told[], type: RecordType): DnsAnswer {
  const { name, namespace, service, endpoint } = question
  const found = told.filter(({ host, ip, ports }) => {
    const named = endpoint === undefined || host === endpoint || dashed(ip) === endpoint
    return named && (ports.length === 0 || ports.some((one) => asksFor(question, one)))
  })
  if (found.length === 0) return none(name)
  if (type === 'A')
    return {
      ...empty(name),
      records: [...new Set(found.map(({ ip }) => ip))].map((ip) => record(name, 'A', ip)),
    }
  if (type !== 'SRV') return empty(name)
  const records = found.flatMap(({ host, ports }) =>
    ports
      .filter((one) => asksFor(question, one))
      .map(({ port = 0 }) =>
        record(
          name,
          'SRV',
          `0 ${Math.floor(100 / found.length)} ${port} ${host}.${service}.${namespace}.svc.${ZONE}.`,
        ),
      ),
  )
  return { ...empty(name), records }
}

function fromService(question: Question, { spec }: Service, type: RecordType): DnsAnswer {
  const { name, namespace, service } = question
  const ports = (spec.ports ?? []).filter((one) => asksFor(question, one))
  if (ports.length === 0) return none(name)
  if (type === 'A') return { ...empty(name), records: [record(name, 'A', spec.clusterIP ?? '')] }
  if (type !== 'SRV') return empty(name)
  const weight = Math.floor(100 / ports.length)
  return {
    ...empty(name),
    records: ports.map(({ port }) =>
      record(name, 'SRV', `0 ${weight} ${port} ${service}.${namespace}.svc.${ZONE}.`),
    ),
  }
}

// k8s: coredns plugin/kubernetes Kubernetes.findServices
function ofService(cluster: Reading, question: Question, type: RecordType): DnsAnswer {
  const { name, namespace, service: wanted, endpoint } = question
  const service = cluster.find('Service', namespace, wanted)
  if (!service) return none(name)
  const { spec } = service
  if (spec.type === 'ExternalName') {
    if (endpoint !== undefined) return none(name)
    const target = spec.externalName ?? ''
    const alias = record(name, 'CNAME', `${target.replace(/\.$/, '')}.`)
    const further = type === 'CNAME' ? undefined : answerTo(cluster, target, type)
    return { ...empty(name), records: [alias, ...(further?.records ?? [])] }
  }
  if (isHeadless(spec) || endpoint !== undefined)
    return fromEndpoints(question, toldOf(cluster, service), type)
  return fromService(question, service, type)
}

/** `1-2-3-4.namespace.pod`: the address in the name, whoever has it. */
function ofPod(
  cluster: Reading,
  name: string,
  labels: readonly string[],
  type: RecordType,
): DnsAnswer {
  const [address = '', namespace = ''] = labels
  const ip = address.replaceAll('-', '.')
  if (labels.length > 2 || !cluster.find('Namespace', '', namespace)) return none(name)
  if (labels.length === 1) return empty(name)
  if (toNumber(ip) === undefined) return none(name)
  return type === 'A' ? { ...empty(name), records: [record(name, 'A', ip)] } : empty(name)
}

/** Names of addresses: those of Services and of the endpoints that have names. */
function reverse(cluster: Reading, name: string): DnsAnswer {
  const ip = name
    .replace(/\.in-addr\.arpa$/, '')
    .split('.')
    .toReversed()
    .join('.')
  const zoned = ({ metadata }: Service) => `${metadata.name}.${metadata.namespace}.svc.${ZONE}.`
  const names = cluster.list('Service').flatMap((service) => {
    if (service.spec.clusterIP === ip) return [zoned(service)]
    return toldOf(cluster, service)
      .filter((one) => one.ip === ip)
      .map(({ host }) => `${host}.${zoned(service)}`)
  })
  if (names.length === 0) return none(name)
  return { ...empty(name), records: names.map((one) => record(name, 'PTR', one)) }
}

/** What the cluster's name service says of a full name. */
export function answerTo(cluster: Reading, asked: string, type: RecordType): DnsAnswer {
  const name = asked.toLowerCase().replace(/\.$/, '')
  if (type === 'PTR' || name.endsWith('.in-addr.arpa')) return reverse(cluster, name)
  if (name !== ZONE && !name.endsWith(`.${ZONE}`)) return none(name)
  const labels = name
    .slice(0, -ZONE.length - 1)
    .split('.')
    .filter((label) => label !== '')
  const sort = labels.at(-1)
  const inside = labels.slice(0, -1)
  if (sort === undefined) return empty(name)
  if (sort === 'pod') return inside.length === 0 ? empty(name) : ofPod(cluster, name, inside, type)
  if (sort !== 'svc') return none(name)
  const [only] = inside
  if (only === undefined) return empty(name)
  if (inside.length === 1) return cluster.find('Namespace', '', only) ? empty(name) : none(name)
  const question = questionOf(name, inside)
  return question ? ofService(cluster, question, type) : none(name)
}
