import { describe, expect, it } from 'vitest'
import { group, NO_WISHES } from '../../src/canvas/graph/grouping.ts'
import { layout } from '../../src/canvas/graph/layout/layout.ts'
import { capacityOf, densityFor, METRICS } from '../../src/canvas/graph/metrics.ts'
import { type Scene, sceneOf } from '../../src/canvas/graph/scene.ts'
import { assign } from '../../src/canvas/graph/slots.ts'
import { idOf, readWorld, refOf, splitKey } from '../../src/canvas/graph/world.ts'
import { claim, deployment, listerOf, node, pod, replicaSet, volume } from './objects.ts'

const BOOK = [
  node('m-k8s', { controlPlane: true }),
  node('w1-k8s'),
  node('w2-k8s'),
  deployment('web', 3),
  replicaSet('web-7d9', 3, 'web'),
  pod('web-7d9-aaa', { node: 'w1-k8s', owner: 'web-7d9', claim: 'data' }),
  pod('web-7d9-bbb', { node: 'w2-k8s', owner: 'web-7d9' }),
  pod('web-7d9-ccc', { owner: 'web-7d9' }),
  pod('etcd-m-k8s', { namespace: 'kube-system', node: 'm-k8s' }),
  claim('data', 'nfs-pv'),
  volume('nfs-pv', 'default/data'),
]

function many(count: number): readonly ReturnType<typeof pod>[] {
  return Array.from({ length: count }, (_, index) => pod(`p-${index}`, { node: 'w1-k8s' }))
}

describe('grouping', () => {
  const groups = group(readWorld(listerOf(BOOK)))

  it('puts every pod on its machine, the unscheduled in the waiting tray and kube-system aside', () => {
    expect(groups.waiting).toEqual(['default/web-7d9-ccc'])
    expect(groups.machines).toEqual([
      { name: 'm-k8s', pods: [], system: ['kube-system/etcd-m-k8s'] },
      { name: 'w1-k8s', pods: ['default/web-7d9-aaa'], system: [] },
      { name: 'w2-k8s', pods: ['default/web-7d9-bbb'], system: [] },
    ])
  })

  it('nests ReplicaSets under their Deployment and keeps orphans on their own', () => {
    const orphan = group(readWorld(listerOf([...BOOK, replicaSet('alone', 1)])))
    expect(orphan.workloads.map((one) => [one.id, one.children])).toEqual([
      ['Deployment|default/web', ['default/web-7d9']],
      ['ReplicaSet|default/alone', []],
    ])
  })

  it('shows kube-system one by one on an expanded machine', () => {
    const open = group(readWorld(listerOf(BOOK)), { ...NO_WISHES, expanded: new Set(['m-k8s']) })
    expect(open.machines[0]).toEqual({
      name: 'm-k8s',
      pods: ['kube-system/etcd-m-k8s'],
      system: [],
    })
  })

  it('keeps pods visible whose machine is gone', () => {
    const lost = group(readWorld(listerOf([pod('stray', { node: 'ghost' })])))
    expect(lost.machines).toEqual([{ name: 'ghost', pods: ['default/stray'], system: [] }])
  })

  it('shares one backend between volumes on the same export', () => {
    const shared = group(readWorld(listerOf([volume('a'), volume('b')])))
    expect(shared.backends.map((one) => [one.address, one.volumes])).toEqual([
      ['192.168.1.10:/nfs_shared', ['/a', '/b']],
    ])
  })
})

describe('slots', () => {
  it.each([
    ['a newcomer takes the first hole', ['a', undefined, 'c'], ['a', 'c', 'd'], ['a', 'd', 'c']],
    ['nobody moves when one leaves', ['a', 'b', 'c'], ['a', 'c'], ['a', undefined, 'c']],
    ['trailing holes are dropped', ['a', 'b', 'c'], ['a'], ['a']],
    [
      'order of the keys does not matter to those who have a place',
      ['b', 'a'],
      ['a', 'b'],
      ['b', 'a'],
    ],
  ] as const)('%s', (_, before, keys, after) => {
    expect(assign(before, keys)).toEqual(after)
  })

  it('gives a wished place when it is free', () => {
    expect(assign(['a'], ['a', 'b'], new Map([['b', 3]]))).toEqual(['a', undefined, undefined, 'b'])
    expect(assign(['a'], ['a', 'b'], new Map([['b', 0]]))).toEqual(['a', 'b'])
  })

  it('returns the same array when nothing changed', () => {
    const before = ['a', 'b']
    expect(assign(before, ['a', 'b'])).toBe(before)
  })
})

