import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/sim/random.ts'
import {
  DEFAULT_PLUGINS,
  Framework,
  feasibleNodesToFind,
  nodeInfoOf,
  PodInfo,
  Snapshot,
  type World,
} from '../../../src/sim/scheduler/index.ts'
import { Nominations } from '../../../src/sim/scheduler/nominations.ts'
import { CURRENT_SCHEDULER_TEXTS } from '../../../src/sim/scheduler/texts.ts'
import type { Node, Pod } from '../../../src/sim/types/index.ts'

function machine(name: string, zone = 'a'): Node {
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone }
  const allocatable = { cpu: '4', memory: '8Gi', pods: '110' }
  return { metadata: { name, labels }, spec: {}, status: { allocatable } } as unknown as Node
}

function podNamed(name: string, extra: object = {}): Pod {
  return {
    metadata: { name, uid: name, namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', resources: { requests: { cpu: '100m' } } }], ...extra },
    status: {},
  } as unknown as Pod
}

function worldOf(snapshot: Snapshot): World {
  return {
    snapshot,
    nominations: new Nominations(),
    budgets: () => [],
    texts: CURRENT_SCHEDULER_TEXTS,
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

function snapshotWith(count: number): Snapshot {
  const snapshot = new Snapshot()
  for (let i = 0; i < count; i++) snapshot.setNode(machine(`n${String(i).padStart(4, '0')}`))
  return snapshot
}

describe('sampling of large clusters', () => {
  it.each([
    [4, 4],
    [99, 99],
    [100, 100],
    [500, 230],
    [1000, 420],
    [5000, 500],
    [6000, 300],
    [10_000, 500],
  ])('of %i nodes, %i feasible ones are enough', (nodes, enough) => {
    expect(feasibleNodesToFind(nodes)).toBe(enough)
  })

  it('goes on where the last search ended', () => {
    const snapshot = snapshotWith(500)
    const framework = new Framework()
    const pod = new PodInfo(podNamed('p'))
    const first = framework.filter(pod, worldOf(snapshot), 0, 230)
    expect([first.count, first.processed, first.feasible[0]?.name]).toEqual([230, 230, 'n0000'])
    const second = framework.filter(pod, worldOf(snapshot), 400, 230)
    expect(second.feasible[0]?.name).toBe('n0400')
    expect(second.feasible[229]?.name).toBe('n0129')
  })
})

describe('choosing', () => {
  it('breaks ties by the dice alone, the same for the same seed', () => {
    const snapshot = snapshotWith(8)
    const framework = new Framework()
    const chosen = (seed: number) => {
      const random = new Random(seed)
      return Array.from({ length: 40 }, () => {
        const pod = new PodInfo(podNamed('p'))
        framework.filter(pod, worldOf(snapshot), 0, 8)
        framework.score(pod, worldOf(snapshot))
        return framework.pick(random)?.name
      })
    }
    expect(chosen(7)).toEqual(chosen(7))
    expect(new Set(chosen(7)).size).toBe(8)
  })

  it('uses the weights of upstream', () => {
    const weights = Object.fromEntries(DEFAULT_PLUGINS.map((p) => [p.name, p.weight ?? 1]))
    expect(weights).toMatchObject({
      TaintToleration: 3,
      NodeAffinity: 2,
      PodTopologySpread: 2,
      InterPodAffinity: 2,
      NodeResourcesFit: 1,
      NodeResourcesBalancedAllocation: 1,
      ImageLocality: 1,
    })
  })
})

describe('the snapshot', () => {
  it('answers the same after many single changes as one built afresh', () => {
    const random = new Random(3)
    const snapshot = snapshotWith(20)
    const places = new Map<string, string>()
    for (let i = 0; i < 2000; i++) {
      const name = `p${random.int(200)}`
      const old = places.get(name)
      if (old) {
        snapshot.removePod(name)
        places.delete(name)
      } else {
        const node = `n${String(random.int(20)).padStart(4, '0')}`
        snapshot.placePod(podNamed(name), node)
        places.set(name, node)
      }
    }
    const fresh = snapshotWith(20)
    for (const [name, node] of places) fresh.placePod(podNamed(name), node)
    const scores = (of: Snapshot) => {
      const framework = new Framework()
      const pod = new PodInfo(podNamed('new'))
      framework.filter(pod, worldOf(of), 0, 20)
      framework.score(pod, worldOf(of))
      return [...framework.evaluation.totals.slice(0, 20)]
    }
    expect(scores(snapshot)).toEqual(scores(fresh))
    expect(snapshot.nodes.map((n) => [n.milliCpu, n.pods.size])).toEqual(
      fresh.nodes.map((n) => [n.milliCpu, n.pods.size]),
    )
  })

  it('remembers scores only as long as the node stays as it is', () => {
    const snapshot = snapshotWith(3)
    const framework = new Framework()
    const pod = new PodInfo(podNamed('new'))
    const totals = () => {
      framework.filter(pod, worldOf(snapshot), 0, 3)
      framework.score(pod, worldOf(snapshot))
      return [...framework.evaluation.totals.slice(0, 3)]
    }
    const before = totals()
    snapshot.placePod(podNamed('other'), 'n0001')
    expect(totals()[1]).toBeLessThan(before[1] as number)
    snapshot.removePod('other')
    expect(totals()).toEqual(before)
  })

  it('counts pods of a machine that comes back', () => {
    const snapshot = snapshotWith(1)
    snapshot.placePod(podNamed('a'), 'n0000')
    snapshot.removeNode('n0000')
    expect(snapshot.nodes).toEqual([])
    snapshot.setNode(machine('n0000'))
    expect(snapshot.node('n0000')?.milliCpu).toBe(100)
  })
})

describe('requests', () => {
  it.each([
    ['containers add up', { containers: [cpu('100m'), cpu('200m')] }, 300],
    [
      'init containers run alone',
      { containers: [cpu('100m')], initContainers: [cpu('1'), cpu('500m')] },
      1000,
    ],
    [
      'sidecars stay',
      { containers: [cpu('100m')], initContainers: [sidecar('200m'), cpu('500m')] },
      700,
    ],
    ['overhead comes on top', { containers: [cpu('100m')], overhead: { cpu: '50m' } }, 150],
    [
      'the pod as a whole',
      { containers: [cpu('100m')], resources: { requests: { cpu: '2' } } },
      2000,
    ],
  ])('%s', (_title, spec, expected) => {
    const info = nodeInfoOf(machine('n'), [podNamed('p', spec)])
    expect(info.milliCpu).toBe(expected)
  })
})

function cpu(amount: string): object {
  return { name: 'c', resources: { requests: { cpu: amount } } }
}

function sidecar(amount: string): object {
  return { ...cpu(amount), restartPolicy: 'Always' }
}
