import { STRUCTS } from './data/fields.ts'
import { METALLB_STRUCTS } from './data/metallb.ts'

/** One field of a struct, as the API's Go types have it. */
export interface FieldType {
  /** `s` string, `i` int32, `l` int64, `b` bool, `d` float64, `q` Quantity, `t` Time, `u` MicroTime, `o` IntOrString, `y` bytes, `j` any JSON, else the name of a struct. */
  readonly base: string
  /** Wrapping from the outside in: `[]` for a list, `{}` for a map. */
  readonly wraps: readonly ('[]' | '{}')[]
  /** Zero values are kept. */
  readonly pointer: boolean
  /** Written even when unset: with its zero value, or as null for a time. */
  readonly always: 'zero' | 'null' | undefined
}

const parsed = new Map<string, ReadonlyMap<string, FieldType>>()

function parseType(text: string): FieldType {
  const end = text.at(-1)
  let rest = end === '*' || end === '!' || end === '^' ? text.slice(0, -1) : text
  const wraps: ('[]' | '{}')[] = []
  while (rest.startsWith('[]') || rest.startsWith('{}')) {
    wraps.push(rest.startsWith('[]') ? '[]' : '{}')
    rest = rest.slice(2)
  }
  const always = end === '!' ? 'zero' : end === '^' ? 'null' : undefined
  return { base: rest, wraps, pointer: end === '*', always }
}

/** Fields of a struct such as PodSpec by their JSON names; undefined for a struct that the schema does not know. */
export function fieldsOf(struct: string): ReadonlyMap<string, FieldType> | undefined {
  const known = parsed.get(struct)
  if (known) return known
  const text = STRUCTS[struct] ?? METALLB_STRUCTS[struct]
  if (text === undefined) return undefined
  const fields = new Map<string, FieldType>()
  for (const part of text.split(' ')) {
    const colon = part.indexOf(':')
    if (colon > 0) fields.set(part.slice(0, colon), parseType(part.slice(colon + 1)))
  }
  parsed.set(struct, fields)
  return fields
}
