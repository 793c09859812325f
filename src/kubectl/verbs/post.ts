import type { KindSpec } from '../../sim/index.ts'
import { decode, strictError } from '../../sim/schema/decode.ts'
import type { Draft } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import { asObject, type Json } from '../manifests.ts'
import type { Call } from '../verb.ts'
import { CHANGE_CAUSE, changeCause, LAST_APPLIED } from './call.ts'

/** The object as the API decodes it, and what it warns about. Throws for unknown fields unless --validate says otherwise. */
// k8s: apiserver/pkg/endpoints/handlers fieldValidation (1.36)
export function draftOf(
  call: Call,
  spec: KindSpec,
  raw: Json,
): { readonly draft: Draft; readonly unknown: readonly string[] } {
  const { object, unknown } = decode(spec, raw)
  const validate = validation(call)
  if (unknown.length === 0 || validate === 'ignore') return { draft: object as Draft, unknown: [] }
  if (validate === 'warn')
    return { draft: object as Draft, unknown: unknown.map((path) => `unknown field "${path}"`) }
  throw strictError(spec, unknown)
}

/** What --validate asks for. Throws a Failure for a word that it does not know. */
// k8s: kubectl/pkg/cmd/util GetValidationDirective (1.36)
export function validation({ flags }: Call): 'strict' | 'warn' | 'ignore' {
  const value = flags.text('validate')
  if (value === '' || value === 'strict') return 'strict'
  if (value === 'warn' || value === 'ignore') return value
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return 'strict'
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return 'ignore'
  throw new Failure(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  )
}

/** With `--record`, the command line in its annotation. */
export function recorded(call: Call, raw: Json): Json {
  if (!call.flags.bool('record')) return raw
  return withAnnotation(raw, CHANGE_CAUSE, changeCause(call))
}

/** The object with itself, as it was given, in the last-applied annotation. */
// k8s: kubectl/pkg/util GetModifiedConfiguration (1.36)
export function configured(raw: Json): Json {
  const metadata = asObject(raw.metadata) ?? {}
  const { [LAST_APPLIED]: _, ...annotations } = asObject(metadata.annotations) ?? {}
  const plain = { ...raw, metadata: { ...metadata, annotations } }
  return withAnnotation(plain, LAST_APPLIED, `${sortedJson(plain)}\n`)
}

function withAnnotation(raw: Json, key: string, value: string): Json {
  const metadata = asObject(raw.metadata) ?? {}
  const annotations = { ...asObject(metadata.annotations), [key]: value }
  return { ...raw, metadata: { ...metadata, annotations } }
}

const HTML: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** JSON with sorted keys, as Go writes a map. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    const object = asObject(part)
    if (!object) return part
    return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
  }).replaceAll(/[<>&\u2028\u2029]/g, (char) => HTML[char] ?? char)
}
