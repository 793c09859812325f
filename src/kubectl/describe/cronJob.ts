import type { CronJob } from '../../sim/types/index.ts'
import { selectorText } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printHead } from './meta.ts'
import { longTime, Page, printBool } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { Describer } from './reader.ts'

const UNSET = '<unset>'

// k8s: kubectl/pkg/describe describeCronJob (1.36)
export const describeCronJob: Describer<CronJob> = (job, context) => {
  const page = new Page()
  const { spec, status } = job
  printHead(page, job, true)
  page.field(0, 'Schedule', spec.schedule)
  page.field(0, 'Concurrency Policy', spec.concurrencyPolicy ?? '')
  page.field(0, 'Suspend', printBool(spec.suspend))
  page.field(0, 'Time Zone', spec.timeZone ?? UNSET)
  page.field(0, 'Successful Job History Limit', spec.successfulJobsHistoryLimit ?? UNSET)
  page.field(0, 'Failed Job History Limit', spec.failedJobsHistoryLimit ?? UNSET)
  const deadline = spec.startingDeadlineSeconds
  page.field(0, 'Starting Deadline Seconds', deadline === undefined ? UNSET : `${deadline}s`)
  const inner = spec.jobTemplate.spec
  page.field(0, 'Selector', inner.selector ? selectorText(inner.selector) : UNSET)
  page.field(0, 'Parallelism', inner.parallelism ?? UNSET)
  page.field(0, 'Completions', inner.completions ?? UNSET)
  if (inner.activeDeadlineSeconds !== undefined) {
    page.field(0, 'Active Deadline Seconds', `${inner.activeDeadlineSeconds}s`)
  }
  printPodTemplate(page, inner.template)
  const last = status.lastScheduleTime
  page.field(0, 'Last Schedule Time', last ? longTime(last) : UNSET)
  const active = (status.active ?? []).map(({ name = '' }) => name)
  page.field(0, 'Active Jobs', active.join(', ') || '<none>')
  printEvents(page, job, context)
  return page.text()
}
