import type { PersistentVolumeClaim } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { accessModesText, storageClassOf } from './text.ts'

// k8s: pkg/printers/internalversion printPersistentVolumeClaim (1.36)
export const persistentVolumeClaimColumns: readonly Column<PersistentVolumeClaim>[] = [
  nameColumn,
  {
    name: 'STATUS',
    cell: ({ metadata, status }) =>
      metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
  },
  { name: 'VOLUME', cell: ({ spec }) => spec.volumeName ?? '' },
  {
    name: 'CAPACITY',
    cell: ({ spec, status }) => (spec.volumeName ? (status.capacity?.storage ?? '0') : ''),
  },
  {
    name: 'ACCESS MODES',
    cell: ({ spec, status }) => (spec.volumeName ? accessModesText(status.accessModes) : ''),
  },
  { name: 'STORAGECLASS', cell: storageClassOf },
  {
    name: 'VOLUMEATTRIBUTESCLASS',
    cell: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
  },
  ageColumn,
  { name: 'VOLUMEMODE', wide: true, cell: ({ spec }) => spec.volumeMode ?? '<unset>' },
]
