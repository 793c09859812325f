import { metricErrors, referenceErrors } from '../admission/autoscalerMetrics.ts'
import {
  forbiddenField,
  invalid,
  NEGATIVE,
  NOT_POSITIVE,
  notSupported,
  required,
} from '../admission/fieldErrors.ts'
import type { FieldError } from '../errors.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import type {
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
  MetricSpec,
} from '../types/index.ts'
import { defineKind } from './base.ts'

const LONGEST_WINDOW = 3600
const LONGEST_PERIOD = 1800
const DEFAULT_METRICS: readonly MetricSpec[] = [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  },
]
const UP: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}
const DOWN: HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
}

function filledRules(given: HPAScalingRules | undefined, usual: HPAScalingRules): HPAScalingRules {
  return { ...usual, ...given }
}

// k8s: pkg/apis/autoscaling/v2 SetDefaults_HorizontalPodAutoscaler (1.36)
function filled(spec: HorizontalPodAutoscalerSpec): HorizontalPodAutoscalerSpec {
  const { behavior, metrics, minReplicas } = spec
  return {
    ...spec,
    minReplicas: minReplicas ?? 1,
    metrics: metrics?.length ? metrics : DEFAULT_METRICS,
    ...(behavior
      ? {
          behavior: {
            scaleUp: filledRules(behavior.scaleUp, UP),
            scaleDown: filledRules(behavior.scaleDown, DOWN),
          },
        }
      : {}),
  }
}

// k8s: pkg/apis/autoscaling/validation validateScalingPolicy (1.36)
function policyErrors({ type, value, periodSeconds }: HPAScalingPolicy, at: string): FieldError[] {
  const period = `${at}.periodSeconds`
  return [
    ...(type === 'Pods' || type === 'Percent'
      ? []
      : [notSupported(`${at}.type`, type, ['Percent', 'Pods'])]),
    ...(value > 0 ? [] : [invalid(`${at}.value`, value, NOT_POSITIVE)]),
    ...(periodSeconds > 0 ? [] : [invalid(period, periodSeconds, NOT_POSITIVE)]),
    ...(periodSeconds > LONGEST_PERIOD
      ? [invalid(period, periodSeconds, `must be less than or equal to ${LONGEST_PERIOD}`)]
      : []),
  ]
}

function windowErrors(seconds: number, field: string): FieldError[] {
  if (seconds < 0) return [invalid(field, seconds, 'must be greater than or equal to zero')]
  return seconds > LONGEST_WINDOW
    ? [invalid(field, seconds, `must be less than or equal to ${LONGEST_WINDOW}`)]
    : []
}

// k8s: pkg/apis/autoscaling/validation validateScalingRules (1.36)
function rulesErrors(rules: HPAScalingRules | undefined, at: string): FieldError[] {
  if (!rules) return []
  const { selectPolicy, tolerance, policies = [] } = rules
  return [
    ...windowErrors(rules.stabilizationWindowSeconds ?? 0, `${at}.stabilizationWindowSeconds`),
    ...(selectPolicy === undefined || ['Disabled', 'Max', 'Min'].includes(selectPolicy)
      ? []
      : [notSupported(`${at}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min'])]),
    ...(policies.length > 0
      ? []
      : [required(`${at}.policies`, 'must specify at least one Policy')]),
    ...policies.flatMap((policy, i) => policyErrors(policy, `${at}.policies[${i}]`)),
    ...(tolerance !== undefined && compareQuantity(tolerance, '0') < 0
      ? [invalid(`${at}.tolerance`, tolerance, NEGATIVE)]
      : []),
  ]
}

const TO_ZERO =
  'must specify at least one Object or External metric to support scaling to zero replicas'

function metricsErrors({ metrics = [], minReplicas }: HorizontalPodAutoscalerSpec): FieldError[] {
  const outside = metrics.some(({ type }) => type === 'Object' || type === 'External')
  return [
    ...metrics.flatMap((metric, i) => metricErrors(metric, `spec.metrics[${i}]`)),
    ...(minReplicas === 0 && !outside ? [forbiddenField('spec.metrics', TO_ZERO)] : []),
  ]
}

// k8s: pkg/apis/autoscaling/validation validateHorizontalPodAutoscalerSpec (1.36)
function specErrors(spec: HorizontalPodAutoscalerSpec): FieldError[] {
  const { minReplicas = 1, maxReplicas = 0, scaleTargetRef: target, behavior } = spec
  const core = target?.kind === 'ReplicationController'
  return [
    ...(minReplicas < 1
      ? [invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')]
      : []),
    ...(maxReplicas < 1
      ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0')]
      : []),
    ...(maxReplicas < minReplicas
      ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...referenceErrors(target ?? {}, 'spec.scaleTargetRef', core),
    ...metricsErrors(spec),
    ...rulesErrors(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...rulesErrors(behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ]
}

export const horizontalPodAutoscaler = defineKind({
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  group: 'autoscaling',
  version: 'v2',
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: ['status'],
  defaults: (draft) => ({
    ...draft,
    spec: filled((draft.spec ?? {}) as HorizontalPodAutoscalerSpec),
    status: { desiredReplicas: 0, currentMetrics: null },
  }),
  rules: (object) => specErrors(object.spec),
  prepareUpdate: (next, previous) =>
    next.spec === previous.spec ? next : { ...next, spec: filled(next.spec) },
})
