import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../src/sim/errors.ts'
import { jsonEqual, PatchError } from '../../../src/sim/machinery/patch/json.ts'
import { applyJsonPatch, jsonPatch } from '../../../src/sim/machinery/patch/jsonPatch.ts'
import {
  createJsonMerge,
  createThreeWayJsonMerge,
  jsonMerge,
} from '../../../src/sim/machinery/patch/mergePatch.ts'
import type { PatchSchema } from '../../../src/sim/machinery/patch/schema.ts'
import {
  createThreeWay,
  createTwoWay,
  strategicMerge,
} from '../../../src/sim/machinery/patch/strategic.ts'
import { machineryRows } from './rows.ts'

/** The test type of upstream's own tests; its errors are worded differently per way of looking types up. */
type Missing = (struct: string, field: string) => string
const struct: Missing = (name, field) =>
  `unable to find api field in struct ${name} for the json field "${field}"`
const openapiV2: Missing = (name, field) =>
  `unable to find api field "${field}"${name === 'MergeItem' ? ' in mergeItem' : ''}`
const openapiV3: Missing = (_, field) => `unable to find api field "${field}"`

function testSchema(missing: Missing): PatchSchema {
  const leaf: PatchSchema = {
    field: (name) => {
      if (missing === openapiV2) return { strategies: [], mergeKey: '', schema: leaf }
      throw new PatchError(missing('', name))
    },
  }
  const item: PatchSchema = {
    field: (name) => {
      const [strategies = '', mergeKey = '', schema = item] = fields[name] ?? [undefined]
      if (!(name in fields)) throw new PatchError(missing('MergeItem', name))
      return { strategies: strategies === '' ? [] : strategies.split(','), mergeKey, schema }
    },
  }
  const fields: Record<string, [string?, string?, PatchSchema?]> = {
    name: [],
    value: [],
    other: [],
    array: [],
    scalar: [],
    int32: [],
    int64: [],
    float32: [],
    float64: [],
    mergingList: ['merge', 'name'],
    nonMergingList: [],
    mergingIntList: ['merge'],
    nonMergingIntList: [],
    mergeItemPtr: ['merge', 'name'],
    simpleMap: ['', '', leaf],
    replacingItem: ['replace'],
    retainKeysMap: ['retainKeys'],
    retainKeysMergingList: ['merge,retainKeys', 'name'],
    jsonItem: ['', '', leaf],
  }
  return item
}

interface Row {
  type: string
  original: unknown
  modified: unknown
  current: unknown
  patch: unknown
  overwrite: boolean
  result: unknown
  error: string | null
}

/** What an operation gives, with lists left in order. */
function outcome(run: (schema: PatchSchema) => unknown, missing: Missing) {
  try {
    return { result: run(testSchema(missing)), error: null }
  } catch (error) {
    return { result: null, error: (error as Error).message }
  }
}

function check(op: string, count: number, run: (row: Row) => (schema: PatchSchema) => unknown) {
  const rows = machineryRows<Row>(op)
  expect(rows).toHaveLength(count)
  const wrong = rows.flatMap((row) => {
    const before = JSON.stringify(row)
    const open = row.type === 'openapi' || row.type.includes('OpenAPI')
    // Rows of type openapi come from both versions, which differ in their errors only.
    const ways = open ? [openapiV2, openapiV3] : [struct]
    const got = ways.map((missing) => outcome(run(row), missing))
    expect(JSON.stringify(row)).toBe(before)
    const want = { result: row.result, error: row.error }
    return got.some((answer) => jsonEqual(answer, want)) ? [] : [{ row, got }]
  })
  expect(wrong.map((w) => JSON.stringify(w))).toEqual([])
}

describe('strategic merge patch, upstream rows', () => {
  it('applies', () => {
    check('strategicMergePatch', 265, (r) => (s) => strategicMerge(s, r.original, r.patch))
  })
  it('creates from two documents', () => {
    check('twoWay', 130, (r) => (s) => createTwoWay(s, r.original, r.modified))
  })
  it('creates from three documents', () => {
    check(
      'threeWay',
      207,
      (r) => (s) => createThreeWay(s, r.original, r.modified, r.current, r.overwrite),
    )
  })
})

