import type { JsonList, JsonObject } from './json.ts'
import { goText, isObject, PatchError } from './json.ts'

export const PATCH = '$patch'
export const RETAIN_KEYS = '$retainKeys'
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList'
export const SET_ORDER = '$setElementOrder'

export const badPrimitiveList = (): PatchError =>
  new PatchError('invalid patch format of primitive list')
export const badRetainKeys = (): PatchError => new PatchError('invalid patch format of retainKeys')
export const badSetOrder = (): PatchError =>
  new PatchError('invalid patch format of setElementOrder list')
export const listOfLists = (): PatchError => new PatchError('lists of lists are not supported')

export function badType(expected: string, actual: unknown): PatchError {
  return new PatchError(`expected a ${expected}, but received a ${typeof actual}`)
}

export function asObject(value: unknown): JsonObject {
  if (isObject(value)) return value
  throw badType('map[string]interface {}', value)
}

export function asList(value: unknown): JsonList {
  if (Array.isArray(value)) return value
  throw badType('[]interface {}', value)
}

/** The value of a list item's merge key. */
export function keyOf(item: unknown, mergeKey: string): unknown {
  const object = asObject(item)
  if (!Object.hasOwn(object, mergeKey)) {
    throw new PatchError(`map: ${goText(object)} does not contain declared merge key: ${mergeKey}`)
  }
  return object[mergeKey]
}

export interface Strategy {
  readonly retainKeys: boolean
  readonly name: string
}

/** Splits the retainKeys strategy from the merge or replace beside it. */
export function splitStrategies(strategies: readonly string[]): Strategy {
  const others = strategies.filter((strategy) => strategy !== 'retainKeys')
  if (strategies.length > 2 || others.length > 1) {
    throw new PatchError(`unexpected patch strategy: ${goText(strategies)}`)
  }
  return { retainKeys: others.length < strategies.length, name: others[0] ?? '' }
}

/** The list's field behind a parallel directive such as $setElementOrder/containers. */
export function fieldBehind(key: string, prefix: string): string {
  const slash = key.indexOf('/')
  if (slash < 0 || key.slice(0, slash) !== prefix) {
    throw prefix === SET_ORDER ? badSetOrder() : badPrimitiveList()
  }
  return key.slice(slash + 1)
}
