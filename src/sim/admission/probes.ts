import type { FieldError } from '../errors.ts'
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../types/index.ts'
import {
  forbiddenField,
  invalid,
  invalidAll,
  nonNegative,
  notSupported,
  required,
} from './fieldErrors.ts'
import { httpHeader, portName, portNumber } from './names.ts'

type Handler = LifecycleHandler & Pick<Probe, 'grpc'>

function port(value: number | string | undefined, field: string): FieldError[] {
  if (typeof value === 'string') return invalidAll(field, value, portName(value))
  return invalidAll(field, value ?? 0, portNumber(value ?? 0))
}

function httpGet(action: HTTPGetAction, field: string): FieldError[] {
  const errors: FieldError[] = []
  if (!action.path) errors.push(required(`${field}.path`))
  errors.push(...port(action.port, `${field}.port`))
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS')
    errors.push(notSupported(`${field}.scheme`, action.scheme ?? '', ['HTTP', 'HTTPS']))
  for (const header of action.httpHeaders ?? [])
    errors.push(...invalidAll(`${field}.httpHeaders`, header.name, httpHeader(header.name)))
  return errors
}

function sleep(seconds: number, grace: number | undefined, field: string): FieldError[] {
  if (grace === undefined || (seconds >= 0 && seconds <= grace)) return []
  const text = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`
  return [invalid(field, seconds, text)]
}

function actionErrors(
  handler: Handler,
  name: keyof Handler,
  grace: number | undefined,
  field: string,
): FieldError[] {
  const { exec, tcpSocket, grpc } = handler
  switch (name) {
    case 'exec':
      return (exec?.command ?? []).length === 0 ? [required(`${field}.command`)] : []
    case 'httpGet':
      return handler.httpGet ? httpGet(handler.httpGet, field) : []
    case 'tcpSocket':
      return port(tcpSocket?.port, `${field}.port`)
    case 'grpc':
      return port(grpc?.port, `${field}.port`)
    case 'sleep':
      return sleep(handler.sleep?.seconds ?? 0, grace, field)
  }
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const

// k8s: pkg/apis/core/validation validateHandler (1.36)
function validateHandler(handler: Handler, grace: number | undefined, field: string): FieldError[] {
  const used = HANDLERS.filter((name) => handler[name] !== undefined)
  if (used.length === 0) return [required(field, 'must specify a handler type')]
  return used.flatMap((name, i) =>
    i === 0
      ? actionErrors(handler, name, grace, `${field}.${name}`)
      : [forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type')],
  )
}

export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe'

/** `grace` is the pod's terminationGracePeriodSeconds. */
// k8s: pkg/apis/core/validation validateProbe and validateLivenessProbe (1.36)
export function validateProbe(
  probe: Probe | undefined,
  name: ProbeName,
  grace: number | undefined,
  container: string,
): FieldError[] {
  if (!probe) return []
  const field = `${container}.${name}`
  const own = probe.terminationGracePeriodSeconds
  const errors = [
    ...validateHandler(probe, grace, field),
    ...nonNegative(probe.initialDelaySeconds, `${field}.initialDelaySeconds`),
    ...nonNegative(probe.timeoutSeconds, `${field}.timeoutSeconds`),
    ...nonNegative(probe.periodSeconds, `${field}.periodSeconds`),
    ...nonNegative(probe.successThreshold, `${field}.successThreshold`),
    ...nonNegative(probe.failureThreshold, `${field}.failureThreshold`),
  ]
  const graceField = `${field}.terminationGracePeriodSeconds`
  if (own !== undefined && own <= 0) errors.push(invalid(graceField, own, 'must be greater than 0'))
  if (name === 'readinessProbe') {
    if (own !== undefined)
      errors.push(invalid(graceField, own, 'must not be set for readinessProbes'))
  } else if (probe.successThreshold !== 1)
    errors.push(invalid(`${field}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'))
  return errors
}

// k8s: pkg/apis/core/validation validateLifecycle (1.36)
export function validateLifecycle(
  lifecycle: Lifecycle,
  grace: number | undefined,
  field: string,
): FieldError[] {
  const { postStart, preStop } = lifecycle
  return [
    ...(postStart ? validateHandler(postStart, grace, `${field}.postStart`) : []),
    ...(preStop ? validateHandler(preStop, grace, `${field}.preStop`) : []),
  ]
}
