import { describe, expect, it } from 'vitest'
import { Cluster } from '../../../src/sim/cluster.ts'
import { kubelet } from '../../../src/sim/kubelet/kubelet.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import { runUntil } from '../../../src/sim/run.ts'
import { scheduler } from '../../../src/sim/scheduler/index.ts'
import type {
  Affinity,
  Pod,
  PodSpec,
  TopologySpreadConstraint,
} from '../../../src/sim/types/index.ts'
import { machine } from '../kubelet/fixture.ts'
import { addNode, clusterOf, condition, nodeOf, podDraft } from './fixture.ts'

function settle(cluster: Cluster): void {
  runUntil(cluster, { quiet: true, timeout: 60_000 })
}

const HOST = 'kubernetes.io/hostname'
const at = (node: string): Partial<PodSpec> => ({ nodeSelector: { [HOST]: node } })

interface Wish {
  readonly labels?: Readonly<Record<string, string>>
  readonly namespace?: string
  readonly spec?: Partial<PodSpec>
}

function add(cluster: Cluster, name: string, { labels, namespace, spec }: Wish): Pod {
  const draft = podDraft(name, spec)
  const pod = cluster.create<'Pod'>({
    ...draft,
    metadata: {
      name,
      namespace: namespace ?? 'default',
      labels: labels ?? { app: name },
    },
  })
  settle(cluster)
  return pod
}

function addNamespace(cluster: Cluster, name: string, labels: Readonly<Record<string, string>>) {
  cluster.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
    spec: {},
  })
  cluster.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: name },
  })
}

type Term = NonNullable<
  NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>[number]

const near = (term: Partial<Term>): Partial<PodSpec> => ({
  affinity: {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOST, ...term }],
    },
  },
})
const apart = (term: Partial<Term>): Partial<PodSpec> => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOST, ...term }],
    },
  },
})
const app = (name: string) => ({ matchLabels: { app: name } })

function twoNodes(): Cluster {
  const cluster = clusterOf()
  addNode(cluster, 'w1')
  addNode(cluster, 'w2')
  addNamespace(cluster, 'other', { team: 'blue' })
  return cluster
}

describe('company', () => {
  it.each<readonly [title: string, there: Wish, term: Partial<Term>, found: string | undefined]>([
    ['in its own namespace', {}, { labelSelector: app('db') }, 'w2'],
    ['not in another', { namespace: 'other' }, { labelSelector: app('db') }, undefined],
    [
      'in a named one',
      { namespace: 'other' },
      { labelSelector: app('db'), namespaces: ['other'] },
      'w2',
    ],
    [
      'in those that a selector finds',
      { namespace: 'other' },
      { labelSelector: app('db'), namespaceSelector: { matchLabels: { team: 'blue' } } },
      'w2',
    ],
    [
      'of the same value of a named label',
      { labels: { app: 'db', hash: 'new' } },
      { labelSelector: app('db'), matchLabelKeys: ['hash'] },
      'w2',
    ],
    [
      'and not of another value',
      { labels: { app: 'db', hash: 'old' } },
      { labelSelector: app('db'), matchLabelKeys: ['hash'] },
      undefined,
    ],
    [
      'of another value, if that is the wish',
      { labels: { app: 'db', hash: 'old' } },
      { labelSelector: app('db'), mismatchLabelKeys: ['hash'] },
      'w2',
    ],
    [
      'a node without the label of the topology has none',
      {},
      { labelSelector: app('db'), topologyKey: 'rack' },
      undefined,
    ],
  ])('%s', (_title, there, term, found) => {
    const cluster = twoNodes()
    add(cluster, 'db', { ...there, spec: at('w2') })
    add(cluster, 'web', { labels: { app: 'web', hash: 'new' }, spec: near(term) })
    expect(nodeOf(cluster, 'web')).toBe(found)
    if (found === undefined)
      expect(condition(cluster, 'web')).toContain("2 node(s) didn't match pod affinity rules")
  })

  it('lets the first of its kind in anywhere', () => {
    const cluster = twoNodes()
    add(cluster, 'web', { spec: near({ labelSelector: app('web') }) })
    expect(nodeOf(cluster, 'web')).toBeDefined()
  })

  it('shuns and is shunned', () => {
    const cluster = twoNodes()
    add(cluster, 'one', { spec: { ...at('w1'), ...apart({ labelSelector: app('web') }) } })
    add(cluster, 'web', {})
    expect(nodeOf(cluster, 'web')).toBe('w2')
    add(cluster, 'three', { spec: { ...at('w2'), ...apart({ labelSelector: app('web') }) } })
    expect(condition(cluster, 'three')).toContain("1 node(s) didn't match pod anti-affinity rules")
    add(cluster, 'four', { labels: { app: 'web' }, spec: at('w1') })
    expect(condition(cluster, 'four')).toContain(
      "1 node(s) didn't satisfy existing pods anti-affinity rules",
    )
  })

  it('comes when the company does', () => {
    const cluster = twoNodes()
    add(cluster, 'web', { spec: near({ labelSelector: app('db') }) })
    expect(nodeOf(cluster, 'web')).toBeUndefined()
    add(cluster, 'db', { spec: at('w1') })
    expect(nodeOf(cluster, 'web')).toBe('w1')
  })
})

