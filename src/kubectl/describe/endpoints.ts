import type { Endpoint, EndpointSlice, Endpoints } from '../../sim/types/index.ts'
import { printEvents } from './events.ts'
import { printHead } from './meta.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

const UNSET = '<unset>'

// k8s: kubectl/pkg/describe describeEndpoints (1.36)
export const describeEndpoints: Describer<Endpoints> = (endpoints, context) => {
  const page = new Page()
  printHead(page, endpoints, true)
  page.line(0, 'Subsets:')
  for (const subset of endpoints.subsets ?? []) {
    const ready = (subset.addresses ?? []).map(({ ip }) => ip).join(',')
    const notReady = (subset.notReadyAddresses ?? []).map(({ ip }) => ip).join(',')
    page.field(1, 'Addresses', ready || '<none>')
    page.field(1, 'NotReadyAddresses', notReady || '<none>')
    const ports = subset.ports ?? []
    if (ports.length > 0) {
      page.line(1, 'Ports:')
      page.line(2, 'Name\tPort\tProtocol')
      page.line(2, '----\t----\t--------')
    }
    for (const { name, port, protocol = '' } of ports) {
      page.line(2, `${name || UNSET}\t${port}\t${protocol}`)
    }
    page.line(0, '')
  }
  printEvents(page, endpoints, context)
  return page.text()
}

function printEndpoint(page: Page, endpoint: Endpoint): void {
  page.field(1, '- Addresses', endpoint.addresses.join(', ') || '<none>')
  page.line(2, 'Conditions:')
  page.field(3, 'Ready', endpoint.conditions?.ready ?? UNSET)
  page.field(2, 'Hostname', endpoint.hostname ?? UNSET)
  const target = endpoint.targetRef
  if (target) page.field(2, 'TargetRef', `${target.kind ?? ''}/${target.name ?? ''}`)
  page.field(2, 'NodeName', endpoint.nodeName ?? UNSET)
  page.field(2, 'Zone', endpoint.zone ?? UNSET)
}

// k8s: kubectl/pkg/describe describeEndpointSliceV1 (1.36)
export const describeEndpointSlice: Describer<EndpointSlice> = (slice, context) => {
  const page = new Page()
  printHead(page, slice, true)
  page.field(0, 'AddressType', slice.addressType)
  const ports = slice.ports ?? []
  page.line(0, ports.length === 0 ? 'Ports: <unset>' : 'Ports:')
  if (ports.length > 0) {
    page.line(1, 'Name\tPort\tProtocol')
    page.line(1, '----\t----\t--------')
  }
  for (const { name, port, protocol = '' } of ports) {
    page.line(1, `${name || UNSET}\t${port ?? UNSET}\t${protocol}`)
  }
  const endpoints = slice.endpoints ?? []
  page.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:')
  for (const endpoint of endpoints) printEndpoint(page, endpoint)
  printEvents(page, slice, context)
  return page.text()
}
