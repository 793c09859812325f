import { invalid as invalidField } from '../admission/fieldErrors.ts'
import { type FieldError, internalError, invalid } from '../errors.ts'
import type { AdmissionContext } from '../kinds/kind.ts'
import type { Draft, Service, ServicePort, ServiceSpec } from '../types/index.ts'
import { clusterAddress, NodePorts, Unavailable } from './allocators.ts'
import { isHeadless, withFamilies } from './families.ts'
import { hasNodePorts, needsHealthCheck } from './serviceTypes.ts'

const SERVICE = { kind: 'Service', group: '' } as const

function refuse(name: string, errors: readonly FieldError[]): never {
  throw invalid(SERVICE, name, errors)
}

/** Runs what may find an address or port taken; `field` and `value` name what was asked for. */
function attempt<T>(name: string, ask: () => T, field: string, value: unknown, prefix = ''): T {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    return refuse(name, [invalidField(field, value, `${prefix}${error.message}`)])
  }
}

/** Runs what takes any that is free. */
function anyFree<T>(ask: () => T, what: string): T {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    throw internalError(`failed to allocate a ${what}: ${error.message}`)
  }
}

/** k8s: pkg/registry/core/service/storage Allocators.allocClusterIPs (1.36) */
function withAddress(
  context: AdmissionContext,
  name: string,
  spec: ServiceSpec,
  own?: Service,
): ServiceSpec {
  if (spec.type === 'ExternalName' || isHeadless(spec)) return spec
  const asked = spec.clusterIPs?.[0] ?? ''
  const address =
    asked === ''
      ? anyFree(() => clusterAddress(context, '', own), 'serviceIP')
      : attempt(
          name,
          () => clusterAddress(context, asked, own),
          'spec.clusterIPs',
          spec.clusterIPs,
          `failed to allocate IP ${asked}: `,
        )
  return { ...spec, clusterIP: address, clusterIPs: [address] }
}

function wantsNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type !== 'LoadBalancer' || allocateLoadBalancerNodePorts !== false
}

/** Ports of one number under several protocols share their node port. */
// k8s: pkg/registry/core/service/storage initNodePorts (1.36)
function firstPorts(spec: ServiceSpec, name: string, pool: NodePorts): readonly ServicePort[] {
  const given = new Map<number, number>()
  const ports = spec.ports ?? []
  const take = (port: number, i: number): number => {
    attempt(name, () => pool.take(port), `spec.ports[${i}].nodePort`, port)
    return port
  }
  const first = (port: number, i: number): number => {
    const wanted = ports.find((one) => one.port === port && one.nodePort)?.nodePort
    return wanted ? take(wanted, i) : anyFree(() => pool.next(), 'nodePort')
  }
  return ports.map((port, i) => {
    const asked = port.nodePort ?? 0
    if (asked === 0 && !wantsNodePorts(spec)) return port
    const known = given.get(port.port)
    if (known !== undefined && asked !== 0 && asked !== known) take(asked, i)
    const nodePort = known ?? first(port.port, i)
    given.set(port.port, nodePort)
    return known !== undefined && asked !== 0 ? port : { ...port, nodePort }
  })
}

/** k8s: pkg/registry/core/service/storage Allocators.updateNodePorts (1.36) */
function nextPorts(
  spec: ServiceSpec,
  before: ServiceSpec,
  name: string,
  pool: NodePorts,
): readonly ServicePort[] {
  const mine = new Set((before.ports ?? []).map(({ nodePort }) => nodePort ?? 0))
  return (spec.ports ?? []).map((port, i) => {
    const asked = port.nodePort ?? 0
    if (asked === 0)
      return wantsNodePorts(spec)
        ? { ...port, nodePort: anyFree(() => pool.next(), 'nodePort') }
        : port
    if (!mine.has(asked)) {
      attempt(name, () => pool.take(asked), `spec.ports[${i}].nodePort`, asked)
      mine.add(asked)
    }
    return port
  })
}

/** k8s: pkg/registry/core/service/storage Allocators.allocHealthCheckNodePort and updateHealthCheckNodePort (1.36) */
function withHealthCheck(
  spec: ServiceSpec,
  before: ServiceSpec | undefined,
  pool: NodePorts,
): ServiceSpec {
  const needed = before !== undefined && needsHealthCheck(before)
  if (!needsHealthCheck(spec)) {
    const { healthCheckNodePort, ...rest } = spec
    return needed && healthCheckNodePort === before.healthCheckNodePort ? rest : spec
  }
  if (needed) return spec
  const asked = spec.healthCheckNodePort ?? 0
  if (asked === 0)
    return { ...spec, healthCheckNodePort: anyFree(() => pool.next(), 'HealthCheck NodePort') }
  try {
    pool.take(asked)
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    throw internalError(
      `failed to allocate requested HealthCheck NodePort ${asked}: ${error.message}`,
    )
  }
  return spec
}

function withPorts(
  context: AdmissionContext,
  name: string,
  spec: ServiceSpec,
  before: ServiceSpec | undefined,
  own?: Service,
): ServiceSpec {
  const pool = new NodePorts(context, own)
  if (!hasNodePorts(spec)) return withHealthCheck(spec, before, pool)
  const ports = before ? nextPorts(spec, before, name, pool) : firstPorts(spec, name, pool)
  return withHealthCheck({ ...spec, ports }, before, pool)
}

/** A new Service with the addresses and ports that the cluster gives it. Throws ApiError when they cannot be had. */
// k8s: pkg/registry/core/service/storage Allocators.allocateCreate (1.36)
export function allocated(draft: Draft<Service>, context: AdmissionContext): Draft<Service> {
  const { name = '' } = draft.metadata
  const { spec, errors } = withFamilies(draft.spec)
  if (errors.length > 0) refuse(name, errors)
  const addressed = withAddress(context, name, spec)
  return { ...draft, spec: withPorts(context, name, addressed, undefined) }
}

/** A changed Service with what the change needs. */
// k8s: pkg/registry/core/service/storage Allocators.allocateUpdate (1.36)
export function reallocated(next: Service, previous: Service, context: AdmissionContext): Service {
  const { name } = next.metadata
  const { spec, errors } = withFamilies(next.spec, previous.spec)
  if (errors.length > 0) refuse(name, errors)
  const begins = previous.spec.type === 'ExternalName' && spec.type !== 'ExternalName'
  const addressed = begins ? withAddress(context, name, spec, next) : spec
  return { ...next, spec: withPorts(context, name, addressed, previous.spec, next) }
}
