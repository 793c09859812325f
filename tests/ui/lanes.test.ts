import { expect, it } from 'vitest'
import type { Entry } from '../../src/sim/journal.ts'
import { lanesOf } from '../../src/ui/timeline/lanes.ts'

function created(rv: number, actor: string): Entry {
  const after = {
    kind: 'Pod',
    metadata: { name: `p${rv}`, namespace: 'default' },
    spec: {},
  } as never
  const key = `default/p${rv}`
  return {
    rv,
    at: rv,
    actor,
    verb: 'create',
    kind: 'Pod',
    key,
    before: undefined,
    after,
    cause: 0,
    reason: '',
    step: rv,
  }
}

const actions = [
  created(1, 'kubelet w1'),
  created(2, 'scheduler'),
  created(3, 'user'),
  created(4, 'replicaset'),
  created(5, 'user'),
]

it('puts the user first, then controllers, scheduler and machines; marks in the order of time', () => {
  const lanes = lanesOf(actions, (rv) => rv * 100, 0, 9)
  expect(lanes.map((lane) => lane.actor)).toEqual(['user', 'replicaset', 'scheduler', 'kubelet w1'])
  expect(lanes[0]?.marks.map((mark) => mark.entry.rv)).toEqual([3, 5])
})

it('leaves out what was never shown or left the span, and keeps the latest actors when there are too many', () => {
  expect(
    lanesOf(actions, (rv) => (rv > 3 ? rv * 100 : undefined), 0, 9).map((l) => l.actor),
  ).toEqual(['user', 'replicaset'])
  expect(lanesOf(actions, (rv) => rv * 100, 300, 9)).toHaveLength(2)
  expect(lanesOf(actions, (rv) => rv * 100, 0, 2).map((l) => l.actor)).toEqual([
    'user',
    'replicaset',
  ])
})
