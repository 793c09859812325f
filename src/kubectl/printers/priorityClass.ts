import type { PriorityClass } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const priorityClassColumns: readonly Column<PriorityClass>[] = [
  nameColumn,
  { name: 'VALUE', cell: (priority) => priority.value },
  { name: 'GLOBAL-DEFAULT', cell: (priority) => priority.globalDefault ?? false },
  ageColumn,
  { name: 'PREEMPTIONPOLICY', cell: (priority) => priority.preemptionPolicy ?? '' },
]
