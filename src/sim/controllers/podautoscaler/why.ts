import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  MetricSpec,
  MetricStatus,
} from '../../types/index.ts'

/** What keeps an autoscaler from changing the size of its target, or from changing it further. */
export type AutoscalerWait =
  | 'notLooked'
  | 'noTarget'
  | 'noServer'
  | 'noRound'
  | 'noRequest'
  | 'podsUnready'
  | 'noOwnMetrics'
  | 'noMetrics'
  | 'atZero'
  | 'rivals'
  | 'cannotScale'
  | 'heldDown'
  | 'heldUp'
  | 'atMost'
  | 'atLeast'
  | 'tooFast'
  | 'wellEnough'

/** Why no metric is known, by the words of the condition. */
const SAID: readonly (readonly [RegExp, AutoscalerWait])[] = [
  [/could not find the requested resource|unable to handle the request/, 'noServer'],
  [/no metrics returned from resource metrics API/, 'noRound'],
  [/missing (?:pod-level )?request for/, 'noRequest'],
  [/did not receive metrics for targeted pods/, 'podsUnready'],
  [/custom metrics API|external metrics API/, 'noOwnMetrics'],
]

const ACTIVE: Readonly<Record<string, AutoscalerWait>> = {
  ScalingDisabled: 'atZero',
  AmbiguousSelector: 'rivals',
}
const ABLE: Readonly<Record<string, AutoscalerWait>> = {
  FailedGetScale: 'noTarget',
  FailedUpdateScale: 'cannotScale',
  ScaleDownStabilized: 'heldDown',
  ScaleUpStabilized: 'heldUp',
}
const LIMITED: Readonly<Record<string, AutoscalerWait>> = {
  TooManyReplicas: 'atMost',
  TooFewReplicas: 'atLeast',
  ScaleUpLimit: 'tooFast',
  ScaleDownLimit: 'tooFast',
}

/** Why it cannot work at all. */
function blocked(
  able: HorizontalPodAutoscalerCondition | undefined,
  active: HorizontalPodAutoscalerCondition | undefined,
): AutoscalerWait | undefined {
  if (able?.status === 'False') return ABLE[able.reason ?? ''] ?? 'cannotScale'
  if (active?.status !== 'False') return undefined
  const message = active.message ?? ''
  const why = SAID.find(([form]) => form.test(message) && !ownMetrics(message, form))
  return ACTIVE[active.reason ?? ''] ?? why?.[1] ?? 'noMetrics'
}

/** The first thing that stands in its way, by its status alone. */
export function autoscalerWait({ spec, status }: HorizontalPodAutoscaler): AutoscalerWait {
  const { conditions = [], currentReplicas = 0 } = status
  if (conditions.length === 0) return 'notLooked'
  const of = (type: string) => conditions.find((one) => one.type === type)
  const [able, limited] = [of('AbleToScale'), of('ScalingLimited')]
  const stopped = blocked(able, of('ScalingActive'))
  if (stopped) return stopped
  const held = ABLE[able?.reason ?? '']
  // At its least it could not shrink anyway.
  if (held === 'heldDown' && currentReplicas <= (spec.minReplicas ?? 1)) return 'atLeast'
  const bound = limited?.status === 'True' ? LIMITED[limited.reason ?? ''] : undefined
  return held ?? bound ?? 'wellEnough'
}

/** The server's refusal of metrics of one's own has the words of the metrics server's, too. */
function ownMetrics(message: string, form: RegExp): boolean {
  return form === SAID[0]?.[0] && /(?:custom|external) metrics API/.test(message)
}

/** One metric, as it is and as it should be; `now` is missing while it is not known. */
export interface AutoscalerMetric {
  readonly name: string
  readonly now?: string
  readonly target: string
  /** It asks for more. */
  readonly above: boolean
}

interface Amounts {
  readonly averageUtilization?: number
  readonly averageValue?: string
  readonly value?: string
}

function amount(amounts: Amounts | undefined): string | undefined {
  const { averageUtilization: share, averageValue, value } = amounts ?? {}
  return share === undefined ? (averageValue ?? value) : `${share}%`
}

function metric(spec: MetricSpec, status: MetricStatus | undefined): AutoscalerMetric {
  const source =
    spec.resource ?? spec.containerResource ?? spec.pods ?? spec.object ?? spec.external
  const known =
    status?.resource ??
    status?.containerResource ??
    status?.pods ??
    status?.object ??
    status?.external
  const name = source === undefined ? '' : 'name' in source ? source.name : source.metric.name
  const now = amount(known?.current)
  const [is, should] = [known?.current.averageUtilization, source?.target.averageUtilization]
  return {
    name,
    ...(now === undefined ? {} : { now }),
    target: amount(source?.target) ?? '',
    above: is !== undefined && should !== undefined && is > should,
  }
}

/** Its metrics, in the order of its spec. */
export function autoscalerMetrics({
  spec,
  status,
}: HorizontalPodAutoscaler): readonly AutoscalerMetric[] {
  return (spec.metrics ?? []).map((one, index) => metric(one, status.currentMetrics?.[index]))
}
