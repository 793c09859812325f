import type { Service } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { balancerText, formatLabels } from './text.ts'

/** EXTERNAL-IP; never cut short, because the API server prints every table in full. */
// k8s: pkg/printers/internalversion getServiceExternalIP (1.36)
function externalAddress({ spec, status }: Service): string {
  const external = spec.externalIPs ?? []
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.join(',') || '<none>'
    case 'LoadBalancer': {
      const balancer = balancerText(status.loadBalancer?.ingress)
      return [balancer, ...external].filter((one) => one !== '').join(',') || '<pending>'
    }
    case 'ExternalName':
      return spec.externalName ?? ''
    default:
      return '<unknown>'
  }
}

function ports({ spec }: Service): string {
  const list = (spec.ports ?? []).map((port) => {
    const number = port.nodePort ? `${port.port}:${port.nodePort}` : String(port.port)
    return `${number}/${port.protocol}`
  })
  return list.join(',') || '<none>'
}

export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  { name: 'TYPE', cell: ({ spec }) => spec.type ?? '' },
  { name: 'CLUSTER-IP', cell: ({ spec }) => spec.clusterIPs?.[0] || spec.clusterIP || '<none>' },
  { name: 'EXTERNAL-IP', cell: externalAddress },
  { name: 'PORT(S)', cell: ports },
  ageColumn,
  { name: 'SELECTOR', wide: true, cell: ({ spec }) => formatLabels(spec.selector) },
]
