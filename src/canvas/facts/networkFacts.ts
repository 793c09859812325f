import type { EndpointSlice, Ingress, Service } from '../../sim/index.ts'

type NetworkObject = EndpointSlice | Ingress | Service

function serviceLine({ spec, status }: Service): string {
  const outside = status.loadBalancer?.ingress?.map((one) => one.ip ?? one.hostname ?? '') ?? []
  const address = outside.length > 0 ? outside.join(',') : (spec.clusterIP ?? '')
  const ports = (spec.ports ?? []).map((one) =>
    one.nodePort === undefined ? `${one.port}` : `${one.port}:${one.nodePort}`,
  )
  return [address, ports.join(',')].filter((part) => part !== '').join(' · ')
}

function ingressLine({ spec }: Ingress): string {
  const hosts = (spec.rules ?? []).map((rule) => rule.host ?? '*')
  return hosts.join(', ')
}

/** Second and third line of a card of the network region: what sort it is, and where it can be reached. */
export function networkLines(object: NetworkObject): readonly [sort: string, where: string] {
  switch (object.kind) {
    case 'Service':
      return [object.spec.type ?? 'ClusterIP', serviceLine(object)]
    case 'Ingress':
      return ['Ingress', ingressLine(object)]
    case 'EndpointSlice':
      return [
        'EndpointSlice',
        (object.endpoints ?? []).flatMap((endpoint) => endpoint.addresses).join(', '),
      ]
  }
}
