import { describe, expect, it } from 'vitest'
import { Framework } from '../../../src/sim/scheduler/framework.ts'
import { NodeInfo, PodInfo } from '../../../src/sim/scheduler/nodeInfo.ts'
import { Nominations } from '../../../src/sim/scheduler/nominations.ts'
import type { World } from '../../../src/sim/scheduler/plugin.ts'
import { cheapest, tryPreemption } from '../../../src/sim/scheduler/preemption.ts'
import { snapshotOf } from '../../../src/sim/scheduler/snapshot.ts'
import { CURRENT_SCHEDULER_TEXTS } from '../../../src/sim/scheduler/texts.ts'
import { type Candidate, outranked, selectVictims } from '../../../src/sim/scheduler/victims.ts'
import type { Node, Pod, PodDisruptionBudget } from '../../../src/sim/types/index.ts'

interface Made {
  readonly priority?: number
  readonly cpu?: string
  /** Minute in which it started. */
  readonly started?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly spec?: object
}

function pod(name: string, { priority = 0, cpu = '1', started, labels, spec }: Made = {}): Pod {
  const minute = String(started ?? 0).padStart(2, '0')
  return {
    metadata: { name, uid: name, namespace: 'default', labels: labels ?? { app: name } },
    spec: {
      priority,
      containers: [{ name: 'c', resources: { requests: { cpu } } }],
      ...spec,
    },
    status: started === undefined ? {} : { startTime: `2026-01-01T00:${minute}:00Z` },
  } as unknown as Pod
}

function machine(name: string, cpu: string): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, zone: 'a' } },
    spec: {},
    status: { allocatable: { cpu, memory: '8Gi', pods: '10' } },
  } as unknown as Node
}

function budget(app: string, allowed: number, disrupted: readonly string[] = []) {
  return {
    metadata: { name: app, namespace: 'default' },
    spec: { selector: { matchLabels: { app } } },
    status: {
      disruptionsAllowed: allowed,
      disruptedPods: Object.fromEntries(disrupted.map((name) => [name, '2026-01-01T00:00:00Z'])),
    },
  } as unknown as PodDisruptionBudget
}

function worldOf(
  cpu: string,
  pods: Readonly<Record<string, readonly Pod[]>>,
  budgets: readonly PodDisruptionBudget[] = [],
): World {
  return {
    snapshot: snapshotOf(
      Object.entries(pods).map(([name, list]) => ({ node: machine(name, cpu), pods: list })),
    ),
    nominations: new Nominations(),
    texts: CURRENT_SCHEDULER_TEXTS,
    budgets: () => budgets,
    claim: () => undefined,
    volume: () => undefined,
    volumes: () => [],
    storageClass: () => undefined,
    csiNode: () => undefined,
    csiDriver: () => undefined,
    attachments: () => [],
    capacities: () => [],
    ownerSelector: () => undefined,
    namespaceLabels: () => ({}),
  }
}

function victimsOn(world: World, preemptor: Pod): readonly [readonly string[], number] | string {
  const info = new PodInfo(preemptor)
  const node = world.snapshot.nodes[0] as NodeInfo
  const before = [...node.pods].map((p) => p.uid).sort()
  const answer = selectVictims(new Framework(), info, node, outranked(info, node), world)
  expect([...node.pods].map((p) => p.uid).sort()).toEqual(before)
  return 'code' in answer
    ? answer.reasons.join()
    : [answer.victims.map((v) => v.uid), answer.violations]
}

const APART = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app: 'big' } }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  },
}

