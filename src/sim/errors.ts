/** The API's own error: a Kubernetes Status object, thrown by every verb that is refused. */

export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Readonly<Record<string, never>>
  readonly status: 'Failure'
  readonly message: string
  readonly reason: StatusReason
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly causes?: readonly StatusCause[]
    readonly retryAfterSeconds?: number
  }
  readonly code: number
}

export type StatusReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'Forbidden'
  | 'BadRequest'
  | 'MethodNotAllowed'
  | 'TooManyRequests'
  | 'Expired'
  | 'UnsupportedMediaType'
  | 'RequestEntityTooLarge'
  | 'InternalError'
  | ''

/** One broken rule about one field, worded as apimachinery's field.Error is. */
export interface FieldError {
  /** Path such as spec.containers[0].image. */
  readonly field: string
  readonly type:
    | 'Required'
    | 'Invalid'
    | 'NotSupported'
    | 'Forbidden'
    | 'Duplicate'
    | 'NotFound'
    | 'TooLong'
    | 'TooMany'
    | 'InternalError'
    | 'TypeInvalid'
  /** The whole text after the field, such as `Invalid value: -1: must be greater than or equal to 0`. */
  readonly text: string
}

/** What names a resource in an error: its plural and group, such as deployments and apps. */
export interface ResourceName {
  readonly plural: string
  readonly group: string
}

export class ApiError extends Error {
  readonly status: Status
  constructor(status: Status) {
    super(status.message)
    this.name = 'ApiError'
    this.status = status
  }
  get reason(): StatusReason {
    return this.status.reason
  }
}

/** `deployments.apps`, or `pods` for the core group. */
function qualified(resource: ResourceName): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`
}

function failure(
  code: number,
  reason: StatusReason,
  message: string,
  details?: Status['details'],
): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details ? { details } : {}),
    code,
  })
}

function about(resource: ResourceName, name: string): NonNullable<Status['details']> {
  return {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.plural,
  }
}

export function notFound(resource: ResourceName, name: string): ApiError {
  return failure(
    404,
    'NotFound',
    `${qualified(resource)} "${name}" not found`,
    about(resource, name),
  )
}

export function alreadyExists(resource: ResourceName, name: string): ApiError {
  return failure(
    409,
    'AlreadyExists',
    `${qualified(resource)} "${name}" already exists`,
    about(resource, name),
  )
}

export function conflict(resource: ResourceName, name: string, why: string): ApiError {
  return failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    about(resource, name),
  )
}

/** The text kubectl users know from two people editing one object. */
export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again'

export function forbidden(
  resource: ResourceName,
  name: string,
  why: string,
  causes?: readonly StatusCause[],
): ApiError {
  const whom = name === '' ? qualified(resource) : `${qualified(resource)} "${name}"`
  return failure(403, 'Forbidden', `${whom} is forbidden: ${why}`, {
    ...about(resource, name),
    ...(causes ? { causes } : {}),
  })
}

export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message)
}

/** A request that is well formed but cannot be carried out, such as a JSON patch whose path is not there. */
// k8s: apimachinery/pkg/api/errors NewGenericServerResponse (1.36)
export function unprocessable(): ApiError {
  const message = 'the server rejected our request due to an error in our request'
  return failure(422, 'Invalid', message, {})
}

export function tooLarge(message: string): ApiError {
  return failure(413, 'RequestEntityTooLarge', message)
}

export function methodNotAllowed(resource: ResourceName, verb: string): ApiError {
  return failure(
    405,
    'MethodNotAllowed',
    `${verb} is not supported on resources of kind "${qualified(resource)}"`,
    about(resource, ''),
  )
}

/** The bare 404 of a path that the server does not serve, such as the scale of a Pod. */
export function noSuchResource(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

export function tooManyRequests(
  message: string,
  causes: readonly StatusCause[],
  retryAfterSeconds = 0,
): ApiError {
  return failure(429, 'TooManyRequests', message, { causes, retryAfterSeconds })
}

/** Something that went wrong inside and may go better another time. */
export function internalError(message: string): ApiError {
  return failure(500, 'InternalError', message)
}

// k8s: apiserver/pkg/endpoints/handlers/negotiation NewUnsupportedMediaTypeError (1.36)
export function unsupportedPatch(): ApiError {
  const types =
    'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml'
  const message = `the body of the request was in an unknown format - accepted media types include: ${types}`
  return failure(415, 'UnsupportedMediaType', message)
}

/** What an admission webhook says no to. k8s: apiserver/pkg/admission/plugin/webhook/errors ToStatusErr (1.36) */
export function deniedByWebhook(webhook: string, why: string): ApiError {
  return failure(403, 'Forbidden', `admission webhook "${webhook}" denied the request: ${why}`)
}

/** An eviction that two budgets would have to allow; the server gives no reason but the words. */
// k8s: pkg/registry/core/pod/storage EvictionREST.Create (1.36)
export function severalBudgets(): ApiError {
  const message =
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
  return failure(500, '', message)
}

export function expired(message: string): ApiError {
  return failure(410, 'Expired', message)
}

const CAUSES: Record<FieldError['type'], string> = {
  Required: 'FieldValueRequired',
  Invalid: 'FieldValueInvalid',
  NotSupported: 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  Duplicate: 'FieldValueDuplicate',
  NotFound: 'FieldValueNotFound',
  TooLong: 'FieldValueTooLong',
  TooMany: 'FieldValueTooMany',
  InternalError: 'InternalError',
  TypeInvalid: 'FieldValueTypeInvalid',
}

/** 422 with one cause per broken rule; the message lists them as `field: text`, in brackets when several. */
export function invalid(
  of: { readonly kind: string; readonly group: string },
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const texts = [...new Set(errors.map((e) => `${e.field}: ${e.text}`))]
  const joined = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const qualifiedKind = of.group === '' ? of.kind : `${of.kind}.${of.group}`
  return failure(422, 'Invalid', `${qualifiedKind} "${name}" is invalid: ${joined}`, {
    ...(name === '' ? {} : { name }),
    ...(of.group === '' ? {} : { group: of.group }),
    kind: of.kind,
    causes: errors.map((e) => ({ reason: CAUSES[e.type], message: e.text, field: e.field })),
  })
}
