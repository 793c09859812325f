import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../../sim/types/index.ts'
import { ageColumn, nameColumn } from './age.ts'
import type { Column } from './column.ts'

interface Target {
  readonly averageValue?: string
  readonly averageUtilization?: number
  readonly value?: string
}

type Source = 'external' | 'pods' | 'object' | 'resource' | 'containerResource'
const SOURCES: Readonly<Record<string, Source>> = {
  External: 'external',
  Pods: 'pods',
  Object: 'object',
  Resource: 'resource',
  ContainerResource: 'containerResource',
}

function resourceText(name: string, target: Target, now: Target | undefined): string {
  if (target.averageValue !== undefined) {
    return `${name}: ${now?.averageValue ?? '<unknown>'}/${target.averageValue}`
  }
  const current = now?.averageUtilization
  const wanted = target.averageUtilization
  return `${name}: ${current === undefined ? '<unknown>' : `${current}%`}/${wanted === undefined ? '<auto>' : `${wanted}%`}`
}

// k8s: pkg/printers/internalversion formatHPAMetrics (1.36)
function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const source = SOURCES[spec.type]
  const target: Target | undefined = source && spec[source]?.target
  if (!source || !target) return '<unknown type>'
  const now: Target | undefined = status?.[source]?.current
  if (source === 'resource' || source === 'containerResource') {
    return resourceText(spec[source]?.name ?? '', target, now)
  }
  if (source === 'pods') return `${now?.averageValue ?? '<unknown>'}/${target.averageValue}`
  if (target.averageValue !== undefined) {
    return `${now?.averageValue ?? '<unknown>'}/${target.averageValue} (avg)`
  }
  return `${now?.value ?? '<unknown>'}/${target.value}`
}

function targets({ spec, status }: HorizontalPodAutoscaler): string {
  const metrics = spec.metrics ?? []
  if (metrics.length === 0) return '<none>'
  const texts = metrics.map((metric, index) => metricText(metric, status.currentMetrics?.[index]))
  const shown = texts.slice(0, 2).join(', ')
  return texts.length > 2 ? `${shown} + ${texts.length - 2} more...` : shown
}

export const horizontalPodAutoscalerColumns: readonly Column<HorizontalPodAutoscaler>[] = [
  nameColumn,
  {
    name: 'REFERENCE',
    cell: ({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
  },
  { name: 'TARGETS', cell: targets },
  { name: 'MINPODS', cell: ({ spec }) => String(spec.minReplicas ?? '<unset>') },
  { name: 'MAXPODS', cell: ({ spec }) => spec.maxReplicas },
  { name: 'REPLICAS', cell: ({ status }) => status.currentReplicas ?? 0 },
  ageColumn,
]
