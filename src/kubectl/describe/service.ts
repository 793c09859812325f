import type { EndpointSlice, Service, ServicePort } from '../../sim/types/index.ts'
import { formatLabels, hostPort } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printHead } from './meta.ts'
import { Page } from './page.ts'
import type { DescribeReader, Describer } from './reader.ts'

const SHOWN = 3

export function slicesOf(
  reader: DescribeReader,
  namespace: string,
  service: string,
): readonly EndpointSlice[] {
  return reader
    .list('EndpointSlice', { namespace })
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
}

/** The ready addresses behind a port, the first three of them. */
// k8s: kubectl/pkg/describe formatEndpointSlices (1.36)
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>'
  const list = slices.flatMap((slice) => {
    const ready = (slice.endpoints ?? [])
      .filter((endpoint) => endpoint.conditions?.ready !== false)
      .map((endpoint) => endpoint.addresses[0] ?? '')
    const ports = slice.ports ?? []
    if (ports.length === 0) return ready
    return ports
      .filter((port) => (port.name ?? '') === portName)
      .flatMap((port) => ready.map((address) => hostPort(address, port.port ?? 0)))
  })
  const text = list.slice(0, SHOWN).join(',')
  return list.length > SHOWN ? `${text} + ${list.length - SHOWN} more...` : text
}

function printPort(page: Page, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name || '<unset>'
  const protocol = port.protocol ?? ''
  page.field(0, 'Port', `${name}\t${port.port}/${protocol}`)
  page.field(0, 'TargetPort', `${port.targetPort ?? 0}/${protocol}`)
  if (port.appProtocol) page.field(0, 'AppProtocol', port.appProtocol)
  if (port.nodePort) page.field(0, 'NodePort', `${name}\t${port.nodePort}/${protocol}`)
  page.field(0, 'Endpoints', endpointsText(slices, port.name ?? ''))
}

function printAddresses(page: Page, { spec, status }: Service): void {
  if (spec.ipFamilyPolicy) page.field(0, 'IP Family Policy', spec.ipFamilyPolicy)
  page.field(0, 'IP Families', spec.ipFamilies?.join(',') || '<none>')
  page.field(0, 'IP', spec.clusterIP ?? '')
  page.field(0, 'IPs', spec.clusterIPs?.join(',') || '<none>')
  if (spec.externalIPs?.length) page.field(0, 'External IPs', spec.externalIPs.join(','))
  if (spec.loadBalancerIP) page.field(0, 'Desired LoadBalancer IP', spec.loadBalancerIP)
  if (spec.externalName) page.field(0, 'External Name', spec.externalName)
  const ingress = status.loadBalancer?.ingress ?? []
  const texts = ingress.map(({ ip, ipMode, hostname = '' }) => {
    if (!ip) return hostname
    return ipMode ? `${ip} (${ipMode})` : ip
  })
  if (texts.length > 0) page.field(0, 'LoadBalancer Ingress', texts.join(', '))
}

// k8s: kubectl/pkg/describe describeService (1.36)
export const describeService: Describer<Service> = (service, context) => {
  const page = new Page()
  const { metadata, spec } = service
  printHead(page, service, true)
  page.field(0, 'Selector', formatLabels(spec.selector))
  page.field(0, 'Type', spec.type ?? '')
  printAddresses(page, service)
  const slices = slicesOf(context.reader, metadata.namespace ?? '', metadata.name)
  for (const port of spec.ports ?? []) printPort(page, port, slices)
  page.field(0, 'Session Affinity', spec.sessionAffinity ?? '')
  if (spec.externalTrafficPolicy) {
    page.field(0, 'External Traffic Policy', spec.externalTrafficPolicy)
  }
  if (spec.internalTrafficPolicy) {
    page.field(0, 'Internal Traffic Policy', spec.internalTrafficPolicy)
  }
  if (spec.healthCheckNodePort) page.field(0, 'HealthCheck NodePort', spec.healthCheckNodePort)
  const ranges = spec.loadBalancerSourceRanges ?? []
  if (ranges.length > 0) page.field(0, 'LoadBalancer Source Ranges', ranges.join(','))
  if (spec.trafficDistribution) page.field(0, 'Traffic Distribution', spec.trafficDistribution)
  printEvents(page, service, context)
  return page.text()
}
