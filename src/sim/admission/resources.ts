import type { FieldError } from '../errors.ts'
import { compareQuantity, milliValue } from '../machinery/quantity.ts'
import type { ContainerResizePolicy, ResourceClaim, ResourceRequirements } from '../types/index.ts'
import {
  duplicate,
  forbiddenField,
  invalid,
  invalidAll,
  keysOf,
  missing,
  NEGATIVE,
  notSupported,
  required,
} from './fieldErrors.ts'
import { dnsLabel, qualifiedName } from './names.ts'

/** Resource names that need no prefix, wherever they are used. */
const STANDARD = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'requests.storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
])
const CONTAINER = new Set(['cpu', 'memory', 'ephemeral-storage'])
const INTEGER = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
])
const POD_LEVEL = ['cpu', 'hugepages-', 'memory']

function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-')
}

/** Resources of Kubernetes itself: without a prefix, or with one of its own. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

// k8s: pkg/apis/core/helper IsExtendedResourceName (1.36)
export function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith('requests.')) return false
  return qualifiedName(`requests.${name}`).length === 0
}

export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePage(name)
}

// k8s: pkg/apis/core/validation validateResourceName (1.36)
export function resourceName(name: string, field: string): FieldError[] {
  const errors = invalidAll(field, name, qualifiedName(name))
  if (errors.length > 0 || name.includes('/')) return errors
  return STANDARD.has(name) || isHugePage(name)
    ? []
    : [invalid(field, name, 'must be a standard resource type or fully qualified')]
}

// k8s: pkg/apis/core/validation validateContainerResourceName (1.36)
export function containerResourceName(name: string, field: string): FieldError[] {
  const errors = resourceName(name, field)
  if (!name.includes('/')) {
    if (!CONTAINER.has(name) && !isHugePage(name))
      errors.push(invalid(field, name, 'must be a standard resource for containers'))
  } else if (!isNative(name) && !isExtended(name))
    errors.push(invalid(field, name, "doesn't follow extended resource name standard"))
  return errors
}

function podResourceName(name: string, field: string): FieldError[] {
  const errors = resourceName(name, field)
  if (errors.length > 0) return errors
  return name === 'cpu' || name === 'memory' || isHugePage(name)
    ? []
    : [notSupported(field, name, POD_LEVEL)]
}

// k8s: pkg/apis/core/validation ValidateResourceQuantityValue (1.36)
export function quantityRules(name: string, quantity: string, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (compareQuantity(quantity, '0') < 0) errors.push(invalid(field, quantity, NEGATIVE))
  const whole = INTEGER.has(name) || isExtended(name)
  if (whole && milliValue(quantity) % 1000 !== 0)
    errors.push(invalid(field, quantity, 'must be an integer'))
  return errors
}

function hugePages(name: string, quantity: string, field: string): FieldError[] {
  if (!isHugePage(name)) return []
  try {
    const size = milliValue(name.slice('hugepages-'.length))
    const amount = milliValue(quantity)
    if (size > 0 && amount > 0 && amount % size === 0) return []
    if (amount === 0) return []
  } catch {
    return [invalid(field, quantity, `${quantity} is not positive integer multiple of ${name}`)]
  }
  return [invalid(field, quantity, `${quantity} is not positive integer multiple of ${name}`)]
}

type NameRule = (name: string, field: string) => FieldError[]
type List = Readonly<Record<string, string>>

function amounts(list: List | undefined, field: string, rule: NameRule): FieldError[] {
  return keysOf(list).flatMap((name) => {
    const at = `${field}[${name}]`
    const quantity = list?.[name] ?? '0'
    return [
      ...rule(name, at),
      ...quantityRules(name, quantity, at),
      ...hugePages(name, quantity, at),
    ]
  })
}

function requestAgainstLimit(
  name: string,
  request: string,
  limits: List | undefined,
  field: string,
): FieldError[] {
  const limit = limits?.[name]
  const at = `${field}.requests`
  if (limit === undefined)
    return mayOvercommit(name)
      ? []
      : [required(`${field}.limits`, 'Limit must be set for non overcommitable resources')]
  const order = compareQuantity(request, limit)
  if (order !== 0 && !mayOvercommit(name))
    return [invalid(at, request, `must be equal to ${name} limit of ${limit}`)]
  if (order > 0)
    return [invalid(at, request, `must be less than or equal to ${name} limit of ${limit}`)]
  return []
}

function requirements(
  resources: ResourceRequirements,
  claims: ReadonlySet<string>,
  field: string,
  rule: NameRule,
): FieldError[] {
  const { limits, requests } = resources
  const errors = amounts(limits, `${field}.limits`, rule)
  for (const name of keysOf(requests)) {
    const at = `${field}.requests[${name}]`
    const quantity = requests?.[name] ?? '0'
    errors.push(...rule(name, at), ...quantityRules(name, quantity, at))
    errors.push(...requestAgainstLimit(name, quantity, limits, field))
    errors.push(...hugePages(name, quantity, at))
  }
  const all = [...keysOf(limits), ...keysOf(requests)]
  if (all.some(isHugePage) && !all.includes('cpu') && !all.includes('memory'))
    errors.push(forbiddenField(field, 'HugePages require cpu or memory'))
  return [...errors, ...claimNames(resources, claims, `${field}.claims`)]
}

function repeatedClaim(claim: ResourceClaim, seen: Set<string>, field: string): FieldError[] {
  const { name, request } = claim
  if (seen.has(name)) return [duplicate(field, name)]
  const key = request ? `${name}/${request}` : name
  const errors = request ? invalidAll(`${field}.request`, request, dnsLabel(request)) : []
  const overlaps = !request && [...seen].some((other) => other.startsWith(`${name}/`))
  if (seen.has(key) || overlaps) errors.push(duplicate(field, key))
  seen.add(key)
  return errors
}

// k8s: pkg/apis/core/validation validateResourceClaimNames (1.36)
function claimNames(
  resources: ResourceRequirements,
  known: ReadonlySet<string>,
  field: string,
): FieldError[] {
  const seen = new Set<string>()
  return (resources.claims ?? []).flatMap((claim, i) => {
    const at = `${field}[${i}]`
    if (!claim.name) return [required(at)]
    const errors = repeatedClaim(claim, seen, at)
    if (known.has(claim.name)) return errors
    const names = known.size === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`
    const detail = `must be one of the names in pod.spec.resourceClaims${names}`
    return [...errors, missing(at, claim.name, detail)]
  })
}

/** A container's requests and limits; `claims` are the names of the pod's resource claims. */
// k8s: pkg/apis/core/validation ValidateContainerResourceRequirements (1.36)
export function containerResources(
  resources: ResourceRequirements,
  claims: ReadonlySet<string>,
  field: string,
): FieldError[] {
  return requirements(resources, claims, field, containerResourceName)
}

