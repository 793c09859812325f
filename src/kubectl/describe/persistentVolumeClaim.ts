import type { PersistentVolumeClaim, Pod } from '../../sim/types/index.ts'
import { since } from '../printers/age.ts'
import { accessModesText, storageClassOf } from '../printers/text.ts'
import { printDataSource } from './claimTemplate.ts'
import { printEvents } from './events.ts'
import { manyLines, printAnnotations, printLabels } from './meta.ts'
import { goList, longTime, Page } from './page.ts'
import type { DescribeContext, Describer } from './reader.ts'

function mounts(pod: Pod, claim: PersistentVolumeClaim): boolean {
  const { name, ownerReferences = [] } = claim.metadata
  const byName = (pod.spec.volumes ?? []).some(
    (volume) => volume.persistentVolumeClaim?.claimName === name,
  )
  return (
    byName || ownerReferences.some(({ kind, uid }) => kind === 'Pod' && uid === pod.metadata.uid)
  )
}

// k8s: kubectl/pkg/describe getPodsForPVC (1.36)
function usersOf(claim: PersistentVolumeClaim, { reader }: DescribeContext): readonly string[] {
  return reader
    .list('Pod', { namespace: claim.metadata.namespace ?? '' })
    .filter((pod) => mounts(pod, claim))
    .map((pod) => pod.metadata.name)
    .sort()
}

function printConditions(page: Page, { status }: PersistentVolumeClaim): void {
  const conditions = status.conditions ?? []
  if (conditions.length === 0) return
  page.line(0, 'Conditions:')
  page.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage')
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------')
  for (const condition of conditions) {
    const cells = [
      condition.type,
      condition.status,
      longTime(condition.lastProbeTime),
      longTime(condition.lastTransitionTime),
      condition.reason ?? '',
    ]
    page.line(1, `${cells.join(' \t')} \t${condition.message ?? ''}`)
  }
}

// k8s: kubectl/pkg/describe printPersistentVolumeClaim (1.36)
export const describePersistentVolumeClaim: Describer<PersistentVolumeClaim> = (claim, context) => {
  const page = new Page()
  const { metadata, spec, status } = claim
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'StorageClass', storageClassOf(claim))
  const going = metadata.deletionTimestamp
  const phase = going ? `Terminating (lasts ${since(going, context.at)})` : (status.phase ?? '')
  page.field(0, 'Status', phase)
  page.field(0, 'Volume', spec.volumeName ?? '')
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'Finalizers', goList(metadata.finalizers))
  const bound = Boolean(spec.volumeName)
  page.field(0, 'Capacity', bound ? (status.capacity?.storage ?? '0') : '')
  page.field(0, 'Access Modes', bound ? accessModesText(status.accessModes) : '')
  if (spec.volumeMode) page.field(0, 'VolumeMode', spec.volumeMode)
  printDataSource(page, spec.dataSource)
  manyLines(page, 'Used By', usersOf(claim, context))
  printConditions(page, claim)
  printEvents(page, claim, context)
  return page.text()
}
