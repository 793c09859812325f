import type { ReplicaSet } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { containerColumns } from './containers.ts'
import { formatSelector } from './text.ts'

export const replicaSetColumns: readonly Column<ReplicaSet>[] = [
  nameColumn,
  { name: 'DESIRED', cell: ({ spec }) => spec.replicas ?? 0 },
  { name: 'CURRENT', cell: ({ status }) => status.replicas ?? 0 },
  { name: 'READY', cell: ({ status }) => status.readyReplicas ?? 0 },
  ageColumn,
  ...containerColumns<ReplicaSet>((set) => set.spec.template),
  { name: 'SELECTOR', wide: true, cell: ({ spec }) => formatSelector(spec.selector) },
]
