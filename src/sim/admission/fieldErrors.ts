import type { FieldError } from '../errors.ts'

/** The words of apimachinery's field.Error. Paths are plain texts such as spec.containers[0].image. */
// k8s: apimachinery/pkg/util/validation/field Error.ErrorBody (1.36)

export const IMMUTABLE = 'field is immutable'
export const NEGATIVE = 'must be greater than or equal to 0'
export const NOT_POSITIVE = 'must be greater than zero'

const HTML: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

function escapeChar(char: string): string {
  const known = ESCAPES[char]
  if (known !== undefined) return known
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  if ((code >= 0x80 && code <= 0xa0) || code === 0xad || code === 0x2028 || code === 0x2029)
    return `\\u${code.toString(16).padStart(4, '0')}`
  return char
}

/** A text in double quotes as Go's %q writes it. */
export function quoted(text: string): string {
  let out = '"'
  for (const char of text) out += escapeChar(char)
  return `${out}"`
}

/** A rejected value in an error text: texts quoted, numbers and booleans bare, everything else as Go's JSON. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => HTML[char] ?? char)
}

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`
}

export function required(field: string, detail = ''): FieldError {
  return { field, type: 'Required', text: withDetail('Required value', detail) }
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { field, type: 'Invalid', text: withDetail(`Invalid value: ${shown(value)}`, detail) }
}

/** `supported` is printed in the order given: sort it where upstream keeps a set. */
export function notSupported(
  field: string,
  value: unknown,
  supported: readonly string[],
): FieldError {
  const list = supported.map(quoted).join(', ')
  const detail = supported.length === 0 ? '' : `supported values: ${list}`
  return {
    field,
    type: 'NotSupported',
    text: withDetail(`Unsupported value: ${shown(value)}`, detail),
  }
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { field, type: 'Forbidden', text: withDetail('Forbidden', detail) }
}

export function duplicate(field: string, value: unknown, detail = ''): FieldError {
  return { field, type: 'Duplicate', text: withDetail(`Duplicate value: ${shown(value)}`, detail) }
}

export function missing(field: string, value: unknown, detail = ''): FieldError {
  return { field, type: 'NotFound', text: withDetail(`Not found: ${shown(value)}`, detail) }
}

export function tooLong(field: string, limit: number): FieldError {
  return { field, type: 'TooLong', text: `Too long: may not be more than ${limit} bytes` }
}

/** One error per message about one value. */
export function invalidAll(
  field: string,
  value: unknown,
  messages: readonly string[],
): FieldError[] {
  return messages.map((message) => invalid(field, value, message))
}

export function nonNegative(value: number | undefined, field: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, NEGATIVE)] : []
}

/** Keys of a map in order; the real server walks maps in random order. */
export function keysOf(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return map ? Object.keys(map).sort() : []
}

/** Structural equality of plain JSON values; an absent field equals undefined, an empty list or map equals an absent one. */
// k8s: apimachinery/pkg/api/equality Semantic.DeepEqual (1.36)
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const x = emptyToUndefined(a)
  const y = emptyToUndefined(b)
  if (x === y) return true
  if (Array.isArray(x) && Array.isArray(y))
    return x.length === y.length && x.every((item, i) => semanticEqual(item, y[i]))
  if (typeof x !== 'object' || typeof y !== 'object' || !x || !y) return false
  if (Array.isArray(x) || Array.isArray(y)) return false
  const left = x as Readonly<Record<string, unknown>>
  const right = y as Readonly<Record<string, unknown>>
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    if (!semanticEqual(left[key], right[key])) return false
  return true
}

function emptyToUndefined(value: unknown): unknown {
  if (value === null) return undefined
  return Array.isArray(value) && value.length === 0 ? undefined : value
}