describe('spreading', () => {
  const skew = (more: Partial<TopologySpreadConstraint>): Partial<PodSpec> => ({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: HOST,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: app('web'),
        ...more,
      },
    ],
  })
  const web = { app: 'web', hash: 'new' }

  it.each<readonly [title: string, more: Partial<TopologySpreadConstraint>, refused: boolean]>([
    ['the crowded node is out', {}, true],
    ['unless one more is allowed', { maxSkew: 2 }, false],
    ['or it is a wish only', { whenUnsatisfiable: 'ScheduleAnyway' }, false],
    ['too few domains count as one that is empty', { minDomains: 3, maxSkew: 1 }, true],
    ['another value of the label does not count', { matchLabelKeys: ['hash'] }, false],
    [
      'nodes that its selector leaves out count, if asked for',
      { nodeAffinityPolicy: 'Ignore' },
      true,
    ],
  ])('%s', (_title, more, refused) => {
    const cluster = twoNodes()
    add(cluster, 'a', { labels: { app: 'web', hash: 'old' }, spec: at('w1') })
    const pinned = more.nodeAffinityPolicy ? at('w1') : {}
    const spec = { ...skew(more), ...pinned }
    // The other node is full, so that only the rule decides.
    add(cluster, 'full', { spec: { ...at('w2'), containers: [big('2')] } })
    add(cluster, 'b', { labels: web, spec: { ...spec, containers: [big('500m')] } })
    expect(nodeOf(cluster, 'b')).toBe(refused ? undefined : 'w1')
    if (refused)
      expect(condition(cluster, 'b')).toContain("didn't match pod topology spread constraints")
  })

  it.each([
    ['Ignore', undefined],
    ['Honor', 'w1'],
  ] as const)('a tainted node with nodeTaintsPolicy %s', (nodeTaintsPolicy, found) => {
    const cluster = twoNodes()
    const node = cluster.get('Node', '', 'w2')
    cluster.update({
      ...node,
      spec: { ...node.spec, taints: [{ key: 'k', effect: 'NoSchedule' }] },
    })
    add(cluster, 'a', { labels: web, spec: at('w1') })
    add(cluster, 'b', { labels: web, spec: skew({ nodeTaintsPolicy }) })
    expect(nodeOf(cluster, 'b')).toBe(found)
  })

  it('asks for the label of the topology', () => {
    const cluster = twoNodes()
    add(cluster, 'b', { labels: web, spec: skew({ topologyKey: 'rack' }) })
    expect(condition(cluster, 'b')).toContain(
      "2 node(s) didn't match pod topology spread constraints (missing required label)",
    )
  })
})

function big(cpu: string) {
  return { name: 'c', image: 'nginx', resources: { requests: { cpu } } }
}

describe('gates', () => {
  it('hold a pod until the last one is gone', () => {
    const cluster = twoNodes()
    const gates = [{ name: 'a.io/one' }, { name: 'a.io/two' }]
    add(cluster, 'p', { spec: { schedulingGates: gates } })
    const lift = (schedulingGates: readonly { readonly name: string }[]) => {
      const pod = cluster.get('Pod', 'default', 'p')
      cluster.update<Pod>({ ...pod, spec: { ...pod.spec, schedulingGates } })
      settle(cluster)
    }
    lift(gates.slice(1))
    expect(nodeOf(cluster, 'p')).toBeUndefined()
    expect(cluster.list('Event')).toEqual([])
    lift([])
    expect(nodeOf(cluster, 'p')).toBeDefined()
  })
})

describe('priority', () => {
  it('is that of the default class for pods that name none', () => {
    const cluster = twoNodes()
    const make = (name: string, value: number, globalDefault: boolean) =>
      cluster.create<'PriorityClass'>({
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name },
        value,
        globalDefault,
      })
    make('usual', 70, true)
    make('urgent', 700, false)
    expect(add(cluster, 'p', {}).spec).toMatchObject({ priority: 70, priorityClassName: 'usual' })
    expect(add(cluster, 'q', { spec: { priorityClassName: 'urgent' } }).spec.priority).toBe(700)
  })
})

describe('what a node offers beside', () => {
  const asking = (count: string): Partial<PodSpec> => ({
    containers: [
      { name: 'c', image: 'nginx', resources: { limits: { 'example.com/gpu': count } } },
    ],
  })

  it('is counted, and wakes those who wait for it', () => {
    const cluster = new Cluster({ profile: current, seed: 1, actors: [scheduler, kubelet] })
    for (const name of ['default', 'kube-node-lease']) addNamespace(cluster, name, {})
    cluster.world({ type: 'add', machine: machine('w1') })
    runUntil(cluster, { time: 60_000 })
    const young = cluster.get('Node', '', 'w1')
    cluster.update({ ...young, spec: { ...young.spec, taints: [] } })
    expect(cluster.list('Node').map((n) => n.metadata.name)).toEqual(['w1'])
    add(cluster, 'first', { spec: asking('3') })
    add(cluster, 'second', { spec: asking('2') })
    expect(condition(cluster, 'first')).toContain('1 Insufficient example.com/gpu')
    const node = cluster.get('Node', '', 'w1')
    const capacity = { ...node.status.capacity, 'example.com/gpu': '4' }
    cluster.updateStatus({ ...node, status: { ...node.status, capacity } })
    runUntil(cluster, { time: cluster.now + 15_000 })
    expect(cluster.get('Node', '', 'w1').status.allocatable?.['example.com/gpu']).toBe('4')
    expect([nodeOf(cluster, 'first'), nodeOf(cluster, 'second')].sort()).toEqual(['w1', undefined])
  })
})
