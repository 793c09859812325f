import type { PriorityClass } from '../../sim/types/index.ts'
import { formatLabels } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describePriorityClass (1.36)
export const describePriorityClass: Describer<PriorityClass> = (priority, context) => {
  const page = new Page()
  page.field(0, 'Name', priority.metadata.name)
  page.field(0, 'Value', priority.value)
  page.field(0, 'GlobalDefault', priority.globalDefault ?? false)
  page.field(0, 'PreemptionPolicy', priority.preemptionPolicy ?? '')
  page.field(0, 'Description', priority.description ?? '')
  page.field(0, 'Annotations', formatLabels(priority.metadata.annotations))
  printEvents(page, priority, context)
  return page.text()
}
