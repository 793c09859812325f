import type { ReplicaSet } from '../../sim/types/index.ts'
import { formatSelector } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printController, printLabels } from './meta.ts'
import { podsStatus, printReasons } from './ownedPods.ts'
import { Page } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describeReplicaSet (1.36)
export const describeReplicaSet: Describer<ReplicaSet> = (set, context) => {
  const page = new Page()
  const { metadata, spec, status } = set
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'Selector', formatSelector(spec.selector))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  printController(page, set)
  page.field(0, 'Replicas', `${status.replicas} current / ${spec.replicas ?? 1} desired`)
  page.field(0, 'Pods Status', podsStatus(context.reader, set))
  printPodTemplate(page, spec.template)
  printReasons(page, status.conditions)
  printEvents(page, set, context)
  return page.text()
}
