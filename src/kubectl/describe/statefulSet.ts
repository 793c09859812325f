import type { PersistentVolumeClaim, StatefulSet } from '../../sim/types/index.ts'
import { selectorText, storageClassOf } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printLabels } from './meta.ts'
import { podsStatus } from './ownedPods.ts'
import { goList, longTime, Page } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describeVolumeClaimTemplates (1.36)
function printClaims(page: Page, claims: readonly PersistentVolumeClaim[] | undefined): void {
  const list = claims ?? []
  page.line(0, list.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:')
  for (const claim of list) {
    page.field(1, 'Name', claim.metadata.name)
    page.field(1, 'StorageClass', storageClassOf(claim))
    printLabels(page, 'Labels', claim.metadata.labels, '  ')
    printLabels(page, 'Annotations', claim.metadata.annotations, '  ')
    page.field(1, 'Capacity', claim.spec.resources?.requests?.storage ?? '<default>')
    page.field(1, 'Access Modes', goList(claim.spec.accessModes))
  }
}

// k8s: kubectl/pkg/describe describeStatefulSet (1.36)
export const describeStatefulSet: Describer<StatefulSet> = (set, context) => {
  const page = new Page()
  const { metadata, spec, status } = set
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  page.field(0, 'Selector', selectorText(spec.selector))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'Replicas', `${spec.replicas ?? 1} desired | ${status.replicas} total`)
  page.field(0, 'Update Strategy', spec.updateStrategy?.type ?? '')
  const rolling = spec.updateStrategy?.rollingUpdate
  if (rolling?.partition !== undefined) {
    page.field(1, 'Partition', rolling.partition)
    if (rolling.maxUnavailable !== undefined) {
      page.field(1, 'MaxUnavailable', rolling.maxUnavailable)
    }
  }
  page.field(0, 'Pods Status', podsStatus(context.reader, set))
  printPodTemplate(page, spec.template)
  printClaims(page, spec.volumeClaimTemplates)
  printEvents(page, set, context)
  return page.text()
}
