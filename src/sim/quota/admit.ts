import type { Cluster } from '../cluster.ts'
import { forbidden } from '../errors.ts'
import type { KindSpec } from '../kinds/kind.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import { keyOf } from '../store.ts'
import type { ApiObject, Container, Draft, LimitRange, Pod, ResourceQuota } from '../types/index.ts'
import { type Amounts, increase, listed, only, sumOf, withoutZeros } from './amounts.ts'
import { checkLimits, withDefaultLimits } from './limitRanger.ts'
import { inScope } from './scopes.ts'
import { computeUsage, counts, usageOf } from './usage.ts'

type Posted = ApiObject | Draft

/** Cluster-wide: whether any namespace has rules of this sort at all. All that a pod's creation costs without them. */
function hasQuotas(cluster: Cluster): boolean {
  return cluster.store.count('ResourceQuota') > 0
}

function hasLimits(cluster: Cluster): boolean {
  return cluster.store.count('LimitRange') > 0
}

function rangesOf(cluster: Cluster, object: Posted): readonly LimitRange[] {
  return cluster.list('LimitRange', { namespace: object.metadata.namespace ?? '' })
}

/** The mutating half of the limit ranger: a posted pod with its namespace's defaults. */
export function defaultLimits(cluster: Cluster, draft: Draft): Draft {
  if (draft.kind !== 'Pod' || !hasLimits(cluster)) return draft
  const ranges = rangesOf(cluster, draft)
  return ranges.length === 0 ? draft : (withDefaultLimits(draft as Draft<Pod>, ranges) as Draft)
}

/** The validating half; updates of pods cannot change what it looks at. */
// k8s: plugin/pkg/admission/limitranger SupportsAttributes (1.36)
export function enforceLimits(
  cluster: Cluster,
  spec: KindSpec,
  name: string,
  object: Posted,
  previous?: ApiObject,
): void {
  if (!hasLimits(cluster)) return
  const concerned = object.kind === 'PersistentVolumeClaim' || (object.kind === 'Pod' && !previous)
  if (!concerned || previous?.metadata.deletionTimestamp) return
  checkLimits(object, name, spec.plural, rangesOf(cluster, object))
}

const NEEDED = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
])

/** Whoever counts cpu or memory must find it stated by every container. */
// k8s: pkg/quota/v1/evaluator/core podEvaluator.Constraints (1.36)
function unstated(pod: Draft<Pod>, names: readonly string[]): string {
  const required = names.filter((name) => NEEDED.has(name)).sort()
  const containers: readonly Container[] = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []),
  ]
  const stated = containers.map(({ name, resources }) => ({
    name,
    usage: computeUsage(resources?.requests ?? {}, resources?.limits ?? {}),
  }))
  const texts = required.flatMap((need) => {
    const without = stated.filter(({ usage }) => usage[need] === undefined).map(({ name }) => name)
    return without.length > 0 ? [`${need} for: ${[...new Set(without)].sort().join(',')}`] : []
  })
  return texts.length === 0 ? '' : `must specify ${texts.join('; ')}`
}

/** One quota that grows by an object, and by how much. */
interface Charge {
  readonly quota: ResourceQuota
  readonly used: Amounts
}

/** The names of the quota that the object counts for; undefined when it is none of the quota's business. */
function concerns(
  quota: ResourceQuota,
  spec: KindSpec,
  object: Posted,
): readonly string[] | undefined {
  const names = Object.keys(quota.status.hard ?? {}).filter((name) => counts(spec, name))
  return names.length > 0 && inScope(quota.spec, object) ? names : undefined
}

function chargeOf(
  quota: ResourceQuota,
  spec: KindSpec,
  object: Posted,
  previous: ApiObject | undefined,
): Amounts {
  const usage = usageOf(spec, object)
  const counted = previous && inScope(quota.spec, previous) ? usageOf(spec, previous) : undefined
  return withoutZeros(counted ? increase(usage, counted) : usage)
}

function overrun(quota: ResourceQuota, more: Amounts, used: Amounts): string {
  const hard = quota.status.hard ?? {}
  const over = new Set(
    Object.keys(more).filter((name) => compareQuantity(used[name] ?? '0', hard[name] ?? '0') > 0),
  )
  if (over.size === 0) return ''
  const before = only(quota.status.used ?? {}, over)
  return `exceeded quota: ${quota.metadata.name}, requested: ${listed(only(more, over))}, used: ${listed(before)}, limited: ${listed(only(hard, over))}`
}

// k8s: apiserver/pkg/admission/plugin/resourcequota CheckRequest (1.36)
function charged(
  quota: ResourceQuota,
  spec: KindSpec,
  object: Posted,
  previous: ApiObject | undefined,
  refuse: (why: string) => never,
): Charge | undefined {
  const more = chargeOf(quota, spec, object, previous)
  const wanted = only(more, new Set(Object.keys(quota.status.hard ?? {})))
  if (Object.keys(more).length === 0) return undefined
  const used = sumOf(quota.status.used ?? {}, wanted)
  const why = overrun(quota, wanted, used)
  return why === '' ? { quota, used } : refuse(why)
}

/** Kinds whose updates may need more room: a Service may change its type, a claim may grow. */
const GROWING = new Set(['Service', 'PersistentVolumeClaim'])

/** What every quota of the namespace will count with the object in it; throws Forbidden when one is exceeded. */
export function quotaCharges(
  cluster: Cluster,
  spec: KindSpec,
  name: string,
  object: Posted,
  previous?: ApiObject,
): readonly Charge[] {
  if (!hasQuotas(cluster) || !spec.namespaced || spec.kind === 'Event') return NOTHING
  if (previous && !GROWING.has(spec.kind)) return NOTHING
  const refuse = (why: string): never => {
    throw forbidden(spec, name, why)
  }
  const concerned: ResourceQuota[] = []
  for (const quota of cluster.list('ResourceQuota', {
    namespace: object.metadata.namespace ?? '',
  })) {
    const names = concerns(quota, spec, object)
    if (!names) continue
    const silent = object.kind === 'Pod' ? unstated(object as Draft<Pod>, names) : ''
    if (silent !== '') refuse(`failed quota: ${quota.metadata.name}: ${silent}`)
    if (names.some((one) => quota.status.used?.[one] === undefined))
      refuse(
        `status unknown for quota: ${quota.metadata.name}, resources: ${[...names].sort().join(',')}`,
      )
    concerned.push(quota)
  }
  return concerned.flatMap((quota) => charged(quota, spec, object, previous, refuse) ?? [])
}

const NOTHING: readonly Charge[] = []

/** Writes down what the object takes, in the moment in which it is let in: two requests never share the last place. */
export function payCharges(
  cluster: Cluster,
  charges: readonly Charge[],
  spec: KindSpec,
  name: string,
): void {
  if (charges.length === 0) return
  cluster.within(
    {
      ...cluster.current,
      actor: 'apiserver',
      source: 'apiserver',
      reason: `the quota counts ${spec.singular} ${name} as it is let in`,
    },
    () => {
      for (const { quota, used } of charges) {
        const now = cluster.at('ResourceQuota', keyOf(quota))
        if (!now) continue
        const next: ResourceQuota = { ...now, status: { ...now.status, used } }
        cluster.commit('ResourceQuota', 'update', now, next)
      }
    },
  )
}
