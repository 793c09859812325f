import { type ManifestDocument, ManifestError, readManifest } from '../kubectl/yaml.ts'

/** One refusal in kubectl's words, with its place in the text where it has one. */
export interface Problem {
  readonly message: string
  /** Counted from 1. */
  readonly line?: number
  readonly column?: number
}

/** What has no place comes last. */
const LAST = Number.MAX_SAFE_INTEGER

interface Outline {
  readonly documents: readonly ManifestDocument[]
  readonly broken: ManifestError | undefined
}

/**
 * Splits what kubectl wrote to stderr into problems and finds their places: a broken document has its own, a refused
 * one is found by the kind and name that the message quotes. `before` lines stand before the text. Pure.
 */
export function problemsOf(stderr: string, text: string, before = 0): readonly Problem[] {
  const messages: string[] = []
  for (const line of stderr.split('\n')) {
    if (line.trim() === '') continue
    // Indented lines and list points go on with the message before them.
    const last = messages.length - 1
    if (last >= 0 && /^[\s*-]|^ensure CRDs/.test(line)) messages[last] += `\n${line}`
    else messages.push(line)
  }
  if (messages.length === 0) return []
  const outline = outlineOf(text)
  const problems = messages.map((message): Problem => {
    const place = placeOf(message, text, outline)
    return place ? { message, line: place.line + before, column: place.column } : { message }
  })
  return problems.sort((a, b) => (a.line ?? LAST) - (b.line ?? LAST))
}

function outlineOf(text: string): Outline {
  const documents: ManifestDocument[] = []
  try {
    for (const document of readManifest(text)) documents.push(document)
    return { documents, broken: undefined }
  } catch (error) {
    return { documents, broken: error instanceof ManifestError ? error : undefined }
  }
}

interface Place {
  readonly line: number
  readonly column: number
}

function placeOf(message: string, text: string, { documents, broken }: Outline): Place | undefined {
  if (broken && message.includes('error parsing')) return broken
  const misfit = misfitOf(message)
  if (misfit) return misfitPlace(misfit, text, documents)
  const document = documents.find((one) => isAbout(message, one.value))
  if (!document) return undefined
  const name = field(field(document.value, 'metadata'), 'name')
  return typeof name === 'string' ? nameLine(text, document.line, name) : at(text, document.line)
}

/** A field that the API server could not read: the message tells the kind and the field, and not the object's name. */
interface Misfit {
  readonly kind: string
  readonly field: string
}

function misfitOf(message: string): Misfit | undefined {
  const [, kind, why = ''] = /cannot be handled as a (\w+): (.*)$/s.exec(message) ?? []
  if (kind === undefined) return undefined
  const path =
    /(?:unknown|duplicate) field "([^"]+)"/.exec(why) ?? /Go struct field (\S+) of type/.exec(why)
  const last = path?.[1]
    ?.split('.')
    .at(-1)
    ?.replace(/\[\d+\]$/, '')
  return last === undefined ? undefined : { kind, field: last }
}

/** The first document of the kind that has the field, and the field in it. */
function misfitPlace(
  { kind, field: name }: Misfit,
  text: string,
  documents: readonly ManifestDocument[],
): Place | undefined {
  const lines = text.split('\n')
  const key = new RegExp(`(?<![\\w.-])["']?${name.replace(/[^\w-]/g, '\\$&')}["']?\\s*:`)
  for (const [index, { line: from, value }] of documents.entries()) {
    if (field(value, 'kind') !== kind) continue
    const to = documents[index + 1]?.line ?? lines.length + 1
    for (let line = from; line < to; line++) {
      const column = (lines[line - 1] ?? '').search(key)
      if (column >= 0) return { line, column: column + 1 }
    }
  }
  return undefined
}

/** Whether a message means this document: by its quoted name and its kind, or by what it lacks. */
function isAbout(message: string, document: unknown): boolean {
  const kind = field(document, 'kind')
  const name = field(field(document, 'metadata'), 'name')
  if (/\b(kind|apiVersion) not set/.test(message))
    return typeof kind !== 'string' || typeof field(document, 'apiVersion') !== 'string'
  if (typeof kind !== 'string' || typeof name !== 'string') return false
  const plainWords = message.toLowerCase()
  return message.includes(`"${name}"`) && plainWords.includes(kind.toLowerCase())
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** The line of the document's own `name:`, or its first line. */
function nameLine(text: string, from: number, name: string): Place {
  const lines = text.split('\n')
  for (let line = from; line <= lines.length; line++) {
    const found = /^(\s*(?:-\s+)?)name:\s*["']?([^"'\s#]+)/.exec(lines[line - 1] ?? '')
    if (found?.[2] === name) return { line, column: (found[1]?.length ?? 0) + 1 }
  }
  return at(text, from)
}

function at(text: string, line: number): Place {
  const content = text.split('\n', line)[line - 1] ?? ''
  return { line, column: Math.max(0, content.search(/\S/)) + 1 }
}
