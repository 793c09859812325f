import type { FieldError } from '../errors.ts'
import { internalJson } from '../schema/internal.ts'
import type { ObjectMeta, PodSpec } from '../types/index.ts'
import { validateAffinity } from './affinity.ts'
import {
  choice,
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from './containers.ts'
import {
  duplicate,
  forbiddenField,
  invalid,
  invalidAll,
  notSupported,
  required,
} from './fieldErrors.ts'
import { validateLabels } from './meta.ts'
import { dnsLabel, dnsSearch, dnsSubdomain, ipAddress, qualifiedName, range } from './names.ts'
import { containerResources, podResources } from './resources.ts'
import { validatePodSecurityContext } from './securityContext.ts'
import { validateSpread } from './spread.ts'
import { validateTolerations } from './tolerations.ts'
import { validateVolumes } from './volumes.ts'

const MAX_INT32 = 2_147_483_647
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']

// k8s: pkg/apis/core/validation validatePodResourceClaim (1.36)
function resourceClaims(spec: PodSpec, field: string): FieldError[] {
  const names = new Set<string>()
  return (spec.resourceClaims ?? []).flatMap((claim, i) => {
    const at = `${field}[${i}]`
    const { name = '', resourceClaimName: own, resourceClaimTemplateName: template } = claim
    const errors: FieldError[] = []
    if (name === '') errors.push(required(`${at}.name`))
    else if (names.has(name)) errors.push(duplicate(`${at}.name`, name))
    else errors.push(...invalidAll(`${at}.name`, name, dnsLabel(name)))
    names.add(name)
    const shown = internalJson('PodResourceClaim', claim)
    if (own !== undefined && template !== undefined)
      errors.push(
        invalid(
          at,
          shown,
          'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
        ),
      )
    if (own === undefined && template === undefined)
      errors.push(
        invalid(at, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'),
      )
    return errors
  })
}

// k8s: pkg/apis/core/validation validatePodHostNetworkDeps (1.36)
function hostNetworkPorts(spec: PodSpec, isPod: boolean, field: string): FieldError[] {
  if (!spec.hostNetwork) return []
  return (spec.containers ?? []).flatMap((container, i) =>
    (container.ports ?? []).flatMap((port, p) => {
      const host = port.hostPort ?? 0
      return (isPod || host !== 0) && host !== port.containerPort
        ? [
            invalid(
              `${field}.containers[${i}].ports[${p}].hostPort`,
              host,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          ]
        : []
    }),
  )
}

// k8s: pkg/apis/core/validation validatePodDNSConfig (1.36)
function dnsConfig(spec: PodSpec, field: string): FieldError[] {
  const config = spec.dnsConfig
  if (spec.dnsPolicy === 'None') {
    if (!config) return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    if ((config.nameservers ?? []).length === 0)
      return [
        required(
          `${field}.nameservers`,
          'must provide at least one DNS nameserver when `dnsPolicy` is None',
        ),
      ]
  }
  if (!config) return []
  const { nameservers = [], searches = [], options = [] } = config
  const errors: FieldError[] = []
  if (nameservers.length > 3)
    errors.push(
      invalid(`${field}.nameservers`, nameservers, 'must not have more than 3 nameservers'),
    )
  nameservers.forEach((ip, i) => {
    errors.push(...invalidAll(`${field}.nameservers[${i}]`, ip, ipAddress(ip)))
  })
  if (searches.length > 32)
    errors.push(invalid(`${field}.searches`, searches, 'must not have more than 32 search paths'))
  if (searches.join(' ').length > 2048)
    errors.push(
      invalid(
        `${field}.searches`,
        searches,
        'must not have more than 2048 characters (including spaces) in the search list',
      ),
    )
  searches.forEach((search, i) => {
    const name = search.replace(/\.$/, '')
    if (search !== '.') errors.push(...invalidAll(`${field}.searches[${i}]`, name, dnsSearch(name)))
  })
  options.forEach((option, i) => {
    if (!option.name) errors.push(required(`${field}.options[${i}]`, 'must not be empty'))
  })
  return errors
}

function gates(spec: PodSpec, field: string): FieldError[] {
  const seen = new Set<string>()
  return [
    ...(spec.readinessGates ?? []).flatMap(({ conditionType: type = '' }, i) =>
      invalidAll(`${field}.readinessGates[${i}].conditionType`, type, qualifiedName(type)),
    ),
    ...(spec.schedulingGates ?? []).flatMap(({ name = '' }, i) => {
      const at = `${field}.schedulingGates[${i}]`
      const errors = invalidAll(at, name, qualifiedName(name))
      if (seen.has(name)) errors.push(duplicate(at, name))
      seen.add(name)
      return errors
    }),
  ]
}

// k8s: pkg/apis/core/validation validateHostUsers (1.36)
function hostUsers(spec: PodSpec, field: string): FieldError[] {
  if (spec.hostUsers !== false) return []
  const text = 'when `hostUsers` is false'
  return [
    ...(spec.hostNetwork ? [forbiddenField(`${field}.hostNetwork`, text)] : []),
    ...(spec.hostPID ? [forbiddenField(`${field}.HostPID`, text)] : []),
    ...(spec.hostIPC ? [forbiddenField(`${field}.HostIPC`, text)] : []),
  ]
}

const SUBDOMAINS = ['serviceAccountName', 'nodeName'] as const

function simpleNames(spec: PodSpec, field: string): FieldError[] {
  const errors: FieldError[] = []
  for (const key of SUBDOMAINS) {
    const name = spec[key]
    if (name) errors.push(...invalidAll(`${field}.${key}`, name, dnsSubdomain(name)))
  }
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32))
    errors.push(invalid(`${field}.activeDeadlineSeconds`, deadline, range(1, MAX_INT32)))
  for (const key of ['hostname', 'subdomain'] as const) {
    const name = spec[key]
    if (name) errors.push(...invalidAll(`${field}.${key}`, name, dnsLabel(name)))
  }
  return errors
}

function hostAliases(spec: PodSpec, field: string): FieldError[] {
  return (spec.hostAliases ?? []).flatMap(({ ip = '', hostnames = [] }, i) => [
    ...invalidAll(`${field}[${i}].ip`, ip, ipAddress(ip)),
    ...hostnames.flatMap((name, j) =>
      invalidAll(`${field}[${i}].hostnames[${j}]`, name, dnsSubdomain(name)),
    ),
  ])
}

function tail(spec: PodSpec, field: string): FieldError[] {
  const { priorityClassName: priority, runtimeClassName: runtime, preemptionPolicy, os } = spec
  return [
    ...validateTolerations(spec.tolerations, `${field}.tolerations`),
    ...hostAliases(spec, `${field}.hostAliases`),
    ...(priority ? invalidAll(`${field}.priorityClassName`, priority, dnsSubdomain(priority)) : []),
    ...(runtime === undefined
      ? []
      : invalidAll(`${field}.runtimeClassName`, runtime, dnsSubdomain(runtime))),
    ...(preemptionPolicy === undefined
      ? []
      : choice(preemptionPolicy, `${field}.preemptionPolicy`, ['PreemptLowerPriority', 'Never'])),
    ...(spec.overhead
      ? containerResources({ limits: spec.overhead }, new Set(), `${field}.overhead`)
      : []),
    ...(os === undefined || os.name === 'linux' || os.name === 'windows'
      ? []
      : os.name
        ? [notSupported(`${field}.os`, os.name, ['linux', 'windows'])]
        : [required(`${field}.os.name`, 'cannot be empty')]),
  ]
}

/** `meta` is that of a real pod, undefined for a pod template. */
// k8s: pkg/apis/core/validation ValidatePodSpec (1.36)
export function validatePodSpec(
  spec: PodSpec,
  meta: Partial<ObjectMeta> | undefined,
  field: string,
): FieldError[] {
  const volumes = validateVolumes(spec.volumes, meta, `${field}.volumes`)
  const claims = new Set((spec.resourceClaims ?? []).map((claim) => claim.name).filter(Boolean))
  const context = { spec, volumes: volumes.byName, claims }
  return [
    ...(spec.terminationGracePeriodSeconds === undefined
      ? [required(`${field}.terminationGracePeriodSeconds`)]
      : []),
    ...volumes.errors,
    ...resourceClaims(spec, `${field}.resourceClaims`),
    ...validateContainers(context, `${field}.containers`),
    ...validateInitContainers(context, `${field}.initContainers`),
    ...validateEphemeralContainers(context, `${field}.ephemeralContainers`),
    ...(spec.resources ? podResources(spec.resources, claims, `${field}.resources`) : []),
    ...hostNetworkPorts(spec, meta !== undefined, field),
    ...choice(spec.restartPolicy, `${field}.restartPolicy`, RESTART_POLICIES),
    ...choice(spec.dnsPolicy, `${field}.dnsPolicy`, DNS_POLICIES),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...validatePodSecurityContext(spec, `${field}.securityContext`),
    ...validateAffinity(spec.affinity, `${field}.affinity`),
    ...dnsConfig(spec, `${field}.dnsConfig`),
    ...gates(spec, field),
    ...validateSpread(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`),
    ...hostUsers(spec, field),
    ...simpleNames(spec, field),
    ...tail(spec, field),
  ]
}
