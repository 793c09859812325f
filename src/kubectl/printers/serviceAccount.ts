import type { ServiceAccount } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const serviceAccountColumns: readonly Column<ServiceAccount>[] = [nameColumn, ageColumn]
