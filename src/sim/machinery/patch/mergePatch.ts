import { conflictError } from './conflict.ts'
import type { JsonObject, MutableObject } from './json.ts'
import { isObject, jsonEqual } from './json.ts'

/** JSON merge patches (RFC 7396). Inputs are never changed; untouched parts are shared. */

function pruned(value: unknown): unknown {
  return isObject(value) ? jsonMerge({}, value) : value
}

/** The original with the patch merged in: null deletes, lists are replaced. */
export function jsonMerge(original: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: MutableObject = isObject(original) ? { ...original } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = isObject(result[key]) ? jsonMerge(result[key], value) : pruned(value)
  }
  return result
}

/** The patch that turns original into modified. */
export function createJsonMerge(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: MutableObject = {}
  for (const [key, value] of Object.entries(modified)) {
    const before = original[key]
    if (isObject(before) && isObject(value)) {
      const inner = createJsonMerge(before, value)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (!Object.hasOwn(original, key) || !jsonEqual(before, value)) patch[key] = value
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null
  return patch
}

/** Only the deletions of a merge patch, or only the rest. */
function keep(patch: JsonObject, nulls: boolean): JsonObject {
  const kept: MutableObject = {}
  for (const [key, value] of Object.entries(patch)) {
    if (isObject(value)) {
      const inner = keep(value, nulls)
      if (Object.keys(inner).length > 0 || (!nulls && Object.keys(value).length === 0)) {
        kept[key] = inner
      }
    } else if ((value === null) === nulls) kept[key] = value
  }
  return kept
}

function disagree(a: unknown, b: unknown): boolean {
  if (isObject(a) && isObject(b)) {
    return Object.keys(a).some((key) => Object.hasOwn(b, key) && disagree(a[key], b[key]))
  }
  return !jsonEqual(a, b)
}

/** Both patches in one; nulls stay, since they delete. */
function combine(first: JsonObject, second: JsonObject): JsonObject {
  const result: MutableObject = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const before = result[key]
    result[key] = isObject(before) && isObject(value) ? combine(before, value) : value
  }
  return result
}

/** The merge patch of kubectl apply for custom kinds: additions from current, deletions from original. */
// k8s: apimachinery/pkg/util/jsonmergepatch CreateThreeWayJSONMergePatch (1.36)
export function createThreeWayJsonMerge(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
): JsonObject {
  const additions = keep(createJsonMerge(current, modified), false)
  const deletions = keep(createJsonMerge(original, modified), true)
  if (disagree(additions, deletions)) throw conflictError(additions, deletions)
  return combine(deletions, additions)
}
