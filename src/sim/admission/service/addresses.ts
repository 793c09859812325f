import type { FieldError } from '../../errors.ts'
import { isIpv6, isWithin, rangeOf, toNumber } from '../../network/addresses.ts'
import { isHeadless } from '../../network/families.ts'
import type { ServiceSpec } from '../../types/index.ts'
import { duplicate, invalid, invalidAll, notSupported, required } from '../fieldErrors.ts'
import { ipAddress } from '../names.ts'

const FAMILIES = ['IPv4', 'IPv6']
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
const ONCE = 'may not change once set'

function pairErrors({ clusterIP = '', clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (clusterIP === '')
    return clusterIPs.length === 0
      ? []
      : [invalid('spec.clusterIPs', clusterIPs, 'must be empty when `clusterIP` is not specified')]
  if (clusterIPs.length === 0) return [required('spec.clusterIPs')]
  return clusterIP === clusterIPs[0]
    ? []
    : [invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`')]
}

function familyErrors({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): FieldError[] {
  const errors = ipFamilies.flatMap((family, i) => [
    ...(FAMILIES.includes(family) ? [] : [notSupported(`spec.ipFamilies[${i}]`, family, FAMILIES)]),
    ...(ipFamilies.indexOf(family) < i ? [duplicate(`spec.ipFamilies[${i}]`, family)] : []),
  ])
  if (ipFamilyPolicy && !POLICIES.includes(ipFamilyPolicy))
    errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES))
  return errors
}

function listErrors(clusterIPs: readonly string[]): FieldError[] {
  return clusterIPs.flatMap((address, i) => {
    if (i > 0 || address !== 'None')
      return invalidAll(`spec.clusterIPs[${i}]`, address, ipAddress(address))
    return clusterIPs.length > 1
      ? [invalid('spec.clusterIPs', clusterIPs, "'None' must be the first and only value")]
      : []
  })
}

function mismatches({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  return clusterIPs.flatMap((address, i) => {
    const family = ipFamilies[i]
    if (family === undefined || (family === 'IPv6') === isIpv6(address)) return []
    const wanted = `expected an ${family} value as indicated by \`ipFamilies[${i}]\``
    return [invalid(`spec.clusterIPs[${i}]`, address, wanted)]
  })
}

/** Addresses and families of a Service that belong together. */
// k8s: pkg/apis/core/validation ValidateServiceClusterIPsRelatedFields (1.36)
export function addressErrors(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName') return []
  const { clusterIPs = [] } = spec
  const invalidOnes = listErrors(clusterIPs)
  const errors = [...pairErrors(spec), ...familyErrors(spec), ...invalidOnes]
  if (clusterIPs.length > 2)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'may only hold up to 2 values'))
  if (invalidOnes.length > 0) return errors
  const [first = '', second] = clusterIPs
  if (second !== undefined && isIpv6(first) === isIpv6(second))
    errors.push(
      invalid('spec.clusterIPs', clusterIPs, 'may specify no more than one IP for each IP family'),
    )
  return errors.length === 0 && !isHeadless(spec) ? mismatches(spec) : errors
}

/** k8s: pkg/apis/core/validation validateUpgradeDowngradeClusterIPs and validateUpgradeDowngradeIPFamilies (1.36) */
export function addressUpdateErrors(next: ServiceSpec, previous: ServiceSpec): FieldError[] {
  if (next.type === 'ExternalName' || previous.type === 'ExternalName') return []
  const free = isHeadless(next) && isHeadless(previous)
  const errors = free ? [] : clusterIpErrors(next, previous)
  const selects = Object.keys(next.selector ?? {}).length > 0
  if (free && !selects) return errors
  const families = next.ipFamilies ?? []
  const [before] = previous.ipFamilies ?? []
  if (before !== undefined && families.length === 0)
    errors.push(invalid('spec.ipFamilies[0]', families, 'primary ipFamily can not be unset'))
  else if (before !== undefined && before !== families[0])
    errors.push(invalid('spec.ipFamilies[0]', families, ONCE))
  return errors
}

function clusterIpErrors(next: ServiceSpec, previous: ServiceSpec): FieldError[] {
  const now = next.clusterIPs ?? []
  const then = previous.clusterIPs ?? []
  if (now.length === 0 && then.length > 0)
    return [invalid('spec.clusterIPs[0]', now, 'primary clusterIP can not be unset')]
  const shared = Math.min(now.length, then.length)
  const compared = now.length === then.length ? shared : Math.min(shared, 1)
  return then
    .slice(0, compared)
    .flatMap((address, i) =>
      address === now[i] ? [] : [invalid(`spec.clusterIPs[${i}]`, now, ONCE)],
    )
}

const SPECIAL: readonly (readonly [cidr: string, sixth: RegExp, sentence: string])[] = [
  ['0.0.0.0/32', /^::$/, 'may not be unspecified (0.0.0.0 or ::)'],
  ['127.0.0.0/8', /^::1$/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [
    '169.254.0.0/16',
    /^fe[89ab][0-9a-f]:/i,
    'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
  ],
  [
    '224.0.0.0/24',
    /^ff02:/i,
    'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
  ],
]

/** Addresses that nobody can be reached at. k8s: pkg/apis/core/validation ValidateEndpointIP (1.36) */
export function specialAddressErrors(address: string, field: string): FieldError[] {
  const number = toNumber(address)
  return SPECIAL.flatMap(([cidr, sixth, sentence]) => {
    const hit = number === undefined ? sixth.test(address) : isWithin(rangeOf(cidr), number)
    return hit ? [invalid(field, address, sentence)] : []
  })
}
