import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
} from '../../sim/types/index.ts'
import { printEvents } from './events.ts'
import { printHead } from './meta.ts'
import { longTime, Page } from './page.ts'
import type { Describer } from './reader.ts'

const UNKNOWN = '<unknown>'

interface Target {
  readonly averageValue?: string
  readonly averageUtilization?: number
  readonly value?: string
}

function usageText(head: string, target: Target, now: Target | undefined): string {
  if (target.averageValue !== undefined) {
    return `${head}:\t${now?.averageValue ?? UNKNOWN} / ${target.averageValue}`
  }
  const used = now?.averageUtilization
  const current = used === undefined ? UNKNOWN : `${used}% (${now?.averageValue ?? '<nil>'})`
  const wanted = target.averageUtilization
  const goal = wanted === undefined ? '<auto>' : `${wanted}%`
  return `${head}  (as a percentage of request):\t${current} / ${goal}`
}

function valueText(target: Target, now: Target | undefined): string {
  return target.averageValue === undefined
    ? `(target value):\t${now?.value ?? UNKNOWN} / ${target.value}`
    : `(target average value):\t${now?.averageValue ?? UNKNOWN} / ${target.averageValue}`
}

// k8s: kubectl/pkg/describe describeHorizontalPodAutoscalerV2 (1.36)
function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const { external, pods, object, resource, containerResource } = spec
  if (external) {
    const value = valueText(external.target, status?.external?.current)
    return `${JSON.stringify(external.metric.name)} ${value}`
  }
  if (pods) {
    const current = status?.pods?.current.averageValue ?? UNKNOWN
    return `${JSON.stringify(pods.metric.name)} on pods:\t${current} / ${pods.target.averageValue}`
  }
  if (object) {
    const { kind, name } = object.describedObject
    const value = valueText(object.target, status?.object?.current)
    return `"${object.metric.name}" on ${kind}/${name} ${value}`
  }
  if (resource) {
    const head = `resource ${resource.name} on pods`
    return usageText(head, resource.target, status?.resource?.current)
  }
  if (containerResource) {
    const head = `resource ${containerResource.name} of container "${containerResource.container}" on pods`
    return usageText(head, containerResource.target, status?.containerResource?.current)
  }
  return `<unknown metric type ${JSON.stringify(spec.type)}>`
}

function printDirection(page: Page, title: string, rules: HPAScalingRules | undefined): void {
  if (!rules) return
  page.line(1, `${title}:`)
  const seconds = rules.stabilizationWindowSeconds
  if (seconds !== undefined) page.line(2, `Stabilization Window: ${seconds} seconds`)
  const policies = rules.policies ?? []
  if (policies.length === 0) return
  page.line(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}`)
  page.line(2, 'Policies:')
  for (const { type, value, periodSeconds } of policies) {
    page.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`)
  }
}

export const describeHorizontalPodAutoscaler: Describer<HorizontalPodAutoscaler> = (
  autoscaler,
  context,
) => {
  const page = new Page()
  const { metadata, spec, status } = autoscaler
  const target = spec.scaleTargetRef
  printHead(page, autoscaler, true)
  page.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  page.field(0, 'Reference', `${target.kind}/${target.name}`)
  page.field(0, 'Metrics', '( current / target )')
  for (const [index, metric] of (spec.metrics ?? []).entries()) {
    page.line(1, metricText(metric, status.currentMetrics?.[index]))
  }
  page.field(0, 'Min replicas', spec.minReplicas ?? '<unset>')
  page.field(0, 'Max replicas', spec.maxReplicas)
  if (spec.behavior) {
    page.line(0, 'Behavior:')
    printDirection(page, 'Scale Up', spec.behavior.scaleUp)
    printDirection(page, 'Scale Down', spec.behavior.scaleDown)
  }
  const counts = `${status.currentReplicas ?? 0} current / ${status.desiredReplicas} desired`
  page.field(0, `${target.kind} pods`, counts)
  const conditions = status.conditions ?? []
  if (conditions.length > 0) {
    page.line(0, 'Conditions:')
    page.line(1, 'Type\tStatus\tReason\tMessage')
    page.line(1, '----\t------\t------\t-------')
  }
  for (const { type, status: state, reason = '', message = '' } of conditions) {
    page.line(1, [type, state, reason, message].join('\t'))
  }
  printEvents(page, autoscaler, context)
  return page.text()
}
