import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/sim/errors.ts'
import { kindSpec } from '../../../src/sim/kinds/index.ts'
import { base64Error, decodeAscii, encodeBase64 } from '../../../src/sim/schema/base64.ts'
import { decode } from '../../../src/sim/schema/decode.ts'
import { jsonDiff } from '../../../src/sim/schema/diff.ts'
import { internalJson } from '../../../src/sim/schema/internal.ts'
import type { Kind } from '../../../src/sim/types/index.ts'

function refusal(kind: Kind, raw: unknown): string {
  try {
    decode(kindSpec(kind), raw)
    return ''
  } catch (error) {
    return error instanceof ApiError
      ? error.message.replace(/^.*cannot be handled as a \w+: /, '')
      : ''
  }
}

describe('decode', () => {
  test.each([
    ['Pod', { spec: 5 }, 'number into Go struct field Pod.spec of type v1.PodSpec'],
    [
      'Pod',
      { spec: { containers: ['x'] } },
      'string into Go struct field PodSpec.spec.containers of type v1.Container',
    ],
    [
      'Pod',
      { spec: { restartPolicy: true } },
      'bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
    ],
    [
      'Deployment',
      { spec: { replicas: 1.5 } },
      'number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Deployment',
      { spec: { selector: { matchLabels: { a: 1 } } } },
      'number into Go struct field LabelSelector.spec.selector.matchLabels of type string',
    ],
    [
      'ConfigMap',
      { data: [] },
      'array into Go struct field ConfigMap.data of type map[string]string',
    ],
    [
      'Pod',
      { spec: { containers: [{ resources: { limits: 3 } }] } },
      'number into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
    ],
  ] as const)('%s %j', (kind, raw, text) => {
    expect(refusal(kind, raw)).toBe(`json: cannot unmarshal ${text}`)
  })

  test('names unknown fields with their indexes and drops them', () => {
    const { object, unknown } = decode(kindSpec('Pod'), {
      metadata: { lables: {} },
      spec: { containers: [{ name: 'c', Image: 'x' }] },
    })
    expect(unknown).toEqual(['metadata.lables', 'spec.containers[0].Image'])
    expect(object).not.toHaveProperty('metadata.lables')
  })

  test('leaves zero values out but keeps those behind pointers', () => {
    const { object } = decode(kindSpec('Pod'), {
      metadata: { name: 'p', labels: {} },
      spec: {
        hostNetwork: false,
        hostUsers: false,
        containers: [{ name: 'c', tty: false, env: [{ name: 'A', value: '' }] }],
      },
    })
    expect(object).toMatchObject({ metadata: { name: 'p' }, spec: { hostUsers: false } })
    expect(object).not.toHaveProperty('metadata.labels')
    expect(object.spec).not.toHaveProperty('hostNetwork')
    expect(object.spec.containers[0]?.env).toEqual([{ name: 'A' }])
  })

  test('a label named like a prototype stays a label', () => {
    const raw = JSON.parse('{"metadata":{"labels":{"__proto__":"x"}}}')
    const { object } = decode(kindSpec('ConfigMap'), raw)
    expect(Object.keys(object.metadata.labels ?? {})).toEqual(['__proto__'])
  })
})

describe('base64', () => {
  test.each([
    ['!', 0],
    ['abc', 0],
    ['YWJj$', 4],
    ['YQ=', 3],
    ['YQ==', -1],
    ['YQ==x', 4],
    ['=', 0],
    ['YWJj', -1],
    ['', -1],
    ['YW\nJj', -1],
  ])('%j is wrong at %d', (text, at) => expect(base64Error(text)).toBe(at))

  test('encodes UTF-8', () => {
    expect(encodeBase64('a한😀')).toBe(Buffer.from('a한😀').toString('base64'))
    expect(decodeAscii(encodeBase64('hello'))).toBe('hello')
  })
})

describe('the internal form', () => {
  test('writes every field under its Go name', () => {
    expect(internalJson('Toleration', { key: 'a', tolerationSeconds: 5 })).toEqual({
      Key: 'a',
      Operator: '',
      Value: '',
      Effect: '',
      TolerationSeconds: 5,
    })
  })

  test('differences are shown with three lines around', () => {
    const text = jsonDiff([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 6, 7, 8, 0])
    expect(text).toBe('@@ -7,5 +7,5 @@\n  6,\n  7,\n  8,\n- 9\n+ 0\n ]\n')
  })
})
