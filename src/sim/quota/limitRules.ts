import { duplicate, forbiddenField, invalid, keysOf, required } from '../admission/fieldErrors.ts'
import { qualifiedName } from '../admission/names.ts'
import { containerResourceName, mayOvercommit, resourceName } from '../admission/resources.ts'
import type { FieldError } from '../errors.ts'
import { fixed6 } from '../machinery/goFloat.ts'
import { compareQuantity, milliValue, value } from '../machinery/quantity.ts'
import type { LimitRangeItem, LimitRangeSpec } from '../types/index.ts'

type List = Readonly<Record<string, string>>

/** What is not given for a container follows from what is: the limit from the maximum, the request from the limit, else from the minimum. */
// k8s: pkg/apis/core/v1 SetDefaults_LimitRangeItem (1.36)
function filledItem(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item
  const limits: List = { ...item.max, ...item.default }
  const requests: List = { ...item.min, ...limits, ...item.defaultRequest }
  return {
    ...item,
    ...(keysOf(limits).length > 0 ? { default: limits } : {}),
    ...(keysOf(requests).length > 0 ? { defaultRequest: requests } : {}),
  }
}

export function filledLimits(spec: LimitRangeSpec): LimitRangeSpec {
  return spec?.limits ? { ...spec, limits: spec.limits.map(filledItem) } : spec
}

const TYPES = new Set(['Pod', 'Container', 'PersistentVolumeClaim'])

// k8s: pkg/apis/core/validation validateLimitRangeTypeName (1.36)
function typeName(name: string, field: string): FieldError[] {
  const errors = qualifiedName(name).map((message) => invalid(field, name, message))
  if (errors.length > 0 || name.includes('/') || TYPES.has(name)) return errors
  return [invalid(field, name, 'must be a standard limit type or fully qualified')]
}

function names(item: LimitRangeItem, list: List | undefined, field: string): FieldError[] {
  const rule =
    item.type === 'Pod' || item.type === 'Container' ? containerResourceName : resourceName
  return keysOf(list).flatMap((name) => rule(name, `${field}[${name}]`))
}

function notForPods(list: List | undefined, field: string): FieldError[] {
  return keysOf(list).length > 0
    ? [forbiddenField(field, "may not be specified when `type` is 'Pod'")]
    : []
}

function exceeds(a: string | undefined, b: string | undefined): a is string {
  return a !== undefined && b !== undefined && compareQuantity(a, b) > 0
}

function ratioErrors(item: LimitRangeItem, name: string, at: string): FieldError[] {
  const ratio = item.maxLimitRequestRatio?.[name]
  if (ratio === undefined) return []
  const field = `${at}.maxLimitRequestRatio[${name}]`
  const errors =
    compareQuantity(ratio, '1') < 0 ? [invalid(field, ratio, `ratio ${ratio} is less than 1`)] : []
  const min = item.min?.[name]
  const max = item.max?.[name]
  if (min === undefined || max === undefined) return errors
  const fine = [ratio, min, max].every(
    (quantity) => value(quantity) < Number.MAX_SAFE_INTEGER / 1000,
  )
  const limit = fine ? milliValue(max) / milliValue(min) : value(max) / value(min)
  const wanted = fine ? milliValue(ratio) / 1000 : value(ratio)
  return wanted > limit
    ? [
        ...errors,
        invalid(field, ratio, `ratio ${ratio} is greater than max/min = ${fixed6(limit)}`),
      ]
    : errors
}

function orderErrors(item: LimitRangeItem, name: string, at: string): FieldError[] {
  const pod = item.type === 'Pod'
  const min = item.min?.[name]
  const max = item.max?.[name]
  const limit = pod ? undefined : item.default?.[name]
  const request = pod ? undefined : item.defaultRequest?.[name]
  const errors: FieldError[] = []
  const say = (field: string, shown: string | undefined, text: string) =>
    errors.push(invalid(`${at}.${field}[${name}]`, shown, text))
  if (exceeds(min, max)) say('min', min, `min value ${min} is greater than max value ${max}`)
  if (exceeds(min, request))
    say(
      'defaultRequest',
      request,
      `min value ${min} is greater than default request value ${request}`,
    )
  if (exceeds(request, max))
    say(
      'defaultRequest',
      request,
      `default request value ${request} is greater than max value ${max}`,
    )
  if (exceeds(request, limit))
    say(
      'defaultRequest',
      request,
      `default request value ${request} is greater than default limit value ${limit}`,
    )
  if (exceeds(min, limit))
    say('default', min, `min value ${min} is greater than default value ${limit}`)
  if (exceeds(limit, max))
    say('default', max, `default value ${limit} is greater than max value ${max}`)
  errors.push(...ratioErrors(item, name, at))
  const unequal =
    limit !== undefined && request !== undefined && compareQuantity(limit, request) !== 0
  if (unequal && !mayOvercommit(name))
    say(
      'defaultRequest',
      request,
      `default value ${limit} must equal to defaultRequest value ${request} in ${name}`,
    )
  return errors
}

function itemErrors(item: LimitRangeItem, at: string): FieldError[] {
  const { min, max, default: limits, defaultRequest, maxLimitRequestRatio: ratios } = item
  const pod = item.type === 'Pod'
  const noStorage =
    item.type === 'PersistentVolumeClaim' &&
    min?.storage === undefined &&
    max?.storage === undefined
  const lists = pod ? [max, min, ratios] : [max, min, limits, defaultRequest, ratios]
  const all = new Set(lists.flatMap((list) => keysOf(list)))
  return [
    ...names(item, max, `${at}.max`),
    ...names(item, min, `${at}.min`),
    ...(pod ? notForPods(limits, `${at}.default`) : names(item, limits, `${at}.default`)),
    ...(pod
      ? notForPods(defaultRequest, `${at}.defaultRequest`)
      : names(item, defaultRequest, `${at}.defaultRequest`)),
    ...(noStorage
      ? [
          required(
            `${at}.limits`,
            'either minimum or maximum storage value is required, but neither was provided',
          ),
        ]
      : []),
    ...names(item, ratios, `${at}.maxLimitRequestRatio`),
    ...[...all].sort().flatMap((name) => orderErrors(item, name, at)),
  ]
}

// k8s: pkg/apis/core/validation ValidateLimitRange (1.36)
export function limitErrors(spec: LimitRangeSpec): FieldError[] {
  const seen = new Set<string>()
  return (spec?.limits ?? []).flatMap((item, i) => {
    const at = `spec.limits[${i}]`
    const type = item.type ?? ''
    const repeated = seen.has(type) ? [duplicate(`${at}.type`, type)] : []
    seen.add(type)
    return [...typeName(type, `${at}.type`), ...repeated, ...itemErrors(item, at)]
  })
}