describe('layout', () => {
  const scene = (objects: Parameters<typeof listerOf>[0], previous?: Scene) =>
    sceneOf(listerOf(objects), NO_WISHES, previous)

  it('moves nothing on a status change and keeps the very same nodes array', () => {
    const before = scene(BOOK)
    const changed = BOOK.map((object) =>
      object.kind === 'Pod' ? { ...object, status: { ...object.status, phase: 'Failed' } } : object,
    )
    const after = scene(changed, before)
    expect(after.nodes).toBe(before.nodes)
    expect(after.wires).toBe(before.wires)
  })

  it('keeps every place when one pod goes and another comes', () => {
    const three = [node('w1-k8s'), ...many(3)]
    const before = scene(three)
    const gone = scene(
      [node('w1-k8s'), ...many(3).filter((one) => one.metadata.name !== 'p-1')],
      before,
    )
    const back = scene(
      [
        node('w1-k8s'),
        pod('a-new', { node: 'w1-k8s' }),
        ...many(3).filter((one) => one.metadata.name !== 'p-1'),
      ],
      gone,
    )
    const position = (of: Scene, name: string) =>
      of.nodes.find((one) => one.id === `Pod|default/${name}`)?.position
    expect(position(gone, 'p-2')).toEqual(position(before, 'p-2'))
    expect(position(back, 'p-0')).toEqual(position(before, 'p-0'))
    expect(position(back, 'a-new')).toEqual(position(before, 'p-1'))
    expect(back.nodes.find((one) => one.id === 'Pod|default/p-2')).toBe(
      before.nodes.find((one) => one.id === 'Pod|default/p-2'),
    )
  })

  it('lays a volume into the row of its claim', () => {
    const { layout: placed } = scene([
      claim('x'),
      claim('data', 'pv-z'),
      volume('pv-z', 'default/data'),
    ])
    const y = (id: string) => placed.boxes.find((box) => box.id === id)?.y
    expect(y('PersistentVolume|/pv-z')).toBe(y('PersistentVolumeClaim|default/data'))
    expect(y('PersistentVolumeClaim|default/x')).not.toBe(y('PersistentVolumeClaim|default/data'))
  })

  it('draws the wires claim - volume - backend', () => {
    expect(scene(BOOK).wires.map((edge) => [edge.source, edge.target])).toEqual([
      ['PersistentVolumeClaim|default/data', 'PersistentVolume|/nfs-pv'],
      ['PersistentVolume|/nfs-pv', 'Backend|nfs/192.168.1.10:/nfs_shared'],
    ])
  })

  it.each([5, 12, 300])('overlaps nothing with %i pods', (count) => {
    const { layout: placed } = scene([...BOOK, ...many(count)])
    const clash = placed.boxes.flatMap((a, index) =>
      placed.boxes
        .slice(index + 1)
        .filter(
          (b) =>
            a.parent === b.parent &&
            a.x < b.x + b.width &&
            b.x < a.x + a.width &&
            a.y < b.y + b.height &&
            b.y < a.y + a.height,
        )
        .map((b) => `${a.id} over ${b.id}`),
    )
    expect(clash).toEqual([])
  })

  it('keeps pods of a machine inside it', () => {
    const { layout: placed } = scene([...BOOK, ...many(9)])
    for (const box of placed.boxes.filter((one) => one.parent?.startsWith('Node|'))) {
      const parent = placed.boxes.find((one) => one.id === box.parent)
      expect(parent).toBeDefined()
      expect(box.x + box.width).toBeLessThanOrEqual(parent?.width ?? 0)
      expect(box.y + box.height).toBeLessThanOrEqual(parent?.height ?? 0)
    }
  })

  it('gives React Flow pods as nodes while there are few, machines alone when there are many', () => {
    expect(scene([...BOOK, ...many(8)]).nodes.filter((one) => one.type === 'pod').length).toBe(11)
    const lots = scene([...BOOK, ...many(1000)])
    expect(lots.nodes.filter((one) => one.type === 'pod')).toEqual([])
    expect(lots.nodes.find((one) => one.id === 'Node|/w1-k8s')?.data.inside).toHaveLength(1001)
  })

  it('chooses the biggest tiles that fit', () => {
    const [row, half, third, dot] = METRICS.desk.densities
    expect(densityFor(1)).toBe(row)
    expect(densityFor(capacityOf(row as never) + 1)).toBe(half)
    expect(densityFor(capacityOf(half as never) + 1)).toBe(third)
    expect(densityFor(capacityOf(third as never) + 1)).toBe(dot)
    expect(densityFor(10_000)).toBe(dot)
  })

  it('lays out 1,000 machines with 10,000 pods in well under a second', () => {
    const machines = Array.from({ length: 1000 }, (_, index) => node(`n-${index}`))
    const pods = Array.from({ length: 10_000 }, (_, index) =>
      pod(`p-${index}`, { node: `n-${index % 1000}` }),
    )
    const groups = group(readWorld(listerOf([...machines, ...pods])))
    const from = performance.now()
    const placed = layout(groups)
    expect(performance.now() - from).toBeLessThan(500)
    expect(placed.boxes.filter((box) => box.type === 'machine')).toHaveLength(1000)
  })
})

describe('ids', () => {
  it('goes both ways', () => {
    expect(refOf(idOf('Pod', 'ns/a|b'))).toEqual({ kind: 'Pod', key: 'ns/a|b' })
    expect(splitKey('/w1-k8s')).toEqual(['', 'w1-k8s'])
  })
})
