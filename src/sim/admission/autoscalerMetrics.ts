import type { FieldError } from '../errors.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import { pathSegmentName } from '../rbac/rules.ts'
import type {
  CrossVersionObjectReference,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from '../types/index.ts'
import { forbiddenField, invalid, invalidAll, notSupported, required } from './fieldErrors.ts'
import { dnsLabel } from './names.ts'

const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource']
const TARGETS = ['Utilization', 'Value', 'AverageValue']
const EXACTLY_ONE = 'must populate the given metric source only'
const EITHER = 'must set either a target raw value or a target utilization'
const NOT_BOTH = 'may not set both a target raw value and a target utilization'

function pathErrors(value: string, field: string): FieldError[] {
  return value === '' ? [required(field)] : invalidAll(field, value, pathSegmentName(value, false))
}

// k8s: pkg/apis/autoscaling/validation ValidateAPIVersion (1.36)
function versionErrors(version: string, field: string, coreAllowed: boolean): FieldError[] {
  const parts = version.split('/')
  if (parts.length > 2)
    return [invalid(field, version, `unexpected GroupVersion string: ${version}`)]
  const group = parts.length === 2 ? parts[0] : ''
  return coreAllowed || group !== ''
    ? []
    : [invalid(field, version, 'apiVersion must specify API group')]
}

/** `coreAllowed` where the object may be one of the core group. */
// k8s: pkg/apis/autoscaling/validation ValidateCrossVersionObjectReference (1.36)
export function referenceErrors(
  { kind = '', name = '', apiVersion = '' }: Partial<CrossVersionObjectReference>,
  field: string,
  coreAllowed: boolean,
): FieldError[] {
  return [
    ...pathErrors(kind, `${field}.kind`),
    ...pathErrors(name, `${field}.name`),
    ...versionErrors(apiVersion, `${field}.apiVersion`, coreAllowed),
  ]
}

function identifierErrors({ name }: MetricIdentifier, field: string): FieldError[] {
  return name === ''
    ? [required(`${field}.name`, 'must specify a metric name')]
    : pathErrors(name, `${field}.name`)
}

function positive(value: string | undefined, field: string): FieldError[] {
  return value === undefined || compareQuantity(value, '0') > 0
    ? []
    : [invalid(field, value, 'must be positive')]
}

// k8s: pkg/apis/autoscaling/validation validateMetricTarget (1.36)
function targetErrors(target: MetricTarget, field: string): FieldError[] {
  const { type, value, averageValue, averageUtilization } = target
  const known = TARGETS.includes(type)
  return [
    ...(type === '' ? [required(`${field}.type`, 'must specify a metric target type')] : []),
    ...(known
      ? []
      : [invalid(`${field}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...positive(value, `${field}.value`),
    ...positive(averageValue, `${field}.averageValue`),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalid(`${field}.averageUtilization`, averageUtilization, 'must be greater than 0')]
      : []),
  ]
}

function resourceErrors(name: string, target: MetricTarget, field: string): FieldError[] {
  const { averageUtilization, averageValue } = target
  const none = averageUtilization === undefined && averageValue === undefined
  const both = averageUtilization !== undefined && averageValue !== undefined
  return [
    ...(name === '' ? [required(`${field}.name`, 'must specify a resource name')] : []),
    ...targetErrors(target, `${field}.target`),
    ...(none ? [required(`${field}.target.averageUtilization`, EITHER)] : []),
    ...(both ? [forbiddenField(`${field}.target.averageValue`, NOT_BOTH)] : []),
  ]
}

function containerErrors(container: string, field: string): FieldError[] {
  return container === ''
    ? [required(field, 'must specify a container')]
    : invalidAll(field, container, dnsLabel(container))
}

function externalErrors(metric: MetricIdentifier, target: MetricTarget, field: string) {
  const { value, averageValue } = target
  return [
    ...identifierErrors(metric, `${field}.metric`),
    ...targetErrors(target, `${field}.target`),
    ...(value === undefined && averageValue === undefined
      ? [
          required(
            `${field}.target.averageValue`,
            'must set either a target value for metric or a per-pod target',
          ),
        ]
      : []),
    ...(value !== undefined && averageValue !== undefined
      ? [
          forbiddenField(
            `${field}.target.value`,
            'may not set both a target value for metric and a per-pod target',
          ),
        ]
      : []),
  ]
}

function missingTarget(missing: boolean, field: string, detail: string): FieldError[] {
  return missing ? [required(`${field}.target.averageValue`, detail)] : []
}

/** The sources that a metric names, in upstream's order, each with its broken rules. */
function sources(spec: MetricSpec, at: string): readonly (readonly [string, FieldError[]])[] {
  const { object, external, pods, resource, containerResource } = spec
  const found: (readonly [string, FieldError[]])[] = []
  if (object) {
    const { target, metric, describedObject } = object
    const none = target.value === undefined && target.averageValue === undefined
    found.push([
      'object',
      [
        ...referenceErrors(describedObject, `${at}.object.describedObject`, true),
        ...identifierErrors(metric, `${at}.object.metric`),
        ...targetErrors(target, `${at}.object.target`),
        ...missingTarget(none, `${at}.object`, 'must set either a target value or averageValue'),
      ],
    ])
  }
  if (external)
    found.push(['external', externalErrors(external.metric, external.target, `${at}.external`)])
  if (pods) {
    const none = pods.target.averageValue === undefined
    found.push([
      'pods',
      [
        ...identifierErrors(pods.metric, `${at}.pods.metric`),
        ...targetErrors(pods.target, `${at}.pods.target`),
        ...missingTarget(none, `${at}.pods`, 'must specify a positive target averageValue'),
      ],
    ])
  }
  if (resource)
    found.push(['resource', resourceErrors(resource.name, resource.target, `${at}.resource`)])
  if (containerResource) {
    const field = `${at}.containerResource`
    const { name, target, container } = containerResource
    const errors = resourceErrors(name, target, field)
    const unnamed = name === '' ? 1 : 0
    errors.splice(unnamed, 0, ...containerErrors(container, `${field}.container`))
    found.push(['containerResource', errors])
  }
  return found
}

// k8s: pkg/apis/autoscaling/validation validateMetricSpec (1.36)
export function metricErrors(spec: MetricSpec, at: string): FieldError[] {
  const type = spec.type ?? ''
  const found = sources(spec, at)
  const known = TYPES.includes(type)
  const expected = type.charAt(0).toLowerCase() + type.slice(1)
  const absent = known && !found.some(([name]) => name === expected)
  return [
    ...(type === '' ? [required(`${at}.type`, 'must specify a metric source type')] : []),
    ...(known ? [] : [notSupported(`${at}.type`, type, TYPES)]),
    ...(found[0]?.[1] ?? []),
    ...(absent
      ? [required(`${at}.${expected}`, 'must populate information for the given metric source')]
      : []),
    ...(found.length > 1
      ? found
          .filter(([name]) => name !== expected)
          .map(([name]) => forbiddenField(`${at}.${name}`, EXACTLY_ONE))
      : []),
  ]
}
