import { humanDuration } from '../../sim/machinery/duration.ts'
import { type Millis, parseTime } from '../../sim/time.ts'
import type { Job } from '../../sim/types/index.ts'
import { ageColumn, nameColumn, since } from './age.ts'
import type { Column } from './column.ts'
import { containerColumns } from './containers.ts'
import { formatSelector } from './text.ts'

function has(job: Job, type: string): boolean {
  return (job.status.conditions ?? []).some((one) => one.type === type && one.status === 'True')
}

/** The one-word state of a job. */
// k8s: pkg/printers/internalversion printJob (1.36)
function jobStatus(job: Job): string {
  if (has(job, 'Complete')) return 'Complete'
  if (has(job, 'Failed')) return 'Failed'
  if (job.metadata.deletionTimestamp) return 'Terminating'
  const later = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((type) => has(job, type))
  return later ?? 'Running'
}

function completions({ spec, status }: Job): string {
  const succeeded = status.succeeded ?? 0
  if (spec.completions !== undefined && spec.completions !== null) {
    return `${succeeded}/${spec.completions}`
  }
  const parallelism = spec.parallelism ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

function duration({ status }: Job, at: Millis): string {
  if (!status.startTime) return ''
  if (!status.completionTime) return since(status.startTime, at)
  return humanDuration(parseTime(status.completionTime) - parseTime(status.startTime))
}

export const jobColumns: readonly Column<Job>[] = [
  nameColumn,
  { name: 'STATUS', cell: jobStatus },
  { name: 'COMPLETIONS', cell: completions },
  { name: 'DURATION', cell: duration },
  ageColumn,
  ...containerColumns<Job>((job) => job.spec.template),
  { name: 'SELECTOR', wide: true, cell: ({ spec }) => formatSelector(spec.selector) },
]
