import type { TopologySpreadConstraint } from '../../types/index.ts'
import type { NodeInfo, PodInfo } from '../nodeInfo.ts'
import type { World } from '../plugin.ts'
import { labelMatcher, type Matcher } from '../selectors.ts'
import { hasRequiredAffinity, matchesRequiredAffinity } from './nodeAffinity.ts'
import { untolerated } from './tolerations.ts'

export const HOSTNAME = 'kubernetes.io/hostname'

/** One constraint, compiled for one pod. */
export interface Spread {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly minDomains: number
  readonly matcher: Matcher
  readonly honourAffinity: boolean
  readonly honourTaints: boolean
}

export interface SpreadOptions {
  /** Constraints for pods without their own. */
  readonly defaultConstraints?: readonly TopologySpreadConstraint[]
  /** The defaults are the built-in ones, which also rank nodes that lack a label. */
  readonly systemDefaulted?: boolean
  readonly nodeInclusionPolicy?: boolean
  readonly matchLabelKeys?: boolean
}

export const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { maxSkew: 3, topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway' },
  { maxSkew: 5, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
]

function matcherOf(
  constraint: TopologySpreadConstraint,
  pod: PodInfo,
  options: SpreadOptions,
): Matcher {
  const keys = options.matchLabelKeys === false ? [] : (constraint.matchLabelKeys ?? [])
  const more = keys.flatMap((key) => {
    const value = pod.labels[key]
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }]
  })
  return labelMatcher(constraint.labelSelector, more)
}

function compile(
  constraint: TopologySpreadConstraint,
  matcher: Matcher,
  options: SpreadOptions,
): Spread {
  const policies = options.nodeInclusionPolicy !== false
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    minDomains: constraint.minDomains ?? 1,
    matcher,
    honourAffinity: !policies || (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honourTaints: policies && constraint.nodeTaintsPolicy === 'Honor',
  }
}

const NONE: readonly Spread[] = []

interface DefaultSpreads {
  readonly options: SpreadOptions
  readonly DoNotSchedule: readonly Spread[]
  readonly ScheduleAnyway: readonly Spread[]
}

/** Pods of one owner share their matcher, and so what the defaults come to. */
const compiled = new WeakMap<Matcher, DefaultSpreads>()

function defaultSpreads(matcher: Matcher, options: SpreadOptions): DefaultSpreads {
  const known = compiled.get(matcher)
  if (known?.options === options) return known
  const defaults = options.defaultConstraints ?? SYSTEM_DEFAULTS
  const of = (action: string) =>
    defaults.filter((c) => c.whenUnsatisfiable === action).map((c) => compile(c, matcher, options))
  const made = {
    options,
    DoNotSchedule: of('DoNotSchedule'),
    ScheduleAnyway: of('ScheduleAnyway'),
  }
  compiled.set(matcher, made)
  return made
}

/** The pod's own constraints of the given kind, or else the default ones for what owns or serves it. */
// k8s: pkg/scheduler/framework/plugins/podtopologyspread common.go (1.36)
export function spreadsOf(
  pod: PodInfo,
  world: World,
  action: 'DoNotSchedule' | 'ScheduleAnyway',
  options: SpreadOptions,
): readonly Spread[] {
  const own = pod.pod.spec.topologySpreadConstraints
  if (own && own.length > 0) {
    return own
      .filter((c) => c.whenUnsatisfiable === action)
      .map((c) => compile(c, matcherOf(c, pod, options), options))
  }
  const matcher = world.ownerSelector(pod)
  if (!matcher || matcher.empty) return NONE
  return defaultSpreads(matcher, options)[action]
}

/** Whether pods on the node count for the constraint. */
export function counts(spread: Spread, pod: PodInfo, node: NodeInfo): boolean {
  if (spread.honourAffinity && hasRequiredAffinity(pod) && !matchesRequiredAffinity(pod, node)) {
    return false
  }
  if (!spread.honourTaints || node.hardTaints.length === 0) return true
  return !untolerated(node.hardTaints, pod.pod.spec.tolerations ?? [])
}

export function hasAllKeys(node: NodeInfo, spreads: readonly Spread[]): boolean {
  for (const spread of spreads) if (node.labels[spread.topologyKey] === undefined) return false
  return true
}
