import type { PodDisruptionBudget } from '../../sim/types/index.ts'
import { formatSelector } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { Page } from './page.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describePodDisruptionBudgetV1 (1.36)
export const describePodDisruptionBudget: Describer<PodDisruptionBudget> = (budget, context) => {
  const page = new Page()
  const { metadata, spec, status } = budget
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  if (spec.minAvailable !== undefined) page.field(0, 'Min available', spec.minAvailable)
  else if (spec.maxUnavailable !== undefined) {
    page.field(0, 'Max unavailable', spec.maxUnavailable)
  }
  page.field(0, 'Selector', spec.selector ? formatSelector(spec.selector) : '<unset>')
  page.line(0, 'Status:')
  page.field(2, 'Allowed disruptions', status.disruptionsAllowed)
  page.field(2, 'Current', status.currentHealthy)
  page.field(2, 'Desired', status.desiredHealthy)
  page.field(2, 'Total', status.expectedPods)
  printEvents(page, budget, context)
  return page.text()
}
