import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/sim/journal.ts'
import { happeningOf } from '../../src/store/happening.ts'

function change(
  kind: string,
  before: object | undefined,
  after: object | undefined,
  actor = 'someone',
): Entry {
  const full = (object: object | undefined) =>
    object && {
      kind,
      ...object,
      metadata: { name: 'x', namespace: 'default', ...Reflect.get(object, 'metadata') },
    }
  const verb = before ? (after ? 'update' : 'delete') : 'create'
  const sides = { before: full(before), after: full(after) } as never as Pick<
    Entry,
    'before' | 'after'
  >
  return {
    rv: 1,
    at: 0,
    actor,
    verb,
    kind: kind as 'Pod',
    key: 'default/x',
    cause: 0,
    reason: '',
    step: 1,
    ...sides,
  }
}

const pod = (status: object, spec: object = {}) => ({
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  status,
})
const ready = (status: string) => ({ conditions: [{ type: 'Ready', status }] })

describe('what an entry means', () => {
  it.each([
    ['created', change('Pod', undefined, pod({}))],
    ['removed', change('Pod', pod({}), undefined)],
    [
      'deleting',
      change('Pod', pod({}), {
        ...pod({}),
        metadata: { deletionTimestamp: 'now', deletionGracePeriodSeconds: 30 },
      }),
    ],
    ['bound', change('Pod', pod({}), pod({}, { nodeName: 'w1' }))],
    [
      'unschedulable',
      change(
        'Pod',
        pod({}),
        pod({ conditions: [{ type: 'PodScheduled', status: 'False', message: '0/4 nodes' }] }),
      ),
    ],
    ['ready', change('Pod', pod(ready('False')), pod(ready('True')))],
    [
      'unready',
      change(
        'Pod',
        pod({ phase: 'Running', ...ready('True') }),
        pod({ phase: 'Running', ...ready('False') }),
      ),
    ],
    [
      'waiting',
      change(
        'Pod',
        pod({}),
        pod({
          containerStatuses: [
            { name: 'c', restartCount: 0, state: { waiting: { reason: 'ErrImagePull' } } },
          ],
        }),
      ),
    ],
    [
      'restarted',
      change(
        'Pod',
        pod({ containerStatuses: [{ restartCount: 0 }] }),
        pod({ containerStatuses: [{ restartCount: 1 }] }),
      ),
    ],
    ['succeeded', change('Pod', pod({ phase: 'Running' }), pod({ phase: 'Succeeded' }))],
    ['scaled', change('Deployment', { spec: { replicas: 2 } }, { spec: { replicas: 3 } })],
    ['paused', change('Deployment', { spec: {} }, { spec: { paused: true } })],
    ['cordoned', change('Node', { spec: {} }, { spec: { unschedulable: true } })],
    ['nodeNotReady', change('Node', { status: ready('True') }, { status: ready('False') })],
    ['nodeLost', change('Node', { status: ready('True') }, { status: ready('Unknown') })],
    [
      'tainted',
      change('Node', { spec: {} }, { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }),
    ],
    [
      'claimBound',
      change(
        'PersistentVolumeClaim',
        { spec: {}, status: { phase: 'Pending' } },
        { spec: { volumeName: 'v' }, status: { phase: 'Bound' } },
      ),
    ],
    [
      'volumeReserved',
      change(
        'PersistentVolume',
        { spec: {}, status: {} },
        { spec: { claimRef: { name: 'c' } }, status: {} },
      ),
    ],
    ['changed', change('ConfigMap', { data: {} }, { data: { a: 'b' } }, 'user')],
  ] as const)('%s', (what, entry) => {
    expect(happeningOf(entry)?.what).toBe(what)
  })

  it('is silent about heartbeats, Events and a status that says nothing new', () => {
    expect(
      happeningOf(change('Lease', { spec: {} }, { spec: { renewTime: 'now' } })),
    ).toBeUndefined()
    expect(happeningOf(change('Event', undefined, {}))).toBeUndefined()
    const beat = (heard: string) => ({
      status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: heard }] },
    })
    expect(happeningOf(change('Node', beat('1'), beat('2')))).toBeUndefined()
    const creating = pod({
      containerStatuses: [{ restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } }],
    })
    expect(happeningOf(change('Pod', pod({}), creating))?.what).toBe('creating')
    expect(happeningOf(change('Pod', creating, { ...creating }))).toBeUndefined()
    expect(happeningOf(change('ConfigMap', { data: {} }, { data: { a: 'b' } }))).toBeUndefined()
  })
})

it('the same template with its fields in another order is no new template', () => {
  const template = (spec: object) => ({ spec: { replicas: 1, template: { spec } } })
  const one = template({ containers: [{ name: 'c', image: 'a' }], restartPolicy: 'Always' })
  const other = template({ restartPolicy: 'Always', containers: [{ image: 'a', name: 'c' }] })
  const third = template({ restartPolicy: 'Always', containers: [{ image: 'a', name: 'd' }] })
  expect(happeningOf(change('Deployment', one, other, 'user'))?.what).toBe('changed')
  expect(happeningOf(change('Deployment', one, third, 'user'))?.what).toBe('templateChanged')
})
