import { beforeEach, describe, expect, it } from 'vitest'
import { type Scene, sceneOf } from '../../src/canvas/graph/scene.ts'
import { movesOf } from '../../src/canvas/lens/glide.ts'
import { regroup } from '../../src/canvas/lens/regroup.ts'
import type { EndpointSlice, Service } from '../../src/sim/index.ts'
import { screenReader } from '../../src/store/relations/reader.ts'
import { claim, deployment, listerOf, node, pod, replicaSet, volume } from './objects.ts'
import { showObjects } from './stageCluster.ts'

const running = { phase: 'Running' } as const
const on = (name: string, owner: string, more: object = {}) =>
  pod(name, { node: 'w1', owner, status: running, ...more })

const service = (name: string): Service => ({
  ...({ apiVersion: 'v1', kind: 'Service' } as const),
  metadata: { ...node(name).metadata, namespace: 'default', name, uid: `uid-default-${name}` },
  spec: { selector: { app: name }, ports: [] } as unknown as Service['spec'],
  status: {},
})

const slice = (of: string): EndpointSlice =>
  ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...node(`${of}-x`).metadata,
      namespace: 'default',
      name: `${of}-x`,
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Service', name: of, uid: `uid-default-${of}`, controller: true },
      ],
    },
    addressType: 'IPv4',
    endpoints: [],
    ports: [],
  }) as unknown as EndpointSlice

const OBJECTS = [
  node('w1'),
  node('w2'),
  deployment('api', 2),
  deployment('web', 2),
  replicaSet('api-1', 2, 'api'),
  replicaSet('web-1', 2, 'web'),
  on('a1', 'web-1', { claim: 'late' }),
  on('b1', 'api-1'),
  on('c1', 'web-1'),
  on('d1', 'api-1', { claim: 'late' }),
  pod('alone', { node: 'w1', status: running }),
  pod('other', { node: 'w2', status: running }),
  claim('early', 'v-early'),
  claim('late', 'v-late'),
  volume('v-early', 'default/early'),
  volume('v-late', 'default/late'),
  service('one'),
  service('two'),
  slice('one'),
  slice('two'),
]

const keysOn = ({ layout }: Scene, machine: string) =>
  (layout.places.get(`Node|/${machine}`) ?? []).map((key) => key?.slice('default/'.length))

const boxOf = ({ layout }: Scene, id: string) => layout.boxes.find((box) => box.id === id)

describe('lenses regroup', () => {
  let scene: Scene

  beforeEach(() => {
    showObjects(OBJECTS as never)
    // As they came: the volumes in the other order than their claims.
    const places = new Map([
      ['volumes', ['/v-late', '/v-early']],
      ['claims', ['default/early', 'default/late']],
    ])
    const first = sceneOf(listerOf(OBJECTS as never))
    scene = sceneOf(listerOf(OBJECTS as never), undefined, {
      ...first,
      layout: { ...first.layout, places: new Map([...first.layout.places, ...places]) },
    })
    expect([...screenReader.list('Pod')].length).toBe(6)
  })

  it('pods of one owner stand together in their machine, in the order of the cards; who has none comes last', () => {
    expect(keysOn(scene, 'w1')).toEqual(['a1', 'alone', 'b1', 'c1', 'd1'])
    const seen = regroup(scene, 'workloads')
    expect(keysOn(seen, 'w1')).toEqual(['b1', 'd1', 'a1', 'c1', 'alone'])
    expect(boxOf(seen, 'Pod|default/b1')).toMatchObject({
      x: boxOf(scene, 'Pod|default/a1')?.x,
      y: boxOf(scene, 'Pod|default/a1')?.y,
    })
  })

  it('what stays does not move, and changes neither its size nor its identity', () => {
    for (const lens of ['workloads', 'network', 'storage', 'configuration', 'loop'] as const) {
      const seen = regroup(scene, lens)
      expect(seen.layout.boxes.length).toBe(scene.layout.boxes.length)
      expect([seen.layout.width, seen.layout.height]).toEqual([
        scene.layout.width,
        scene.layout.height,
      ])
      for (const box of scene.layout.boxes) {
        const now = boxOf(seen, box.id)
        expect([now?.width, now?.height, now?.parent]).toEqual([box.width, box.height, box.parent])
        if (['machine', 'workload', 'claim', 'label', 'controlPlane', 'tray'].includes(box.type))
          expect([now?.x, now?.y]).toEqual([box.x, box.y])
      }
      const other = scene.nodes.find(({ id }) => id === 'Node|/w2')
      expect(seen.nodes.find(({ id }) => id === 'Node|/w2')).toBe(other)
    }
  })

  it('a volume takes the row of its claim, and slices stand under their Service', () => {
    const y = (seen: Scene, id: string) => boxOf(seen, id)?.y
    expect(y(scene, 'PersistentVolume|/v-late')).toBe(
      y(scene, 'PersistentVolumeClaim|default/early'),
    )
    const seen = regroup(scene, 'storage')
    for (const one of ['early', 'late'])
      expect(y(seen, `PersistentVolume|/v-${one}`)).toBe(
        y(seen, `PersistentVolumeClaim|default/${one}`),
      )
    expect(keysOn(seen, 'w1').slice(0, 2)).toEqual(['a1', 'd1'])
    const order = regroup(scene, 'network')
      .layout.boxes.filter(({ type }) => type === 'network')
      .sort((a, b) => a.y - b.y)
      .map(({ id }) => id)
    expect(order).toEqual([
      'Service|default/one',
      'EndpointSlice|default/one-x',
      'Service|default/two',
      'EndpointSlice|default/two-x',
    ])
  })

  it('without a lens everybody has the old place, and the way back is the way there', () => {
    expect(regroup(scene, 'all')).toBe(scene)
    const seen = regroup(scene, 'workloads')
    const there = movesOf(scene.layout, seen.layout)
    const back = movesOf(seen.layout, scene.layout)
    expect([...there.keys()].sort()).toEqual([...back.keys()].sort())
    expect(there.has('Pod|default/b1')).toBe(true)
    for (const [id, { x, y }] of there) {
      const { x: across = 1, y: down = 1 } = back.get(id) ?? {}
      expect([across + x, down + y]).toEqual([0, 0])
    }
  })

  it('looked at again it is the same, node by node', () => {
    const first = regroup(scene, 'workloads')
    const again = regroup(scene, 'workloads')
    expect(again.nodes.every((one, at) => one === first.nodes[at])).toBe(true)
  })
})
