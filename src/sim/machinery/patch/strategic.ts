import { conflictError, hasConflicts } from './conflict.ts'
import { diffMaps } from './diff.ts'
import type { JsonObject } from './json.ts'
import { isObject, PatchError } from './json.ts'
import { mergeMap } from './merge.ts'
import type { PatchSchema } from './schema.ts'
import { schemaOf } from './schema.ts'

/** Strategic merge patches: applying one, and making one from two or three documents. Inputs are never changed. */

/** A built-in kind's name, or a schema of one's own. */
export type PatchKind = string | PatchSchema

function resolve(kind: PatchKind): PatchSchema {
  if (typeof kind !== 'string') return kind
  const schema = schemaOf(kind)
  if (!schema) throw new PatchError(`no strategic merge patch for kind ${kind}`)
  return schema
}

function document(value: unknown): JsonObject {
  if (value === null || value === undefined) return {}
  if (isObject(value)) return value
  throw new PatchError('invalid JSON document')
}

/** The original with the patch merged in; throws a PatchError in upstream's words. */
// k8s: strategicpatch StrategicMergePatch (1.36)
export function strategicMerge(kind: PatchKind, original: unknown, patch: unknown): unknown {
  return mergeMap(document(original), document(patch), resolve(kind), {
    mergeParallelLists: true,
    ignoreUnmatchedNulls: true,
  })
}

/** The patch that turns original into modified. */
// k8s: strategicpatch CreateTwoWayMergePatch (1.36)
export function createTwoWay(kind: PatchKind, original: unknown, modified: unknown): JsonObject {
  return diffMaps(document(original), document(modified), resolve(kind), {
    setElementOrder: true,
    ignoreChangesAndAdditions: false,
    ignoreDeletions: false,
  })
}

/**
 * The patch of kubectl apply: current becomes modified, except that only what original had is deleted.
 * Unless told to overwrite, what others changed differently since original is a PatchError.
 */
// k8s: strategicpatch CreateThreeWayMergePatch (1.36)
export function createThreeWay(
  kind: PatchKind,
  original: unknown,
  modified: unknown,
  current: unknown,
  overwrite = true,
): JsonObject {
  const schema = resolve(kind)
  const [before, wanted, live] = [document(original), document(modified), document(current)]
  const delta = diffMaps(live, wanted, schema, {
    setElementOrder: true,
    ignoreChangesAndAdditions: false,
    ignoreDeletions: true,
  })
  const deletions = diffMaps(before, wanted, schema, {
    setElementOrder: true,
    ignoreChangesAndAdditions: true,
    ignoreDeletions: false,
  })
  const patch = mergeMap(deletions, delta, schema, {
    mergeParallelLists: false,
    ignoreUnmatchedNulls: false,
  })
  if (overwrite) return patch
  const changed = diffMaps(before, live, schema, {
    setElementOrder: false,
    ignoreChangesAndAdditions: false,
    ignoreDeletions: false,
  })
  if (hasConflicts(patch, changed, schema)) throw conflictError(patch, changed)
  return patch
}
