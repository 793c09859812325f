/**
 * The part of YAML in which programs of the cluster keep their configuration: block maps and lists, plain and quoted
 * words, lists and maps in brackets, comments. What kubectl reads is another matter.
 */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap
export interface PlainMap {
  readonly [key: string]: Plain
}

interface Line {
  readonly indent: number
  readonly text: string
  readonly number: number
}

interface Cursor {
  readonly lines: readonly Line[]
  at: number
}

function fail(line: Line | undefined, what: string): never {
  throw new Error(`yaml: line ${line?.number ?? 0}: ${what}`)
}

function withoutComment(text: string): string {
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) return text.slice(0, at)
  }
  return text
}

function linesOf(text: string): readonly Line[] {
  return text.split('\n').flatMap((raw, index) => {
    const whole = withoutComment(raw).trimEnd()
    const rest = whole.trimStart()
    if (rest === '' || rest === '---') return []
    const line = { indent: whole.length - rest.length, text: rest, number: index + 1 }
    if (whole.slice(0, line.indent).includes('\t'))
      fail(line, 'found character that cannot start any token')
    return [line]
  })
}

function unquoted(text: string): string {
  return text.startsWith('"')
    ? (JSON.parse(text) as string)
    : text.slice(1, -1).replaceAll("''", "'")
}

function inBrackets(text: string, line: Line): readonly string[] {
  const inside = text.slice(1, -1).trim()
  if (/[[\]{}]/.test(inside)) fail(line, 'did not find expected node content')
  return inside === '' ? [] : inside.split(',').map((part) => part.trim())
}

function scalar(text: string, line: Line): Plain {
  if (/^(["']).*\1$/.test(text)) return unquoted(text)
  if (text.startsWith('[')) {
    if (!text.endsWith(']')) fail(line, "did not find expected ',' or ']'")
    return inBrackets(text, line).map((part) => scalar(part, line))
  }
  if (text.startsWith('{')) {
    if (!text.endsWith('}')) fail(line, "did not find expected ',' or '}'")
    return Object.fromEntries(inBrackets(text, line).map((part) => pair(part, line)))
  }
  if (/^(true|yes|on)$/i.test(text)) return true
  if (/^(false|no|off)$/i.test(text)) return false
  if (text === '' || text === '~' || text === 'null') return null
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (/:\s/.test(text)) fail(line, 'mapping values are not allowed in this context')
  return text
}

const KEY = /^("[^"]*"|'[^']*'|[^\s"'[\]{}][^:]*?)\s*:(?:\s+(.*))?$/

function pair(text: string, line: Line): readonly [string, Plain] {
  const [, key = '', rest = ''] = KEY.exec(text) ?? fail(line, "could not find expected ':'")
  return [/^["']/.test(key) ? unquoted(key) : key, scalar(rest, line)]
}

function listAt(cursor: Cursor, indent: number): readonly Plain[] {
  const found: Plain[] = []
  for (;;) {
    const line = cursor.lines[cursor.at]
    if (!line || line.indent !== indent || !/^-(\s|$)/.test(line.text)) return found
    const rest = line.text.slice(1)
    const text = rest.trimStart()
    if (text === '') {
      cursor.at++
      found.push(nodeAt(cursor, indent + 1))
      continue
    }
    // The rest of the line is the first line of what the entry holds.
    const inner = { ...line, indent: indent + 1 + (rest.length - text.length), text }
    if (!KEY.test(text) && !/^-\s/.test(text)) {
      cursor.at++
      found.push(scalar(text, line))
      continue
    }
    const lines = [...cursor.lines]
    lines[cursor.at] = inner
    const within = { lines, at: cursor.at }
    found.push(nodeAt(within, inner.indent))
    cursor.at = within.at
  }
}

/** The value of a key whose line says nothing more: what is set in below it, or a list at its own depth. */
function below(cursor: Cursor, indent: number): Plain {
  const next = cursor.lines[cursor.at]
  const list = next?.indent === indent && /^-(\s|$)/.test(next.text)
  return nodeAt(cursor, list ? indent : indent + 1)
}

function mapAt(cursor: Cursor, indent: number): PlainMap {
  const found: Record<string, Plain> = {}
  for (;;) {
    const line = cursor.lines[cursor.at]
    if (!line || line.indent < indent) return found
    if (line.indent > indent) fail(line, 'did not find expected key')
    const [, , rest = ''] = KEY.exec(line.text) ?? fail(line, "could not find expected ':'")
    const [key, value] = pair(line.text, line)
    cursor.at++
    found[key] = rest === '' ? below(cursor, indent) : value
  }
}

function nodeAt(cursor: Cursor, least: number): Plain {
  const line = cursor.lines[cursor.at]
  if (!line || line.indent < least) return null
  if (/^-(\s|$)/.test(line.text)) return listAt(cursor, line.indent)
  if (KEY.test(line.text)) return mapAt(cursor, line.indent)
  cursor.at++
  return scalar(line.text, line)
}

/** The data that the text stands for. Throws Error in the words of Go's YAML library. */
export function parsePlainYaml(text: string): Plain {
  const cursor: Cursor = { lines: linesOf(text), at: 0 }
  const found = nodeAt(cursor, 0)
  const left = cursor.lines[cursor.at]
  if (left) fail(left, 'did not find expected key')
  return found
}
