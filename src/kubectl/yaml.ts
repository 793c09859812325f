import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
} from 'yaml'
import { goYamlError, type OpenBlock } from './yamlErrors.ts'
import { resolvePlain } from './yamlScalar.ts'
import { NOT_SIMPLE, readSimple } from './yamlSimple.ts'

/** One document of a manifest. Lines and columns count from 1 in the whole text. */
export interface ManifestDocument {
  readonly line: number
  readonly value: unknown
  /** Keys that came twice; the last one counts, as for Kubernetes. */
  readonly duplicates: readonly DuplicateKey[]
}

interface DuplicateKey {
  readonly key: string
  readonly line: number
  readonly column: number
}

/** A document that cannot be read: kubectl's words, and where in the whole text. */
export class ManifestError extends Error {
  readonly line: number
  readonly column: number

  constructor(message: string, line: number, column: number) {
    super(message)
    this.line = line
    this.column = column
  }
}

interface Chunk {
  readonly text: string
  /** Lines of the whole text before it. */
  readonly before: number
}

/** Cuts a text at its `---` lines, as Kubernetes' reader does before it parses anything. */
// k8s: apimachinery/pkg/util/yaml YAMLReader.Read (1.36)
function* chunksOf(text: string): Generator<Chunk> {
  let start = 0
  let before = 0
  let line = 0
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length + 1 : end + 1
    if (text.startsWith('---', at) && text.slice(at + 3, next).trim() === '' && at > start) {
      yield { text: text.slice(start, at), before }
      start = Math.min(next, text.length)
      before = line + 1
    }
    at = next
    line++
  }
  if (start < text.length) yield { text: text.slice(start), before }
}

/** Above these sizes, a document that is mostly repetition of its anchors is refused. */
const MIN_NODES = 1000
const MIN_REPEATED = 100
const RATIO_LOW = 400_000
const RATIO_HIGH = 4_000_000

// k8s: go.yaml.in/yaml/v2 allowedAliasRatio (1.36)
function allowedRepetition(nodes: number): number {
  if (nodes <= RATIO_LOW) return 0.99
  if (nodes >= RATIO_HIGH) return 0.1
  return 0.99 - (0.89 * (nodes - RATIO_LOW)) / (RATIO_HIGH - RATIO_LOW)
}

interface Anchor {
  readonly value: unknown
  readonly size: number
}

/** Turns a parsed document into plain JSON values. An anchor is worked out once and its value shared. */
class Converter {
  readonly duplicates: { readonly key: string; readonly offset: number }[] = []
  readonly #anchors = new Map<string, Anchor | 'open'>()
  #nodes = 0
  #repeated = 0

  convert(node: unknown): unknown {
    this.#nodes++
    if (isAlias(node)) return this.#alias(node.source)
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined
    if (anchor === undefined) return this.#plain(node)
    this.#anchors.set(anchor, 'open')
    const before = this.#nodes
    const value = this.#plain(node)
    this.#anchors.set(anchor, { value, size: this.#nodes - before + 1 })
    return value
  }

  #alias(name: string): unknown {
    const anchor = this.#anchors.get(name)
    if (anchor === undefined) throw new Error(`unknown anchor '${name}' referenced`)
    if (anchor === 'open') throw new Error(`anchor '${name}' value contains itself`)
    this.#nodes += anchor.size
    this.#repeated += anchor.size
    const much = this.#repeated > MIN_REPEATED && this.#nodes > MIN_NODES
    if (much && this.#repeated / this.#nodes > allowedRepetition(this.#nodes)) {
      throw new Error('document contains excessive aliasing')
    }
    return anchor.value
  }

  #plain(node: unknown): unknown {
    if (isMap(node)) return this.#map(node.items)
    if (isSeq(node)) return node.items.map((item) => this.convert(item))
    if (!isScalar(node)) return null
    const bare = node.type === 'PLAIN' && (node.tag === undefined || node.tag === '?')
    return bare ? resolvePlain(String(node.source ?? node.value ?? '')) : tagged(node)
  }

  #map(items: readonly unknown[]): Readonly<Record<string, unknown>> {
    const result: Record<string, unknown> = {}
    const merged: unknown[] = []
    for (const pair of items) {
      if (!isPair(pair)) continue
      const key = this.convert(pair.key)
      if (key === '<<') {
        merged.push(this.convert(pair.value))
        continue
      }
      const name = keyName(key)
      if (Object.hasOwn(result, name)) this.#duplicate(name, pair.key)
      const value = this.convert(pair.value)
      Object.defineProperty(result, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return merged.length === 0 ? result : mergeInto(result, merged)
  }

  #duplicate(key: string, node: unknown): void {
    const offset = isScalar(node) ? (node.range?.[0] ?? 0) : 0
    this.duplicates.push({ key, offset })
  }
}

