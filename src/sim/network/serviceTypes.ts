import type { ServiceSpec } from '../types/index.ts'

/** k8s: pkg/api/service ExternallyAccessible (1.36) */
export function isExternallyAccessible({ type, externalIPs }: ServiceSpec): boolean {
  return (
    type === 'LoadBalancer' ||
    type === 'NodePort' ||
    (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0)
  )
}

/** k8s: pkg/api/service NeedsHealthCheck (1.36) */
export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local'
}

/** Whether the Service owns ports of the nodes. */
export function hasNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer'
}
