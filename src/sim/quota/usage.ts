import { compareQuantity } from '../machinery/quantity.ts'
import type {
  ApiObject,
  Draft,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  Service,
} from '../types/index.ts'
import { type Amounts, sumOf } from './amounts.ts'
import { podTotals } from './podTotals.ts'
import { inScope } from './scopes.ts'

/** Objects of one kind as quotas count them. */
interface Counted {
  readonly kind: string
  readonly plural: string
  readonly group: string
}
type Posted = ApiObject | Draft

const CLASS_SUFFIX = '.storageclass.storage.k8s.io/'
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'
/** Kinds whose objects are also counted under their bare name. */
const BARE = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'])

const COMPUTE = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
])
const SERVICES = new Set(['services', 'services.nodeports', 'services.loadbalancers'])
const CLAIMS = ['persistentvolumeclaims', 'requests.storage']

function countName({ plural, group }: Counted): string {
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`
}

function isExtendedRequest(name: string): boolean {
  return name.startsWith('requests.') && name.includes('/') && !name.includes('kubernetes.io/')
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')
}

/** Whether a quota for this name counts objects of the kind. */
// k8s: pkg/quota/v1/evaluator/core MatchingResources (1.36)
export function counts(spec: Counted, name: string): boolean {
  if (name === countName(spec)) return true
  switch (spec.kind) {
    case 'Pod':
      return COMPUTE.has(name) || isHugePages(name) || isExtendedRequest(name)
    case 'Service':
      return SERVICES.has(name)
    case 'PersistentVolumeClaim':
      return CLAIMS.some((one) => name === one || name.endsWith(CLASS_SUFFIX + one))
    default:
      return BARE.has(spec.plural) && name === spec.plural
  }
}

/** What requests and limits count as. */
// k8s: pkg/quota/v1/evaluator/core podComputeUsageHelper (1.36)
export function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const out: Record<string, string> = { pods: '1' }
  for (const [name, amount] of Object.entries(requests)) {
    const compute = name === 'cpu' || name === 'memory' || name === 'ephemeral-storage'
    if (compute || name.startsWith('hugepages-')) out[name] = amount
    const extended = name.includes('/') && !name.includes('kubernetes.io/')
    if (compute || extended || name.startsWith('hugepages-')) out[`requests.${name}`] = amount
  }
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const amount = limits[name]
    if (amount !== undefined) out[`limits.${name}`] = amount
  }
  return out
}

/** A finished pod holds nothing of its namespace any more. */
// k8s: pkg/quota/v1/evaluator/core QuotaV1Pod (1.36)
export function isCharged(pod: Draft<Pod>): boolean {
  const phase = (pod.status as Pod['status'] | undefined)?.phase
  return phase !== 'Succeeded' && phase !== 'Failed'
}

function serviceUsage({ spec }: Draft<Service>): Amounts {
  const ports = spec.ports ?? []
  const type = spec.type ?? 'ClusterIP'
  const balanced = type === 'LoadBalancer'
  const chosen = balanced && spec.allocateLoadBalancerNodePorts === false
  const open = chosen ? ports.filter((port) => port.nodePort).length : ports.length
  return {
    services: '1',
    'services.nodeports': type === 'NodePort' || balanced ? String(open) : '0',
    'services.loadbalancers': balanced ? '1' : '0',
  }
}

// k8s: pkg/quota/v1/evaluator/core pvcEvaluator.Usage (1.36)
function claimUsage({ spec, metadata, status }: Draft<PersistentVolumeClaim>): Amounts {
  const className = metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? ''
  const asked = spec.resources?.requests?.storage
  const given = (status as PersistentVolumeClaim['status'] | undefined)?.allocatedResources?.storage
  const more = asked !== undefined && given !== undefined && compareQuantity(given, asked) > 0
  const size = more ? given : asked
  const out: Record<string, string> = { persistentvolumeclaims: '1' }
  if (size !== undefined) out['requests.storage'] = size
  if (className !== '')
    for (const [name, amount] of Object.entries(out)) out[className + CLASS_SUFFIX + name] = amount
  return out
}

/** What the object counts as, by every name that a quota may have. */
export function usageOf(spec: Counted, object: Posted): Amounts {
  const one = { [countName(spec)]: '1' }
  switch (object.kind) {
    case 'Pod': {
      const pod = object as Draft<Pod>
      if (!isCharged(pod)) return one
      const requests = podTotals(pod.spec, 'requests')
      return { ...one, ...computeUsage(requests, podTotals(pod.spec, 'limits')) }
    }
    case 'Service':
      return { ...one, ...serviceUsage(object as Draft<Service>) }
    case 'PersistentVolumeClaim':
      return { ...one, ...claimUsage(object as Draft<PersistentVolumeClaim>) }
    default:
      return BARE.has(spec.plural) ? { ...one, [spec.plural]: '1' } : one
  }
}

/** What the objects of a namespace count as for a quota, of the names that it limits and somebody can count. */
// k8s: apiserver/pkg/quota/v1 CalculateUsage (1.36)
export function totalUsage(
  quota: ResourceQuota,
  kinds: readonly Counted[],
  list: (kind: Counted) => readonly ApiObject[],
): Amounts {
  const names = Object.keys(quota.spec.hard ?? {})
  let total: Amounts = {}
  for (const kind of kinds) {
    const own = names.filter((name) => counts(kind, name))
    if (own.length === 0) continue
    let used: Amounts = Object.fromEntries(own.map((name) => [name, '0']))
    const wanted = new Set(own)
    for (const object of list(kind)) {
      if (!inScope(quota.spec, object)) continue
      const usage = usageOf(kind, object)
      used = sumOf(
        used,
        Object.fromEntries(Object.entries(usage).filter(([name]) => wanted.has(name))),
      )
    }
    total = { ...total, ...used }
  }
  return total
}
