import type { Lease } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const leaseColumns: readonly Column<Lease>[] = [
  nameColumn,
  { name: 'HOLDER', cell: (lease) => lease.spec.holderIdentity ?? '' },
  ageColumn,
]
