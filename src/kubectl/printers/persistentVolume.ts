import type { PersistentVolume } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { accessModesText, storageClassOf } from './text.ts'

// k8s: pkg/printers/internalversion printPersistentVolume (1.36)
export const persistentVolumeColumns: readonly Column<PersistentVolume>[] = [
  nameColumn,
  { name: 'CAPACITY', cell: ({ spec }) => spec.capacity?.storage ?? '0' },
  { name: 'ACCESS MODES', cell: ({ spec }) => accessModesText(spec.accessModes) },
  { name: 'RECLAIM POLICY', cell: ({ spec }) => spec.persistentVolumeReclaimPolicy ?? '' },
  {
    name: 'STATUS',
    cell: ({ metadata, status }) =>
      metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
  },
  {
    name: 'CLAIM',
    cell: ({ spec }) =>
      spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '',
  },
  { name: 'STORAGECLASS', cell: storageClassOf },
  {
    name: 'VOLUMEATTRIBUTESCLASS',
    cell: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
  },
  { name: 'REASON', cell: ({ status }) => status.reason ?? '' },
  ageColumn,
  { name: 'VOLUMEMODE', wide: true, cell: ({ spec }) => spec.volumeMode ?? '<unset>' },
]
