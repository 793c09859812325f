import type { CronJob } from '../../sim/types/index.ts'
import { ageColumn, nameColumn, since } from './age.ts'
import type { Column } from './column.ts'
import { containerColumns } from './containers.ts'
import { formatSelector } from './text.ts'

function suspended(value: boolean | undefined): string {
  if (value === undefined || value === null) return '<unset>'
  return value ? 'True' : 'False'
}

export const cronJobColumns: readonly Column<CronJob>[] = [
  nameColumn,
  { name: 'SCHEDULE', cell: ({ spec }) => spec.schedule ?? '' },
  { name: 'TIMEZONE', cell: ({ spec }) => spec.timeZone ?? '<none>' },
  { name: 'SUSPEND', cell: ({ spec }) => suspended(spec.suspend) },
  { name: 'ACTIVE', cell: ({ status }) => status.active?.length ?? 0 },
  {
    name: 'LAST SCHEDULE',
    cell: ({ status }, at) =>
      status.lastScheduleTime ? since(status.lastScheduleTime, at) : '<none>',
  },
  ageColumn,
  ...containerColumns<CronJob>((job) => job.spec.jobTemplate.spec?.template),
  {
    name: 'SELECTOR',
    wide: true,
    cell: ({ spec }) => formatSelector(spec.jobTemplate.spec?.selector),
  },
]
