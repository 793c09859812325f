import type { ClusterRole, Role } from '../../sim/types/index.ts'
import { createdColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const roleColumns: readonly Column<Role | ClusterRole>[] = [nameColumn, createdColumn]
