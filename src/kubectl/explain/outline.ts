import { type FieldType, fieldsOf } from '../../sim/index.ts'
import { REQUIRED } from './required.ts'
import { ENUMS, TEXTS } from './texts.ts'

const PRIMITIVES: Readonly<Record<string, string>> = {
  s: 'string',
  i: 'integer',
  l: 'integer',
  b: 'boolean',
  d: 'number',
  q: 'Quantity',
  t: 'string',
  u: 'string',
  o: 'IntOrString',
  y: 'string',
  j: 'Object',
}

/** Structs that stand for a type of another name, or for any object. */
const NAMES: Readonly<Record<string, string>> = { 'ManagedFieldsEntry.fieldsV1': 'FieldsV1' }

// k8s: kubectl/pkg/explain/v2 typeGuess (1.36)
function typeText(struct: string, name: string, { base, wraps }: FieldType): string {
  const own = NAMES[`${struct}.${name}`] ?? PRIMITIVES[base] ?? base
  return wraps.reduceRight(
    (inner, wrap) => (wrap === '[]' ? `[]${inner}` : `map[string]${inner}`),
    own,
  )
}

/** Lines of at most so many characters. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function indented(lines: readonly string[], by: number): string {
  return lines.map((line) => `${' '.repeat(by)}${line}\n`).join('')
}

function enumLine(values: readonly string[], by: number): string {
  const shown = values.slice(0, 4).map((value) => (value === '' ? '""' : value))
  return `\n${' '.repeat(by)}enum: ${shown.join(', ')}${values.length > 4 ? ', ....' : ''}`
}

function detail(
  struct: string,
  name: string,
  type: FieldType,
  level: number,
  short: boolean,
): string {
  const by = level * 2
  const required = REQUIRED[struct]?.split(' ').includes(name) ? ' -required-' : ''
  const values = ENUMS[`${struct}.${name}`]
  const head = `${' '.repeat(by)}${name}\t<${typeText(struct, name, type)}>${required}${values ? enumLine(values, by) : ''}\n`
  if (short) return head
  const text = TEXTS[`${struct}.${name}`] ?? TEXTS[`*.${name}`] ?? '<no description>'
  return `${head}${indented(wrapped(text, 78 - by), by + 2)}\n`
}

/** Fields of a struct in order, and of the structs in them where all are asked for. A struct within itself ends it. */
// k8s: kubectl/pkg/explain/v2 fieldList (1.36)
function fieldList(struct: string, level: number, all: boolean, above: readonly string[]): string {
  if (above.includes(struct)) return ''
  const fields = [...(fieldsOf(struct) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  return fields
    .map(([name, type]) => {
      const own = detail(struct, name, type, level, all)
      return all ? own + fieldList(type.base, level + 1, true, [...above, struct]) : own
    })
    .join('')
}

function description(texts: readonly (string | undefined)[]): string {
  const known = texts.filter((text) => text !== undefined)
  const lines =
    known.length === 0 ? ['<empty>'] : [...known.flatMap((text) => wrapped(text, 76)), '']
  return `DESCRIPTION:\n${indented(lines, 4)}`
}

function fieldPart(struct: string, all: boolean): string {
  const list = fieldList(struct, 1, all, [])
  return list === '' ? '' : `FIELDS:\n${list}`
}

interface Step {
  readonly struct: string
  readonly name: string
  readonly type: FieldType
}

/** The field at the end of the path; undefined when there is none. */
function follow(kind: string, path: readonly string[]): Step | undefined {
  let struct = kind
  let step: Step | undefined
  for (const name of path) {
    const type = fieldsOf(struct)?.get(name)
    if (!type) return undefined
    step = { struct, name, type }
    struct = type.base
  }
  return step
}

function longEnum(values: readonly string[] | undefined): string {
  if (!values) return ''
  return `ENUM:${values.map((value) => `\n    ${value === '' ? '""' : value}`).join('')}`
}

/** What there is to tell of a kind, or of one of its fields; undefined when it has no such field. */
// k8s: kubectl/pkg/explain/v2 plaintext.tmpl (1.36)
export function explained(kind: string, path: readonly string[], all: boolean): string | undefined {
  if (path.length === 0) return `${description([TEXTS[kind]])}${fieldPart(kind, all)}\n`
  const step = follow(kind, path)
  if (!step) return undefined
  const { struct, name, type } = step
  const head = `FIELD: ${name} <${typeText(struct, name, type)}>\n${longEnum(ENUMS[`${struct}.${name}`])}\n\n`
  const own = TEXTS[`${struct}.${name}`] ?? TEXTS[`*.${name}`]
  return `${head}${description([own, TEXTS[type.base]])}${fieldPart(type.base, all)}\n`
}
