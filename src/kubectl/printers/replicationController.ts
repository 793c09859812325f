import type { ReplicationController } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { containerColumns } from './containers.ts'
import { formatLabels } from './text.ts'

export const replicationControllerColumns: readonly Column<ReplicationController>[] = [
  nameColumn,
  { name: 'DESIRED', cell: ({ spec }) => spec.replicas ?? 0 },
  { name: 'CURRENT', cell: ({ status }) => status.replicas ?? 0 },
  { name: 'READY', cell: ({ status }) => status.readyReplicas ?? 0 },
  ageColumn,
  ...containerColumns<ReplicationController>((controller) => controller.spec.template),
  { name: 'SELECTOR', wide: true, cell: ({ spec }) => formatLabels(spec.selector) },
]
