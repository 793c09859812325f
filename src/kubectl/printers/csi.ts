import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  VolumeAttributesClass,
} from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

const UNSET = '<unset>'

export const csiDriverColumns: readonly Column<CSIDriver>[] = [
  nameColumn,
  { name: 'ATTACHREQUIRED', cell: ({ spec }) => spec.attachRequired ?? true },
  { name: 'PODINFOONMOUNT', cell: ({ spec }) => spec.podInfoOnMount ?? false },
  { name: 'STORAGECAPACITY', cell: ({ spec }) => spec.storageCapacity ?? false },
  {
    name: 'TOKENREQUESTS',
    cell: ({ spec }) => spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? UNSET,
  },
  { name: 'REQUIRESREPUBLISH', cell: ({ spec }) => spec.requiresRepublish ?? false },
  { name: 'MODES', cell: ({ spec }) => spec.volumeLifecycleModes?.join(',') || '<none>' },
  ageColumn,
]

export const csiNodeColumns: readonly Column<CSINode>[] = [
  nameColumn,
  { name: 'DRIVERS', cell: ({ spec }) => spec.drivers?.length ?? 0 },
  ageColumn,
]

export const csiStorageCapacityColumns: readonly Column<CSIStorageCapacity>[] = [
  nameColumn,
  { name: 'STORAGECLASSNAME', cell: ({ storageClassName }) => storageClassName },
  { name: 'CAPACITY', cell: ({ capacity }) => capacity ?? UNSET },
]

export const volumeAttributesClassColumns: readonly Column<VolumeAttributesClass>[] = [
  nameColumn,
  { name: 'DRIVERNAME', cell: ({ driverName }) => driverName },
  ageColumn,
]