describe('strategic merge patch of real kinds', () => {
  const deployment = {
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'a', image: 'a:1', ports: [{ containerPort: 80 }], args: ['x'] },
            { name: 'b', image: 'b:1' },
          ],
          volumes: [{ name: 'v', emptyDir: {} }],
        },
      },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    },
  }
  const spec = (template: unknown) => ({ spec: { template: { spec: template } } })

  it('merges containers by name, replaces args, and shares what it does not touch', () => {
    const patch = spec({ containers: [{ name: 'b', image: 'b:2', args: ['y'] }] })
    const result = strategicMerge('Deployment', deployment, patch) as typeof deployment
    const [a, b] = result.spec.template.spec.containers
    expect(a).toBe(deployment.spec.template.spec.containers[0])
    expect(b).toEqual({ name: 'b', image: 'b:2', args: ['y'] })
    expect(result.metadata).toBe(deployment.metadata)
  })

  it('lets retainKeys swap a volume source and a strategy', () => {
    const modified = structuredClone(deployment) as unknown as {
      spec: { strategy: unknown; template: { spec: { volumes: unknown } } }
    }
    modified.spec.strategy = { type: 'Recreate' }
    modified.spec.template.spec.volumes = [{ name: 'v', configMap: { name: 'c' } }]
    const patch = createTwoWay('Deployment', deployment, modified)
    expect(patch).toEqual({
      spec: {
        strategy: { $retainKeys: ['type'], rollingUpdate: null, type: 'Recreate' },
        template: {
          spec: {
            '$setElementOrder/volumes': [{ name: 'v' }],
            volumes: [
              {
                $retainKeys: ['configMap', 'name'],
                configMap: { name: 'c' },
                emptyDir: null,
                name: 'v',
              },
            ],
          },
        },
      },
    })
    expect(strategicMerge('Deployment', deployment, patch)).toEqual(modified)
  })

  it('applies as kubectl does: what another wrote stays', () => {
    const live = structuredClone(deployment) as Record<string, unknown>
    live.metadata = { name: 'web', labels: { app: 'web', by: 'other' } }
    const modified = { ...deployment, metadata: { name: 'web' } }
    expect(createThreeWay('Deployment', deployment, modified, live)).toEqual({
      metadata: { labels: null },
    })
  })

  it('merges Service ports by port and finalizers as a set', () => {
    const service = { metadata: { finalizers: ['a'] }, spec: { ports: [{ port: 80 }] } }
    const patch = { metadata: { finalizers: ['b'] }, spec: { ports: [{ port: 81 }] } }
    expect(strategicMerge('Service', service, patch)).toEqual({
      metadata: { finalizers: ['b', 'a'] },
      spec: { ports: [{ port: 81 }, { port: 80 }] },
    })
  })

  it('refuses custom kinds', () => {
    expect(() => strategicMerge('IPAddressPool', {}, {})).toThrow(PatchError)
  })
})

describe('JSON merge patch', () => {
  it('deletes by null and replaces lists', () => {
    const original = { a: { b: 1, c: 2 }, l: [1, 2] }
    expect(jsonMerge(original, { a: { b: null }, l: [3], n: { x: null, y: 1 } })).toEqual({
      a: { c: 2 },
      l: [3],
      n: { y: 1 },
    })
    expect(original).toEqual({ a: { b: 1, c: 2 }, l: [1, 2] })
  })
  it('makes the patch that leads there', () => {
    const a = { x: { y: 1, z: 2 }, l: [1] }
    const b = { x: { y: 1 }, l: [2], n: 1 }
    expect(createJsonMerge(a, b)).toEqual({ x: { z: null }, l: [2], n: 1 })
    expect(jsonMerge(a, createJsonMerge(a, b))).toEqual(b)
  })
  it('keeps what others added in a three-way patch', () => {
    expect(createThreeWayJsonMerge({ a: 1, b: 1 }, { a: 2 }, { a: 1, b: 1, status: 'x' })).toEqual({
      a: 2,
      b: null,
    })
  })
})

describe('JSON patch', () => {
  const doc = { a: { 'x/y': 1 }, l: [1, 2, 3] }
  it('adds, removes, replaces, moves, copies and tests', () => {
    expect(
      applyJsonPatch(doc, [
        { op: 'test', path: '/a/x~1y', value: 1 },
        { op: 'add', path: '/l/1', value: 9 },
        { op: 'add', path: '/l/-', value: 4 },
        { op: 'remove', path: '/l/0' },
        { op: 'replace', path: '/a/x~1y', value: 2 },
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'move', from: '/b/x~1y', path: '/c' },
      ]),
    ).toEqual({ a: { 'x/y': 2 }, b: {}, c: 2, l: [9, 2, 3, 4] })
    expect(doc).toEqual({ a: { 'x/y': 1 }, l: [1, 2, 3] })
  })
  it.each([
    [{ op: 'remove', path: '/none' }, /missing key: \/none: missing value/],
    [{ op: 'add', path: '/none/x', value: 1 }, /missing path: "\/none\/x": missing value/],
    [{ op: 'replace', path: '/l/7', value: 1 }, /invalid index/],
    [{ op: 'test', path: '/l/0', value: 2 }, /testing value \/l\/0 failed: test failed/],
    [{ op: 'jump', path: '/l' }, /Unexpected kind: jump/],
  ])('refuses %j', (operation, message) => {
    expect(() => applyJsonPatch(doc, [operation])).toThrow(message)
    expect(() => jsonPatch(doc, [operation])).toThrow(
      'the server rejected our request due to an error in our request',
    )
  })
  it('refuses a patch that is no list', () => {
    expect(() => jsonPatch(doc, {})).toThrow(ApiError)
  })
})
