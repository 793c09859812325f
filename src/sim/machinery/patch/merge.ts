import {
  asList,
  asObject,
  badRetainKeys,
  badSetOrder,
  DELETE_FROM_LIST,
  fieldBehind,
  keyOf,
  PATCH,
  RETAIN_KEYS,
  SET_ORDER,
  splitStrategies,
} from './directives.ts'
import type { JsonList, JsonObject, MutableObject } from './json.ts'
import { goText, isObject, jsonEqual, PatchError, typeOf } from './json.ts'
import { deduplicate, elementType, interleave, partition } from './lists.ts'
import type { PatchField, PatchSchema } from './schema.ts'

export interface MergeOptions {
  /** Carry out the parallel lists rather than keep them, as when the original is itself a patch. */
  readonly mergeParallelLists: boolean
  /** Drop nulls that delete nothing. */
  readonly ignoreUnmatchedNulls: boolean
}

const isDirective = (key: string): boolean =>
  key === PATCH ||
  key === RETAIN_KEYS ||
  key.startsWith(DELETE_FROM_LIST) ||
  key.startsWith(SET_ORDER)

/** A value that is new to the original, where directives have nothing to act on. */
// k8s: strategicpatch dropDirectives (1.36)
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((item) => !isObject(item) || item[PATCH] !== 'delete')
      .map(withoutDirectives)
  }
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([key]) => !isDirective(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDirectives(inner)]))
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls)
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  const kept = entries
    .filter(([, inner]) => inner !== null)
    .map(([key, inner]) => [key, withoutNulls(inner)] as const)
  const same = kept.length === entries.length && kept.every(([key, inner]) => inner === value[key])
  return same ? value : Object.fromEntries(kept)
}

function applyMapDirective(directive: unknown, patch: JsonObject): JsonObject {
  if (directive === 'replace') {
    const { [PATCH]: _, ...rest } = patch
    return rest
  }
  if (directive === 'delete') return {}
  throw new PatchError(`unknown patch type: ${goText(directive)} in map: ${goText(patch)}`)
}

// k8s: strategicpatch applyRetainKeysDirective (1.36)
function applyRetainKeys(
  original: MutableObject,
  patch: MutableObject,
  options: MergeOptions,
): void {
  const directive = patch[RETAIN_KEYS]
  if (directive === undefined) return
  delete patch[RETAIN_KEYS]
  if (!options.mergeParallelLists) {
    const present = original[RETAIN_KEYS]
    if (present !== undefined && !jsonEqual(present, directive)) {
      throw new PatchError(
        `${goText(present)} and ${goText(directive)} are not deep equal: this may happen when calculating the 3-way diff patch`,
      )
    }
    original[RETAIN_KEYS] = directive
    return
  }
  if (!Array.isArray(directive)) throw badRetainKeys()
  const retained = new Set<unknown>(directive)
  for (const [key, value] of Object.entries(patch)) {
    const parallel = key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ORDER)
    if (value !== null && !parallel && !retained.has(key)) throw badRetainKeys()
  }
  for (const key of Object.keys(original)) if (!retained.has(key)) delete original[key]
}

// k8s: strategicpatch validatePatchWithSetOrderList (1.36)
function checkOrder(patch: JsonList, order: JsonList, mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return
  const identity = (item: unknown): unknown => (mergeKey === '' ? item : keyOf(item, mergeKey))
  const marked = (item: unknown): boolean => isObject(item) && item[PATCH] !== undefined
  const wanted = patch.filter((item) => !marked(item))
  let next = 0
  for (const item of order) {
    if (next < wanted.length && identity(wanted[next]) === identity(item)) next++
  }
  if (next < wanted.length) {
    throw new PatchError(
      `The order in patch list:\n${goText(patch)}\n doesn't match ${SET_ORDER} list:\n${goText(order)}\n`,
    )
  }
}

function optionalList(object: JsonObject, key: string): JsonList | undefined {
  return Object.hasOwn(object, key) ? asList(object[key]) : undefined
}

/** Merges one list together with the order wanted for it. */
function mergeOrdered(
  key: string,
  original: MutableObject,
  patch: MutableObject,
  schema: PatchSchema,
  options: MergeOptions,
): void {
  const directive = patch[key]
  if (!options.mergeParallelLists) {
    if (Object.hasOwn(original, key) && !jsonEqual(original[key], directive)) throw badSetOrder()
    original[key] = directive
  }
  delete patch[key]
  const order = asList(directive)
  const name = fieldBehind(key, SET_ORDER)
  const originalList = optionalList(original, name)
  const patchList = optionalList(patch, name)
  const field = schema.field(name)
  checkOrder(patchList ?? [], order, field.mergeKey)
  if (!originalList && !patchList) return
  const merged =
    originalList && patchList
      ? mergeListField(originalList, patchList, field, false, options)
      : (originalList ?? addedList(patchList ?? [], options))
  const [inPatch, serverOnly] = partition(merged, order, field.mergeKey)
  const type = elementType(originalList ?? [], patchList ?? [])
  original[name] = interleave(
    inPatch,
    serverOnly,
    order,
    serverOrder(originalList ?? [], patchList ?? [], field.mergeKey),
    field.mergeKey,
    type,
  )
  delete patch[name]
}

/** A list that only the patch has: deletions have nothing to delete. */
function addedList(patch: JsonList, options: MergeOptions): JsonList {
  const kept = patch.filter((item) => !isObject(item) || item[PATCH] !== 'delete')
  return options.mergeParallelLists ? (withoutDirectives(kept) as JsonList) : kept
}

