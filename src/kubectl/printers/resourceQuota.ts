import type { ResourceQuota } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

// k8s: pkg/printers/internalversion printResourceQuota (1.36)
function usage({ status }: ResourceQuota, limits: boolean): string {
  return Object.keys(status.hard ?? {})
    .sort()
    .filter((name) => name.startsWith('limits') === limits)
    .map((name) => `${name}: ${status.used?.[name] ?? '0'}/${status.hard?.[name]}`)
    .join(', ')
}

export const resourceQuotaColumns: readonly Column<ResourceQuota>[] = [
  nameColumn,
  { name: 'REQUEST', cell: (quota) => usage(quota, false) },
  { name: 'LIMIT', cell: (quota) => usage(quota, true) },
  ageColumn,
]
