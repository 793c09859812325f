import type { Service, ServicePort } from '../../types/index.ts'
import type { ProxyView } from './view.ts'

/** The rule of a proxy that a packet meets. */
export interface Match {
  readonly service: Service
  readonly port: ServicePort
  /** Which of the Service's addresses it was. */
  readonly by: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalIP'
}

interface Packet {
  readonly to: string
  readonly port: number
  readonly protocol: string
}

export function loadBalancerAddresses({ spec, status }: Service): readonly string[] {
  if (spec.type !== 'LoadBalancer') return []
  return (status.loadBalancer?.ingress ?? []).flatMap(({ ip, ipMode }) =>
    ip !== undefined && ipMode !== 'Proxy' ? [ip] : [],
  )
}

function addressKind(service: Service, to: string): Match['by'] | undefined {
  const { clusterIP, externalIPs, type } = service.spec
  if (type === 'ExternalName') return undefined
  if (clusterIP === to) return 'ClusterIP'
  if (externalIPs?.includes(to)) return 'ExternalIP'
  return loadBalancerAddresses(service).includes(to) ? 'LoadBalancer' : undefined
}

const speaks = ({ protocol }: Packet, port: ServicePort): boolean =>
  (port.protocol ?? 'TCP') === protocol

/** The rule for the packet; `own` says that it is for an address of the node itself. */
// k8s: pkg/proxy/iptables syncProxyRules (1.36)
export function matchOf(view: ProxyView, packet: Packet, own: boolean): Match | undefined {
  for (const service of view.services) {
    const by = addressKind(service, packet.to)
    for (const port of service.spec.ports ?? []) {
      if (!speaks(packet, port)) continue
      if (by && port.port === packet.port) return { service, port, by }
      if (own && port.nodePort !== undefined && port.nodePort === packet.port)
        return { service, port, by: 'NodePort' }
    }
  }
  return undefined
}
