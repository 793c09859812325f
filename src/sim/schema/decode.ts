import { type ApiError, badRequest } from '../errors.ts'
import type { KindSpec } from '../kinds/kind.ts'
import { quantityError, storedQuantity } from '../machinery/quantity.ts'
import { parseTime } from '../time.ts'
import type { Draft, Kind, ObjectOf } from '../types/index.ts'
import { base64Error } from './base64.ts'
import { type FieldType, fieldsOf } from './fields.ts'
import { goTypeName } from './goTypes.ts'
import { inStoredVersion } from './versions.ts'

/** What decoding a client's JSON gives: the object in the API's shape, and the paths of fields that it does not have. */
export interface Decoded<K extends Kind> {
  readonly object: Draft<ObjectOf<K>>
  /** Such as spec.contianers, in order. */
  readonly unknown: readonly string[]
}

/** An error of a custom unmarshaller: ends decoding at once, as in Go. */
class Fatal extends Error {}

interface Walk {
  readonly unknown: string[]
  /** First mismatch; Go goes on decoding and reports it at the end. */
  saved: string | undefined
  /** The same in the words of the converter that strategic patches go through. */
  converted: string | undefined
}

/** Where the walk is: the struct that holds the field, the fields from the root, and the path with indexes. */
interface Place {
  readonly struct: string
  readonly field: string
  readonly names: string
  readonly path: string
  readonly type: FieldType
}

const NOTHING = Symbol('nothing')
const STRICT_LIMIT = 100

function jsonWord(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function mismatch(walk: Walk, place: Place, word: string, depth: number): typeof NOTHING {
  const type = goTypeName(place.struct, place.field, place.type, depth)
  walk.saved ??= `json: cannot unmarshal ${word} into Go struct field ${place.struct}.${place.names} of type ${type}`
  walk.converted ??= converterError(place.type, word, depth)
  return NOTHING
}

const GO_KINDS: Readonly<Record<string, string>> = {
  array: 'slice',
  object: 'map',
  number: 'int64',
  i: 'int32',
  l: 'int64',
  s: 'string',
  b: 'bool',
  d: 'float64',
  y: 'string',
}

// k8s: apimachinery/pkg/runtime/converter fromUnstructured (1.36)
function converterError(type: FieldType, word: string, depth: number): string {
  const [first = ''] = word.split(' ')
  const from = GO_KINDS[first] ?? first
  const wrap = type.wraps[depth]
  if (wrap === '[]') return `cannot restore slice from ${from}`
  if (wrap === '{}') return `cannot restore map from ${from}`
  if (fieldsOf(type.base)) return `cannot restore struct from: ${from}`
  return `unrecognized type: ${GO_KINDS[type.base] ?? type.base}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function integer(walk: Walk, place: Place, value: unknown, depth: number, bits: 31 | 63): unknown {
  if (typeof value !== 'number') return mismatch(walk, place, jsonWord(value), depth)
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** bits)
    return mismatch(walk, place, `number ${value}`, depth)
  return value
}

function quantity(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value)
  const error = quantityError(text)
  if (error !== undefined) throw new Fatal(error)
  return storedQuantity(text)
}

function intOrString(value: unknown): unknown {
  if (typeof value === 'string') return value
  if (typeof value !== 'number')
    throw new Fatal(`json: cannot unmarshal ${jsonWord(value)} into Go value of type int32`)
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** 31)
    throw new Fatal(`json: cannot unmarshal number ${value} into Go value of type int32`)
  return value
}

function time(value: unknown, micro: boolean): string {
  if (typeof value !== 'string')
    throw new Fatal(`json: cannot unmarshal ${jsonWord(value)} into Go value of type string`)
  if (Number.isNaN(parseTime(value))) {
    const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
    throw new Fatal(
      `parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)} as "2006"`,
    )
  }
  return value
}

function bytes(walk: Walk, place: Place, value: unknown, depth: number): unknown {
  if (typeof value !== 'string') return mismatch(walk, place, jsonWord(value), depth)
  const at = base64Error(value)
  if (at < 0) return value.replace(/[\r\n]/g, '')
  walk.saved ??= `illegal base64 data at input byte ${at}`
  return NOTHING
}

function scalar(walk: Walk, place: Place, value: unknown, depth: number): unknown {
  switch (place.type.base) {
    case 's':
      return typeof value === 'string' ? value : mismatch(walk, place, jsonWord(value), depth)
    case 'b':
      return typeof value === 'boolean' ? value : mismatch(walk, place, jsonWord(value), depth)
    case 'd':
      return typeof value === 'number' ? value : mismatch(walk, place, jsonWord(value), depth)
    case 'i':
      return integer(walk, place, value, depth, 31)
    case 'l':
      return integer(walk, place, value, depth, 63)
    case 'q':
      return quantity(value)
    case 'o':
      return intOrString(value)
    case 't':
      return time(value, false)
    case 'u':
      return time(value, true)
    case 'y':
      return bytes(walk, place, value, depth)
    default:
      return value
  }
}

/** A map's entries by sorted key, as clients send them. */
function sortedKeys(value: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(value).sort()
}

function list(walk: Walk, place: Place, value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return mismatch(walk, place, jsonWord(value), depth)
  return value.map((item, i) => {
    const decoded = decodeValue(walk, { ...place, path: `${place.path}[${i}]` }, item, depth + 1)
    return decoded === NOTHING ? zero(place.type, depth + 1) : decoded
  })
}

function map(walk: Walk, place: Place, value: unknown, depth: number): unknown {
  if (!isObject(value)) return mismatch(walk, place, jsonWord(value), depth)
  const out: Record<string, unknown> = {}
  for (const key of sortedKeys(value)) {
    const inner = { ...place, path: `${place.path}.${key}` }
    const decoded = decodeValue(walk, inner, value[key], depth + 1)
    setOwn(out, key, decoded === NOTHING ? zero(place.type, depth + 1) : decoded)
  }
  return out
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
}

function decodeValue(walk: Walk, place: Place, value: unknown, depth: number): unknown {
  if (value === null || value === undefined) return NOTHING
  const wrap = place.type.wraps[depth]
  if (wrap === '[]') return list(walk, place, value, depth)
  if (wrap === '{}') return map(walk, place, value, depth)
  if (fieldsOf(place.type.base) === undefined) return scalar(walk, place, value, depth)
  if (!isObject(value)) return mismatch(walk, place, jsonWord(value), depth)
  return decodeStruct(walk, place.type.base, value, place.names, place.path)
}

const ZEROS: Readonly<Record<string, unknown>> = {
  s: '',
  i: 0,
  l: 0,
  b: false,
  d: 0,
  q: '0',
  o: 0,
  y: '',
  t: null,
  u: null,
}

/** Go's zero value of a type as JSON has it. */
function zero(type: FieldType, depth: number): unknown {
  const wrap = type.wraps[depth]
  if (wrap === '[]') return []
  if (wrap === '{}') return {}
  if (type.base in ZEROS) return ZEROS[type.base]
  const walk: Walk = { unknown: [], saved: undefined, converted: undefined }
  return fieldsOf(type.base) ? decodeStruct(walk, type.base, {}, '', '') : null
}

/** Whether a field with `omitempty` leaves this value out. */
function isEmpty(value: unknown, type: FieldType): boolean {
  if (type.wraps.length > 0)
    return Array.isArray(value)
      ? value.length === 0
      : isObject(value) && Object.keys(value).length === 0
  return value === '' || value === 0 || value === false
}

function isWritten(value: unknown, type: FieldType): boolean {
  return type.pointer || type.always !== undefined || type.base === 'o' || !isEmpty(value, type)
}

/** Sets what Go writes even when it is unset. */
function fillAlways(out: Record<string, unknown>, fields: ReadonlyMap<string, FieldType>): void {
  for (const [key, type] of fields)
    if (type.always !== undefined && out[key] === undefined)
      out[key] = type.always === 'null' ? null : zero(type, 0)
}

function decodeStruct(
  walk: Walk,
  struct: string,
  raw: Readonly<Record<string, unknown>>,
  names: string,
  path: string,
): Record<string, unknown> {
  const fields = fieldsOf(struct) ?? new Map<string, FieldType>()
  const out: Record<string, unknown> = {}
  for (const key of sortedKeys(raw)) {
    const type = fields.get(key)
    const inner = path === '' ? key : `${path}.${key}`
    if (!type) {
      walk.unknown.push(inner)
      continue
    }
    const joined = names === '' ? key : `${names}.${key}`
    const place: Place = { struct, field: key, names: joined, path: inner, type }
    const value = decodeValue(walk, place, raw[key], 0)
    if (value !== NOTHING && isWritten(value, type)) out[key] = value
  }
  fillAlways(out, fields)
  return out
}

function cannotHandle(kind: string, version: string, why: string): ApiError {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`)
}

