import { describe, expect, test } from 'vitest'
import { victims } from '../../../src/sim/controllers/victims.ts'
import {
  type Cluster,
  controllerOf,
  createCluster,
  current,
  type Draft,
  formatTime,
  type Pod,
  type PodCondition,
  type ReplicaSet,
} from '../../../src/sim/index.ts'
import { conditionOf, events, lab, pass, pods, settle } from './lab.ts'

const NOW = 10_000_000

interface Wish {
  readonly node?: string
  readonly phase?: string
  /** Seconds before now; missing for a pod that is not ready. */
  readonly readyFor?: number
  readonly age?: number
  readonly cost?: string
  readonly restarts?: number
  readonly uid?: string
}

function pod(name: string, wish: Wish): Pod {
  const ready: PodCondition[] =
    wish.readyFor === undefined
      ? []
      : [
          {
            type: 'Ready',
            status: 'True',
            lastTransitionTime: formatTime(NOW - wish.readyFor * 1000),
          },
        ]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: wish.uid ?? name,
      resourceVersion: '1',
      creationTimestamp: formatTime(NOW - (wish.age ?? 100) * 1000),
      ...(wish.cost === undefined
        ? {}
        : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': wish.cost } }),
    },
    spec: {
      containers: [{ name: 'c', image: 'nginx' }],
      ...(wish.node === '' ? {} : { nodeName: wish.node ?? `node-of-${name}` }),
    },
    status: {
      phase: wish.phase ?? 'Running',
      conditions: ready,
      containerStatuses: [
        {
          name: 'c',
          image: 'nginx',
          imageID: '',
          ready: true,
          restartCount: wish.restarts ?? 0,
          state: {},
          lastState: {},
        },
      ],
    },
  } as Pod
}

const SET = { kind: 'ReplicaSet', metadata: { name: 's', uid: 's' }, spec: {} } as ReplicaSet

function firstVictim(a: Wish, b: Wish): string {
  const cluster = createCluster({ profile: current, seed: 1 })
  cluster.now = NOW
  const found = victims(cluster, SET, [pod('a', a), pod('b', b)], 1)
  return found[0]?.metadata.name ?? ''
}

describe('who goes first, rule by rule', () => {
  const ready = { readyFor: 50 }
  test.each<[string, Wish, Wish, string]>([
    [
      'without a node before with one',
      { ...ready, phase: 'Pending', node: '' },
      { phase: 'Pending' },
      'a',
    ],
    ['pending before running', { phase: 'Running' }, { phase: 'Pending' }, 'b'],
    ['pending before unknown', { phase: 'Unknown' }, { phase: 'Pending' }, 'b'],
    ['not ready before ready', ready, {}, 'b'],
    ['not ready beats a lower cost', { ...ready, cost: '-5' }, {}, 'b'],
    ['lower cost first', { ...ready, cost: '10' }, { ...ready, cost: '2' }, 'b'],
    ['no cost is 0', { ...ready, cost: '-1' }, ready, 'a'],
    ['a broken cost is 0', { ...ready, cost: 'x' }, { ...ready, cost: '-1' }, 'b'],
    ['ready for a shorter time first', { readyFor: 1000 }, { readyFor: 10 }, 'b'],
    [
      'ages of the same power of two are equal: uid decides',
      { readyFor: 1000, uid: 'z' },
      { readyFor: 1050, uid: 'y' },
      'b',
    ],
    ['and the other way round', { readyFor: 1000, uid: 'y' }, { readyFor: 1050, uid: 'z' }, 'a'],
    [
      'ready at the same second: more restarts first',
      { ...ready, restarts: 1 },
      { ...ready, restarts: 3 },
      'b',
    ],
    ['both not ready: more restarts first', { restarts: 4 }, { restarts: 0 }, 'a'],
    ['then the younger', { age: 10 }, { age: 1000 }, 'a'],
    [
      'younger on a logarithmic scale only: uid decides',
      { age: 1000, uid: 'z' },
      { age: 1050, uid: 'y' },
      'b',
    ],
    ['all equal: uid', { ...ready, uid: '2' }, { ...ready, uid: '1' }, 'b'],
  ])('%s', (_, a, b, expected) => {
    expect(firstVictim(a, b)).toBe(expected)
  })

  test('the one with more siblings on its node first, whatever its age', () => {
    const cluster = createCluster({ profile: current, seed: 1 })
    cluster.now = NOW
    const list = [
      pod('old-alone', { node: 'n1', readyFor: 10 }),
      pod('crowded-1', { node: 'n2', readyFor: 5000 }),
      pod('crowded-2', { node: 'n2', readyFor: 100_000 }),
    ]
    expect(victims(cluster, SET, list, 1).map((p) => p.metadata.name)).toEqual(['crowded-1'])
  })

  test('pods of sibling sets of one owner crowd a node too', () => {
    const cluster = lab()
    const labels = { app: 'web' }
    const set = (name: string, replicas: number) =>
      cluster.create<'ReplicaSet'>(setDraft(name, replicas, { ...labels, set: name }))
    const [one, two] = [set('one', 2), set('two', 1)]
    const owner = cluster.create<'ConfigMap'>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'owner', namespace: 'default' },
    })
    settle(cluster)
    for (const child of [one, two]) {
      const present = cluster.get('ReplicaSet', 'default', child.metadata.name)
      const reference = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'owner',
        uid: owner.metadata.uid,
        controller: true,
      }
      cluster.update({
        ...present,
        metadata: { ...present.metadata, ownerReferences: [reference] },
      })
    }
    const present = cluster.get('ReplicaSet', 'default', 'one')
    const [first, second] = cluster.owned('Pod', one.metadata.uid)
    const other = cluster.owned('Pod', two.metadata.uid)[0]
    if (!first || !second || !other) throw new Error('pods are missing')
    expect(new Set([first, second, other].map((p) => p.spec.nodeName)).size).toBe(3)
    const node = other.spec.nodeName ?? ''
    // Only the family's crowd on the node tells the two apart: their uids say the opposite.
    const onNode = (p: Pod, nodeName: string, uid: string): Pod => ({
      ...p,
      metadata: { ...p.metadata, uid },
      spec: { ...p.spec, nodeName },
    })
    const alone = onNode(first, 'elsewhere', '0')
    const crowded = onNode(second, node, '1')
    expect(victims(cluster, present, [alone, crowded], 1)).toEqual([crowded])
  })
})

