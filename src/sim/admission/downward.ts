import type { FieldError } from '../errors.ts'
import { compareQuantity } from '../machinery/quantity.ts'
import type { ObjectFieldSelector, ResourceFieldSelector } from '../types/index.ts'
import { invalid, invalidAll, notSupported, required } from './fieldErrors.ts'
import { qualifiedName } from './names.ts'

/** Rules of references to a pod's own fields and resources. */

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]
const HUGE_PAGES = /^(limits|requests)\.hugepages-/
const CPU_DIVISORS = new Set(['1m', '1'])
const BYTE_DIVISORS = new Set('1 1k 1M 1G 1T 1P 1E 1Ki 1Mi 1Gi 1Ti 1Pi 1Ei'.split(' '))
const BYTE_LIST = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei'

/** Field paths that a pod has at all, whether or not the place allows them. */
const POD_FIELDS = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'spec.hostNetwork',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
])

const SUBSCRIPT = /^(.*?)\['(.*)'\]$/

// k8s: pkg/apis/core/validation validateObjectFieldSelector (1.36)
export function fieldSelector(
  selector: ObjectFieldSelector,
  allowed: readonly string[],
  field: string,
): FieldError[] {
  if (!selector.apiVersion) return [required(`${field}.apiVersion`)]
  if (!selector.fieldPath) return [required(`${field}.fieldPath`)]
  const at = `${field}.fieldPath`
  const path = selector.fieldPath
  const [, base = path, subscript] = SUBSCRIPT.exec(path) ?? []
  const known =
    subscript === undefined
      ? POD_FIELDS.has(path) || path === 'spec.host'
      : base === 'metadata.annotations' || base === 'metadata.labels'
  if (selector.apiVersion !== 'v1')
    return [
      invalid(
        at,
        path,
        `error converting fieldPath: unsupported pod version: ${selector.apiVersion}`,
      ),
    ]
  if (!known && subscript !== undefined)
    return [
      invalid(
        at,
        path,
        `error converting fieldPath: field label does not support subscript: ${path}`,
      ),
    ]
  if (!known)
    return [invalid(at, path, `error converting fieldPath: field label not supported: ${path}`)]
  if (subscript !== undefined) {
    const name = base === 'metadata.annotations' ? subscript.toLowerCase() : subscript
    return invalidAll(field, name, qualifiedName(name))
  }
  const internal = path === 'spec.host' ? 'spec.nodeName' : path
  return allowed.includes(internal) ? [] : [notSupported(at, internal, allowed)]
}

function divisorError(resource: string, divisor: string, field: string): FieldError[] {
  if (compareQuantity(divisor, '0') === 0) return []
  const at = `${field}.divisor`
  if (resource.endsWith('.cpu'))
    return CPU_DIVISORS.has(divisor)
      ? []
      : [
          invalid(
            at,
            resource,
            "only divisor's values 1m and 1 are supported with the cpu resource",
          ),
        ]
  const names: Readonly<Record<string, string>> = {
    memory: 'memory',
    'ephemeral-storage': 'local ephemeral storage',
  }
  const kind = HUGE_PAGES.test(resource) ? 'hugepages' : names[resource.split('.')[1] ?? '']
  if (kind === undefined || BYTE_DIVISORS.has(divisor)) return []
  const text = `only divisor's values ${BYTE_LIST} are supported with the ${kind} resource`
  return [invalid(at, resource, text)]
}

/** `volume` says that the reference is in a volume, which must name its container. */
// k8s: pkg/apis/core/validation validateContainerResourceFieldSelector (1.36)
export function resourceSelector(
  selector: ResourceFieldSelector,
  field: string,
  volume: boolean,
): FieldError[] {
  const errors: FieldError[] = []
  const { resource = '' } = selector
  if (volume && !selector.containerName) errors.push(required(`${field}.containerName`))
  else if (resource === '') errors.push(required(`${field}.resource`))
  else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource))
    errors.push(notSupported(`${field}.resource`, resource, RESOURCES))
  return [...errors, ...divisorError(resource, selector.divisor ?? '0', field)]
}
