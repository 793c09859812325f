import type { StorageClass } from '../../sim/types/index.ts'
import { ageColumn } from './age.ts'
import type { Column } from './column.ts'
import { isDefaultClass } from './text.ts'

export const storageClassColumns: readonly Column<StorageClass>[] = [
  {
    name: 'NAME',
    cell: ({ metadata }) =>
      isDefaultClass(metadata.annotations) ? `${metadata.name} (default)` : metadata.name,
  },
  { name: 'PROVISIONER', cell: (type) => type.provisioner },
  { name: 'RECLAIMPOLICY', cell: (type) => type.reclaimPolicy ?? 'Delete' },
  { name: 'VOLUMEBINDINGMODE', cell: (type) => type.volumeBindingMode ?? 'Immediate' },
  { name: 'ALLOWVOLUMEEXPANSION', cell: (type) => type.allowVolumeExpansion ?? false },
  ageColumn,
]
