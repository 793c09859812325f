import {
  asObject,
  DELETE_FROM_LIST,
  keyOf,
  listOfLists,
  PATCH,
  RETAIN_KEYS,
  SET_ORDER,
  splitStrategies,
} from './directives.ts'
import type { JsonList, JsonObject, MutableObject } from './json.ts'
import { goText, isObject, jsonEqual, PatchError } from './json.ts'
import { deduplicate, elementType, sortAfter, sortByKey, sortScalars } from './lists.ts'
import type { PatchField, PatchSchema } from './schema.ts'

export interface DiffOptions {
  readonly setElementOrder: boolean
  readonly ignoreChangesAndAdditions: boolean
  readonly ignoreDeletions: boolean
}

/** A field's rules, or undefined when the type lacks the field but nothing changed. */
function fieldRules(
  schema: PatchSchema,
  key: string,
  original: unknown,
  modified: unknown,
): PatchField | undefined {
  try {
    return schema.field(key)
  } catch (error) {
    if (jsonEqual(original, modified)) return undefined
    throw error
  }
}

function diffObjectField(
  key: string,
  original: JsonObject,
  modified: JsonObject,
  patch: MutableObject,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  const field = fieldRules(schema, key, original, modified)
  if (!field) return
  const { retainKeys, name } = splitStrategies(field.strategies)
  if (name === 'replace') {
    if (!options.ignoreChangesAndAdditions) patch[key] = modified
    return
  }
  const inner = diffMaps(original, modified, field.schema, options, retainKeys)
  if (Object.keys(inner).length > 0) patch[key] = inner
}

function diffListField(
  key: string,
  original: JsonList,
  modified: JsonList,
  patch: MutableObject,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  const field = fieldRules(schema, key, original, modified)
  if (!field) return
  const { retainKeys, name } = splitStrategies(field.strategies)
  if (name !== 'merge') {
    if (!options.ignoreChangesAndAdditions && !jsonEqual(original, modified)) patch[key] = modified
    return
  }
  const { add, remove, order } = diffLists(original, modified, field, options, retainKeys)
  if (add.length > 0) patch[key] = add
  if (remove.length > 0) patch[`${DELETE_FROM_LIST}/${key}`] = remove
  if (order.length > 0) patch[`${SET_ORDER}/${key}`] = order
}

function diffDirective(original: unknown, modified: unknown, patch: MutableObject): void {
  if (typeof original !== 'string' || typeof modified !== 'string') {
    throw new PatchError(`invalid value for special key: ${PATCH}`)
  }
  if (original !== modified) patch[PATCH] = modified
}

function diffField(
  key: string,
  original: unknown,
  modified: unknown,
  patch: MutableObject,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  if (key === PATCH) diffDirective(original, modified, patch)
  else if (isObject(original) && isObject(modified)) {
    diffObjectField(key, original, modified, patch, schema, options)
  } else if (Array.isArray(original) && Array.isArray(modified)) {
    diffListField(key, original, modified, patch, schema, options)
  } else if (!options.ignoreChangesAndAdditions && !jsonEqual(original, modified)) {
    patch[key] = modified
  }
}

/** The patch that makes `modified` of `original`; empty when there is nothing to do. */
// k8s: strategicpatch diffMaps (1.36)
export function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  schema: PatchSchema,
  options: DiffOptions,
  retainKeys = false,
): MutableObject {
  const patch: MutableObject = {}
  for (const [key, value] of Object.entries(modified)) {
    if (Object.hasOwn(original, key)) diffField(key, original[key], value, patch, schema, options)
    else if (!options.ignoreChangesAndAdditions) patch[key] = value
  }
  if (!options.ignoreDeletions) {
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null
  }
  if (!retainKeys) return patch
  const retained = Object.keys(modified).filter((key) => modified[key] !== null)
  const clears = Object.keys(original).some(
    (key) => original[key] !== null && !Object.hasOwn(modified, key),
  )
  if (retained.length > 0 && (Object.keys(patch).length > 0 || clears)) {
    patch[RETAIN_KEYS] = sortScalars(retained)
  }
  return patch
}

