import type { Cluster } from '../cluster.ts'
import { badRequest, invalid, unprocessable, unsupportedPatch } from '../errors.ts'
import { kindSpec } from '../kinds/index.ts'
import {
  JsonPatchError,
  jsonMerge,
  jsonPatch,
  PatchError,
  strategicMerge,
  takesStrategic,
} from '../machinery/patch/index.ts'
import { goText } from '../machinery/patch/json.ts'
import { strictText, tryDecode } from '../schema/decode.ts'
import type { ApiObject, Kind, ObjectMeta } from '../types/index.ts'
import type { WriteOptions } from './create.ts'
import { updateEphemeral } from './ephemeral.ts'
import { updateObject, updateObjectStatus } from './update.ts'

export interface PatchRequest {
  readonly type: 'strategic' | 'merge' | 'json'
  /** An object for the merge types, a list of operations for json. */
  readonly patch: unknown
  readonly subresource?: 'status' | 'ephemeralcontainers'
  /** What becomes of fields that the kind does not have; they are warned about when this is missing. */
  readonly validate?: 'strict' | 'warn' | 'ignore'
}

/** Go's name of what a patch of each type is read into. */
const GO_TYPES = {
  strategic: 'map[string]interface {}',
  merge: 'map[string]interface {}',
  json: 'jsonpatch.Patch',
} as const

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Refuses a patch that is not of the shape of its type. */
function checkShape({ type, patch }: PatchRequest): void {
  const kind = patch === null ? 'object' : jsonKind(patch)
  if (kind !== (type === 'json' ? 'array' : 'object'))
    throw badRequest(`json: cannot unmarshal ${kind} into Go value of type ${GO_TYPES[type]}`)
}

// k8s: apiserver/pkg/endpoints/handlers jsonPatcher.applyJSPatch and interpretStrategicMergePatchError (1.36)
function apply(object: ApiObject, request: PatchRequest): unknown {
  checkShape(request)
  try {
    return patchedWith(object, request)
  } catch (error) {
    if (error instanceof PatchError) throw badRequest(error.message)
    if (error instanceof JsonPatchError) throw unprocessable()
    throw error
  }
}

function patchedWith(object: ApiObject, { type, patch }: PatchRequest): unknown {
  const plain: object = object
  switch (type) {
    case 'strategic':
      return strategicMerge(object.kind, plain, patch)
    case 'merge':
      return jsonMerge(plain, patch)
    case 'json':
      return jsonPatch(plain as Readonly<Record<string, unknown>>, patch)
  }
}

/** The refusal of a patch that leads to no object of the kind. */
function refused({ type, patch }: PatchRequest, patched: object, why: string) {
  const value = type === 'strategic' ? goText(patch) : JSON.stringify(patched)
  const text = `Invalid value: ${JSON.stringify(value)}: ${why}`
  return invalid({ kind: '', group: '' }, '', [{ field: 'patch', type: 'Invalid', text }])
}

/** The patched object as the server would decode it. */
// k8s: apiserver/pkg/endpoints/handlers applyPatchToObject and jsonPatcher.applyPatchToCurrentObject (1.36)
function decoded(
  kind: Kind,
  patched: ApiObject,
  request: PatchRequest,
  options: WriteOptions,
): ApiObject {
  const spec = kindSpec(kind)
  const result = tryDecode(spec, patched)
  if (!('object' in result)) {
    const decoder = `${kind} in version "${spec.version}" cannot be handled as a ${kind}: ${result.decoder}`
    throw refused(request, patched, request.type === 'strategic' ? result.converter : decoder)
  }
  const { object, unknown } = result
  if (unknown.length > 0 && request.validate === 'strict')
    throw refused(request, patched, strictText(unknown))
  if (request.validate !== 'ignore')
    options.warnings?.push(...unknown.map((path) => `unknown field "${path}"`))
  return object as unknown as ApiObject
}

/** k8s: apiserver/pkg/endpoints/handlers patchResource (1.36); the patched object goes the way of an update. */
export function patchObject(
  cluster: Cluster,
  kind: Kind,
  namespace: string,
  name: string,
  request: PatchRequest,
  options: WriteOptions,
): ApiObject {
  if (request.type === 'strategic' && !takesStrategic(kind)) throw unsupportedPatch()
  const object: ApiObject = cluster.get(kind, namespace, name)
  const patched = decoded(kind, apply(object, request) as ApiObject, request, options)
  const metadata: ObjectMeta = { ...patched.metadata, uid: patched.metadata.uid ?? '' }
  const next = { ...patched, metadata } as ApiObject
  if (request.subresource === 'ephemeralcontainers' && next.kind === 'Pod')
    return updateEphemeral(cluster, next, options)
  return request.subresource === 'status'
    ? updateObjectStatus(cluster, next, options)
    : updateObject(cluster, next, options)
}