/** Requests and limits of a whole pod. */
export function podResources(
  resources: ResourceRequirements,
  claims: ReadonlySet<string>,
  field: string,
): FieldError[] {
  return [
    ...(resources.claims
      ? [forbiddenField(`${field}.claims`, 'claims cannot be set for Resources at pod-level')]
      : []),
    ...requirements(resources, claims, field, podResourceName),
  ]
}

const RESIZE_POLICIES = ['NotRequired', 'RestartContainer']

// k8s: pkg/apis/core/validation validateResizePolicy (1.36)
export function resizePolicies(
  policies: readonly ContainerResizePolicy[] | undefined,
  restartPolicy: string | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  policies?.forEach((policy, i) => {
    const { resourceName: name, restartPolicy: action } = policy
    if (seen.has(name)) errors.push(duplicate(`${field}[${i}]`, name))
    seen.add(name)
    if (!name) errors.push(required(field))
    else if (name !== 'cpu' && name !== 'memory')
      errors.push(notSupported(field, name, ['cpu', 'memory']))
    if (!action) errors.push(required(field))
    else if (!RESIZE_POLICIES.includes(action))
      errors.push(notSupported(field, action, RESIZE_POLICIES))
    if (restartPolicy === 'Never' && action !== 'NotRequired')
      errors.push(invalid(field, action, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
  })
  return errors
}
