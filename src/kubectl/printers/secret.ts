import type { Secret } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const secretColumns: readonly Column<Secret>[] = [
  nameColumn,
  { name: 'TYPE', cell: (secret) => secret.type ?? '' },
  { name: 'DATA', cell: (secret) => Object.keys(secret.data ?? {}).length },
  ageColumn,
]
