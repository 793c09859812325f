import type { LimitRange } from '../../sim/types/index.ts'
import { createdColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const limitRangeColumns: readonly Column<LimitRange>[] = [nameColumn, createdColumn]