/** The live order that new items are placed by: after deletions upstream finds added items in their room. */
function serverOrder(original: JsonList, patch: JsonList, mergeKey: string): JsonList {
  if (mergeKey === '') return original
  const keys = new Map(patch.map((item) => [keyOf(item, mergeKey), asObject(item)[PATCH]]))
  const left = original.filter((item) => keys.get(asObject(item)[mergeKey]) !== 'delete')
  const [, added] = partition(
    patch.filter((item) => asObject(item)[PATCH] === undefined),
    left,
    mergeKey,
  )
  return [...left, ...added].slice(0, original.length)
}

function mergeListField(
  original: JsonList,
  patch: JsonList,
  field: PatchField,
  deletes: boolean,
  options: MergeOptions,
): JsonList {
  // A deletion list works whatever the field's strategy is.
  if (splitStrategies(field.strategies).name !== 'merge' && !deletes) return patch
  return mergeList(original, patch, field, deletes, options)
}

// k8s: strategicpatch mergeSlice (1.36)
function mergeList(
  original: JsonList,
  patch: JsonList,
  { mergeKey, schema }: PatchField,
  deletes: boolean,
  options: MergeOptions,
): JsonList {
  if (original.length === 0 && patch.length === 0) return original
  const type = elementType(original, patch)
  if (type !== 'map') {
    if (options.mergeParallelLists && deletes) {
      const doomed = new Set(patch)
      return original.filter((item) => !doomed.has(item))
    }
    const merged = deduplicate([...original, ...patch])
    const [inPatch, serverOnly] = partition(merged, patch, mergeKey)
    return interleave(inPatch, serverOnly, patch, original, mergeKey, type)
  }
  if (mergeKey === '') {
    throw new PatchError('cannot merge lists without merge key for type struct')
  }
  const special = applyListDirectives(original, patch, mergeKey)
  const merged = mergeItems(special.original, special.patch, mergeKey, schema, options)
  const [inPatch, serverOnly] = partition(merged, special.patch, mergeKey)
  return interleave(inPatch, serverOnly, special.patch, special.original, mergeKey, type)
}

// k8s: strategicpatch mergeSliceWithSpecialElements (1.36)
function applyListDirectives(
  original: JsonList,
  patch: JsonList,
  mergeKey: string,
): { readonly original: JsonList; readonly patch: JsonList } {
  const plain: unknown[] = []
  let left = original
  let replace = false
  for (const item of patch) {
    const object = asObject(item)
    const directive = object[PATCH]
    if (directive === undefined) plain.push(item)
    else if (directive === 'delete') {
      const key = keyOf(object, mergeKey)
      left = left.filter((other) => asObject(other)[mergeKey] !== key)
    } else if (directive === 'replace') replace = true
    else if (directive === 'merge') {
      throw new PatchError('merging lists cannot yet be specified in the patch')
    } else {
      throw new PatchError(`unknown patch type: ${goText(directive)} in map: ${goText(object)}`)
    }
  }
  return replace ? { original: plain, patch: [] } : { original: left, patch: plain }
}

// k8s: strategicpatch mergeSliceWithoutSpecialElements (1.36)
function mergeItems(
  original: JsonList,
  patch: JsonList,
  mergeKey: string,
  schema: PatchSchema,
  options: MergeOptions,
): JsonList {
  const merged = [...original]
  for (const item of patch) {
    const key = keyOf(item, mergeKey)
    const index = merged.findIndex((other) => asObject(other)[mergeKey] === key)
    if (index < 0) merged.push(options.ignoreUnmatchedNulls ? withoutNulls(item) : item)
    else merged[index] = mergeMap(asObject(merged[index]), asObject(item), schema, options)
  }
  return merged
}

function mergeField(
  original: unknown,
  patch: unknown,
  field: () => PatchField,
  deletes: boolean,
  options: MergeOptions,
): unknown {
  if (isObject(original) && isObject(patch)) {
    const { strategies, schema } = field()
    if (splitStrategies(strategies).name === 'replace') return patch
    return mergeMap(original, patch, schema, options)
  }
  if (Array.isArray(original) && Array.isArray(patch)) {
    return mergeListField(original, patch, field(), deletes, options)
  }
  return patch
}

/** One field of the patch into the copy of the original. */
function applyField(
  original: MutableObject,
  patchKey: string,
  value: unknown,
  schema: PatchSchema,
  options: MergeOptions,
): void {
  const deletes = patchKey.startsWith(DELETE_FROM_LIST)
  if (deletes && !options.mergeParallelLists) {
    original[patchKey] = value
    return
  }
  const key = deletes ? fieldBehind(patchKey, DELETE_FROM_LIST) : patchKey
  if (value === null) {
    delete original[key]
    if (options.ignoreUnmatchedNulls) return
  }
  const present = Object.hasOwn(original, key)
  if (!present || typeOf(original[key]) !== typeOf(value)) {
    if (deletes) return
    const taken = options.ignoreUnmatchedNulls ? withoutNulls(value) : value
    original[key] = !present && options.mergeParallelLists ? withoutDirectives(taken) : taken
    return
  }
  original[key] = mergeField(original[key], value, () => schema.field(key), deletes, options)
}

/** Merges a patch into an object; neither is changed, and what the patch does not touch is shared. */
// k8s: strategicpatch mergeMap (1.36)
export function mergeMap(
  original: JsonObject,
  patch: JsonObject,
  schema: PatchSchema,
  options: MergeOptions,
): JsonObject {
  if (Object.hasOwn(patch, PATCH)) return applyMapDirective(patch[PATCH], patch)
  const result: MutableObject = { ...original }
  const left: MutableObject = { ...patch }
  applyRetainKeys(result, left, options)
  for (const key of Object.keys(left)) {
    if (key.startsWith(SET_ORDER)) mergeOrdered(key, result, left, schema, options)
  }
  for (const [key, value] of Object.entries(left)) applyField(result, key, value, schema, options)
  return result
}
