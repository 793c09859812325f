import type { Namespace } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const namespaceColumns: readonly Column<Namespace>[] = [
  nameColumn,
  { name: 'STATUS', cell: (namespace) => namespace.status.phase ?? '' },
  ageColumn,
]
