import { INTERNAL } from './data/internal.ts'

/** JSON as Go prints an internal (unversioned) type: every field, in the type's order, under its Go name. */
export type GoJson =
  | string
  | number
  | boolean
  | null
  | readonly GoJson[]
  | { readonly [key: string]: GoJson }

type Raw = Readonly<Record<string, unknown>>

interface Field {
  readonly name: string
  readonly json: string
  readonly mark: string
  readonly struct: string
}

const parsed = new Map<string, readonly Field[]>()
const PART = /^([A-Za-z]+)([?#@!.*[])?([A-Za-z]+)?(?:=(\w+))?$/

/** Lower camel case of a Go name: HTTPGet to httpGet, TTY to tty. */
function lowerCamel(name: string): string {
  const run = /^[A-Z]+/.exec(name)?.[0] ?? ''
  if (run.length === name.length) return name.toLowerCase()
  const lowered = run.length > 1 ? run.length - 1 : 1
  return name.slice(0, lowered).toLowerCase() + name.slice(lowered)
}

function fieldsOf(struct: string): readonly Field[] {
  const known = parsed.get(struct)
  if (known) return known
  const fields = (INTERNAL[struct] ?? '').split(' ').flatMap((part) => {
    const match = PART.exec(part)
    if (!match) return []
    const [, name = '', mark = '', type = '', json] = match
    return [{ name, mark, struct: type, json: json ?? lowerCamel(name) }]
  })
  parsed.set(struct, fields)
  return fields
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Maps with their keys sorted; empty ones and empty lists as null, as a decoded Go value has them. */
function plain(value: unknown): GoJson {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(plain)
  if (isObject(value)) return sorted(value)
  return (value ?? null) as GoJson
}

function sorted(value: Raw): GoJson {
  const keys = Object.keys(value).sort()
  return keys.length === 0 ? null : Object.fromEntries(keys.map((key) => [key, plain(value[key])]))
}

/** A metav1.LabelSelector: the one type here with JSON tags. */
export function selectorJson(value: unknown): GoJson {
  if (!isObject(value)) return null
  const labels = value.matchLabels
  const expressions = value.matchExpressions
  return {
    ...(isObject(labels) && Object.keys(labels).length > 0 ? { matchLabels: plain(labels) } : {}),
    ...(Array.isArray(expressions) && expressions.length > 0
      ? {
          matchExpressions: expressions.filter(isObject).map((e) => ({
            key: plain(e.key),
            operator: plain(e.operator),
            ...(e.values === undefined ? {} : { values: plain(e.values) }),
          })),
        }
      : {}),
  }
}

function fieldJson(field: Field, value: unknown): GoJson {
  switch (field.mark) {
    case '?':
      return value === true
    case '#':
      return typeof value === 'number' || typeof value === 'string' ? value : 0
    case '@':
      return plain(value)
    case '!':
      return selectorJson(value)
    case '.':
      return internalJson(field.struct, value ?? {})
    case '*':
      return internalJson(field.struct, value)
    case '[':
      return Array.isArray(value) && value.length > 0
        ? value.map((item) => internalJson(field.struct, item))
        : null
    default:
      return typeof value === 'string' ? value : ''
  }
}

const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers']

/** The internal pod spec keeps the host switches inside its security context. */
function withHostFields(spec: Raw): Raw {
  const context = isObject(spec.securityContext) ? spec.securityContext : {}
  const host = Object.fromEntries(HOST_FIELDS.map((name) => [name, spec[name]]))
  return { ...spec, securityContext: { ...context, ...host } }
}

/** Go's JSON of an internal struct such as PodSpec, from the API's own object; null for undefined. */
export function internalJson(struct: string, value: unknown): GoJson {
  if (!isObject(value)) return null
  const source = struct === 'PodSpec' ? withHostFields(value) : value
  return Object.fromEntries(
    fieldsOf(struct).map((field) => [field.name, fieldJson(field, source[field.json])]),
  )
}
