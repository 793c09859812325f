import type { Ingress } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { balancerText } from './text.ts'

// k8s: pkg/printers/internalversion formatHosts (1.36)
function hosts({ spec }: Ingress): string {
  const rules = spec.rules ?? []
  const named = rules.map((rule) => rule.host ?? '').filter((host) => host !== '')
  if (named.length === 0) return '*'
  const list = named.slice(0, 3).join(',')
  return named.length > 3 ? `${list} + ${rules.length - 3} more...` : list
}

export const ingressColumns: readonly Column<Ingress>[] = [
  nameColumn,
  { name: 'CLASS', cell: ({ spec }) => spec.ingressClassName ?? '<none>' },
  { name: 'HOSTS', cell: hosts },
  { name: 'ADDRESS', cell: ({ status }) => balancerText(status.loadBalancer?.ingress) },
  { name: 'PORTS', cell: ({ spec }) => (spec.tls?.length ? '80, 443' : '80') },
  ageColumn,
]
