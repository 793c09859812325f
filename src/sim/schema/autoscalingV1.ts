import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
} from '../types/index.ts'

type Json = Readonly<Record<string, unknown>>

const PREFIX = 'autoscaling.alpha.kubernetes.io/'
const METRICS = `${PREFIX}metrics`
const STATUSES = `${PREFIX}current-metrics`
const CONDITIONS = `${PREFIX}conditions`
const BEHAVIOR = `${PREFIX}behavior`
/** What version 1 has no field for travels in these. */
const CARRIERS: readonly string[] = [METRICS, STATUSES, CONDITIONS, BEHAVIOR]

function asJson(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined
}

/** Without fields that are not there, as Go leaves them out of its text. */
function compact(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function isShareOfCpu({ resource }: MetricSpec | MetricStatus): boolean {
  if (resource?.name !== 'cpu') return false
  return 'target' in resource
    ? resource.target.averageUtilization !== undefined
    : resource.current.averageUtilization !== undefined
}

interface Amounts {
  readonly averageUtilization?: number
  readonly averageValue?: string
  readonly value?: string
}

type Side = 'target' | 'current'

/** `targetAverageValue` and its kin. */
function amountsV1(side: Side, resource: boolean, amounts: Amounts): Json {
  const word = (name: string) => `${side}${name}`
  return resource
    ? {
        [word('AverageUtilization')]: amounts.averageUtilization,
        [word('AverageValue')]: amounts.averageValue,
      }
    : { [word('Value')]: amounts.value, [word('AverageValue')]: amounts.averageValue }
}

// k8s: pkg/apis/autoscaling/v1 Convert_autoscaling_MetricSpec_To_v1_MetricSpec (1.36)
function metricV1(metric: MetricSpec | MetricStatus, side: Side): Json {
  const of = (one: object) => (one as Readonly<Record<Side, Amounts | undefined>>)[side] ?? {}
  const { type, resource, containerResource: part, pods, object, external } = metric
  return compact({
    type,
    resource: resource && compact({ name: resource.name, ...amountsV1(side, true, of(resource)) }),
    containerResource:
      part &&
      compact({ name: part.name, ...amountsV1(side, true, of(part)), container: part.container }),
    pods:
      pods &&
      compact({
        metricName: pods.metric.name,
        [`${side}AverageValue`]: of(pods).averageValue,
        selector: pods.metric.selector,
      }),
    object:
      object &&
      compact({
        target: object.describedObject,
        metricName: object.metric.name,
        [`${side}Value`]: of(object).value ?? '0',
        selector: object.metric.selector,
        averageValue: of(object).averageValue,
      }),
    external:
      external &&
      compact({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        ...amountsV1(side, false, of(external)),
      }),
  })
}

/** The words of the API server's own form, which is how it writes this one. */
function rulesV1(rules: HPAScalingRules | undefined): unknown {
  if (!rules) return null
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies:
      rules.policies?.map(({ type, value, periodSeconds }) => ({
        Type: type,
        Value: value,
        PeriodSeconds: periodSeconds,
      })) ?? null,
    Tolerance: rules.tolerance ?? null,
  }
}

