import type { ConfigMap } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const configMapColumns: readonly Column<ConfigMap>[] = [
  nameColumn,
  {
    name: 'DATA',
    cell: (map) => Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length,
  },
  ageColumn,
]
