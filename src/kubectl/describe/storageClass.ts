import type { StorageClass } from '../../sim/types/index.ts'
import { formatLabels, isDefaultClass } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { Page, printBool } from './page.ts'
import { printTerm } from './persistentVolume.ts'
import type { Describer } from './reader.ts'

function printTopologies(page: Page, { allowedTopologies }: StorageClass): void {
  if (!allowedTopologies) return
  page.write(0, 'AllowedTopologies:\t')
  page.line(0, allowedTopologies.length === 0 ? '<none>' : '')
  for (const [index, term] of allowedTopologies.entries()) {
    const lines = (term.matchLabelExpressions ?? []).map(({ key, values }) =>
      values.length > 0 ? `${key} in [${values.join(', ')}]` : `${key} in`,
    )
    printTerm(page, 1, `Term ${index}`, lines)
  }
}

// k8s: kubectl/pkg/describe describeStorageClass (1.36)
export const describeStorageClass: Describer<StorageClass> = (type, context) => {
  const page = new Page()
  page.field(0, 'Name', type.metadata.name)
  page.field(0, 'IsDefaultClass', isDefaultClass(type.metadata.annotations) ? 'Yes' : 'No')
  page.field(0, 'Annotations', formatLabels(type.metadata.annotations))
  page.field(0, 'Provisioner', type.provisioner)
  page.field(0, 'Parameters', formatLabels(type.parameters))
  page.field(0, 'AllowVolumeExpansion', printBool(type.allowVolumeExpansion))
  const options = type.mountOptions ?? []
  page.line(0, options.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:')
  for (const option of options) page.line(1, option)
  if (type.reclaimPolicy) page.field(0, 'ReclaimPolicy', type.reclaimPolicy)
  if (type.volumeBindingMode) page.field(0, 'VolumeBindingMode', type.volumeBindingMode)
  printTopologies(page, type)
  printEvents(page, type, context)
  return page.text()
}
