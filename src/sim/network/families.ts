import { invalid as invalidField } from '../admission/fieldErrors.ts'
import type { FieldError } from '../errors.ts'
import type { ServiceSpec } from '../types/index.ts'
import { isIpv6 } from './addresses.ts'

/** The only family in which this cluster gives addresses to Services. */
const FAMILY = 'IPv4'
const POLICY = 'spec.ipFamilyPolicy'

export function isHeadless({ clusterIPs, clusterIP }: ServiceSpec): boolean {
  return (clusterIPs?.[0] ?? clusterIP) === 'None'
}

const familyOf = (address: string): string => (isIpv6(address) ? 'IPv6' : 'IPv4')

function policyOf(spec: ServiceSpec, previous: ServiceSpec | undefined): string {
  if (spec.ipFamilyPolicy) return spec.ipFamilyPolicy
  if (previous?.ipFamilyPolicy) return previous.ipFamilyPolicy
  const free = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  return free ? 'RequireDualStack' : 'SingleStack'
}

/** Families that the given addresses tell, beside those that are named. */
function told(spec: ServiceSpec, errors: FieldError[]): readonly string[] {
  const families = [...(spec.ipFamilies ?? [])]
  for (const [i, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None' || address === '') break
    if (i < families.length) continue
    const family = familyOf(address)
    if (family === FAMILY) families.push(family)
    else
      errors.push(
        invalidField(
          `spec.clusterIPs[${i}]`,
          spec.clusterIPs,
          `${family} is not configured on this cluster`,
        ),
      )
  }
  return families
}

function tooMany(spec: ServiceSpec, policy: string): FieldError[] {
  if (policy !== 'SingleStack') return []
  const sentence = (what: string) =>
    `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`
  return [
    ...(spec.clusterIPs?.length === 2
      ? [invalidField(POLICY, policy, sentence('cluster IPs'))]
      : []),
    ...(spec.ipFamilies?.length === 2
      ? [invalidField(POLICY, policy, sentence('IP families'))]
      : []),
  ]
}

function unsupported(families: readonly string[], policy: string): FieldError[] {
  return [
    ...(policy === 'RequireDualStack'
      ? [invalidField(POLICY, policy, 'this cluster is not configured for dual-stack services')]
      : []),
    ...families.flatMap((family, i) =>
      family === FAMILY
        ? []
        : [invalidField(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')],
    ),
  ]
}

/** The spec with its families and their policy, and what forbids them in this IPv4 cluster. */
// k8s: pkg/registry/core/service/storage Allocators.initIPFamilyFields (1.36)
export function withFamilies(
  spec: ServiceSpec,
  previous?: ServiceSpec,
): { readonly spec: ServiceSpec; readonly errors: readonly FieldError[] } {
  if (spec.type === 'ExternalName') return { spec, errors: [] }
  const policy = policyOf(spec, previous)
  const errors: FieldError[] = tooMany(spec, policy)
  const families = told(spec, errors)
  if (errors.length > 0) return { spec, errors }
  const named = { ...spec, ipFamilyPolicy: policy }
  // Without a selector somebody else looks after the endpoints of a headless Service: both families may be named.
  if (spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0) {
    const first = families[0] ?? FAMILY
    const second = first === FAMILY ? 'IPv6' : FAMILY
    const both = families.length < 2 && policy !== 'SingleStack'
    const all = both ? [first, second] : families.length > 0 ? families : [first]
    return { spec: { ...named, ipFamilies: all }, errors }
  }
  const refused = unsupported(families, policy)
  const ipFamilies = families.length > 0 ? families : [FAMILY]
  return { spec: { ...named, ipFamilies }, errors: refused }
}
