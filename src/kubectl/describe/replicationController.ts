import type { ReplicationController } from '../../sim/types/index.ts'
import { formatLabels } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printLabels } from './meta.ts'
import { podsStatus, printReasons } from './ownedPods.ts'
import { Page } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describeReplicationController (1.36)
export const describeReplicationController: Describer<ReplicationController> = (one, context) => {
  const page = new Page()
  const { metadata, spec, status } = one
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'Selector', formatLabels(spec.selector))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'Replicas', `${status.replicas} current / ${spec.replicas ?? 1} desired`)
  page.field(0, 'Pods Status', podsStatus(context.reader, one))
  printPodTemplate(page, spec.template)
  printReasons(page, status.conditions)
  printEvents(page, one, context)
  return page.text()
}