describe('the victims on one node', () => {
  it.each<
    readonly [
      title: string,
      cpu: string,
      pods: readonly Pod[],
      budgets: readonly PodDisruptionBudget[],
      preemptor: Made,
      expected: readonly [readonly string[], number] | string,
    ]
  >([
    [
      'one of two is enough: the less important',
      '3',
      [pod('a', { priority: 1 }), pod('b', { priority: 2 })],
      [],
      { priority: 9, cpu: '2' },
      [['a'], 0],
    ],
    [
      'of equal rank the one that started last',
      '3',
      [pod('old', { started: 1 }), pod('young', { started: 5 })],
      [],
      { priority: 9, cpu: '2' },
      [['young'], 0],
    ],
    [
      'one that has not started yet before all others',
      '3',
      [pod('new'), pod('young', { started: 5 })],
      [],
      { priority: 9, cpu: '2' },
      [['new'], 0],
    ],
    [
      'a small one stays although a greater one of higher priority goes',
      '3',
      [pod('small', { priority: 1, cpu: '500m' }), pod('great', { priority: 5, cpu: '2' })],
      [],
      { priority: 9, cpu: '2' },
      [['great'], 0],
    ],
    [
      'equal and higher priority are never touched',
      '3',
      [pod('equal', { priority: 9 }), pod('higher', { priority: 10 }), pod('low')],
      [],
      { priority: 9, cpu: '1' },
      [['low'], 0],
    ],
    [
      'nothing helps where the equals alone fill the node',
      '2',
      [pod('equal', { priority: 9, cpu: '1500m' }), pod('low', { cpu: '500m' })],
      [],
      { priority: 9, cpu: '1' },
      'Insufficient cpu',
    ],
    [
      'a protected pod is spared before a more important one',
      '2',
      [pod('kept', { priority: 1 }), pod('gone', { priority: 5 })],
      [budget('kept', 0)],
      { priority: 9, cpu: '1' },
      [['gone'], 0],
    ],
    [
      'protected pods go where nothing else helps, and count as violations',
      '2',
      [pod('one', { priority: 1 }), pod('two', { priority: 5 })],
      [budget('one', 0)],
      { priority: 9, cpu: '2' },
      [['two', 'one'], 1],
    ],
    [
      'a budget allows as many as it says, the most important first',
      '3',
      [1, 2, 3].map((n) => pod(`p${n}`, { priority: n, labels: { app: 'set' } })),
      [budget('set', 1)],
      { priority: 9, cpu: '3' },
      [['p3', 'p2', 'p1'], 2],
    ],
    [
      'whose eviction is counted already violates nothing',
      '2',
      [pod('one', { labels: { app: 'set' } }), pod('two', { labels: { app: 'set' } })],
      [budget('set', 0, ['one', 'two'])],
      { priority: 9, cpu: '2' },
      [['one', 'two'], 0],
    ],
    [
      'only the neighbour that its own anti-affinity shuns',
      '3',
      [pod('other'), pod('big', { priority: 3 })],
      [],
      { priority: 9, cpu: '1', spec: APART },
      [['big'], 0],
    ],
    [
      'whose anti-affinity shuns the newcomer',
      '3',
      [pod('other'), pod('shy', { spec: APART })],
      [],
      { priority: 9, cpu: '1', labels: { app: 'big' } },
      [['shy'], 0],
    ],
    [
      'the ports that it wants',
      '3',
      [
        pod('web', { spec: { containers: [{ name: 'c', ports: [{ hostPort: 80 }] }] } }),
        pod('api', { spec: { containers: [{ name: 'c', ports: [{ hostPort: 81 }] }] } }),
      ],
      [],
      { priority: 9, spec: { containers: [{ name: 'c', ports: [{ hostPort: 81 }] }] } },
      [['api'], 0],
    ],
  ])('%s', (_title, cpu, pods, budgets, preemptor, expected) => {
    expect(victimsOn(worldOf(cpu, { n1: pods }, budgets), pod('new-one', preemptor))).toEqual(
      expected,
    )
  })

  it('leaves room for whom the node is promised to', () => {
    const world = worldOf('3', { n1: [pod('a', { priority: 1 }), pod('b', { priority: 2 })] })
    world.nominations.set(pod('promised', { priority: 9 }), 'n1')
    expect(victimsOn(world, pod('p', { priority: 9, cpu: '1' }))).toEqual([['a'], 0])
    expect(victimsOn(world, pod('p', { priority: 10, cpu: '1' }))).toEqual([[], 0])
  })
})

describe('spreading and preemption', () => {
  it('frees the crowded place', () => {
    const labels = { app: 'set' }
    const constraint = {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: labels },
    }
    const world = worldOf('4', {
      n1: [pod('a', { labels }), pod('b', { labels, priority: 1 })],
      n2: [pod('c', { labels, priority: 9 })],
    })
    const preemptor = pod('p', {
      labels,
      priority: 9,
      cpu: '1',
      spec: { topologySpreadConstraints: [constraint], nodeSelector: { zone: 'a' } },
    })
    expect(victimsOn(world, preemptor)).toEqual([['a'], 0])
  })
})

