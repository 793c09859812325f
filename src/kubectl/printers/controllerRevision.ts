import type { ControllerRevision } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

// k8s: pkg/printers/internalversion printControllerRevision (1.36)
function controller({ metadata }: ControllerRevision): string {
  const owner = (metadata.ownerReferences ?? []).find((one) => one.controller)
  if (!owner) return '<none>'
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : ''
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}

export const controllerRevisionColumns: readonly Column<ControllerRevision>[] = [
  nameColumn,
  { name: 'CONTROLLER', cell: controller },
  { name: 'REVISION', cell: (revision) => revision.revision },
  ageColumn,
]
