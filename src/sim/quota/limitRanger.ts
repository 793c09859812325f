import { qosClass } from '../admission/qos.ts'
import { forbidden } from '../errors.ts'
import { fixed6 } from '../machinery/goFloat.ts'
import { compareQuantity, milliValue, value } from '../machinery/quantity.ts'
import type {
  ApiObject,
  Container,
  Draft,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
} from '../types/index.ts'
import type { Amounts } from './amounts.ts'
import { podTotals } from './podTotals.ts'

const ANNOTATION = 'kubernetes.io/limit-ranger'

function merged(list: readonly LimitRange[], field: 'default' | 'defaultRequest'): Amounts {
  return Object.assign(
    {},
    ...list.flatMap(({ spec }) =>
      (spec.limits ?? []).filter(({ type }) => type === 'Container').map((item) => item[field]),
    ),
  )
}

function missingOf(wanted: Amounts, present: Amounts | undefined): readonly string[] {
  return Object.keys(wanted)
    .filter((name) => present?.[name] === undefined)
    .sort()
}

interface Filled<C> {
  readonly container: C
  readonly notes: readonly string[]
}

// k8s: plugin/pkg/admission/limitranger mergeContainerResources (1.36)
function filled<C extends Container>(
  container: C,
  requests: Amounts,
  limits: Amounts,
  word: string,
): Filled<C> {
  const { resources = {}, name } = container
  const noLimit = missingOf(limits, resources.limits)
  const noRequest = missingOf(requests, resources.requests)
  if (noLimit.length + noRequest.length === 0) return { container, notes: [] }
  const say = (names: readonly string[], what: string) =>
    names.length > 0 ? [`${names.join(', ')} ${what} for ${word} ${name}`] : []
  return {
    container: {
      ...container,
      resources: {
        ...resources,
        ...(noLimit.length > 0 ? { limits: { ...limits, ...resources.limits } } : {}),
        ...(noRequest.length > 0 ? { requests: { ...requests, ...resources.requests } } : {}),
      },
    },
    notes: [...say(noRequest, 'request'), ...say(noLimit, 'limit')],
  }
}

interface Defaulted {
  readonly ranges: readonly LimitRange[]
  readonly spec: PodSpec
  readonly note: string
}

/** By the spec as posted: pods of one template go on sharing one spec. */
const memo = new WeakMap<PodSpec, Defaulted>()

function withOne({ spec, note }: Pick<Defaulted, 'spec' | 'note'>, range: LimitRange) {
  const requests = merged([range], 'defaultRequest')
  const limits = merged([range], 'default')
  const main = spec.containers.map((one) => filled(one, requests, limits, 'container'))
  const init = (spec.initContainers ?? []).map((one) =>
    filled(one, requests, limits, 'init container'),
  )
  const notes = [...main, ...init].flatMap((one) => one.notes)
  if (notes.length === 0) return { spec, note }
  return {
    spec: {
      ...spec,
      containers: main.map((one) => one.container),
      ...(spec.initContainers ? { initContainers: init.map((one) => one.container) } : {}),
    },
    note: `LimitRanger plugin set: ${notes.join('; ')}`,
  }
}

function defaulted(spec: PodSpec, ranges: readonly LimitRange[]): Defaulted {
  const known = memo.get(spec)
  if (known?.ranges.length === ranges.length && known.ranges.every((one, i) => one === ranges[i]))
    return known
  let result: Pick<Defaulted, 'spec' | 'note'> = { spec, note: '' }
  for (const range of ranges) result = withOne(result, range)
  const made = { ...result, ranges }
  memo.set(spec, made)
  return made
}

/** A posted pod with the requests and limits that the namespace gives to containers that name none. */
// k8s: plugin/pkg/admission/limitranger mergePodResourceRequirements (1.36)
export function withDefaultLimits(pod: Draft<Pod>, ranges: readonly LimitRange[]): Draft<Pod> {
  const { spec, note } = defaulted(pod.spec, ranges)
  if (note === '') return pod
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: { ...pod.metadata.annotations, [ANNOTATION]: note },
    },
    spec,
    status: { ...(pod.status as object), qosClass: qosClass(spec) },
  }
}

interface Both {
  readonly requests: Amounts
  readonly limits: Amounts
}

// k8s: plugin/pkg/admission/limitranger minConstraint (1.36)
function belowMin(type: string, name: string, min: string, { requests, limits }: Both): string {
  const head = `minimum ${name} usage per ${type} is ${min}`
  const request = requests[name]
  const limit = limits[name]
  if (request === undefined) return `${head}.  No request is specified`
  if (compareQuantity(request, min) < 0) return `${head}, but request is ${request}`
  if (limit !== undefined && compareQuantity(limit, min) < 0)
    return `${head}, but limit is ${limit}`
  return ''
}

