import type { PodDisruptionBudget } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const podDisruptionBudgetColumns: readonly Column<PodDisruptionBudget>[] = [
  nameColumn,
  { name: 'MIN AVAILABLE', cell: ({ spec }) => String(spec.minAvailable ?? 'N/A') },
  { name: 'MAX UNAVAILABLE', cell: ({ spec }) => String(spec.maxUnavailable ?? 'N/A') },
  { name: 'ALLOWED DISRUPTIONS', cell: ({ status }) => status.disruptionsAllowed ?? 0 },
  ageColumn,
]
