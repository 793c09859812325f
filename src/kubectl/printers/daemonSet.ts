import type { DaemonSet } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { containerColumns } from './containers.ts'
import { formatLabels, formatSelector } from './text.ts'

export const daemonSetColumns: readonly Column<DaemonSet>[] = [
  nameColumn,
  { name: 'DESIRED', cell: ({ status }) => status.desiredNumberScheduled ?? 0 },
  { name: 'CURRENT', cell: ({ status }) => status.currentNumberScheduled ?? 0 },
  { name: 'READY', cell: ({ status }) => status.numberReady ?? 0 },
  { name: 'UP-TO-DATE', cell: ({ status }) => status.updatedNumberScheduled ?? 0 },
  { name: 'AVAILABLE', cell: ({ status }) => status.numberAvailable ?? 0 },
  { name: 'NODE SELECTOR', cell: ({ spec }) => formatLabels(spec.template.spec.nodeSelector) },
  ageColumn,
  ...containerColumns<DaemonSet>((set) => set.spec.template),
  { name: 'SELECTOR', wide: true, cell: ({ spec }) => formatSelector(spec.selector) },
]
