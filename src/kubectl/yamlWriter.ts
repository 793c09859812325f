import { readsAsOther } from './yamlScalar.ts'

/** Lines are folded at the first space after this column, as libyaml does. */
const WIDTH = 80
const PLAIN = 0
const SINGLE = 1
const DOUBLE = 2
const LITERAL = 3

const INDICATORS = /^[#,[\]{}&*!|>'"%@`]|^[-?:](\s|$)|^(---|\.\.\.)|: |:$| #/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what cannot be printed
const SPECIAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/

function styleOf(text: string, key: boolean): number {
  if (SPECIAL.test(text) || / \n/.test(text)) return DOUBLE
  if (text.includes('\n')) return key || text.endsWith(' ') ? DOUBLE : LITERAL
  if (readsAsOther(text)) return DOUBLE
  const bare = !INDICATORS.test(text) && !text.startsWith(' ') && !text.endsWith(' ')
  return bare ? PLAIN : SINGLE
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\u000b': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\ufeff': '\\uFEFF',
}

function escapeChar(char: string): string {
  const known = ESCAPES[char]
  if (known !== undefined) return known
  if (!SPECIAL.test(char)) return char
  return `\\x${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`
}

interface Fold {
  readonly column: number
  readonly indent: string
  readonly style: number
}

function foldable(text: string, index: number, style: number): boolean {
  if (style === PLAIN) return text[index + 1] !== ' '
  if (index === 0 || index === text.length - 1) return false
  return style === DOUBLE || text[index + 1] !== ' '
}

function charText(char: string, style: number): string {
  if (style === DOUBLE) return escapeChar(char)
  return style === SINGLE && char === "'" ? "''" : char
}

/** Writes a one-line scalar from a column on, and breaks it where libyaml would. */
// k8s: go.yaml.in/yaml/v2 yaml_emitter_write_*_scalar (1.36)
function fold(text: string, { column, indent, style }: Fold): string {
  let out = ''
  let at = column
  let spaces = false
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index)
    const space = char === ' '
    if (space && !spaces && at > WIDTH && foldable(text, index, style)) {
      const kept = style === DOUBLE && text[index + 1] === ' ' ? '\\' : ''
      out += `\n${indent}${kept}`
      at = indent.length + kept.length
    } else {
      const written = charText(char, style)
      out += written
      at += written.length
    }
    spaces = space
  }
  return out
}

function literal(text: string, indent: string): string {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = text.endsWith('\n') ? (/(^|\n)\n$/.test(text) ? '+' : '') : '-'
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
  return `|${hint}${chomp}${lines.map((line) => (line === '' ? '\n' : `\n${indent}${line}`)).join('')}`
}

/** A string from a column on, in the style Kubernetes' YAML writer would choose. */
function stringText(text: string, column: number, indent: string): string {
  const style = styleOf(text, false)
  if (style === LITERAL) return literal(text, indent)
  if (text.length + column <= WIDTH && style === PLAIN) return text
  const quote = style === PLAIN ? '' : style === SINGLE ? "'" : '"'
  return quote + fold(text, { column: column + quote.length, indent, style }) + quote
}

function keyText(key: string): string {
  const style = styleOf(key, true)
  if (style === PLAIN) return key
  if (style === SINGLE) return `'${key.replaceAll("'", "''")}'`
  return `"${[...key].map(escapeChar).join('')}"`
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value)
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

function scalarText(value: unknown, column: number, indent: string): string {
  if (typeof value === 'string') return stringText(value, column, indent)
  if (typeof value === 'number') return numberText(value)
  return value === undefined ? 'null' : String(value)
}

function isBlock(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.length > 0 : defined(value).length > 0
}

function defined(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, one]) => one !== undefined)
}

function write(out: string[], value: object, depth: number, first: string): void {
  const indent = ' '.repeat(depth)
  let lead = first
  if (Array.isArray(value)) {
    for (const item of value) {
      writeValue(out, `${lead}- `, item, depth, depth + 2)
      lead = indent
    }
    return
  }
  for (const [key, one] of defined(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const head = `${lead}${keyText(key)}:`
    if (Array.isArray(one) && one.length > 0) {
      out.push(head)
      write(out, one, depth, indent)
    } else if (isBlock(one)) {
      out.push(head)
      write(out, one, depth + 2, ' '.repeat(depth + 2))
    } else writeValue(out, `${head} `, one, depth, depth + 2)
    lead = indent
  }
}

function writeValue(
  out: string[],
  head: string,
  value: unknown,
  depth: number,
  inner: number,
): void {
  if (isBlock(value)) {
    write(out, value, inner, head)
    return
  }
  if (typeof value === 'object' && value !== null) {
    out.push(head + (Array.isArray(value) ? '[]' : '{}'))
    return
  }
  out.push(head + scalarText(value, head.length, ' '.repeat(depth + 2)))
}

/** A JSON value as `kubectl get -o yaml` prints it: keys sorted, lists at their parent's indent; ends with a line break. */
// k8s: sigs.k8s.io/yaml Marshal (1.36)
export function toYaml(value: unknown): string {
  if (!isBlock(value)) {
    if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]\n' : '{}\n'
    return `${scalarText(value, 0, '  ')}\n`
  }
  const out: string[] = []
  write(out, value, 0, '')
  return `${out.join('\n')}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

const HTML: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** A JSON value as `kubectl get -o json` prints it: keys sorted, four spaces, HTML escaped as Go does; ends with a line break. */
// k8s: cli-runtime/pkg/printers JSONPrinter (1.36)
export function toJson(value: unknown): string {
  const text = JSON.stringify(sorted(value), undefined, 4)
  return `${text.replaceAll(/[<>&\u2028\u2029]/g, (char) => HTML[char] ?? char)}\n`
}
