import { fnvSafe } from './podTemplateHash.ts'

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const object = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .filter((key) => object[key] !== undefined)
      .map((key) => [key, sorted(object[key])]),
  )
}

/**
 * The hash that names a StatefulSet's revision, over the stored patch as Go writes it and the number of name collisions.
 */
// k8s: pkg/controller/history HashControllerRevision (1.36)
export function revisionHash(data: unknown, collisionCount: number): string {
  const text = JSON.stringify(sorted(data)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => ESCAPED[char] ?? char,
  )
  return fnvSafe(`${text}${collisionCount}`)
}
