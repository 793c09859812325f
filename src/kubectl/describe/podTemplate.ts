import type { PodTemplateSpec, TopologySpreadConstraint } from '../../sim/types/index.ts'
import { formatSelector } from '../printers/text.ts'
import { printContainers } from './containers.ts'
import { compare, manyLines, printAnnotations, printLabels, printTolerations } from './meta.ts'
import type { Page } from './page.ts'
import { printVolumes } from './volumes.ts'

function spreadText(spread: TopologySpreadConstraint): string {
  const rule = `${spread.topologyKey}:${spread.whenUnsatisfiable} when max skew ${spread.maxSkew} is exceeded`
  return spread.labelSelector
    ? `${rule} for selector ${formatSelector(spread.labelSelector)}`
    : rule
}

export function printSpread(
  page: Page,
  constraints: readonly TopologySpreadConstraint[] | undefined | null,
  indent: string,
): void {
  if (!constraints || constraints.length === 0) return
  const sorted = [...constraints].sort((a, b) => compare(a.topologyKey, b.topologyKey))
  manyLines(page, 'Topology Spread Constraints', sorted.map(spreadText), indent)
}

/** The pod template of a workload. */
// k8s: kubectl/pkg/describe DescribePodTemplate (1.36)
export function printPodTemplate(page: Page, template: PodTemplateSpec | undefined): void {
  page.line(0, 'Pod Template:')
  if (!template) {
    page.write(1, '<unset>')
    return
  }
  const { metadata, spec } = template
  printLabels(page, '  Labels', metadata?.labels)
  if (Object.keys(metadata?.annotations ?? {}).length > 0) {
    printAnnotations(page, '  Annotations', metadata?.annotations)
  }
  if (spec.serviceAccountName) page.field(1, 'Service Account', spec.serviceAccountName)
  const indent = '  '
  if (spec.initContainers?.length) {
    printContainers(page, { label: 'Init Containers', containers: spec.initContainers, indent })
  }
  printContainers(page, { label: 'Containers', containers: spec.containers, indent })
  printVolumes(page, spec.volumes, indent)
  printSpread(page, spec.topologySpreadConstraints, indent)
  if (spec.priorityClassName) page.field(1, 'Priority Class Name', spec.priorityClassName)
  printLabels(page, '  Node-Selectors', spec.nodeSelector)
  printTolerations(page, '  Tolerations', spec.tolerations)
}
