import type { VolumeAttachment } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

export const volumeAttachmentColumns: readonly Column<VolumeAttachment>[] = [
  nameColumn,
  { name: 'ATTACHER', cell: ({ spec }) => spec.attacher },
  { name: 'PV', cell: ({ spec }) => spec.source.persistentVolumeName ?? '' },
  { name: 'NODE', cell: ({ spec }) => spec.nodeName },
  { name: 'ATTACHED', cell: ({ status }) => status.attached },
  ageColumn,
]