// k8s: plugin/pkg/admission/limitranger maxConstraint (1.36)
function aboveMax(type: string, name: string, max: string, { requests, limits }: Both): string {
  const head = `maximum ${name} usage per ${type} is ${max}`
  const request = requests[name]
  const limit = limits[name]
  if (limit === undefined) return `${head}.  No limit is specified`
  if (compareQuantity(limit, max) > 0) return `${head}, but limit is ${limit}`
  if (request !== undefined && compareQuantity(request, max) > 0)
    return `${head}, but request is ${request}`
  return ''
}

// k8s: plugin/pkg/admission/limitranger maxRequestConstraint (1.36)
function requestAboveMax(type: string, name: string, max: string, { requests }: Both): string {
  const head = `maximum ${name} usage per ${type} is ${max}`
  const request = requests[name]
  if (request === undefined) return `${head}.  No request is specified`
  return compareQuantity(request, max) > 0 ? `${head}, but request is ${request}` : ''
}

// k8s: plugin/pkg/admission/limitranger limitRequestRatioConstraint (1.36)
function aboveRatio(type: string, name: string, ratio: string, { requests, limits }: Both): string {
  const head = `${name} max limit to request ratio per ${type} is ${ratio}`
  const request = milliOr(requests[name])
  const limit = milliOr(limits[name])
  if (request === 0) return `${head}, but no request is specified or request is 0`
  if (limit === 0) return `${head}, but no limit is specified or limit is 0`
  const given = limit / request
  return given * 1000 > milliValue(ratio) ? `${head}, but provided ratio is ${fixed6(given)}` : ''
}

function milliOr(amount: string | undefined): number {
  if (amount === undefined) return 0
  return value(amount) < Number.MAX_SAFE_INTEGER / 1000 ? milliValue(amount) : value(amount) * 1000
}

type Check = (type: string, name: string, bound: string, given: Both) => string

function checks(item: LimitRangeItem): readonly (readonly [Amounts | undefined, Check])[] {
  return item.type === 'PersistentVolumeClaim'
    ? [
        [item.min, belowMin],
        [item.max, requestAboveMax],
      ]
    : [
        [item.min, belowMin],
        [item.max, aboveMax],
        [item.maxLimitRequestRatio, aboveRatio],
      ]
}

function complaints(item: LimitRangeItem, given: Both): readonly string[] {
  return checks(item).flatMap(([bounds = {}, check]) =>
    Object.keys(bounds)
      .sort()
      .map((name) => check(item.type, name, bounds[name] ?? '0', given))
      .filter((text) => text !== ''),
  )
}

function containerAmounts({ resources }: Container): Both {
  return { requests: resources?.requests ?? {}, limits: resources?.limits ?? {} }
}

/** What the item's bounds are about in the object: each container, the pod as a whole, or the claim. */
function measured(item: LimitRangeItem, object: Draft): readonly Both[] {
  if (object.kind === 'Pod') {
    const { spec } = object as Draft<Pod>
    if (item.type === 'Container')
      return [...spec.containers, ...(spec.initContainers ?? [])].map(containerAmounts)
    if (item.type === 'Pod')
      return [{ requests: podTotals(spec, 'requests'), limits: podTotals(spec, 'limits') }]
  }
  if (object.kind === 'PersistentVolumeClaim' && item.type === 'PersistentVolumeClaim') {
    const { spec } = object as Draft<PersistentVolumeClaim>
    return [{ requests: spec.resources?.requests ?? {}, limits: {} }]
  }
  return []
}

/** Throws Forbidden when the object breaks a bound of a limit range: the first such range speaks. */
// k8s: plugin/pkg/admission/limitranger PodValidateLimitFunc, PersistentVolumeClaimValidateLimitFunc (1.36)
export function checkLimits(
  object: ApiObject | Draft,
  name: string,
  plural: string,
  ranges: readonly LimitRange[],
): void {
  for (const { spec } of ranges) {
    const texts = (spec.limits ?? []).flatMap((item) =>
      measured(item, object as Draft).flatMap((given) => complaints(item, given)),
    )
    const all = [...new Set(texts)]
    if (all.length > 0)
      throw forbidden(
        { plural, group: '' },
        name,
        all.length === 1 ? (all[0] ?? '') : `[${all.join(', ')}]`,
      )
  }
}
