import { IMMUTABLE, invalid, keysOf, required } from '../admission/fieldErrors.ts'
import { quantityRules, resourceName } from '../admission/resources.ts'
import type { FieldError } from '../errors.ts'
import type { ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../types/index.ts'

/** Names without a slash that a quota may count. */
const STANDARD = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
])

const COMPUTE = new Set([
  'pods',
  'cpu',
  'requests.cpu',
  'limits.cpu',
  'memory',
  'requests.memory',
  'limits.memory',
])
const BEST_EFFORT = new Set(['pods'])
const CLAIMS = new Set(['persistentvolumeclaims', 'requests.storage'])

function isQuotaName(name: string): boolean {
  return (
    STANDARD.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')
  )
}

/** Which resources a scope can count; undefined for a scope that is not known. */
// k8s: pkg/apis/core/helper IsResourceQuotaScopeValidForResource (1.36)
const SCOPES: Readonly<Record<string, (name: string) => boolean>> = {
  Terminating: (name) => COMPUTE.has(name) || name.includes('ephemeral-storage') || isHuge(name),
  NotTerminating: (name) => COMPUTE.has(name) || name.includes('ephemeral-storage') || isHuge(name),
  NotBestEffort: (name) => COMPUTE.has(name) || name.includes('ephemeral-storage') || isHuge(name),
  BestEffort: (name) => BEST_EFFORT.has(name),
  PriorityClass: (name) => COMPUTE.has(name) || name.includes('ephemeral-storage') || isHuge(name),
  CrossNamespacePodAffinity: (name) =>
    COMPUTE.has(name) || name.includes('ephemeral-storage') || isHuge(name),
  VolumeAttributesClass: (name) => CLAIMS.has(name),
}

function isHuge(name: string): boolean {
  return name.includes('hugepages-')
}

// k8s: pkg/apis/core/validation ValidateResourceQuotaResourceName (1.36)
function quotaName(name: string, field: string): FieldError[] {
  const errors = resourceName(name, field)
  return name.includes('/') || isQuotaName(name)
    ? errors
    : [...errors, invalid(field, name, 'must be a standard resource for quota')]
}

export function quotaAmounts(
  hard: ResourceQuotaSpec['hard'] | undefined,
  field: string,
): FieldError[] {
  return keysOf(hard).flatMap((name) => {
    const at = `${field}[${name}]`
    return [...quotaName(name, at), ...quantityRules(name, hard?.[name] ?? '0', at)]
  })
}

const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const

function inConflict(scopes: readonly string[]): number {
  return CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope))).length
}

function misfits(spec: ResourceQuotaSpec, scope: string): readonly string[] {
  const fits = SCOPES[scope] ?? (() => true)
  return keysOf(spec.hard).filter((name) => isQuotaName(name) && !fits(name))
}

// k8s: pkg/apis/core/validation validateResourceQuotaScopes (1.36)
function listedScopes(spec: ResourceQuotaSpec): FieldError[] {
  const scopes = spec.scopes ?? []
  const at = 'spec.scopes'
  const errors = scopes.flatMap((scope) => [
    ...(SCOPES[scope] ? [] : [invalid(at, scopes, 'unsupported scope')]),
    ...misfits(spec, scope).map(() => invalid(at, scopes, 'unsupported scope applied to resource')),
  ])
  for (let n = inConflict(scopes); n > 0; n--)
    errors.push(invalid(at, scopes, 'conflicting scopes'))
  return errors
}

const EXISTS_ONLY = new Set([
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'CrossNamespacePodAffinity',
])

function operatorErrors(item: ScopedResourceSelectorRequirement, at: string): FieldError[] {
  const { operator = '', values = [] } = item
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0
        ? []
        : [
            required(
              `${at}.values`,
              "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
            ),
          ]
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : [
            invalid(
              `${at}.values`,
              values,
              "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
            ),
          ]
    default:
      return [invalid(`${at}.operator`, operator, 'not a valid selector operator')]
  }
}

/** The selector as the server's own type has it, with the names of Go's fields. */
function selectorText(spec: ResourceQuotaSpec): unknown {
  return {
    MatchExpressions: (spec.scopeSelector?.matchExpressions ?? []).map((item) => ({
      ScopeName: item.scopeName,
      Operator: item.operator,
      Values: item.values ?? null,
    })),
  }
}

// k8s: pkg/apis/core/validation validateScopedResourceSelectorRequirement (1.36)
function selectedScopes(spec: ResourceQuotaSpec): FieldError[] {
  const items = spec.scopeSelector?.matchExpressions ?? []
  const at = 'spec.scopeSelector.matchExpressions'
  const errors = items.flatMap((item) => [
    ...(SCOPES[item.scopeName]
      ? []
      : [invalid(`${at}.scopeName`, item.scopeName ?? '', 'unsupported scope')]),
    ...misfits(spec, item.scopeName).map(() =>
      invalid(at, selectorText(spec), 'unsupported scope applied to resource'),
    ),
    ...(EXISTS_ONLY.has(item.scopeName) && item.operator !== 'Exists'
      ? [
          invalid(
            `${at}.operator`,
            item.operator ?? '',
            "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
          ),
        ]
      : []),
    ...operatorErrors(item, at),
  ])
  for (let n = inConflict(items.map((item) => item.scopeName)); n > 0; n--)
    errors.push(invalid(at, spec.scopes ?? null, 'conflicting scopes'))
  return errors
}

export function quotaScopes(spec: ResourceQuotaSpec): FieldError[] {
  return [...listedScopes(spec), ...selectedScopes(spec)]
}

// k8s: pkg/apis/core/validation ValidateResourceQuotaUpdate (1.36)
export function scopesChange(next: ResourceQuotaSpec, previous: ResourceQuotaSpec): FieldError[] {
  const wanted = [...new Set(next?.scopes ?? [])].sort().join()
  const had = [...new Set(previous?.scopes ?? [])].sort().join()
  return wanted === had ? [] : [invalid('spec.scopes', next.scopes ?? null, IMMUTABLE)]
}
