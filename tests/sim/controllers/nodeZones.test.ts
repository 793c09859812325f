import { describe, expect, test } from 'vitest'
import { outlook, zoneRate, zoneState } from '../../../src/sim/controllers/nodeZones.ts'
import { inTurn } from '../../../src/sim/controllers/podGc.ts'
import type { Cluster, Node, Pod } from '../../../src/sim/index.ts'
import { deployed, lab, pass, pods } from './lab.ts'

function machine(name: string, ready: boolean, zone?: string): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2021-03-01T00:00:00Z',
      ...(zone === undefined ? {} : { labels: { 'topology.kubernetes.io/zone': zone } }),
    },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
  }
}

const machines = (count: number, dark: number, zone?: string): readonly Node[] =>
  Array.from({ length: count }, (_, index) => machine(`${zone}${index}`, index >= dark, zone))

describe('the state of a zone', () => {
  test.each([
    [4, 0, 'normal'],
    [2, 2, 'normal'],
    [0, 1, 'full'],
    [0, 9, 'full'],
    // More than two, and at least 55 in a hundred.
    [1, 2, 'normal'],
    [1, 3, 'partial'],
    [5, 6, 'normal'],
    [9, 11, 'partial'],
    [46, 54, 'normal'],
    [45, 55, 'partial'],
  ] as const)('%d ready and %d dark: %s', (ready, dark, state) => {
    expect(zoneState(ready, dark)).toBe(state)
  })

  test.each([
    ['normal', 4, 0.1],
    ['full', 400, 0.1],
    ['partial', 50, 0],
    ['partial', 51, 0.01],
  ] as const)('%s with %d machines: %d per second are given up', (state, size, rate) => {
    expect(zoneRate(state, size)).toBe(rate)
  })
})

describe('from one look to the next', () => {
  test('a dark zone beside a healthy one is emptied at the normal rate', () => {
    const { zones, wentDark } = outlook({}, [...machines(4, 4, 'a'), ...machines(4, 0, 'b')], 0)
    expect(wentDark).toBe(false)
    expect(Object.values(zones).map(({ state, rate }) => [state, rate])).toEqual([
      ['full', 0.1],
      ['normal', 0.1],
    ])
  })

  test('all zones dark: nobody is given up, until one answers and all begin anew', () => {
    const dark = [...machines(2, 2, 'a'), ...machines(2, 2, 'b')]
    const first = outlook({}, dark, 0)
    expect(first.wentDark).toBe(true)
    expect(Object.values(first.zones).every(({ rate }) => rate === 0)).toBe(true)
    const second = outlook(first.zones, dark, 5000)
    expect(second).toEqual({ zones: first.zones, wentDark: false, cameBack: false })
    const back = outlook(second.zones, [...machines(2, 1, 'a'), ...machines(2, 2, 'b')], 10_000)
    expect(back.cameBack).toBe(true)
    expect(Object.values(back.zones).map(({ state, rate }) => [state, rate])).toEqual([
      ['normal', 0.1],
      ['full', 0.1],
    ])
    // A limit that was drained stays drained.
    expect(Object.values(back.zones).every(({ next }) => next === 20_000)).toBe(true)
  })

  test('a machine that is excluded does not count', () => {
    const [odd] = machines(1, 1, 'a')
    if (!odd) throw new Error('no machine')
    const labels = { ...odd.metadata.labels, 'node.kubernetes.io/exclude-disruption': '' }
    const { zones } = outlook(
      {},
      [{ ...odd, metadata: { ...odd.metadata, labels } }, ...machines(2, 0, 'b')],
      0,
    )
    expect(Object.keys(zones)).toEqual([':\0:b'])
  })
})

describe('a machine that is taken out of service', () => {
  const OUT = {
    key: 'node.kubernetes.io/out-of-service',
    effect: 'NoExecute',
    value: 'nodeshutdown',
  }
  const taint = (cluster: Cluster, name: string) => {
    const node = cluster.get('Node', '', name)
    cluster.update({ ...node, spec: { ...node.spec, taints: [...(node.spec.taints ?? []), OUT] } })
  }

  test('its pods are gone at once, and a pod that was stuck too', () => {
    const cluster = lab()
    deployed(cluster, 'web', { replicas: 3 })
    const there = () => pods(cluster).filter((pod) => pod.spec.nodeName === 'w1-k8s')
    const stuck = there()[0]?.metadata.name ?? ''
    cluster.world({ type: 'power-off', name: 'w1-k8s' })
    pass(cluster, 70_000)
    cluster.delete('Pod', 'default', stuck)
    pass(cluster, 60_000)
    expect(there().map((pod) => pod.metadata.name)).toContain(stuck)
    taint(cluster, 'w1-k8s')
    pass(cluster, 25_000)
    expect(there()).toEqual([])
    const last = cluster.journal
      .since(0)
      .filter(({ kind, key }) => kind === 'Pod' && key === `default/${stuck}`)
      .at(-1)
    expect(last).toMatchObject({ verb: 'delete', actor: 'pod-garbage-collector' })
    expect((last?.before as Pod | undefined)?.status.phase).toBe('Failed')
  })

  test('a machine that is ready is not believed to be off', () => {
    const cluster = lab()
    cluster.create<'Pod'>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'keeps', namespace: 'default', finalizers: ['a.b/c'] },
      spec: {
        nodeName: 'w1-k8s',
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'c', image: 'nginx' }],
      },
    })
    pass(cluster, 5000)
    cluster.delete('Pod', 'default', 'keeps')
    taint(cluster, 'w1-k8s')
    pass(cluster, 60_000)
    const gone = cluster.journal
      .since(0)
      .filter(({ kind, actor }) => kind === 'Pod' && actor === 'pod-garbage-collector')
    expect(gone).toEqual([])
  })
})

test('finished pods go by turn: evicted ones first, then the oldest, then by name', () => {
  const pod = (name: string, born: number, reason?: string): Pod =>
    ({
      metadata: { name, creationTimestamp: `2021-03-01T00:00:0${born}Z` },
      status: { phase: 'Failed', ...(reason === undefined ? {} : { reason }) },
    }) as unknown as Pod
  const list = [pod('c', 2), pod('b', 1), pod('a', 1), pod('z', 9, 'Evicted'), pod('y', 3, 'Error')]
  expect(inTurn(list).map(({ metadata }) => metadata.name)).toEqual(['z', 'a', 'b', 'c', 'y'])
})
