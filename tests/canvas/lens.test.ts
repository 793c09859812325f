import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { litNodes, type StageNode } from '../../src/canvas/graph/elements.ts'
import { NO_WISHES, type Wishes } from '../../src/canvas/graph/grouping.ts'
import type { Box } from '../../src/canvas/graph/layout/boxes.ts'
import { METRICS } from '../../src/canvas/graph/metrics.ts'
import { type Scene, sceneOf } from '../../src/canvas/graph/scene.ts'
import { readWorld, type StageKind } from '../../src/canvas/graph/world.ts'
import { concernOf } from '../../src/canvas/lens/concern.ts'
import { filterOf, NO_FILTER, readLabels } from '../../src/canvas/lens/filter.ts'
import type { ObjectOf, Pod } from '../../src/sim/index.ts'
import { LENSES, type Lens } from '../../src/store/view.ts'
import { claim, deployment, listerOf, node, pod, replicaSet, volume } from './objects.ts'

type Thing = ObjectOf<StageKind>

function labelled<T extends Thing>(object: T, labels: Record<string, string>): T {
  return { ...object, metadata: { ...object.metadata, labels } }
}

function inside<T extends Thing>(object: T, namespace: string): T {
  return { ...object, metadata: { ...object.metadata, namespace } }
}

function reading(name: string, spec: Partial<Pod['spec']>): Pod {
  const plain = pod(name, { node: 'w1' })
  return { ...plain, spec: { ...plain.spec, ...spec } }
}

function config(name: string, namespace = 'default'): ObjectOf<'ConfigMap'> {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...pod(name, { namespace }).metadata },
    data: {},
  }
}

const THINGS: readonly Thing[] = [
  node('w1'),
  deployment('web', 2),
  replicaSet('web-1', 2, 'web'),
  pod('plain', { node: 'w1' }),
  pod('writer', { node: 'w1', claim: 'data' }),
  pod('waits'),
  reading('env', {
    containers: [{ name: 'c', image: 'i', envFrom: [{ configMapRef: { name: 'conf' } }] }],
  }),
  reading('file', { volumes: [{ name: 'v', secret: { secretName: 's' } }] }),
  claim('data', 'pv'),
  volume('pv', 'default/data'),
  config('conf'),
]

const lit = (lens: Lens): readonly string[] => {
  const world = readWorld(listerOf(THINGS))
  const concern = concernOf(lens, world)
  return [
    'user|',
    'controlPlane|',
    'tray|waiting',
    'Node|/w1',
    'Address|/w1',
    'Deployment|default/web',
    'Pod|default/plain',
    'Pod|default/writer',
    'Pod|default/env',
    'Pod|default/file',
    'Pod|default/waits',
    'PersistentVolumeClaim|default/data',
    'PersistentVolume|/pv',
    'Backend|nfs/192.168.1.10:/nfs_shared',
    'ConfigMap|default/conf',
    'Service|default/web',
    'label|storage',
    'more|config',
    'folded|region|workloads',
  ].filter((id) => concern.lit(id))
}

describe('lenses', () => {
  it.each<readonly [Lens, readonly string[]]>([
    [
      'workloads',
      [
        'tray|waiting',
        'Deployment|default/web',
        'Pod|default/plain',
        'Pod|default/writer',
        'Pod|default/env',
        'Pod|default/file',
        'Pod|default/waits',
        'folded|region|workloads',
      ],
    ],
    [
      'network',
      [
        'user|',
        'Node|/w1',
        'Address|/w1',
        'Pod|default/plain',
        'Pod|default/writer',
        'Pod|default/env',
        'Pod|default/file',
        'Pod|default/waits',
        'Service|default/web',
      ],
    ],
    [
      'storage',
      [
        'Pod|default/writer',
        'PersistentVolumeClaim|default/data',
        'PersistentVolume|/pv',
        'Backend|nfs/192.168.1.10:/nfs_shared',
        'label|storage',
      ],
    ],
    [
      'configuration',
      ['Pod|default/env', 'Pod|default/file', 'ConfigMap|default/conf', 'more|config'],
    ],
    ['loop', ['user|', 'controlPlane|', 'tray|waiting', 'Node|/w1', 'Pod|default/waits']],
  ])('%s is about', (lens, expected) => {
    expect(lit(lens)).toEqual(expected)
  })

  it('everything is about everything', () => {
    expect(lit('all')).toHaveLength(19)
  })

  it.each(LENSES)('%s moves nobody, and keeps the identity of whoever looks as before', (lens) => {
    const { world, nodes } = sceneOf(listerOf(THINGS))
    const concern = concernOf(lens, world)
    const drawn = litNodes(nodes, concern, [])
    const place = (node: StageNode) => `${node.id} ${node.position.x} ${node.position.y}`
    expect(drawn.map(place)).toEqual(nodes.map(place))
    for (const [at, node] of drawn.entries())
      expect(node === nodes[at]).toBe(node.type === 'machine' || concern.lit(node.id))
    const again = litNodes(nodes, concern, drawn)
    expect(again.every((node, at) => node === drawn[at])).toBe(true)
  })
})

