import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describe as descriptionOf } from '../../src/kubectl/describe/index.ts'
import type { DescribeReader } from '../../src/kubectl/describe/reader.ts'
import { formatObjects } from '../../src/kubectl/output/index.ts'
import type { Column } from '../../src/kubectl/printers/column.ts'
import { TableStream } from '../../src/kubectl/printers/table.ts'
import { readManifest } from '../../src/kubectl/yaml.ts'
import { toYaml } from '../../src/kubectl/yamlWriter.ts'
import type { ApiObject } from '../../src/sim/types/index.ts'

const read = (path: string) => readFileSync(`tests/golden/${path}`, 'utf8')

function finalOf(scenario: string): readonly ApiObject[] {
  return JSON.parse(read(`${scenario}/final.json`)).items
}

function readerOf(objects: readonly ApiObject[]): DescribeReader {
  const list: DescribeReader['list'] = (kind, options) =>
    objects.filter(
      (object) =>
        object.kind === kind &&
        (options?.namespace === undefined || object.metadata.namespace === options.namespace),
    ) as never
  return {
    list,
    find: (kind, namespace, name) =>
      list(kind, { namespace }).find((object) => object.metadata.name === name),
  }
}

/** Ages and how long a deletion lasts depend on the moment; events are not among the final objects. */
function mask(text: string): string {
  return text
    .replace(/^Events:[\s\S]*$/m, '')
    .replaceAll(/lasts \S+\)/g, 'lasts AGE)')
    .trimEnd()
}

/** The descriptions of a recording, by the name of what they describe. */
function descriptionsOf(scenario: string): readonly string[] {
  return read(`${scenario}/describe.txt`)
    .split(/^\$ kubectl .*\n/m)
    .flatMap((block) => block.split(/\n\n\n(?=Name:)/))
    .filter((text) => text.startsWith('Name:'))
}

describe('descriptions as recorded', () => {
  test.each([
    ['deployment/02-rolling-update', 6],
    ['deployment/06-bad-image-4', 3],
    ['node/03-notready-eviction', 11],
    ['statefulset/01-ordered', 4],
    ['statefulset/02-parallel', 1],
  ])('%s', (scenario, count) => {
    const objects = finalOf(scenario)
    const reader = readerOf(objects)
    const ours = new Set(
      objects.map((object) => mask(descriptionOf(object.kind, object as never, reader, 0))),
    )
    const recorded = descriptionsOf(scenario).map(mask)
    const found = recorded.filter((text) => ours.has(text))
    expect(recorded.filter((text) => !ours.has(text))).toEqual([])
    expect(found).toHaveLength(count)
  })
})

type Line = Pick<ApiObject, 'metadata'> & { readonly cells: readonly string[] }

/** A recorded table as columns and rows of bare cells. */
function tableOf(path: string): readonly [readonly Column<Line>[], readonly Line[]] {
  const [head = [], ...rows] = read(path)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {3,}/))
  const columns = head.map((name, index) => ({
    name,
    cell: (line: Line) => line.cells[index] ?? '',
  }))
  const metadata = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' }
  return [columns, rows.map((cells) => ({ metadata, cells }))]
}

describe('a watch lays out its rows as recorded', () => {
  test.each([
    ['deployment/02-rolling-update/watch-pods.txt', 1],
    ['deployment/02-rolling-update/watch-deploy.txt', 1],
    ['deployment/02-rolling-update/watch-rs.txt', 1],
    ['node/03-notready-eviction/watch-nodes.txt', 6],
  ])('%s', (path, first) => {
    const [columns, rows] = tableOf(path)
    const stream = new TableStream(columns, {})
    let text = stream.rows(rows.slice(0, first), 0)
    for (const row of rows.slice(first)) text += stream.rows([row], 0)
    expect(text).toBe(read(path))
  })
})

describe('YAML as recorded', () => {
  test.each([
    ['config/01-configmap-secret/transcript.txt', 'get secret sec -o yaml'],
    ['node/03-notready-eviction/transcript.txt', 'get endpointslices -o yaml'],
  ])('%s', (path, command) => {
    const [, after = ''] = read(path).split(`$ kubectl ${command}\n`)
    const text = after.slice(0, after.indexOf('\n\n') + 1)
    const [document] = [...readManifest(text)]
    expect(toYaml(document?.value)).toBe(text)
  })

  test('final objects come through YAML and JSON unchanged, without managed fields', () => {
    for (const object of finalOf('node/03-notready-eviction')) {
      const { managedFields: _, ...metadata } = object.metadata
      for (const format of ['yaml', 'json']) {
        const text = formatObjects([object], { format, single: true, at: 0 })
        expect([...readManifest(text)].map(({ value }) => value)).toEqual([{ ...object, metadata }])
      }
    }
  })
})
