import type { PersistentVolumeClaimTemplate } from '../../sim/types/index.ts'
import { storageClassOf } from '../printers/text.ts'
import { printAnnotations, printLabels } from './meta.ts'
import type { Page } from './page.ts'

interface DataSource {
  readonly apiGroup?: string
  readonly kind: string
  readonly name: string
}

export function printDataSource(page: Page, source: DataSource | undefined): void {
  if (!source) return
  page.line(0, 'DataSource:')
  if (source.apiGroup) page.field(1, 'APIGroup', source.apiGroup)
  page.field(1, 'Kind', source.kind)
  page.field(1, 'Name', source.name)
}

/** The claim of an ephemeral volume: a claim without what only a stored one has. */
// k8s: kubectl/pkg/describe printPersistentVolumeClaim (1.36)
export function printClaimTemplate(
  outer: Page,
  template: PersistentVolumeClaimTemplate,
  level: number,
): void {
  const metadata = template.metadata ?? {}
  const { spec } = template
  const claim = {
    metadata: metadata.annotations ? { annotations: metadata.annotations } : {},
    spec,
  }
  const page = outer.nested(level)
  page.field(0, 'StorageClass', storageClassOf(claim))
  page.field(0, 'Volume', spec.volumeName ?? '')
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'Capacity', '')
  page.field(0, 'Access Modes', '')
  if (spec.volumeMode) page.field(0, 'VolumeMode', spec.volumeMode)
  printDataSource(page, spec.dataSource)
}