function setDraft(
  name: string,
  replicas: number,
  labels: Readonly<Record<string, string>>,
  namespace = 'default',
): Draft<ReplicaSet> {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  }
}

function started(replicas: number): Cluster {
  const cluster = lab()
  cluster.create<'ReplicaSet'>(setDraft('web', replicas, { app: 'web' }))
  settle(cluster)
  return cluster
}

function bare(cluster: Cluster, name: string, labels: Readonly<Record<string, string>>): void {
  cluster.create<'Pod'>({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  })
}

describe('replicas', () => {
  test('are made, named after the set, owned by it, counted and told of', () => {
    const cluster = started(3)
    const set = cluster.get('ReplicaSet', 'default', 'web')
    expect(set.status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    })
    for (const child of pods(cluster)) {
      expect(child.metadata.name).toMatch(/^web-[a-z0-9]{5}$/)
      expect(child.metadata.generateName).toBe('web-')
      expect(child.metadata.ownerReferences).toEqual([
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'web',
          uid: set.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ])
    }
    expect(events(cluster, 'ReplicaSet').toSorted()).toEqual(
      pods(cluster).map((p) => `Normal SuccessfulCreate Created pod: ${p.metadata.name}`),
    )
  })

  test('a deleted pod is replaced while it still terminates', () => {
    const cluster = started(2)
    const [victim] = pods(cluster)
    cluster.delete('Pod', 'default', victim?.metadata.name ?? '')
    pass(cluster, 100)
    expect(pods(cluster)).toHaveLength(3)
    expect(cluster.get('ReplicaSet', 'default', 'web').status).toMatchObject({
      replicas: 2,
      terminatingReplicas: 1,
    })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(2)
  })

  test('surplus is deleted and told of', () => {
    const cluster = started(3)
    const before = pods(cluster).map((p) => p.metadata.name)
    cluster.scale('ReplicaSet', 'default', 'web', { replicas: 1 })
    settle(cluster)
    const left = pods(cluster).map((p) => p.metadata.name)
    expect(left).toHaveLength(1)
    const gone = before.filter((name) => !left.includes(name))
    const told = events(cluster, 'ReplicaSet').filter((e) => e.includes('SuccessfulDelete'))
    expect(told.toSorted()).toEqual(
      gone.map((name) => `Normal SuccessfulDelete Deleted pod: ${name}`),
    )
  })

  test('a finished pod is replaced and does not count', () => {
    const cluster = lab()
    const draft = setDraft('once', 1, { app: 'once' })
    cluster.create<'ReplicaSet'>(draft)
    settle(cluster)
    const [only] = pods(cluster)
    if (!only) throw new Error('no pod')
    cluster.stopComponent('kubelet')
    cluster.updateStatus({ ...only, status: { ...only.status, phase: 'Failed' } })
    pass(cluster, 500)
    expect(pods(cluster)).toHaveLength(2)
    expect(cluster.get('ReplicaSet', 'default', 'once').status.replicas).toBe(1)
  })
})

