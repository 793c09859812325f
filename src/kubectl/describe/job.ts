import { humanDuration } from '../../sim/machinery/duration.ts'
import { parseTime } from '../../sim/time.ts'
import type { Job } from '../../sim/types/index.ts'
import { selectorText } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printController, printLabels } from './meta.ts'
import { longTime, Page } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { Describer } from './reader.ts'

const INDEXES = 50

/** A list of indexes, cut at the first comma after 50 characters. */
// k8s: kubectl/pkg/describe capIndexesListOrNone (1.36)
function indexesText(indexes: string | undefined): string {
  if (!indexes) return '<none>'
  const comma = indexes.indexOf(',', INDEXES)
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`
}

function given(value: unknown): value is string | number | boolean {
  return value !== undefined && value !== null
}

function printSpec(page: Page, { spec }: Job): void {
  const lines = [
    ['Parallelism', spec.parallelism],
    ['Completions', spec.completions ?? '<unset>'],
    ['Completion Mode', spec.completionMode],
    ['Suspend', spec.suspend],
    ['Backoff Limit', spec.backoffLimit],
    ['TTL Seconds After Finished', spec.ttlSecondsAfterFinished],
  ] as const
  for (const [label, value] of lines) if (given(value)) page.field(0, label, value)
}

function printTimes(page: Page, { spec, status }: Job): void {
  const { startTime, completionTime } = status
  if (startTime) page.field(0, 'Start Time', longTime(startTime))
  if (completionTime) page.field(0, 'Completed At', longTime(completionTime))
  if (startTime && completionTime) {
    page.field(0, 'Duration', humanDuration(parseTime(completionTime) - parseTime(startTime)))
  }
  const deadline = spec.activeDeadlineSeconds
  if (given(deadline)) page.field(0, 'Active Deadline Seconds', `${deadline}s`)
}

// k8s: kubectl/pkg/describe describeJob (1.36)
export const describeJob: Describer<Job> = (job, context) => {
  const page = new Page()
  const { metadata, spec, status } = job
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'Selector', selectorText(spec.selector))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  printController(page, job)
  printSpec(page, job)
  printTimes(page, job)
  const ready = given(status.ready) ? ` (${status.ready} Ready)` : ''
  const counts = `${status.succeeded ?? 0} Succeeded / ${status.failed ?? 0} Failed`
  page.field(0, 'Pods Statuses', `${status.active ?? 0} Active${ready} / ${counts}`)
  if (spec.completionMode === 'Indexed') {
    page.field(0, 'Completed Indexes', indexesText(status.completedIndexes))
  }
  printPodTemplate(page, spec.template)
  printEvents(page, job, context)
  return page.text()
}
