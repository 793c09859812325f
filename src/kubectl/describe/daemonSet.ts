import type { DaemonSet } from '../../sim/types/index.ts'
import { formatLabels, selectorText } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printLabels } from './meta.ts'
import { podsStatus } from './ownedPods.ts'
import { Page } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describeDaemonSet (1.36)
export const describeDaemonSet: Describer<DaemonSet> = (set, context) => {
  const page = new Page()
  const { metadata, spec, status } = set
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'Selector', selectorText(spec.selector))
  page.field(0, 'Node-Selector', formatLabels(spec.template.spec.nodeSelector))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  const counts = [
    ['Desired Number of Nodes Scheduled', status.desiredNumberScheduled],
    ['Current Number of Nodes Scheduled', status.currentNumberScheduled],
    ['Number of Nodes Scheduled with Up-to-date Pods', status.updatedNumberScheduled ?? 0],
    ['Number of Nodes Scheduled with Available Pods', status.numberAvailable ?? 0],
    ['Number of Nodes Misscheduled', status.numberMisscheduled],
  ] as const
  for (const [label, count] of counts) page.line(0, `${label}: ${count}`)
  page.field(0, 'Pods Status', podsStatus(context.reader, set))
  printPodTemplate(page, spec.template)
  printEvents(page, set, context)
  return page.text()
}