describe('adoption and release', () => {
  test('a loose pod with the labels is adopted instead of a new one made', () => {
    const cluster = lab()
    bare(cluster, 'loose', { app: 'web' })
    bare(cluster, 'other', { app: 'other' })
    settle(cluster)
    cluster.create<'ReplicaSet'>(setDraft('web', 2, { app: 'web' }))
    settle(cluster)
    const uid = cluster.get('ReplicaSet', 'default', 'web').metadata.uid
    expect(controllerOf(cluster.get('Pod', 'default', 'loose'))?.uid).toBe(uid)
    expect(controllerOf(cluster.get('Pod', 'default', 'other'))).toBeUndefined()
    expect(pods(cluster)).toHaveLength(3)
  })

  test('one too many is adopted and then deleted: the youngest of equals', () => {
    const cluster = started(2)
    pass(cluster, 60_000)
    bare(cluster, 'loose', { app: 'web' })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(2)
    expect(cluster.find('Pod', 'default', 'loose')).toBeUndefined()
  })

  test('a pod that loses the label is released and replaced', () => {
    const cluster = started(1)
    const [only] = pods(cluster)
    if (!only) throw new Error('no pod')
    cluster.update({ ...only, metadata: { ...only.metadata, labels: { app: 'stray' } } })
    settle(cluster)
    const stray = cluster.get('Pod', 'default', only.metadata.name)
    expect(stray.metadata.ownerReferences).toBeUndefined()
    expect(pods(cluster)).toHaveLength(2)
    // With the label back there is one too many.
    cluster.update({ ...stray, metadata: { ...stray.metadata, labels: { app: 'web' } } })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(1)
  })

  test("another controller's pods are left alone", () => {
    const cluster = started(1)
    cluster.create<'ReplicaSet'>(setDraft('twin', 1, { app: 'web' }))
    settle(cluster)
    expect(pods(cluster)).toHaveLength(2)
    expect(new Set(pods(cluster).map((p) => controllerOf(p)?.name))).toEqual(
      new Set(['web', 'twin']),
    )
  })
})

describe('refusals', () => {
  function refused(replicas: number): Cluster {
    const cluster = lab()
    const draft = setDraft('web', replicas, { app: 'web' })
    const { template } = draft.spec
    cluster.create<'ReplicaSet'>({
      ...draft,
      spec: {
        ...draft.spec,
        template: { ...template, spec: { ...template.spec, priorityClassName: 'nowhere' } },
      },
    })
    pass(cluster, 300)
    return cluster
  }
  const message = /pods "web-" is forbidden: no PriorityClass with name nowhere was found$/

  test('are told of as FailedCreate and as the condition ReplicaFailure', () => {
    const cluster = refused(4)
    const told = events(cluster, 'ReplicaSet')
    expect(told.length).toBeGreaterThan(0)
    for (const text of told)
      expect(text).toMatch(/^Warning FailedCreate Error creating: pods "web-/)
    const { conditions, replicas } = cluster.get('ReplicaSet', 'default', 'web').status
    expect(replicas).toBe(0)
    expect(conditionOf(conditions, 'ReplicaFailure')).toMatch(/^True FailedCreate: /)
    expect(conditionOf(conditions, 'ReplicaFailure')).toMatch(message)
  })

  test('start slowly: one try per look, with longer and longer pauses', () => {
    const cluster = refused(50)
    const tries = () =>
      cluster
        .list('Event', { where: (e) => e.reason === 'FailedCreate' })
        .reduce((sum, e) => sum + (e.count ?? 1), 0)
    const early = tries()
    expect(early).toBeGreaterThanOrEqual(5)
    expect(early).toBeLessThanOrEqual(8)
    pass(cluster, 10_000)
    expect(tries() - early).toBeLessThanOrEqual(6)
  })

  test('end when the cause ends, and the condition goes', () => {
    const cluster = refused(2)
    cluster.create<'PriorityClass'>({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'nowhere' },
      value: 5,
    })
    pass(cluster, 30_000)
    const { conditions, readyReplicas } = cluster.get('ReplicaSet', 'default', 'web').status
    expect(conditions).toBeUndefined()
    expect(readyReplicas).toBe(2)
  })
})
