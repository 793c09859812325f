import type { Deployment, ReplicaSet } from '../../sim/types/index.ts'
import { selectorText } from '../printers/text.ts'
import { printEvents } from './events.ts'
import { compare, controllerOf, printAnnotations, printLabels } from './meta.ts'
import { printReasons } from './ownedPods.ts'
import { longTime, Page } from './page.ts'
import { printPodTemplate } from './podTemplate.ts'
import type { DescribeContext, Describer } from './reader.ts'

const HASH = 'pod-template-hash'

/** A text that is the same for templates that mean the same: missing, null and empty count as one. */
function essence(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(essence).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .map(([key, one]): readonly [string, string] => [key, essence(one)])
    .filter(([key, text]) => key !== HASH && text !== '' && text !== 'null')
    .sort(([a], [b]) => compare(a, b))
  return entries.length === 0 ? '' : `{${entries.map((entry) => entry.join(':')).join()}}`
}

interface Revisions {
  readonly old: readonly ReplicaSet[]
  readonly current: ReplicaSet | undefined
}

function birth({ metadata }: ReplicaSet): string {
  return `${metadata.creationTimestamp ?? ''} ${metadata.name}`
}

// k8s: kubectl/pkg/util/deployment GetAllReplicaSetsInChunks, FindNewReplicaSet (1.36)
function revisionsOf(deployment: Deployment, { reader }: DescribeContext): Revisions {
  const namespace = deployment.metadata.namespace ?? ''
  const owned = reader
    .list('ReplicaSet', { namespace })
    .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid)
    .sort((a, b) => compare(birth(a), birth(b)))
  const wanted = essence(deployment.spec.template)
  const current = owned.find((set) => essence(set.spec.template) === wanted)
  return { current, old: owned.filter((set) => set !== current) }
}

function setsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) =>
      `${metadata.name} (${status.replicas}/${spec.replicas ?? 1} replicas created)`,
  )
  return texts.join(', ') || '<none>'
}

// k8s: kubectl/pkg/describe describeDeployment (1.36)
export const describeDeployment: Describer<Deployment> = (deployment, context) => {
  const page = new Page()
  const { metadata, spec, status } = deployment
  page.field(0, 'Name', metadata.name)
  page.field(0, 'Namespace', metadata.namespace ?? '')
  page.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  printLabels(page, 'Labels', metadata.labels)
  printAnnotations(page, 'Annotations', metadata.annotations)
  page.field(0, 'Selector', selectorText(spec.selector))
  const counts = [
    `${spec.replicas ?? 1} desired`,
    `${status.updatedReplicas ?? 0} updated`,
    `${status.replicas ?? 0} total`,
    `${status.availableReplicas ?? 0} available`,
    `${status.unavailableReplicas ?? 0} unavailable`,
  ]
  page.field(0, 'Replicas', counts.join(' | '))
  page.field(0, 'StrategyType', spec.strategy?.type ?? '')
  page.field(0, 'MinReadySeconds', spec.minReadySeconds ?? 0)
  const rolling = spec.strategy?.rollingUpdate
  if (rolling) {
    const text = `${rolling.maxUnavailable ?? 0} max unavailable, ${rolling.maxSurge ?? 0} max surge`
    page.field(0, 'RollingUpdateStrategy', text)
  }
  printPodTemplate(page, spec.template)
  printReasons(page, status.conditions)
  const { old, current } = revisionsOf(deployment, context)
  if (old.length > 0 || current) {
    page.field(0, 'OldReplicaSets', setsText(old))
    page.field(0, 'NewReplicaSet', setsText(current ? [current] : []))
  }
  printEvents(page, deployment, context)
  return page.text()
}
