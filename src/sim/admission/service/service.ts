import type { FieldError } from '../../errors.ts'
import { isHeadless } from '../../network/families.ts'
import { isExternallyAccessible, needsHealthCheck } from '../../network/serviceTypes.ts'
import type { Draft, Service, ServiceSpec } from '../../types/index.ts'
import {
  forbiddenField,
  IMMUTABLE,
  invalid,
  invalidAll,
  notSupported,
  required,
} from '../fieldErrors.ts'
import { validateLabels } from '../meta.ts'
import { cidr, dnsSubdomain, ipAddress, portNumber, qualifiedName } from '../names.ts'
import { addressErrors, addressUpdateErrors, specialAddressErrors } from './addresses.ts'
import { repeatedPortErrors, servicePortErrors } from './ports.ts'

const ONLY_BALANCER = "may only be used when `type` is 'LoadBalancer'"
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const AFFINITIES = ['ClientIP', 'None']
const POLICIES = ['Cluster', 'Local']
const DISTRIBUTIONS = ['PreferClose', 'PreferSameNode', 'PreferSameZone']
const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const LONGEST_AFFINITY = 86_400

function typeErrors(spec: ServiceSpec): FieldError[] {
  const { type, ports = [], clusterIPs = [] } = spec
  const errors =
    ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName'
      ? [required('spec.ports')]
      : []
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec))
    errors.push(
      invalid('spec.clusterIPs[0]', clusterIPs[0], `may not be set to 'None' for ${type} services`),
    )
  return type === 'ExternalName' ? [...errors, ...externalNameErrors(spec)] : errors
}

function externalNameErrors(spec: ServiceSpec): FieldError[] {
  const without = 'may not be set for ExternalName services'
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  return [
    ...(spec.clusterIPs?.length ? [forbiddenField('spec.clusterIPs', without)] : []),
    ...(spec.ipFamilies?.length ? [forbiddenField('spec.ipFamilies', without)] : []),
    ...(spec.ipFamilyPolicy ? [forbiddenField('spec.ipFamilyPolicy', without)] : []),
    ...(name === ''
      ? [required('spec.externalName')]
      : invalidAll('spec.externalName', name, dnsSubdomain(name))),
  ]
}

function affinityErrors(spec: ServiceSpec): FieldError[] {
  const { sessionAffinity = '', sessionAffinityConfig: config } = spec
  const field = 'spec.sessionAffinityConfig'
  if (sessionAffinity === '') return [required('spec.sessionAffinity')]
  if (!AFFINITIES.includes(sessionAffinity))
    return [notSupported('spec.sessionAffinity', sessionAffinity, AFFINITIES)]
  if (sessionAffinity === 'None')
    return config ? [forbiddenField(field, 'must not be set when session affinity is None')] : []
  const needed = 'when session affinity type is ClientIP'
  if (!config) return [required(field, needed)]
  if (!config.clientIP) return [required(`${field}.clientIP`, needed)]
  const seconds = config.clientIP.timeoutSeconds
  if (seconds === undefined) return [required(`${field}.clientIP.timeoutSeconds`, needed)]
  return seconds > 0 && seconds <= LONGEST_AFFINITY
    ? []
    : [
        invalid(
          `${field}.clientIP.timeoutSeconds`,
          seconds,
          `must be greater than 0 and less than ${LONGEST_AFFINITY}`,
        ),
      ]
}

