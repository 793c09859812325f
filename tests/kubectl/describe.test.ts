import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describe as descriptionOf } from '../../src/kubectl/describe/index.ts'
import type { DescribeReader } from '../../src/kubectl/describe/reader.ts'
import { parseTime } from '../../src/sim/time.ts'
import type { ApiObject, Kind } from '../../src/sim/types/index.ts'

interface Case {
  readonly describer: string
  readonly name: string
  readonly namespace: string
  readonly objects: readonly ApiObject[]
  readonly output: string
  readonly showEvents: boolean
  readonly test: string
}

const AT = parseTime('2026-11-23T05:02:50.950Z')
const cases: readonly Case[] = readFileSync('tests/cases/describe.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const kindOf = (one: Case) => one.describer.replace('Describer', '') as Kind

/**
 * The client of upstream's tests answers every list with everything it has: its events name no object and
 * its pods no node. Here a reader filters, so they are given the object that is described.
 */
function adapt(one: Case, target: ApiObject): readonly ApiObject[] {
  return one.objects.flatMap((object): readonly ApiObject[] => {
    if (object.kind === 'Pod' && target.kind === 'Node') {
      return [{ ...object, spec: { ...object.spec, nodeName: target.metadata.name } }]
    }
    if (object.kind !== 'Event') return [object]
    const { kind, metadata } = target
    const { name, namespace = '', uid } = metadata
    const event = { ...object, involvedObject: { kind, name, namespace, uid } }
    // A node is asked for its events twice, by its uid and by its name.
    if (kind !== 'Node') return [event]
    const named = { ...event, involvedObject: { kind, name, namespace, uid: name } }
    return [event, named]
  })
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
      list(kind).find(
        (object) =>
          object.metadata.name === name && (object.metadata.namespace ?? '') === namespace,
      ),
  }
}

/** What is described here does not exist in this cluster: resource slices, groups of pods, autoscalers of version 1. */
function isElsewhere(one: Case): boolean {
  const [first] = one.objects
  return (
    /ResourceSlices:|SchedulingGroup:/.test(one.output) ||
    String(first?.apiVersion) === 'autoscaling/v1'
  )
}

function run(one: Case): string {
  const kind = kindOf(one)
  const objects = one.objects.map(
    (object) =>
      ({ ...object, metadata: Object.assign({ name: '' }, object.metadata) }) as ApiObject,
  )
  const own = objects.filter((object) => object.kind === kind)
  const target = own.find((object) => object.metadata.name === one.name) ?? own[0]
  if (!target) throw new Error('no such object')
  const reader = readerOf(adapt({ ...one, objects }, target))
  return descriptionOf(kind, target as never, reader, AT, { showEvents: one.showEvents })
}

/** Upstream's machine stood in another time zone. */
function inUtc(text: string): string {
  return text.replace('2017-06-04 21:45:56 -0700 PDT', '2017-06-05 04:45:56 +0000 UTC')
}

describe('descriptions as upstream has them', () => {
  const checked = cases.filter((one) => !isElsewhere(one))

  test('are all here', () => {
    expect(cases).toHaveLength(112)
    expect(checked).toHaveLength(106)
  })

  test.each(checked.map((one, index) => [`${kindOf(one)} ${one.test} ${index}`, one] as const))(
    '%s',
    (_, one) => {
      expect(run(one)).toBe(inUtc(one.output))
    },
  )
})
