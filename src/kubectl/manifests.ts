import type { Cluster, KindSpec } from '../sim/index.ts'
import { tryDecode } from '../sim/schema/decode.ts'
import { Failure, quote, shown, throwAll } from './failure.ts'
import { labelQuery } from './query.ts'
import { typeOfManifest } from './resources.ts'
import type { Call } from './verb.ts'
import { readDocuments } from './yamlStream.ts'

export type Json = Readonly<Record<string, unknown>>

/** One document of the files of a command. */
export interface Manifest {
  readonly spec: KindSpec
  /** As written, with the namespace filled in. */
  readonly raw: Json
  readonly name: string
  /** '' for cluster-scoped types. */
  readonly namespace: string
  /** The file as errors name it. */
  readonly source: string
}

export interface Loaded {
  readonly manifests: readonly Manifest[]
  /** What was wrong with other documents. */
  readonly errors: readonly Error[]
}

interface Source {
  readonly name: string
  readonly text: string
}

const EXTENSIONS = /\.(json|ya?ml)$/

/** Every document of -f, in order. Throws for a file that is not there; errors of documents are returned. */
// k8s: cli-runtime/pkg/resource StreamVisitor.Visit (1.36)
export function loadManifests(call: Call): Loaded {
  const manifests: Manifest[] = []
  const errors: Error[] = []
  for (const source of readSources(call)) {
    try {
      readSource(call, source, manifests, errors)
    } catch (error) {
      errors.push(shown(error))
    }
  }
  const matches = labelQuery(call.flags.text('selector'))
  return { manifests: manifests.filter(({ raw }) => matches(labelsOf(raw))), errors }
}

function labelsOf(raw: Json): Readonly<Record<string, string>> {
  return (asObject(asObject(raw.metadata)?.labels) ?? {}) as Readonly<Record<string, string>>
}

function readSources(call: Call): readonly Source[] {
  const sources: Source[] = []
  const errors: Error[] = []
  for (const path of call.flags.list('filename')) {
    try {
      sources.push(...readPath(call, path))
    } catch (error) {
      errors.push(shown(error))
    }
  }
  throwAll(errors)
  return sources
}

function readPath(call: Call, path: string): readonly Source[] {
  const { io } = call
  if (path === '-') return [{ name: 'STDIN', text: io.stdin ?? '' }]
  if (/^https?:\/\//.test(path))
    throw new Failure(`orrery does not support manifests from the network: ${quote(path)}`)
  const text = io.readFile(path)
  if (text !== undefined) return [{ name: path, text }]
  const files = readFolder(call, path, true)
  if (!files) throw new Failure(`the path ${quote(path)} does not exist`)
  if (files.length === 0)
    throw new Failure(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`)
  return files
}

function readFolder(call: Call, path: string, top: boolean): Source[] | undefined {
  const { io, flags } = call
  const names = io.listDir?.(path)
  if (!names) return undefined
  if (!top && !flags.bool('recursive')) return []
  return [...names].sort().flatMap((name): Source[] => {
    const child = joined(path, name)
    const text = io.readFile(child)
    if (text === undefined) return readFolder(call, child, false) ?? []
    return EXTENSIONS.test(name) ? [{ name: child, text }] : []
  })
}

function joined(folder: string, name: string): string {
  const clean = folder.replace(/^(\.\/)+/, '').replace(/\/+$/, '')
  if (clean === '' && folder.startsWith('/')) return `/${name}`
  return clean === '' || clean === '.' ? name : `${clean}/${name}`
}

function readSource(call: Call, source: Source, manifests: Manifest[], errors: Error[]): void {
  const { documents, error } = readDocuments(source.text)
  for (const document of documents) {
    if (document === null || document === undefined) continue
    for (const raw of checked(call, source, document)) {
      try {
        manifests.push(toManifest(call, source, raw))
      } catch (problem) {
        errors.push(shown(problem))
      }
    }
  }
  if (error !== undefined) throw new Failure(`error parsing ${source.name}: ${error}`)
}

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined
}

/** The document, or the items of a list. Throws for a document that is no object, or has no kind. */
function checked(call: Call, source: Source, document: unknown): readonly Json[] {
  const raw = asObject(document)
  if (!raw) {
    if (call.flags.text('validate') !== 'false')
      throw notValid(source, 'invalid object to validate')
    throw new Failure(
      `unable to decode ${quote(source.name)}: json: cannot unmarshal ${Array.isArray(document) ? 'array' : typeof document} into Go value of type unstructured.detector`,
    )
  }
  const missing = ['apiVersion', 'kind'].filter((field) => !raw[field]).map((f) => `${f} not set`)
  if (missing.length > 0) {
    const text = missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`
    if (call.flags.text('validate') !== 'false') throw notValid(source, text ?? '')
    throw new Failure(
      `unable to decode ${quote(source.name)}: Object '${raw.kind ? 'apiVersion' : 'Kind'}' is missing in '${JSON.stringify(raw)}'`,
    )
  }
  const { items } = raw
  if (String(raw.kind).endsWith('List') && Array.isArray(items))
    return items.map((item) => asObject(item) ?? {})
  return [raw]
}

function notValid(source: Source, text: string): Failure {
  return new Failure(
    `error validating ${quote(source.name)}: error validating data: ${text}; if you choose to ignore these errors, turn validation off with --validate=false`,
  )
}

/** kubectl itself reads the metadata, and refuses what the server would. */
// k8s: cli-runtime/pkg/resource metadataValidatingDecoder (1.36)
function checkMetadata(source: Source, raw: Json): void {
  const { apiVersion, kind, metadata } = raw
  const read = tryDecode({ kind: 'Event', version: 'v1' }, { apiVersion, kind, metadata })
  if ('decoder' in read)
    throw new Failure(
      `unable to decode ${quote(source.name)}: ${read.decoder.replace('Event.', 'metadataOnlyObject.')}`,
    )
}

function unknownType(raw: Json, source: Source): Failure {
  const metadata = asObject(raw.metadata)
  return new Failure(
    `resource mapping not found for name: ${quote(textOf(metadata?.name))} namespace: ${quote(textOf(metadata?.namespace))} from ${quote(source.name)}: no matches for kind ${quote(textOf(raw.kind))} in version ${quote(textOf(raw.apiVersion))}\nensure CRDs are installed first`,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function toManifest(call: Call, source: Source, raw: Json): Manifest {
  checkMetadata(source, raw)
  const spec = typeFor(call.cluster, raw)
  if (!spec) throw unknownType(raw, source)
  const metadata = asObject(raw.metadata) ?? {}
  const name = textOf(metadata.name)
  if (!spec.namespaced) return { spec, raw, name, namespace: '', source: source.name }
  const own = textOf(metadata.namespace)
  const namespace = own === '' ? call.namespace : own
  if (call.namespaceGiven && own !== '' && own !== call.namespace)
    throw new Failure(
      `the namespace from the provided object ${quote(own)} does not match the namespace ${quote(call.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
    )
  const placed = { ...raw, metadata: { ...metadata, namespace } }
  return { spec, raw: placed, name, namespace, source: source.name }
}

function typeFor(cluster: Cluster, raw: Json): KindSpec | undefined {
  return typeOfManifest(cluster, textOf(raw.apiVersion), textOf(raw.kind))
}
