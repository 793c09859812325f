import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { type ApiError, invalid } from '../../../src/sim/errors.ts'
import { findKindSpec } from '../../../src/sim/kinds/index.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import type { Kind, ObjectOf } from '../../../src/sim/types/index.ts'
import { lines, post, stored } from './support.ts'

const GOLDEN = new URL('../../golden/', import.meta.url)

interface Mutation {
  readonly mutation: string
  readonly yaml: string
  readonly stderr: string
}

interface Update {
  readonly update: string
  readonly yaml: string
  readonly changed?: string
  readonly steps: readonly { readonly line: string; readonly stderr: string }[]
}

/** kubectl's own refusals, before anything is posted. */
const CLIENT = /^error: /
/** Answers of the kernel (namespaces), not of a kind. */
const KERNEL = /namespaces "\w+" not found/

/** kubectl's text for an answer of the server. */
function printed(error: ApiError | undefined, file: string): string {
  if (!error) return ''
  const { message, reason, details } = error.status
  if (reason !== 'Invalid')
    return `Error from server (${reason}): error when creating "${file}": ${message}\n`
  const causes = [...new Set((details?.causes ?? []).map((c) => `${c.field}: ${c.message}`))]
  const start = `The ${details?.kind} "${details?.name ?? ''}" is invalid: `
  return causes.length === 1
    ? `${start}${causes[0]}\n`
    : `${start}\n${causes.map((cause) => `* ${cause}\n`).join('')}`
}

function documents(yaml: string): Record<string, unknown>[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as unknown)
    .filter(
      (value): value is Record<string, unknown> => typeof value === 'object' && value !== null,
    )
}

function served(yaml: string): boolean {
  return documents(yaml).every((doc) => findKindSpec(String(doc.kind)) !== undefined)
}

describe('broken manifests are refused in the words of a real server', () => {
  const rows = lines<Mutation>('../golden/mutations.jsonl').filter(
    (row) => !CLIENT.test(row.stderr) && !KERNEL.test(row.stderr) && served(row.yaml),
  )
  test('there are enough rows', () => expect(rows.length).toBeGreaterThan(50))
  test.each(rows.map((row) => [row.mutation, row] as const))('%s', (_, row) => {
    const texts = documents(row.yaml).map((doc) => printed(post(doc).error, 'manifest.yaml'))
    expect(texts.join('')).toBe(row.stderr)
  })
})

/** What apply would store: fields of the old manifest that the new one lacks go, the new one's are laid over, lists of named things by name. */
function merge(target: unknown, source: unknown, was: unknown): unknown {
  if (Array.isArray(target) && Array.isArray(source)) return mergeLists(target, source)
  if (!isRecord(target) || !isRecord(source)) return source
  const out: Record<string, unknown> = { ...target }
  const old = isRecord(was) ? was : {}
  for (const key of Object.keys(old)) if (!(key in source)) delete out[key]
  for (const [key, value] of Object.entries(source))
    out[key] = REPLACED.has(key) ? value : merge(out[key], value, old[key])
  return out
}

/** Merged as a whole: their patch says which keys to retain. */
const REPLACED = new Set(['strategy'])

function mergeLists(target: readonly unknown[], source: readonly unknown[]): unknown {
  const named = [...target, ...source].every((item) => isRecord(item) && 'name' in item)
  if (!named) return source
  const own = target as readonly Record<string, unknown>[]
  const next = (source as readonly Record<string, unknown>[]).map((item) =>
    merge(
      own.find((other) => (other.port ?? other.name) === (item.port ?? item.name)),
      item,
      undefined,
    ),
  )
  const kept = own.filter(
    (item) =>
      !(next as Record<string, unknown>[]).some(
        (other) => (other.port ?? other.name) === (item.port ?? item.name),
      ),
  )
  return [...next, ...kept]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function updateText(yaml: string, changed: string): string {
  const [before] = documents(yaml)
  const [after] = documents(changed)
  const previous = stored(before)
  const spec = findKindSpec(previous.kind)
  if (!spec || !after) throw new Error('not served')
  const merged = merge(previous, after, before)
  let next = merged as unknown as ObjectOf<Kind>
  if (spec.prepareUpdate) next = spec.prepareUpdate(next, previous, current)
  const errors = spec.validateUpdate(next, previous, current)
  if (errors.length === 0) return ''
  return printed(invalid(spec, previous.metadata.name, errors), 'manifest2.yaml')
}

describe('updates of what may not change are refused in the words of a real server', () => {
  const rows = lines<Update>('../golden/updates.jsonl').filter(
    (row) => row.changed !== undefined && served(row.yaml) && served(row.changed),
  )
  test('there are enough rows', () => expect(rows.length).toBeGreaterThan(14))
  test.each(rows.map((row) => [row.update, row] as const))('%s', (_, row) => {
    expect(updateText(row.yaml, row.changed ?? '')).toBe(row.steps[1]?.stderr)
  })
})

describe('recorded refusals', () => {
  const folder = new URL('errors/02-validation/', GOLDEN)
  const files = readdirSync(folder)
  const transcript = readFileSync(new URL('transcript.txt', folder), 'utf8')
  const rows = transcript
    .split(/^\[\+[\d.]+s\] /m)
    .flatMap((step) => {
      const [, file = '', output = ''] =
        /^\$ kubectl apply -f (\S+\.yaml)\n([\s\S]*?)\n\(exit 1\)/.exec(step) ?? []
      return file === '' ? [] : [{ file, output }]
    })
    .filter(({ file, output }) => {
      if (!files.includes(file) || CLIENT.test(output) || KERNEL.test(output)) return false
      return served(readFileSync(new URL(file, folder), 'utf8'))
    })
  test('there are enough rows', () => expect(rows.length).toBeGreaterThan(30))
  test.each(rows.map((row) => [row.file, row] as const))('%s', (_, row) => {
    const yaml = readFileSync(new URL(row.file, folder), 'utf8')
    const namespaced = documents(yaml).map((doc) => ({
      ...doc,
      metadata: { namespace: 'errors-02-validation', ...(doc.metadata as object) },
    }))
    const texts = namespaced.map((doc) => {
      const spec = findKindSpec(String(doc['kind' as never]))
      const input = spec?.namespaced ? doc : { ...doc, metadata: withoutNamespace(doc.metadata) }
      return printed(post(input).error, row.file)
    })
    expect(texts.join('')).toBe(`${row.output}\n`)
  })
})

test('a repeated variable is let through with a warning', () => {
  const file = new URL('errors/02-validation/38-env-dup-name.yaml', GOLDEN)
  const [input] = documents(readFileSync(file, 'utf8'))
  expect(post(input).warnings).toEqual([
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
  ])
})

function withoutNamespace(metadata: Record<string, unknown>): Record<string, unknown> {
  const { namespace: _, ...rest } = metadata
  return rest
}