const wish = (namespaces: readonly string[], labels = ''): Wishes => ({
  ...NO_WISHES,
  filter: filterOf(namespaces, labels),
})

describe('filter', () => {
  const shop = [
    node('w1'),
    inside(deployment('web', 1), 'shop'),
    deployment('api', 1),
    labelled(pod('a', { node: 'w1' }), { app: 'a' }),
    labelled(pod('b', { node: 'w1', namespace: 'shop' }), { app: 'b' }),
    pod('dns', { node: 'w1', namespace: 'kube-system' }),
    inside(claim('data', 'pv'), 'shop'),
    volume('pv', 'shop/data'),
    volume('free'),
  ]

  it('is nothing when nothing is chosen', () => {
    expect(filterOf([], '')).toBe(NO_FILTER)
    expect(filterOf([], '   ')).toBe(NO_FILTER)
  })

  it('folds what is elsewhere and loses nothing', () => {
    const { groups } = sceneOf(listerOf(shop), wish(['shop']))
    expect(groups.workloads.map((one) => one.id)).toEqual(['Deployment|shop/web'])
    expect(groups.elsewhere.workload).toEqual(['Deployment|default/api'])
    expect(groups.machines).toEqual([
      { name: 'w1', pods: ['shop/b'], system: ['default/a', 'kube-system/dns'] },
    ])
    expect(groups.volumes).toEqual(['/free', '/pv'])
  })

  it('takes the volume away with the claim that has it', () => {
    const { groups } = sceneOf(listerOf(shop), wish(['default']))
    expect(groups.claims).toEqual([])
    expect(groups.volumes).toEqual(['/free'])
    expect(groups.elsewhere.volume).toEqual(['PersistentVolume|/pv'])
  })

  it('shows kube-system one by one when it is asked for', () => {
    const { groups } = sceneOf(listerOf(shop), wish(['kube-system']))
    expect(groups.machines[0]?.pods).toEqual(['kube-system/dns'])
  })

  it('reads labels as kubectl does', () => {
    const { groups } = sceneOf(listerOf(shop), wish([], 'app in (b, c),!tier'))
    expect(groups.machines[0]?.pods).toEqual(['shop/b'])
    expect(groups.elsewhere.workload).toHaveLength(2)
  })

  it('filters nothing by a text that cannot be read, and says why in kubectl’s words', () => {
    expect(readLabels('app in (a').problem).toMatch(/^unable to parse requirement: found ''/)
    expect(filterOf([], 'app in (a')).toBe(NO_FILTER)
  })

  it('brings everybody back to the old place', () => {
    const before = sceneOf(listerOf(shop))
    const filtered = sceneOf(listerOf(shop), wish(['shop']), before)
    const after = sceneOf(listerOf(shop), NO_WISHES, filtered)
    const place = ({ layout }: Scene) => layout.boxes.map(({ id, x, y }) => `${id} ${x} ${y}`)
    expect(place(after)).toEqual(place(before))
  })
})

/** Rectangles that share a parent and overlap. */
function clashes(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, index) =>
    boxes
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
}

