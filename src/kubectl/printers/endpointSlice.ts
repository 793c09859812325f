import type { EndpointSlice } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { firstThree } from './text.ts'

export const endpointSliceColumns: readonly Column<EndpointSlice>[] = [
  nameColumn,
  { name: 'ADDRESSTYPE', cell: (slice) => slice.addressType },
  {
    name: 'PORTS',
    cell: (slice) =>
      firstThree(
        (slice.ports ?? []).map((port) => String(port.port ?? '*')),
        '<unset>',
      ),
  },
  {
    name: 'ENDPOINTS',
    cell: (slice) =>
      firstThree(
        (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses),
        '<unset>',
      ),
  },
  ageColumn,
]