/** Refusal of a document with fields that the API does not have, as strict field validation words it. */
export function strictError(
  spec: Pick<KindSpec, 'kind' | 'version'>,
  unknown: readonly string[],
): ApiError {
  return cannotHandle(spec.kind, spec.version, strictText(unknown))
}

/** `strict decoding error: unknown field "spec.replica"`. */
export function strictText(unknown: readonly string[]): string {
  const texts = unknown.slice(0, STRICT_LIMIT).map((path) => `unknown field "${path}"`)
  return `strict decoding error: ${texts.join(', ')}`
}

/** Why a client's JSON is no object of a kind: in the decoder's words and in those of the converter of strategic patches. */
export interface Mistyped {
  readonly decoder: string
  readonly converter: string
}

/** As `decode`, with the refusal as a value. */
// k8s: apimachinery/pkg/runtime/serializer/json Serializer.Decode (1.36)
export function tryDecode<K extends Kind>(
  spec: Pick<KindSpec<K>, 'kind' | 'version'>,
  raw: unknown,
): Decoded<K> | Mistyped {
  const walk: Walk = { unknown: [], saved: undefined, converted: undefined }
  if (!isObject(raw)) {
    const word = jsonWord(raw)
    return {
      decoder: `json: cannot unmarshal ${word} into Go value of type v1.${spec.kind}`,
      converter: `cannot restore struct from: ${GO_KINDS[word] ?? word}`,
    }
  }
  try {
    const object = decodeStruct(walk, spec.kind, inStoredVersion(raw), '', '')
    if (walk.saved !== undefined)
      return { decoder: walk.saved, converter: walk.converted ?? walk.saved }
    return { object: object as unknown as Draft<ObjectOf<K>>, unknown: walk.unknown }
  } catch (error) {
    if (error instanceof Fatal) return { decoder: error.message, converter: error.message }
    throw error
  }
}

/** The object of a client's parsed JSON or YAML: unknown fields dropped and named, zero values left out and quantities in canonical form as the server stores them. Throws ApiError (BadRequest) for a value of the wrong type. */
export function decode<K extends Kind>(
  spec: Pick<KindSpec<K>, 'kind' | 'version'>,
  raw: unknown,
): Decoded<K> {
  const decoded = tryDecode(spec, raw)
  if ('object' in decoded) return decoded
  throw cannotHandle(spec.kind, spec.version, decoded.decoder)
}