const few = (most: number) => fc.integer({ min: 0, max: most })
const GROUPS = [
  'region|workloads',
  'region|nodes',
  'region|storage',
  'region|config',
  'region|network',
  'region|controlPlane',
  'column|claim',
  'column|volume',
  'column|backend',
  'Node|/n0',
  'Deployment|ns0/d0',
]
const COLUMNS = ['workload', 'claim', 'volume', 'backend', 'config', 'address', 'network']

const worlds = fc.record({
  machines: few(14),
  pods: few(40),
  deployments: few(30),
  claims: few(30),
  volumes: few(30),
  configs: few(40),
  folded: fc.subarray(GROUPS),
  opened: fc.subarray(COLUMNS),
  namespaces: fc.subarray(['ns0', 'ns1']),
  distance: fc.constantFrom('desk', 'wall', 'pocket'),
})

function times(count: number, make: (at: number) => Thing): readonly Thing[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

describe('regions', () => {
  it('never overlap, whatever there is and however it is folded, opened and filtered', () => {
    fc.assert(
      fc.property(worlds, (of) => {
        const ns = (at: number) => `ns${at % 3}`
        const things = [
          ...times(of.machines, (at) => node(`n${at}`, { controlPlane: at === 0 })),
          ...times(of.pods, (at) =>
            pod(`p${at}`, {
              namespace: ns(at),
              ...(at % 5 === 0 || of.machines === 0 ? {} : { node: `n${at % of.machines}` }),
            }),
          ),
          ...times(of.deployments, (at) => inside(deployment(`d${at}`, 1), ns(at))),
          ...times(of.claims, (at) =>
            inside(claim(`c${at}`, at % 2 ? `v${at}` : undefined), ns(at)),
          ),
          ...times(of.volumes, (at) => volume(`v${at}`, at % 2 ? `${ns(at)}/c${at}` : undefined)),
          ...times(of.configs, (at) => config(`m${at}`, ns(at))),
        ]
        const wishes: Wishes = {
          ...NO_WISHES,
          filter: filterOf(of.namespaces, ''),
          folded: new Set(of.folded),
          opened: new Set(of.opened),
        }
        const size = METRICS[of.distance]
        const { layout } = sceneOf(listerOf(things), wishes, undefined, size)
        expect(clashes(layout.boxes)).toEqual([])
        const ids = layout.boxes.map((box) => box.id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const box of layout.boxes.filter((one) => one.parent === undefined)) {
          expect(box.x + box.width).toBeLessThanOrEqual(layout.width)
          expect(box.y + box.height).toBeLessThanOrEqual(layout.height)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('fold two hundred of a sort into a tile that opens', () => {
    const things = [
      node('w1'),
      ...times(200, (at) => deployment(`d${at}`, 1)),
      ...times(200, (at) => claim(`c${at}`)),
      ...times(200, (at) => config(`m${at}`)),
    ]
    const folded = sceneOf(listerOf(things)).layout
    const more = (layout: Scene['layout'], column: string) =>
      layout.boxes.find((box) => box.id === `more|${column}`)?.inside?.length
    expect(['workload', 'claim', 'config'].map((one) => more(folded, one))).toEqual([193, 198, 198])
    expect(folded.height).toBeLessThan(900)
    const opened = { ...NO_WISHES, opened: new Set(['workload', 'claim', 'config']) }
    const { layout } = sceneOf(listerOf(things), opened)
    expect(['workload', 'claim', 'config'].map((one) => more(layout, one))).toEqual([0, 0, 0])
    expect(layout.boxes.filter((box) => box.type === 'claim')).toHaveLength(200)
  })

  it('keep their place while something in them comes and goes', () => {
    const first = sceneOf(listerOf([node('w1'), pod('a', { node: 'w1' }), claim('x')]))
    const then = sceneOf(
      listerOf([
        node('w1'),
        pod('a', { node: 'w1' }),
        pod('b', { node: 'w1' }),
        claim('x'),
        claim('y'),
      ]),
      NO_WISHES,
      first,
    )
    const labels = ({ layout }: Scene) =>
      layout.boxes.filter((box) => box.type === 'label').map(({ id, x, y }) => `${id} ${x} ${y}`)
    expect(labels(then)).toEqual(labels(first))
  })
})
