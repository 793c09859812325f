import type { CSINode, VolumeAttributesClass } from '../../sim/types/index.ts'
import { formatLabels } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { printAnnotations, printLabels } from './meta.ts'
import { longTime, Page } from './page.ts'
import type { Describer } from './reader.ts'

// k8s: kubectl/pkg/describe describeCSINode (1.36)
export const describeCsiNode: Describer<CSINode> = (node, context) => {
  const page = new Page()
  const { metadata, spec } = node
  page.field(0, 'Name', metadata.name)
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  page.line(0, 'Spec:')
  if (spec.drivers) page.line(1, 'Drivers:')
  for (const driver of spec.drivers ?? []) {
    page.line(2, `${driver.name}:`)
    page.field(3, 'Node ID', driver.nodeID)
    const count = driver.allocatable?.count
    if (count !== undefined) {
      page.line(3, 'Allocatables:')
      page.field(4, 'Count', count)
    }
    if (driver.topologyKeys) page.field(3, 'Topology Keys', `[${driver.topologyKeys.join(' ')}]`)
  }
  printEvents(page, node, context)
  return page.text()
}

// k8s: kubectl/pkg/describe describeVolumeAttributesClass (1.36)
export const describeVolumeAttributesClass: Describer<VolumeAttributesClass> = (type, context) => {
  const page = new Page()
  page.field(0, 'Name', type.metadata.name)
  page.field(0, 'Annotations', formatLabels(type.metadata.annotations))
  page.field(0, 'DriverName', type.driverName)
  page.field(0, 'Parameters', formatLabels(type.parameters))
  printEvents(page, type, context)
  return page.text()
}
