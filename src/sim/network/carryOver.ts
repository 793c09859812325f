import type { ServiceSpec } from '../types/index.ts'
import { hasNodePorts, isExternallyAccessible, needsHealthCheck } from './serviceTypes.ts'

const needsAddress = ({ type }: ServiceSpec): boolean => type !== 'ExternalName'

function sameNodePorts(a: ServiceSpec, b: ServiceSpec): boolean {
  const list = ({ ports }: ServiceSpec) => (ports ?? []).map(({ nodePort }) => nodePort ?? 0)
  return String(list(a)) === String(list(b))
}

const isEmpty = (list: readonly unknown[] | undefined): boolean => !list || list.length === 0

/** Addresses and ports that the cluster gave stay when the change does not name them. */
// k8s: pkg/registry/core/service patchAllocatedValues (1.36)
function kept(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  let next = spec
  if (needsAddress(previous) && needsAddress(next)) {
    if (!next.clusterIP && previous.clusterIP) next = { ...next, clusterIP: previous.clusterIP }
    if (isEmpty(next.clusterIPs) && previous.clusterIPs && next.clusterIP === previous.clusterIP)
      next = { ...next, clusterIPs: previous.clusterIPs }
  }
  if (hasNodePorts(previous) && hasNodePorts(next) && next.ports)
    next = {
      ...next,
      ports: next.ports.map((port) => {
        if (port.nodePort) return port
        const old = previous.ports?.find(
          (one) => one.port === port.port && one.protocol === port.protocol,
        )
        const used = next.ports?.some(({ nodePort }) => nodePort && nodePort === old?.nodePort)
        return old?.nodePort && !used ? { ...port, nodePort: old.nodePort } : port
      }),
    }
  const health = previous.healthCheckNodePort
  return needsHealthCheck(previous) && needsHealthCheck(next) && !next.healthCheckNodePort && health
    ? { ...next, healthCheckNodePort: health }
    : next
}

/** What the new type has no use for goes, unless the change itself set it. */
// k8s: pkg/registry/core/service dropTypeDependentFields (1.36)
function dropped(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const next = { ...spec } as Record<string, unknown> & ServiceSpec
  const drop = (field: keyof ServiceSpec): void => {
    if (String(spec[field]) === String(previous[field])) delete next[field as string]
  }
  if (needsAddress(previous) && !needsAddress(spec)) {
    drop('clusterIP')
    drop('clusterIPs')
    drop('ipFamilies')
    drop('ipFamilyPolicy')
  }
  if (hasNodePorts(previous) && !hasNodePorts(spec) && sameNodePorts(previous, spec) && spec.ports)
    Object.assign(next, { ports: spec.ports.map(({ nodePort: _, ...port }) => port) })
  if (needsHealthCheck(previous) && !needsHealthCheck(spec)) drop('healthCheckNodePort')
  if (previous.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    drop('allocateLoadBalancerNodePorts')
    drop('loadBalancerClass')
  }
  if (isExternallyAccessible(previous) && !isExternallyAccessible(spec))
    drop('externalTrafficPolicy')
  if (previous.type === 'ExternalName' && spec.type !== 'ExternalName') drop('externalName')
  return next
}

/** The spec of an update with what it leaves unsaid taken from before. */
export function carriedOver(spec: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  return dropped(kept(spec, previous), previous)
}
