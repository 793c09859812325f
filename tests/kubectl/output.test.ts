import { describe, expect, test } from 'vitest'
import { formatObjects } from '../../src/kubectl/output/index.ts'
import { sortObjects } from '../../src/kubectl/output/sort.ts'
import type { ApiObject } from '../../src/sim/types/index.ts'

function pod(name: string, labels: Record<string, string> = {}, restarts = 0): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2021-03-01T00:00:00Z',
      labels,
    },
    spec: { containers: [{ name: 'c', image: 'nginx' }], nodeName: 'w1' },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      containerStatuses: [
        {
          name: 'c',
          image: 'nginx',
          imageID: '',
          ready: true,
          restartCount: restarts,
          state: { running: {} },
        },
      ],
    },
  }
}

const config: ApiObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'c',
    namespace: 'other',
    uid: 'c',
    resourceVersion: '2',
    creationTimestamp: '2021-03-01T00:00:00Z',
  },
  data: { a: '<b>\u001b[31m' },
}
const at = 65_000

describe('tables', () => {
  test('plain, wide, labels', () => {
    const pods = [pod('web-1', { app: 'web' }), pod('a', {})]
    expect(formatObjects(pods, { at })).toBe(
      'NAME    READY   STATUS    RESTARTS   AGE\nweb-1   1/1     Running   0          65s\na       1/1     Running   0          65s\n',
    )
    const options = {
      at,
      labelColumns: ['example.com/app', 'app'],
      showLabels: true,
      withNamespace: true,
    }
    expect(formatObjects(pods, options)).toBe(
      [
        'NAMESPACE   NAME    READY   STATUS    RESTARTS   AGE   APP      APP      LABELS',
        'default     web-1   1/1     Running   0          65s   <none>   web      app=web',
        'default     a       1/1     Running   0          65s   <none>   <none>   <none>',
        '',
      ].join('\n'),
    )
    expect(formatObjects([pod('a')], { at, format: 'wide', noHeaders: true })).toBe(
      'a     1/1   Running   0     65s   10.0.0.1   w1    <none>   <none>\n',
    )
  })

  test('several kinds', () => {
    expect(formatObjects([pod('a'), config], { at })).toBe(
      'NAME    READY   STATUS    RESTARTS   AGE\npod/a   1/1     Running   0          65s\n\nNAME          DATA   AGE\nconfigmap/c   1      65s\n',
    )
  })
})

describe('other forms', () => {
  test('name', () => {
    expect(formatObjects([pod('a'), config], { at, format: 'name' })).toBe('pod/a\nconfigmap/c\n')
  })

  test('a List unless there is one object asked for by name', () => {
    expect(formatObjects([config], { at, format: 'yaml' })).toMatch(
      /^apiVersion: v1\nitems:\n- apiVersion: v1\n {2}data:\n/,
    )
    expect(formatObjects([config], { at, format: 'yaml' })).toMatch(
      /kind: List\nmetadata:\n {2}resourceVersion: ""\n$/,
    )
    expect(formatObjects([config], { at, format: 'json', single: true })).toContain(
      '"a": "\\u003cb\\u003e\\u001b[31m"',
    )
  })

  test('jsonpath', () => {
    const format = 'jsonpath={range .items[*]}{.metadata.name}{"\\n"}{end}'
    expect(formatObjects([pod('a'), pod('b')], { at, format })).toBe('a\nb\n')
    expect(formatObjects([pod('a')], { at, format: 'jsonpath={.spec.nope}', single: true })).toBe(
      '',
    )
  })

  test('custom columns', () => {
    const format =
      'custom-columns=N:.metadata.name,I:.spec.containers[*].image,X:.spec.nope,L:.metadata.labels'
    expect(formatObjects([pod('a', { k: 'v' })], { at, format })).toBe(
      'N     I       X        L\na     nginx   <none>   map[k:v]\n',
    )
  })

  test.each([
    [
      'nope',
      'unable to match a printer suitable for the output format "nope", allowed formats are: ',
    ],
    ['custom-columns=N', 'unexpected custom-columns spec: N, expected <header>:<json-path-expr>'],
    ['jsonpath={.a', 'error parsing jsonpath {.a, unclosed action'],
  ])('refuses %s', (format, text) => {
    expect(() => formatObjects([pod('a')], { at, format })).toThrow(text)
  })
})

describe('sorting', () => {
  test('numbers, quantities, texts, missing first, stable', () => {
    const names = (objects: readonly { readonly n?: string }[]) => objects.map(({ n }) => n)
    const objects = [
      { n: 'a', size: '1Gi', c: 10 },
      { n: 'b', size: '900Mi', c: 9 },
      { n: 'c', size: '2Gi' },
    ]
    expect(names(sortObjects(objects, '.size'))).toEqual(['b', 'a', 'c'])
    expect(names(sortObjects(objects, '{.c}'))).toEqual(['c', 'b', 'a'])
    expect(names(sortObjects([{ n: 'pod-9' }, { n: 'pod-10' }], 'n'))).toEqual(['pod-10', 'pod-9'])
  })

  test('a field that no object has', () => {
    expect(() => sortObjects([pod('a')], '.spec.nope')).toThrow(
      'couldn\'t find any field with path "{.spec.nope}" in the list of objects',
    )
  })

  test('texts by their characters, digits too; quantities by their size', () => {
    const byName = (names: readonly string[]) =>
      sortObjects(
        names.map((name) => pod(name)),
        '.metadata.name',
      ).map(({ metadata }) => metadata.name)
    expect(byName(['a10', 'a9', 'a1'])).toEqual(['a1', 'a10', 'a9'])
    expect(byName(['x-7c4c', 'x-589c'])).toEqual(['x-589c', 'x-7c4c'])
    expect(byName(['10', '9'])).toEqual(['9', '10'])
    expect(byName(['2k', '1M', '5'])).toEqual(['5', '2k', '1M'])
  })
})