function tagged(node: { readonly tag?: string; readonly value: unknown }): unknown {
  const text = String(node.value ?? '')
  const own = node.tag?.replace('tag:yaml.org,2002:', '!!')
  return own === '!!int' || own === '!!float' || own === '!!bool' ? resolvePlain(text) : text
}

// k8s: sigs.k8s.io/yaml convertToJSONableObject (1.36)
function keyName(key: unknown): string {
  if (typeof key === 'object' && key !== null)
    throw new Error('invalid map key: map[interface {}]interface {}{}')
  return String(key)
}

/** The keys of `<<` fill in what the map does not have itself. */
function mergeInto(
  own: Readonly<Record<string, unknown>>,
  merged: readonly unknown[],
): Readonly<Record<string, unknown>> {
  let result: Record<string, unknown> = {}
  for (const source of merged.flat().reverse()) {
    if (typeof source !== 'object' || source === null) {
      throw new Error('map merge requires map or sequence of maps as the value')
    }
    result = { ...result, ...source }
  }
  return { ...result, ...own }
}

/** The collections on the way to what stands last before an offset, and where the innermost node begins. */
function pathTo(node: ParsedNode | null, offset: number): readonly [readonly OpenBlock[], number] {
  const open: OpenBlock[] = []
  let current: unknown = node
  let start = 0
  while (isScalar(current) || isCollection(current)) {
    start = current.range?.[0] ?? start
    if (!isCollection(current)) break
    if (!current.flow) open.push({ kind: isMap(current) ? 'map' : 'seq', offset: start })
    const items: readonly unknown[] = current.items
    const last = items.findLast((item) => startOf(item) < offset)
    current = isPair(last) ? (startOf(last.value) < offset ? last.value : last.key) : last
  }
  return [open, start]
}

function startOf(node: unknown): number {
  const own = isPair(node) ? node.key : node
  if (!isScalar(own) && !isCollection(own)) return Number.POSITIVE_INFINITY
  return own.range?.[0] ?? Number.POSITIVE_INFINITY
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Kubernetes refuses
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

interface Position {
  readonly line: number
  readonly column: number
}

function positionOf({ text, before }: Chunk, offset: number): Position {
  const head = text.slice(0, offset)
  const start = head.lastIndexOf('\n') + 1
  return { line: before + head.split('\n').length, column: offset - start + 1 }
}

function failure(chunk: Chunk, problem: string, offset: number): ManifestError {
  const { line, column } = positionOf(chunk, offset)
  return new ManifestError(`error converting YAML to JSON: yaml: ${problem}`, line, column)
}

function parseText(chunk: Chunk): ParsedNode | null {
  const parsed: Document.Parsed<ParsedNode> = parseDocument(chunk.text, {
    schema: 'failsafe',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const error = parsed.errors.find((one) => one.code !== 'MULTIPLE_DOCS')
  if (!error) return parsed.contents
  let [offset] = error.pos
  while (chunk.text[offset] === ' ') offset++
  const [open, start] = pathTo(parsed.contents, offset)
  const { code, message } = error
  throw failure(chunk, goYamlError({ code, message, offset }, chunk.text, open, start), offset)
}

function parseChunk(chunk: Chunk, fast: boolean): ManifestDocument {
  const control = CONTROL.exec(chunk.text)
  if (control) throw failure(chunk, 'control characters are not allowed', control.index)
  const simple = fast ? readSimple(chunk.text) : NOT_SIMPLE
  if (simple === NOT_SIMPLE) return parseWhole(chunk)
  const { line } = positionOf(
    chunk,
    /^(?:---[ ]*\n|[ ]*(?:#.*)?\n)*/.exec(chunk.text)?.[0].length ?? 0,
  )
  return { line, value: simple, duplicates: [] }
}

function parseWhole(chunk: Chunk): ManifestDocument {
  const contents = parseText(chunk)
  const converter = new Converter()
  const start = contents?.range[0] ?? 0
  const { line } = positionOf(chunk, start)
  try {
    const value = contents === null ? null : converter.convert(contents)
    const duplicates = converter.duplicates.map(({ key, offset }) => ({
      key,
      ...positionOf(chunk, offset),
    }))
    return { line, value, duplicates }
  } catch (problem) {
    throw failure(chunk, problem instanceof Error ? problem.message : String(problem), start)
  }
}

/**
 * The documents of a manifest, one by one, so that the good ones before a bad one are not lost. Empty
 * documents are left out. A document that cannot be read ends the walk with a ManifestError. Without `fast`
 * the whole parser reads every document, to the same effect.
 */
export function* readManifest(text: string, fast = true): Generator<ManifestDocument> {
  if (/^\s*\{/.test(text)) {
    const value = plainJson(text)
    if (value !== undefined) {
      yield { line: 1, value, duplicates: [] }
      return
    }
  }
  for (const chunk of chunksOf(text)) {
    const document = parseChunk(chunk, fast)
    if (document.value !== null) yield document
  }
}

/** A text that is one JSON value needs no YAML parser. */
function plainJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
