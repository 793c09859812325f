import { asObject, keyOf, listOfLists, PATCH } from './directives.ts'
import type { JsonList, JsonType } from './json.ts'
import { goText, PatchError, typeOf } from './json.ts'

/** The one type of all items of the lists together. */
// k8s: strategicpatch sliceElementType (1.36)
export function elementType(...lists: readonly JsonList[]): JsonType {
  let type: JsonType | undefined
  for (const item of lists.flat()) {
    const current = typeOf(item)
    if (current === 'list') throw listOfLists()
    if (type !== undefined && type !== current) {
      throw new PatchError(`list element types are not identical: ${goText(lists)}`)
    }
    type = current
  }
  if (type === undefined) throw new PatchError('no elements in any of the given slices')
  return type
}

/** Insertion sort: the only sort that gives upstream's order for its comparisons, which are not all consistent. */
export function insertionSort<T>(list: readonly T[], less: (a: T, b: T) => boolean): T[] {
  const sorted = [...list]
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0; j--) {
      const before = sorted[j - 1] as T
      const item = sorted[j] as T
      if (!less(item, before)) break
      sorted[j - 1] = item
      sorted[j] = before
    }
  }
  return sorted
}

export function sortScalars(list: JsonList): unknown[] {
  return insertionSort(list, (a, b) => goText(a) <= goText(b))
}

export function sortByKey(list: JsonList, mergeKey: string): unknown[] {
  const text = (item: unknown): string => goText(asObject(item)[mergeKey])
  return insertionSort(list, (a, b) => text(a) <= text(b))
}

/** Drops repeated scalars the way upstream does: the last item takes the place of each repeat. */
// k8s: strategicpatch deduplicateScalars (1.36)
export function deduplicate(list: JsonList): unknown[] {
  const kept = [...list]
  for (let i = 0; i < kept.length - 1; i++) {
    for (let j = i + 1; j < kept.length; j++) {
      if (kept[i] !== kept[j]) continue
      const last = kept.pop()
      if (j < kept.length) kept[j] = last
      j--
    }
  }
  return kept
}

function indexIn(list: JsonList, item: unknown, mergeKey: string, maps: boolean): number {
  if (!maps) return list.indexOf(item)
  const key = asObject(item)[mergeKey]
  return list.findIndex((other) => asObject(other)[mergeKey] === key)
}

/** Sorts a list after the order of another; deletions go to the end. */
// k8s: strategicpatch normalizeSliceOrder (1.36)
export function sortAfter(
  list: JsonList,
  order: JsonList,
  mergeKey: string,
  type: JsonType,
): unknown[] {
  const maps = type === 'map'
  if (maps) for (const item of [...list, ...order]) keyOf(item, mergeKey)
  const isDelete = (item: unknown): boolean => maps && asObject(item)[PATCH] === 'delete'
  const sorted = insertionSort(
    list.filter((item) => !isDelete(item)),
    (a, b) => {
      const left = indexIn(order, a, mergeKey, maps)
      const right = indexIn(order, b, mergeKey, maps)
      return left < 0 || right < 0 || left < right
    },
  )
  return [...sorted, ...list.filter(isDelete)]
}

/** Puts the server's own items between the patch's items, both in their own order. */
// k8s: strategicpatch normalizeElementOrder, mergeSortedSlice (1.36)
export function interleave(
  patch: JsonList,
  serverOnly: JsonList,
  patchOrder: JsonList,
  serverOrder: JsonList,
  mergeKey: string,
  type: JsonType,
): unknown[] {
  const right = sortAfter(patch, patchOrder, mergeKey, type)
  const left = sortAfter(serverOnly, serverOrder, mergeKey, type)
  const maps = type === 'map'
  const merged: unknown[] = []
  let i = 0
  let j = 0
  while (i < left.length && j < right.length) {
    const li = indexIn(serverOrder, left[i], mergeKey, maps)
    const ri = indexIn(serverOrder, right[j], mergeKey, maps)
    merged.push(li >= 0 && ri >= 0 && li < ri ? left[i++] : right[j++])
  }
  return [...merged, ...left.slice(i), ...right.slice(j)]
}

/** The items that also stand in `by`, and the others. */
export function partition(
  list: JsonList,
  by: JsonList,
  mergeKey: string,
): readonly [present: unknown[], absent: unknown[]] {
  const keys = new Set(mergeKey === '' ? by : by.map((item) => asObject(item)[mergeKey]))
  const present: unknown[] = []
  const absent: unknown[] = []
  for (const item of list) {
    const key = mergeKey === '' ? item : keyOf(item, mergeKey)
    if (keys.has(key)) present.push(item)
    else absent.push(item)
  }
  return [present, absent]
}
