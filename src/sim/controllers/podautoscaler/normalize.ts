import type { Millis } from '../../time.ts'
import type { HorizontalPodAutoscalerSpec, HPAScalingRules } from '../../types/index.ts'

const WINDOW: Millis = 300_000

interface Recommendation {
  readonly at: Millis
  readonly replicas: number
}

interface ScaleEvent {
  readonly at: Millis
  readonly change: number
}

/** What the controller remembers of one autoscaler. */
export interface Past {
  readonly recommendations: readonly Recommendation[]
  readonly ups: readonly ScaleEvent[]
  readonly downs: readonly ScaleEvent[]
}

export interface Sizes {
  readonly current: number
  readonly desired: number
  readonly min: number
  readonly max: number
}

interface Said {
  readonly reason: string
  readonly message: string
}

export interface Normal {
  readonly replicas: number
  /** The conditions AbleToScale and ScalingLimited. */
  readonly able: Said
  readonly limited: Said & { readonly status: 'True' | 'False' }
  readonly past: Past
}

const READY: Said = {
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
}
const DOWN_STABILIZED: Said = {
  reason: 'ScaleDownStabilized',
  message:
    'recent recommendations were higher than current one, applying the highest recent recommendation',
}
const UP_STABILIZED: Said = {
  reason: 'ScaleUpStabilized',
  message:
    'recent recommendations were lower than current one, applying the lowest recent recommendation',
}
const IN_RANGE: Said = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
}
const TOO_MANY: Said = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
}
const TOO_FEW: Said = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
}
const UP_LIMIT: Said = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
}
const DOWN_LIMIT: Said = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
}

interface Limited extends Said {
  readonly replicas: number
}

// k8s: pkg/controller/podautoscaler convertDesiredReplicasWithRules (1.36)
function byRules({ current, desired, min, max }: Sizes): Limited {
  const limit = Math.max(2 * current, 4)
  const most = Math.min(max, limit)
  if (desired < min) return { replicas: min, ...TOO_FEW }
  if (desired > most) return { replicas: most, ...(max > limit ? UP_LIMIT : TOO_MANY) }
  return { replicas: desired, ...IN_RANGE }
}

function changed(events: readonly ScaleEvent[], seconds: number, now: Millis): number {
  return events
    .filter(({ at }) => at > now - seconds * 1000)
    .reduce((sum, { change }) => sum + change, 0)
}

// k8s: pkg/controller/podautoscaler calculateScaleUpLimitWithScalingRules (1.36)
function upLimit(rules: HPAScalingRules, current: number, past: Past, now: Millis): number {
  if (rules.selectPolicy === 'Disabled') return current
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const added = changed(past.ups, periodSeconds, now)
    const start = current - added + changed(past.downs, periodSeconds, now)
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100))
  })
  return rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(0, ...limits)
}

// k8s: pkg/controller/podautoscaler calculateScaleDownLimitWithBehaviors (1.36)
function downLimit(rules: HPAScalingRules, current: number, past: Past, now: Millis): number {
  if (rules.selectPolicy === 'Disabled') return current
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const removed = changed(past.downs, periodSeconds, now)
    const start = current + removed - changed(past.ups, periodSeconds, now)
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100))
  })
  return rules.selectPolicy === 'Min' ? Math.max(0, ...limits) : Math.min(...limits)
}

// k8s: pkg/controller/podautoscaler convertDesiredReplicasWithBehaviorRate (1.36)
function byBehavior(
  { current, desired, min, max }: Sizes,
  up: HPAScalingRules,
  down: HPAScalingRules,
  past: Past,
  now: Millis,
): Limited {
  if (desired > current) {
    const limit = Math.max(current, upLimit(up, current, past, now))
    const most = Math.min(max, limit)
    if (desired > most) return { replicas: most, ...(max > limit ? UP_LIMIT : TOO_MANY) }
  } else if (desired < current) {
    const limit = Math.min(current, downLimit(down, current, past, now))
    const least = Math.max(min, limit)
    if (desired < least) return { replicas: least, ...(min < limit ? DOWN_LIMIT : TOO_FEW) }
  }
  return { replicas: desired, ...IN_RANGE }
}

function kept(past: Past, window: Millis, desired: number, now: Millis): Past {
  const recent = past.recommendations.filter(({ at }) => at >= now - window)
  return { ...past, recommendations: [...recent, { at: now, replicas: desired }] }
}

// k8s: pkg/controller/podautoscaler normalizeDesiredReplicas (1.36)
function plainly(sizes: Sizes, past: Past, now: Millis): Normal {
  const recent = past.recommendations.filter(({ at }) => at >= now - WINDOW)
  const desired = Math.max(sizes.desired, ...recent.map(({ replicas }) => replicas))
  const { replicas, ...said } = byRules({ ...sizes, desired })
  return {
    replicas,
    able: desired === sizes.desired ? READY : DOWN_STABILIZED,
    limited: { ...said, status: replicas === desired ? 'False' : 'True' },
    past: kept(past, WINDOW, sizes.desired, now),
  }
}

// k8s: pkg/controller/podautoscaler normalizeDesiredReplicasWithBehaviors (1.36)
function behaving(
  sizes: Sizes,
  up: HPAScalingRules,
  down: HPAScalingRules,
  past: Past,
  now: Millis,
): Normal {
  const upWindow = (up.stabilizationWindowSeconds ?? 0) * 1000
  const downWindow =
    down.stabilizationWindowSeconds === undefined ? WINDOW : down.stabilizationWindowSeconds * 1000
  const after = (window: Millis) =>
    past.recommendations.filter(({ at }) => at > now - window).map(({ replicas }) => replicas)
  const low = Math.min(sizes.desired, ...after(upWindow))
  const high = Math.max(sizes.desired, ...after(downWindow))
  // The size stays where it is unless even the lowest recent wish is above it, or even the highest below.
  const desired = Math.min(Math.max(sizes.current, low), high)
  const held = sizes.desired >= sizes.current ? UP_STABILIZED : DOWN_STABILIZED
  const { replicas, ...said } = byBehavior({ ...sizes, desired }, up, down, past, now)
  return {
    replicas,
    able: desired === sizes.desired ? READY : held,
    limited: { ...said, status: replicas === desired ? 'False' : 'True' },
    past: kept(past, Math.max(upWindow, downWindow), sizes.desired, now),
  }
}

/** The size that may be set now, of the size that the metrics ask for. */
export function normalized(
  behavior: HorizontalPodAutoscalerSpec['behavior'],
  sizes: Sizes,
  past: Past,
  now: Millis,
): Normal {
  const { scaleUp, scaleDown } = behavior ?? {}
  return scaleUp && scaleDown
    ? behaving(sizes, scaleUp, scaleDown, past, now)
    : plainly(sizes, past, now)
}

function longest(rules: HPAScalingRules | undefined): Millis {
  return Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds)) * 1000
}

/** The past with one more change of size, which only policies ask for. */
// k8s: pkg/controller/podautoscaler storeScaleEvent (1.36)
export function withScale(
  behavior: HorizontalPodAutoscalerSpec['behavior'],
  past: Past,
  change: number,
  now: Millis,
): Past {
  if (!behavior || change === 0) return past
  const period = Math.max(longest(behavior.scaleUp), longest(behavior.scaleDown))
  const recent = (events: readonly ScaleEvent[]) => events.filter(({ at }) => at >= now - period)
  return change > 0
    ? { ...past, ups: [...recent(past.ups), { at: now, change }] }
    : { ...past, downs: [...recent(past.downs), { at: now, change: -change }] }
}
