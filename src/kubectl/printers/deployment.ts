import type { Deployment } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'
import { containerColumns } from './containers.ts'
import { selectorText } from './text.ts'

// k8s: pkg/printers/internalversion printDeployment (1.36)
export const deploymentColumns: readonly Column<Deployment>[] = [
  nameColumn,
  {
    name: 'READY',
    cell: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
  },
  { name: 'UP-TO-DATE', cell: ({ status }) => status.updatedReplicas ?? 0 },
  { name: 'AVAILABLE', cell: ({ status }) => status.availableReplicas ?? 0 },
  ageColumn,
  ...containerColumns<Deployment>((deployment) => deployment.spec.template),
  { name: 'SELECTOR', wide: true, cell: ({ spec }) => selectorText(spec.selector) },
]
