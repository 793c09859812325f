/** Plain JSON as patches see it, and the few comparisons they need. */

export type JsonObject = Readonly<Record<string, unknown>>
export type MutableObject = Record<string, unknown>
export type JsonList = readonly unknown[]

export class PatchError extends Error {}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export type JsonType = 'map' | 'list' | 'null' | 'string' | 'number' | 'boolean'

export function typeOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  const type = typeof value
  return type === 'object' ? 'map' : (type as JsonType)
}

/** Deep equality of JSON; the order of an object's fields does not matter. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => jsonEqual(item, b[i]))
  }
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]))
  )
}

/** A value as Go prints it with %v: map[name:1 value:a], [1 2]. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (isObject(value)) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${key}:${goText(value[key])}`)
    return `map[${fields.join(' ')}]`
  }
  return value === null || value === undefined ? '<nil>' : String(value)
}