/** The object as version 1 of its API shows it. */
// k8s: pkg/apis/autoscaling/v1 Convert_autoscaling_HorizontalPodAutoscaler_To_v1_HorizontalPodAutoscaler (1.36)
export function autoscalerToV1(hpa: HorizontalPodAutoscaler): Json {
  const { metadata, spec, status } = hpa
  const share = spec.metrics?.find(isShareOfCpu)?.resource?.target.averageUtilization
  const others = spec.metrics?.filter((metric) => !isShareOfCpu(metric)) ?? []
  const statuses = status.currentMetrics ?? []
  const { conditions = [] } = status
  const { behavior } = spec
  const annotations = compact({
    ...metadata.annotations,
    [BEHAVIOR]:
      behavior &&
      JSON.stringify({
        ScaleUp: rulesV1(behavior.scaleUp),
        ScaleDown: rulesV1(behavior.scaleDown),
      }),
    [CONDITIONS]:
      conditions.length === 0
        ? undefined
        : JSON.stringify(
            conditions.map(({ type, status: state, lastTransitionTime, reason, message }) => ({
              type,
              status: state,
              lastTransitionTime: lastTransitionTime ?? null,
              reason,
              message,
            })),
          ),
    [STATUSES]:
      statuses.length === 0
        ? undefined
        : JSON.stringify(statuses.map((one) => metricV1(one, 'current'))),
    [METRICS]:
      others.length === 0
        ? undefined
        : JSON.stringify(others.map((one) => metricV1(one, 'target'))),
  })
  return {
    apiVersion: 'autoscaling/v1',
    kind: hpa.kind,
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec: compact({
      maxReplicas: spec.maxReplicas,
      minReplicas: spec.minReplicas,
      scaleTargetRef: spec.scaleTargetRef,
      targetCPUUtilizationPercentage: share,
    }),
    status: compact({
      currentCPUUtilizationPercentage:
        statuses.find(isShareOfCpu)?.resource?.current.averageUtilization,
      currentReplicas: status.currentReplicas ?? 0,
      desiredReplicas: status.desiredReplicas,
      lastScaleTime: status.lastScaleTime,
      observedGeneration: status.observedGeneration,
    }),
  }
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function targetV2(value: unknown): Json {
  const { targetAverageUtilization, targetAverageValue, targetValue } = asJson(value) ?? {}
  if (targetAverageUtilization !== undefined)
    return { type: 'Utilization', averageUtilization: targetAverageUtilization }
  return targetAverageValue === undefined
    ? { type: 'Value', value: targetValue }
    : { type: 'AverageValue', averageValue: targetAverageValue }
}

function metricV2(value: unknown): Json {
  const { type, resource, containerResource, pods, object, external } = asJson(value) ?? {}
  const identified = (one: Json | undefined, selector: unknown) =>
    compact({ name: one?.metricName, selector })
  const [whole, part] = [asJson(resource), asJson(containerResource)]
  const [own, about, outside] = [asJson(pods), asJson(object), asJson(external)]
  return compact({
    type,
    resource: whole && { name: whole.name, target: targetV2(whole) },
    containerResource: part && {
      name: part.name,
      container: part.container,
      target: targetV2(part),
    },
    pods: own && { metric: identified(own, own.selector), target: targetV2(own) },
    object: about && {
      describedObject: about.target,
      metric: identified(about, about.selector),
      target: targetV2({ ...about, targetAverageValue: about.averageValue }),
    },
    external: outside && {
      metric: identified(outside, outside.metricSelector),
      target: targetV2(outside),
    },
  })
}

function rulesV2(value: unknown): HPAScalingRules | undefined {
  const rules = asJson(value)
  if (!rules) return undefined
  const policies = Array.isArray(rules.Policies) ? (rules.Policies as readonly Json[]) : undefined
  return compact({
    stabilizationWindowSeconds: rules.StabilizationWindowSeconds ?? undefined,
    selectPolicy: rules.SelectPolicy ?? undefined,
    policies: policies?.map(({ Type, Value, PeriodSeconds }) => ({
      type: Type,
      value: Value,
      periodSeconds: PeriodSeconds,
    })),
    tolerance: rules.Tolerance ?? undefined,
  })
}

function behaviorV2(text: unknown): HorizontalPodAutoscalerBehavior | undefined {
  const behavior = asJson(parsed(text))
  if (!behavior) return undefined
  const [scaleUp, scaleDown] = [rulesV2(behavior.ScaleUp), rulesV2(behavior.ScaleDown)]
  return { ...(scaleUp ? { scaleUp } : {}), ...(scaleDown ? { scaleDown } : {}) }
}

/** A client's manifest of version 1 as the stored version; fields that version 1 does not know stay where they are. */
// k8s: pkg/apis/autoscaling/v1 Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler (1.36)
export function autoscalerFromV1(raw: Json): Json {
  const metadata = asJson(raw.metadata)
  const given = asJson(metadata?.annotations) ?? {}
  const annotations = Object.fromEntries(
    Object.entries(given).filter(([name]) => !CARRIERS.includes(name)),
  )
  const { targetCPUUtilizationPercentage: share, ...spec } = asJson(raw.spec) ?? {}
  const others = parsed(given[METRICS])
  const behavior = behaviorV2(given[BEHAVIOR])
  const metrics = [
    ...(share === undefined || share === null
      ? []
      : [
          metricV2({
            type: 'Resource',
            resource: { name: 'cpu', targetAverageUtilization: share },
          }),
        ]),
    ...(Array.isArray(others) ? others.map(metricV2) : []),
  ]
  return {
    ...raw,
    apiVersion: 'autoscaling/v2',
    ...(metadata
      ? {
          metadata: metadata.annotations === undefined ? metadata : { ...metadata, annotations },
        }
      : {}),
    ...(raw.spec === undefined
      ? {}
      : {
          spec: {
            ...spec,
            ...(metrics.length > 0 ? { metrics } : {}),
            ...(behavior ? { behavior } : {}),
          },
        }),
  }
}
