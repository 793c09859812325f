import type { NetworkPolicy } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { formatSelector } from './text.ts'

export const networkPolicyColumns: readonly Column<NetworkPolicy>[] = [
  nameColumn,
  { name: 'POD-SELECTOR', cell: ({ spec }) => formatSelector(spec.podSelector) },
  ageColumn,
]
