import { expect, test } from 'vitest'
import type { Status } from '../../../src/sim/errors.ts'
import { lines, post } from './support.ts'

interface Row {
  readonly file: string
  readonly doc: number
  readonly kind: string
  readonly verdict: 'ok' | 'rejected'
  readonly status?: Status
  readonly warnings?: readonly string[]
  readonly input: Readonly<Record<string, unknown>>
  readonly result?: Readonly<Record<string, unknown>>
}

/** Rows that do not agree, by file, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'admin/sched/clusterrole.yaml':
    'the name is taken by a role that the server brings; here no cluster is asked (see tests/sim/rbac.test.ts)',
}

const ROWS = lines<Row>('verdicts.jsonl')

/** Times that the server takes from its clock; defaults have none, the kernel's writers set them. */
const CLOCK = new Set(['lastPhaseTransitionTime', 'lastTransitionTime', 'lastProbeTime'])

/** Masks what is random or depends on the wall clock. */
function masked(value: unknown): unknown {
  const text = JSON.stringify(value, (key, item: unknown) => (CLOCK.has(key) ? undefined : item))
  const named = text.replace(/kube-api-access-[a-z0-9X]{5}/g, 'kube-api-access-XXXXX')
  return JSON.parse(named.replace(/(controller-uid":)"[0-9a-f-]{36}"/g, '$1"<uid>"'))
}

function withoutName(object: Readonly<Record<string, unknown>>): unknown {
  const { name, uid: _, ...metadata } = object.metadata as Record<string, unknown>
  return { ...object, metadata: metadata.generateName ? metadata : { ...metadata, name } }
}

function difference(row: Row): string {
  const answer = post(row.input)
  if (row.verdict === 'rejected')
    return answer.error?.message === row.status?.message
      ? ''
      : `expected ${row.status?.message}\n got ${answer.error?.message ?? 'ok'}`
  if (!answer.object) return `refused: ${answer.error?.message}`
  const want = masked(withoutName(row.result ?? {}))
  const got = masked(withoutName(answer.object as unknown as Record<string, unknown>))
  try {
    expect(got).toEqual(want)
  } catch (error) {
    return (error as Error).message
  }
  const warnings = (row.warnings ?? []).map((text) => JSON.parse(text.replace(/^299 - /, '')))
  const same = JSON.stringify(warnings) === JSON.stringify(answer.warnings)
  return same ? '' : `warnings ${JSON.stringify(answer.warnings)} want ${JSON.stringify(warnings)}`
}

test('a posted manifest gets the verdict, text and defaults of a real API server', () => {
  const wrong = ROWS.flatMap((row) => {
    const text = difference(row)
    const known = DIFFERENT[row.file] !== undefined
    return (text === '') === known ? [`${row.file}#${row.doc} (${row.kind}): ${text}`] : []
  })
  expect(wrong).toEqual([])
  expect(Object.keys(DIFFERENT).length).toBeLessThanOrEqual(ROWS.length * 0.02)
})