interface ListDiff {
  readonly add: JsonList
  readonly remove: JsonList
  readonly order: JsonList
}

const NOTHING: ListDiff = { add: [], remove: [], order: [] }

// k8s: strategicpatch diffLists (1.36)
function diffLists(
  original: JsonList,
  modified: JsonList,
  field: PatchField,
  options: DiffOptions,
  retainKeys: boolean,
): ListDiff {
  if (original.length === 0) {
    if (modified.length === 0 || options.ignoreChangesAndAdditions) return NOTHING
    return { ...NOTHING, add: modified }
  }
  const type = elementType(original, modified)
  if (type === 'list') throw listOfLists()
  if (type === 'map') return diffListsOfMaps(original, modified, field, options, retainKeys)
  const { add, remove } = diffScalars(original, modified, options)
  const ordered =
    options.setElementOrder &&
    ((!options.ignoreDeletions && remove.length > 0) ||
      (!options.ignoreChangesAndAdditions && !jsonEqual(original, modified)))
  return { add: sortAfter(add, modified, '', type), remove, order: ordered ? modified : [] }
}

/** Walks two sorted lists side by side. */
function walkSorted(
  left: JsonList,
  right: JsonList,
  text: (item: unknown) => string,
  visit: (left: unknown, right: unknown) => void,
): void {
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const a = i < left.length ? text(left[i]) : undefined
    const b = j < right.length ? text(right[j]) : undefined
    const takeLeft = a !== undefined && (b === undefined || a <= b)
    const takeRight = b !== undefined && (a === undefined || b <= a)
    visit(takeLeft ? left[i++] : undefined, takeRight ? right[j++] : undefined)
  }
}

function diffScalars(original: JsonList, modified: JsonList, options: DiffOptions): ListDiff {
  const add: unknown[] = []
  const remove: unknown[] = []
  walkSorted(sortScalars(original), sortScalars(modified), goText, (before, after) => {
    if (after === undefined && !options.ignoreDeletions) remove.push(before)
    if (before === undefined && !options.ignoreChangesAndAdditions) add.push(after)
  })
  return { add, remove: deduplicate(remove), order: [] }
}

function sameOrder(original: JsonList, modified: JsonList, mergeKey: string): boolean {
  return (
    original.length === modified.length &&
    modified.every((item, i) => keyOf(original[i], mergeKey) === keyOf(item, mergeKey))
  )
}

// k8s: strategicpatch diffListsOfMaps (1.36)
function diffListsOfMaps(
  original: JsonList,
  modified: JsonList,
  { mergeKey, schema }: PatchField,
  options: DiffOptions,
  retainKeys: boolean,
): ListDiff {
  const changes: unknown[] = []
  const deletions: unknown[] = []
  const text = (item: unknown): string => goText(keyOf(item, mergeKey))
  const left = sortByKey(original, mergeKey)
  const right = sortByKey(modified, mergeKey)
  walkSorted(left, right, text, (before, after) => {
    if (before === undefined) {
      if (!options.ignoreChangesAndAdditions) changes.push(after)
    } else if (after === undefined) {
      if (!options.ignoreDeletions) {
        deletions.push({ [PATCH]: 'delete', [mergeKey]: keyOf(before, mergeKey) })
      }
    } else {
      const inner = diffMaps(asObject(before), asObject(after), schema, options, retainKeys)
      if (Object.keys(inner).length > 0) {
        changes.push({ ...inner, [mergeKey]: keyOf(after, mergeKey) })
      }
    }
  })
  const add = [...sortAfter(changes, modified, mergeKey, 'map'), ...deletions]
  const ordered =
    options.setElementOrder &&
    ((!options.ignoreChangesAndAdditions &&
      (add.length > 0 || !sameOrder(original, modified, mergeKey))) ||
      (!options.ignoreDeletions && add.length > 0))
  const order = ordered ? modified.map((item) => ({ [mergeKey]: keyOf(item, mergeKey) })) : []
  return { add, remove: [], order }
}
