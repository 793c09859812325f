import { ApiError, badRequest, tooLarge } from '../../errors.ts'
import { isObject, jsonEqual } from './json.ts'

/** JSON patches (RFC 6902) as the API server applies them. */

export interface JsonPatchOperation {
  readonly op: string
  readonly path: string
  readonly from?: string
  readonly value?: unknown
}

const MAX_OPERATIONS = 10_000

/** Why an operation failed; the server keeps this to itself, a local patch shows it. */
export class JsonPatchError extends Error {}

// k8s: apiserver/pkg/endpoints/handlers jsonPatcher.applyJSPatch (1.36)
function refused(): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server rejected our request due to an error in our request',
    reason: 'Invalid',
    details: {},
    code: 422,
  })
}

function segments(path: string): string[] {
  if (path === '') return []
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const missing = (op: string, path: string): JsonPatchError =>
  new JsonPatchError(
    `${op} operation does not apply: doc is missing path: "${path}": missing value`,
  )

function listIndex(op: string, list: readonly unknown[], key: string, path: string): number {
  if (!/^-?\d+$/.test(key))
    throw new JsonPatchError(`strconv.Atoi: parsing "${key}": invalid syntax`)
  const given = Number(key)
  const limit = op === 'add' ? list.length : list.length - 1
  const index = given < 0 ? given + list.length : given
  if (index < 0 || index > limit) {
    throw new JsonPatchError(
      `${op} operation does not apply: doc is missing key: ${path}: invalid index referenced`,
    )
  }
  return index
}

/** A copy of the document with one place changed, sharing the rest. */
function changeAt(
  document: unknown,
  keys: readonly string[],
  op: string,
  path: string,
  change: (parent: unknown, key: string) => unknown,
): unknown {
  const [key = '', ...rest] = keys
  if (rest.length === 0) return change(document, key)
  if (Array.isArray(document)) {
    const index = listIndex('get', document, key, path)
    return document.with(index, changeAt(document[index], rest, op, path, change))
  }
  if (!isObject(document) || !Object.hasOwn(document, key)) throw missing(op, path)
  return { ...document, [key]: changeAt(document[key], rest, op, path, change) }
}

function read(document: unknown, op: string, path: string): unknown {
  let value = document
  for (const key of segments(path)) {
    if (Array.isArray(value)) value = value[listIndex('get', value, key, path)]
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key]
    else throw missing(op, path)
  }
  return value
}

function add(document: unknown, path: string, value: unknown, op = 'add'): unknown {
  const keys = segments(path)
  if (keys.length === 0) return value
  return changeAt(document, keys, op, path, (parent, key) => {
    if (Array.isArray(parent)) {
      const index = key === '-' ? parent.length : listIndex('add', parent, key, path)
      return parent.toSpliced(index, 0, value)
    }
    if (isObject(parent)) return { ...parent, [key]: value }
    throw missing(op, path)
  })
}

function remove(document: unknown, path: string, op = 'remove'): unknown {
  return changeAt(document, segments(path), op, path, (parent, key) => {
    if (Array.isArray(parent)) return parent.toSpliced(listIndex(op, parent, key, path), 1)
    if (!isObject(parent) || !Object.hasOwn(parent, key)) {
      throw new JsonPatchError(
        `${op} operation does not apply: doc is missing key: ${path}: missing value`,
      )
    }
    const { [key]: _, ...rest } = parent
    return rest
  })
}

function replace(document: unknown, path: string, value: unknown): unknown {
  const keys = segments(path)
  if (keys.length === 0) return value
  return changeAt(document, keys, 'replace', path, (parent, key) => {
    if (Array.isArray(parent)) return parent.with(listIndex('replace', parent, key, path), value)
    if (isObject(parent) && Object.hasOwn(parent, key)) return { ...parent, [key]: value }
    throw new JsonPatchError(
      `replace operation does not apply: doc is missing key: ${path}: missing value`,
    )
  })
}

function present(document: unknown, path: string): unknown {
  try {
    return read(document, 'test', path)
  } catch (error) {
    if (error instanceof JsonPatchError) return null
    throw error
  }
}

function applyOne(document: unknown, operation: JsonPatchOperation): unknown {
  const { op, path, from = '', value = null } = operation
  switch (op) {
    case 'add':
      return add(document, path, value)
    case 'remove':
      return remove(document, path)
    case 'replace':
      return replace(document, path, value)
    case 'move':
      return add(remove(document, from, 'move'), path, read(document, 'move', from), 'move')
    case 'copy':
      return add(document, path, read(document, 'copy', from), 'copy')
    case 'test':
      if (jsonEqual(present(document, path), value)) return document
      throw new JsonPatchError(`testing value ${path} failed: test failed`)
    default:
      throw new JsonPatchError(`Unexpected kind: ${op}`)
  }
}

/** Applies the operations one after the other; throws a JsonPatchError at the first that fails. */
export function applyJsonPatch(
  document: unknown,
  operations: readonly JsonPatchOperation[],
): unknown {
  return operations.reduce(applyOne, document)
}

function typeName(value: unknown): string {
  if (isObject(value)) return 'object'
  return value === null ? 'null' : typeof value
}

/** The server's patch: an ApiError 400 for a malformed patch, 413 for a huge one, 422 when it does not apply. */
export function jsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    throw badRequest(
      `json: cannot unmarshal ${typeName(operations)} into Go value of type jsonpatch.Patch`,
    )
  }
  if (operations.length > MAX_OPERATIONS) {
    throw tooLarge(
      `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`,
    )
  }
  try {
    return applyJsonPatch(document, operations as readonly JsonPatchOperation[])
  } catch (error) {
    if (error instanceof JsonPatchError) throw refused()
    throw error
  }
}
