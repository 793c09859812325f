import type { Endpoints } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { firstThree, hostPort } from './text.ts'

// k8s: pkg/printers/internalversion formatEndpoints (1.36)
function addresses(endpoints: Endpoints): string {
  const list = (endpoints.subsets ?? []).flatMap((subset) => {
    const ready = subset.addresses ?? []
    const ports = subset.ports ?? []
    if (ports.length === 0) return ready.map((address) => address.ip)
    return ports.flatMap((port) => ready.map((address) => hostPort(address.ip, port.port)))
  })
  return firstThree(list, '<none>')
}

export const endpointsColumns: readonly Column<Endpoints>[] = [
  nameColumn,
  { name: 'ENDPOINTS', cell: addresses },
  ageColumn,
]