/** One machine per list of victims, each written as `priority@minute`, with how many are protected. */
function candidatesOf(rows: readonly (readonly [string, number])[]): readonly Candidate[] {
  return rows.map(([text, violations], i) => ({
    node: new NodeInfo(machine(`n${i + 1}`, '4')),
    violations,
    victims: text.split(' ').map((one, j) => {
      const [priority, started] = one.split('@').map(Number)
      return new PodInfo(
        pod(`v${i}${j}`, { priority: priority ?? 0, ...(started ? { started } : {}) }),
      )
    }),
  }))
}

describe('the node where it costs least', () => {
  it.each<readonly [title: string, rows: readonly (readonly [string, number])[], chosen: string]>([
    ['the only one', [['5@1', 0]], 'n1'],
    [
      'fewest violations of budgets, whatever the priorities',
      [
        ['1@1', 1],
        ['5@1 5@1', 0],
      ],
      'n2',
    ],
    [
      'the least important of the most important victims',
      [
        ['5@1', 0],
        ['4@1 4@1 4@1', 0],
      ],
      'n2',
    ],
    [
      'the smallest sum of priorities',
      [
        ['5@1 4@1', 0],
        ['5@1 2@1', 0],
      ],
      'n2',
    ],
    [
      'negative priorities weigh too: fewer of them are better',
      [
        ['-3@1 -3@1', 0],
        ['-3@1', 0],
      ],
      'n2',
    ],
    [
      'fewest victims',
      [
        ['5@1 2147483647@1 -2147483648@1', 0],
        ['5@1 2147483647@1', 0],
      ],
      'n2',
    ],
    [
      'whose most important victims have run for the shortest time',
      [
        ['5@10 5@20', 0],
        ['5@11 5@12', 0],
      ],
      'n2',
    ],
    [
      'the age of less important victims is nothing to it',
      [
        ['5@20 4@1', 0],
        ['5@10 4@15', 0],
      ],
      'n1',
    ],
    [
      'one that has not started yet is the youngest',
      [
        ['5@20', 0],
        ['5', 0],
      ],
      'n2',
    ],
    [
      'else the first',
      [
        ['5@1', 0],
        ['5@1', 0],
      ],
      'n1',
    ],
  ])('%s', (_title, rows, chosen) => {
    expect(cheapest(candidatesOf(rows))?.node.name).toBe(chosen)
  })
})

describe('whether and where', () => {
  const dice = { int: () => 0 }
  const attempt = (world: World, preemptor: Pod) => {
    const framework = new Framework()
    const info = new PodInfo(preemptor)
    const { rejections } = framework.filter(info, world, 0, 9)
    return tryPreemption(framework, info, world, rejections, dice)
  }

  it('is out for a pod of the policy Never', () => {
    const world = worldOf('1', { n1: [pod('a')] })
    const preemptor = pod('p', { priority: 9, spec: { preemptionPolicy: 'Never' } })
    expect(attempt(world, preemptor).ineligible).toBe('not eligible due to preemptionPolicy=Never.')
  })

  it('says node by node why it does not help', () => {
    const world = worldOf('2', {
      full: [pod('a', { priority: 9, cpu: '2' })],
      mixed: [pod('b', { priority: 9 }), pod('c', { cpu: '500m' })],
      small: [pod('d', { cpu: '500m' })],
    })
    world.snapshot.setNode(machine('small', '1'))
    const { refusals, candidates, chosen } = attempt(world, pod('p', { priority: 9, cpu: '2' }))
    expect([candidates.length, chosen]).toEqual([0, undefined])
    expect(Object.fromEntries(refusals)).toEqual({
      full: ['No preemption victims found for incoming pod'],
      mixed: ['Insufficient cpu'],
      small: ['Preemption is not helpful for scheduling'],
    })
  })

  it('stops looking when there are enough places, and at least one harms no budget', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 150 }, (_, i) => [`n${i + 1000}`, [pod(`a${i}`)]]),
    )
    expect(attempt(worldOf('1', nodes), pod('p', { priority: 9 })).candidates.length).toBe(100)
    const guarded = worldOf(
      '1',
      Object.fromEntries(
        Object.keys(nodes).map((name, i) => [
          name,
          [pod(`a${i}`, { labels: { app: i < 120 ? 'kept' : 'free' } })],
        ]),
      ),
      [budget('kept', 0)],
    )
    const { candidates, chosen } = attempt(guarded, pod('p', { priority: 9 }))
    expect([candidates.length, chosen?.violations]).toEqual([121, 0])
  })
})