function sourceRangeErrors({ metadata, spec }: Draft<Service>): FieldError[] {
  const listed = spec.loadBalancerSourceRanges ?? []
  const noted = metadata.annotations?.[RANGES]
  const field =
    listed.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${RANGES}]`
  const values = listed.length > 0 ? listed : noted?.trim() ? noted.split(',') : []
  if (listed.length === 0 && noted === undefined) return []
  return [
    ...(spec.type === 'LoadBalancer' ? [] : [forbiddenField(field, ONLY_BALANCER)]),
    ...values.flatMap((value, i) =>
      invalidAll(listed.length > 0 ? `${field}[${i}]` : field, value.trim(), cidr(value.trim())),
    ),
  ]
}

function balancerErrors(spec: ServiceSpec): FieldError[] {
  const { type, allocateLoadBalancerNodePorts: allocate, loadBalancerClass: named } = spec
  const isBalancer = type === 'LoadBalancer'
  const errors: FieldError[] = []
  if (allocate !== undefined && !isBalancer)
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', ONLY_BALANCER))
  if (isBalancer && allocate === undefined) errors.push(required('allocateLoadBalancerNodePorts'))
  if (named === undefined) return errors
  return isBalancer
    ? [...errors, ...invalidAll('spec.loadBalancerClass', named, qualifiedName(named))]
    : [...errors, forbiddenField('spec.loadBalancerClass', ONLY_BALANCER)]
}

function externalPolicyErrors(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy: policy = '', healthCheckNodePort: port = 0 } = spec
  const field = 'spec.externalTrafficPolicy'
  const errors: FieldError[] = []
  if (!isExternallyAccessible(spec)) {
    if (policy !== '')
      errors.push(invalid(field, policy, 'may only be set for externally-accessible services'))
  } else if (policy === '') errors.push(required(field))
  else if (!POLICIES.includes(policy)) errors.push(notSupported(field, policy, POLICIES))
  const at = 'spec.healthCheckNodePort'
  if (!needsHealthCheck(spec))
    return port === 0
      ? errors
      : [
          ...errors,
          invalid(
            at,
            port,
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
          ),
        ]
  return port === 0
    ? [...errors, required(at)]
    : [...errors, ...invalidAll(at, port, portNumber(port))]
}

function internalPolicyErrors({ type, internalTrafficPolicy: policy }: ServiceSpec): FieldError[] {
  const field = 'spec.internalTrafficPolicy'
  if (policy === undefined) return type === 'ExternalName' ? [] : [required(field)]
  return POLICIES.includes(policy) ? [] : [notSupported(field, policy, POLICIES)]
}

/** k8s: pkg/apis/core/validation ValidateService (1.36) */
export function serviceErrors(service: Draft<Service>): FieldError[] {
  const { spec } = service
  const { type = '', trafficDistribution: distribution } = spec
  return [
    ...typeErrors(spec),
    ...servicePortErrors(spec.ports ?? []),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...affinityErrors(spec),
    ...addressErrors(spec),
    ...(spec.externalIPs ?? []).flatMap((address, i) => {
      const field = `spec.externalIPs[${i}]`
      const messages = ipAddress(address)
      return messages.length > 0
        ? invalidAll(field, address, messages)
        : specialAddressErrors(address, field)
    }),
    ...(TYPES.includes(type)
      ? []
      : [type === '' ? required('spec.type') : notSupported('spec.type', type, TYPES)]),
    ...repeatedPortErrors(spec),
    ...sourceRangeErrors(service),
    ...balancerErrors(spec),
    ...externalPolicyErrors(spec),
    ...internalPolicyErrors(spec),
    ...(distribution === undefined || DISTRIBUTIONS.includes(distribution)
      ? []
      : [notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS)]),
  ]
}

/** What may not change. k8s: pkg/apis/core/validation ValidateServiceUpdate (1.36) */
export function serviceUpdateErrors(next: ServiceSpec, previous: ServiceSpec): FieldError[] {
  const errors = addressUpdateErrors(next, previous)
  const balanced = next.type === 'LoadBalancer' && previous.type === 'LoadBalancer'
  if (balanced && next.loadBalancerClass !== previous.loadBalancerClass)
    errors.push(
      invalid('spec.loadBalancerClass', next.loadBalancerClass ?? null, 'may not change once set'),
    )
  if (
    needsHealthCheck(next) &&
    needsHealthCheck(previous) &&
    next.healthCheckNodePort !== previous.healthCheckNodePort
  )
    errors.push(forbiddenField('spec.healthCheckNodePort', IMMUTABLE))
  return errors
}
