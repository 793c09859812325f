import type { PersistentVolume, VolumeNodeAffinity } from '../../sim/types/index.ts'
import { since } from '../printers/age.ts'
import { accessModesText, storageClassOf } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printHead } from './meta.ts'
import { goList, Page } from './page.ts'
import type { Describer } from './reader.ts'
import { printPersistentSource } from './volumes.ts'

/** Several requirements under a title, one per line in one column. */
export function printTerm(
  page: Page,
  level: number,
  title: string,
  lines: readonly string[],
): void {
  page.write(level, `${title}:\t`)
  if (lines.length === 0) page.line(0, '<none>')
  for (const [index, line] of lines.entries()) {
    if (index > 0) page.write(level, '\t')
    page.line(0, line)
  }
}

// k8s: kubectl/pkg/describe printVolumeNodeAffinity (1.36)
function printAffinity(page: Page, affinity: VolumeNodeAffinity | undefined | null): void {
  page.write(0, 'Node Affinity:\t')
  const required = affinity?.required
  page.line(0, required ? '' : '<none>')
  if (!required) return
  const terms = required.nodeSelectorTerms ?? []
  page.write(1, 'Required Terms:\t')
  page.line(0, terms.length === 0 ? '<none>' : '')
  for (const [index, term] of terms.entries()) {
    const lines = (term.matchExpressions ?? []).map(({ key, operator, values }) => {
      const text = `${key} ${operator.toLowerCase()}`
      return values?.length ? `${text} [${values.join(', ')}]` : text
    })
    printTerm(page, 2, `Term ${index}`, lines)
  }
}

// k8s: kubectl/pkg/describe describePersistentVolume (1.36)
export const describePersistentVolume: Describer<PersistentVolume> = (volume, context) => {
  const page = new Page()
  const { metadata, spec, status } = volume
  printHead(page, volume, false)
  page.field(0, 'Finalizers', goList(metadata.finalizers))
  page.field(0, 'StorageClass', storageClassOf(volume))
  const going = metadata.deletionTimestamp
  const phase = going ? `Terminating (lasts ${since(going, context.at)})` : (status.phase ?? '')
  page.field(0, 'Status', phase)
  const claim = spec.claimRef
  page.field(0, 'Claim', claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : '')
  page.field(0, 'Reclaim Policy', spec.persistentVolumeReclaimPolicy ?? '')
  page.field(0, 'Access Modes', accessModesText(spec.accessModes))
  if (spec.volumeMode) page.field(0, 'VolumeMode', spec.volumeMode)
  page.field(0, 'Capacity', spec.capacity?.storage ?? '0')
  printAffinity(page, spec.nodeAffinity)
  page.field(0, 'Message', status.message ?? '')
  page.line(0, 'Source:')
  printPersistentSource(page, spec)
  printEvents(page, volume, context)
  return page.text()
}
