import { describe, expect, test } from 'vitest'
import {
  ApiError,
  type Cluster,
  type DaemonSet,
  type Node,
  type Pod,
  runUntil,
  type Taint,
} from '../../../src/sim/index.ts'
import { events, lab, pass, settle } from './lab.ts'
import { type DaemonSetWish, daemonSetDraft, extremes, podSteps, withImage } from './workloads.ts'

function made(wish: DaemonSetWish = {}, cluster: Cluster = lab()): Cluster {
  cluster.create<'DaemonSet'>(daemonSetDraft('agent', wish))
  settle(cluster)
  return cluster
}

function agent(cluster: Cluster): DaemonSet {
  return cluster.get('DaemonSet', 'default', 'agent')
}

function pods(cluster: Cluster): readonly Pod[] {
  return cluster.list('Pod', { namespace: 'default' })
}

function nodesOf(cluster: Cluster): readonly string[] {
  return pods(cluster)
    .map((pod) => pod.spec.nodeName ?? '')
    .sort()
}

function changeNode(cluster: Cluster, name: string, by: (node: Node) => Node): void {
  cluster.update(by(cluster.get('Node', '', name)))
}

function taint(cluster: Cluster, name: string, effect: string): void {
  const added: Taint = { key: 'maint', value: 'true', effect }
  changeNode(cluster, name, (node) => ({
    ...node,
    spec: { ...node.spec, taints: [...(node.spec.taints ?? []), added] },
  }))
}

function label(cluster: Cluster, name: string, labels: Readonly<Record<string, string>>): void {
  changeNode(cluster, name, (node) => ({
    ...node,
    metadata: { ...node.metadata, labels: { ...node.metadata.labels, ...labels } },
  }))
}

const AUTOMATIC = [
  'node.kubernetes.io/not-ready NoExecute',
  'node.kubernetes.io/unreachable NoExecute',
  'node.kubernetes.io/disk-pressure NoSchedule',
  'node.kubernetes.io/memory-pressure NoSchedule',
  'node.kubernetes.io/pid-pressure NoSchedule',
  'node.kubernetes.io/unschedulable NoSchedule',
]

describe('the pod that is made', () => {
  test.each([
    ['own network', {}, AUTOMATIC],
    [
      'the network of the node',
      { hostNetwork: true },
      [...AUTOMATIC, 'node.kubernetes.io/network-unavailable NoSchedule'],
    ],
    [
      'tolerations of the template come first',
      { tolerations: [{ key: 'a', operator: 'Exists' }] },
      ['a undefined', ...AUTOMATIC],
    ],
  ])('%s', (_, pod, expected) => {
    const cluster = made({ pod })
    const [first] = pods(cluster)
    expect(first?.spec.tolerations?.map((t) => `${t.key} ${t.effect}`)).toEqual(expected)
  })

  test('is for one node by its name, and keeps what the template prefers', () => {
    const preferred = [
      { weight: 1, preference: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } },
    ]
    const required = {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }],
    }
    const cluster = lab()
    label(cluster, 'w2-k8s', { disk: 'ssd' })
    made(
      {
        pod: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: required,
              preferredDuringSchedulingIgnoredDuringExecution: preferred,
            },
          },
        },
      },
      cluster,
    )
    expect(pods(cluster)).toHaveLength(1)
    expect(pods(cluster)[0]?.spec.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w2-k8s'] }] },
          ],
        },
        preferredDuringSchedulingIgnoredDuringExecution: preferred,
      },
    })
  })

  test('is placed by the scheduler', () => {
    const cluster = made()
    const binders = cluster.journal
      .since(0)
      .filter(({ kind, before, after }) => {
        const [was, is] = [before as Pod | undefined, after as Pod | undefined]
        return kind === 'Pod' && is?.spec.nodeName && was && !was.spec.nodeName
      })
      .map(({ actor }) => actor)
    expect(binders).toEqual(['scheduler', 'scheduler', 'scheduler'])
  })
})

describe('nodes', () => {
  const EVERY = { tolerations: [{ operator: 'Exists' }] }

  test.each<readonly [string, DaemonSetWish, readonly string[]]>([
    ['workers, for the control plane is tainted', {}, ['w1-k8s', 'w2-k8s', 'w3-k8s']],
    ['all that it tolerates', { pod: EVERY }, ['m-k8s', 'w1-k8s', 'w2-k8s', 'w3-k8s']],
    [
      'by nodeSelector',
      { pod: { nodeSelector: { 'kubernetes.io/hostname': 'w2-k8s' } } },
      ['w2-k8s'],
    ],
    ['by nodeName', { pod: { nodeName: 'w3-k8s' } }, ['w3-k8s']],
  ])('%s', (_, wish, expected) => {
    expect(nodesOf(made(wish))).toEqual(expected)
  })

  test('a cordoned node is no exception', () => {
    const cluster = lab()
    changeNode(cluster, 'w1-k8s', (n) => ({ ...n, spec: { ...n.spec, unschedulable: true } }))
    settle(cluster)
    expect(nodesOf(made({}, cluster))).toEqual(['w1-k8s', 'w2-k8s', 'w3-k8s'])
  })

  test.each([
    // effect, pods after the taint, pods after one of w1 was deleted
    ['PreferNoSchedule', 3, 3],
    ['NoSchedule', 3, 2],
    ['NoExecute', 2, 2],
  ])('a taint %s', (effect, tainted, deleted) => {
    const cluster = made()
    taint(cluster, 'w1-k8s', effect)
    settle(cluster)
    expect(pods(cluster)).toHaveLength(tainted)
    for (const pod of cluster.podsOn('w1-k8s')) cluster.delete('Pod', 'default', pod.metadata.name)
    settle(cluster)
    expect(pods(cluster)).toHaveLength(deleted)
  })

  test('a pod on a node that is no longer for it is counted as misscheduled', () => {
    const cluster = made()
    taint(cluster, 'w1-k8s', 'NoSchedule')
    settle(cluster)
    // Nothing is missing or too much: the counts follow with the next look.
    expect(agent(cluster).status.numberMisscheduled).toBe(0)
    cluster.update({
      ...agent(cluster),
      spec: { ...agent(cluster).spec, minReadySeconds: 1 },
    })
    settle(cluster)
    expect(agent(cluster).status).toMatchObject({
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberMisscheduled: 1,
      numberReady: 2,
    })
  })

  test('labels decide: a node that gets one gets a pod, one that loses it loses the pod', () => {
    const cluster = made({ pod: { nodeSelector: { disk: 'ssd' } } })
    expect(agent(cluster).status.desiredNumberScheduled).toBe(0)
    label(cluster, 'w2-k8s', { disk: 'ssd' })
    settle(cluster)
    expect(nodesOf(cluster)).toEqual(['w2-k8s'])
    label(cluster, 'w2-k8s', { disk: 'no' })
    settle(cluster)
    expect(nodesOf(cluster)).toEqual([])
  })

  test('a deleted pod is replaced when it is gone, not before', () => {
    const cluster = made()
    const [pod] = cluster.podsOn('w2-k8s')
    const since = cluster.rv
    cluster.delete('Pod', 'default', pod?.metadata.name ?? '')
    settle(cluster)
    const verbs = podSteps(cluster, since).map((step) => step.split(' ')[0])
    expect(verbs).toEqual(['stop', 'gone', 'create'])
  })

  test('the pods of a dead machine stay, and are not made again', () => {
    const cluster = made()
    const uids = pods(cluster).map((pod) => pod.metadata.uid)
    cluster.world({ type: 'power-off', name: 'w1-k8s' })
    pass(cluster, 600_000)
    expect(pods(cluster).map((pod) => pod.metadata.uid)).toEqual(uids)
    // Its pods tolerate the taint that evicts, not the one that keeps others away: it is no place for a daemon.
    expect(agent(cluster).status).toMatchObject({
      desiredNumberScheduled: 2,
      numberReady: 2,
      numberMisscheduled: 1,
    })
  })

  test('a pod that waits for a node that is deleted goes', () => {
    const cluster = lab()
    cluster.stopComponent('scheduler')
    made({}, cluster)
    cluster.delete('Node', '', 'w1-k8s')
    label(cluster, 'm-k8s', { any: 'thing' })
    cluster.update({
      ...agent(cluster),
      metadata: { ...agent(cluster).metadata, labels: { woken: 'yes' } },
    })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(2)
  })
})

describe('updates', () => {
  test.each([
    // maxUnavailable of 3 nodes, pods that stay ready at least
    [1, 2],
    [2, 1],
    ['33%', 2],
    ['34%', 1],
    ['100%', 0],
  ])('maxUnavailable %s', (maxUnavailable, least) => {
    const cluster = made({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } },
    })
    cluster.update(withImage(agent(cluster), 'nginx:1.27'))
    expect(extremes(cluster)).toEqual({ ready: least, together: 1 })
    expect(agent(cluster).status.updatedNumberScheduled).toBe(3)
  })

  test.each([
    [1, 1],
    ['50%', 2],
  ])(
    'maxSurge %s: a new pod beside the old one, which goes when the new one serves',
    (maxSurge, most) => {
      const cluster = made({
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: 0 } },
      })
      const since = cluster.rv
      cluster.update(withImage(agent(cluster), 'nginx:1.27'))
      expect(extremes(cluster)).toEqual({ ready: 3, together: 2 })
      const first = podSteps(cluster, since).findIndex((step) => step.startsWith('stop'))
      expect(first).toBe(most)
      expect(agent(cluster).status).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 })
    },
  )

  test('a new pod that does not serve holds the update up', () => {
    const cluster = made()
    cluster.update(withImage(agent(cluster), 'nginx:bad'))
    pass(cluster, 120_000)
    expect(agent(cluster).status).toMatchObject({
      desiredNumberScheduled: 3,
      updatedNumberScheduled: 1,
      numberReady: 2,
      numberUnavailable: 1,
    })
    cluster.update(withImage(agent(cluster), 'nginx:1.26'))
    settle(cluster)
    expect(agent(cluster).status).toMatchObject({ numberReady: 3, updatedNumberScheduled: 3 })
  })

  test('minReadySeconds: a ready pod counts when its time has passed', () => {
    const cluster = lab()
    cluster.create<'DaemonSet'>(daemonSetDraft('agent', { minReadySeconds: 20 }))
    pass(cluster, 10_000)
    expect(agent(cluster).status).toMatchObject({ numberReady: 3, numberUnavailable: 3 })
    pass(cluster, 15_000)
    expect(agent(cluster).status.numberAvailable).toBe(3)
  })

  test('OnDelete: only a pod that is deleted gets the new template', () => {
    const cluster = made({ updateStrategy: { type: 'OnDelete' } })
    cluster.update(withImage(agent(cluster), 'nginx:1.27'))
    settle(cluster)
    expect(agent(cluster).status.updatedNumberScheduled).toBeUndefined()
    cluster.delete('Pod', 'default', pods(cluster)[0]?.metadata.name ?? '')
    settle(cluster)
    expect(agent(cluster).status.updatedNumberScheduled).toBe(1)
  })

  test('a failed pod is deleted, and again only after a growing pause', () => {
    const cluster = made()
    const moments: number[] = []
    for (let round = 0; round < 4; round++) {
      const [pod] = cluster.podsOn('w1-k8s')
      if (!pod) throw new Error('no pod')
      const failed = cluster.now
      cluster.updateStatus({ ...pod, status: { ...pod.status, phase: 'Failed' } })
      runUntil(cluster, {
        when: () => !cluster.find('Pod', 'default', pod.metadata.name),
        timeout: 60_000,
      })
      moments.push(cluster.now - failed)
      runUntil(cluster, { when: () => cluster.podsOn('w1-k8s').length === 1, timeout: 60_000 })
    }
    expect(moments[0]).toBeLessThan(1000)
    expect(moments[3]).toBeGreaterThan(2 * (moments[1] ?? 0))
    expect(events(cluster, 'DaemonSet').filter((e) => e.includes('FailedDaemonPod'))[0]).toMatch(
      /^Warning FailedDaemonPod Found failed daemon pod default\/agent-\w{5} on node w1-k8s, will try to kill it$/,
    )
  })
})

describe('revisions', () => {
  function history(cluster: Cluster): readonly number[] {
    return cluster
      .list('ControllerRevision')
      .map(({ revision }) => revision)
      .toSorted((a, b) => a - b)
  }

  test('name, label and hash of the pods agree', () => {
    const cluster = made()
    const [revision] = cluster.list('ControllerRevision')
    const hash = revision?.metadata.labels?.['controller-revision-hash']
    expect(revision?.metadata.name).toBe(`agent-${hash}`)
    for (const { metadata } of pods(cluster))
      expect(metadata.labels).toEqual({
        app: 'agent',
        'controller-revision-hash': hash,
        'pod-template-generation': '1',
      })
  })

  test('going back gives the old revision a new number, and pods its hash', () => {
    const cluster = made()
    const first = cluster.list('ControllerRevision')[0]?.metadata.name
    cluster.update(withImage(agent(cluster), 'nginx:1.27'))
    settle(cluster)
    cluster.update(withImage(agent(cluster), 'nginx:1.26'))
    settle(cluster)
    expect(history(cluster)).toEqual([2, 3])
    const newest = cluster.list('ControllerRevision').find(({ revision }) => revision === 3)
    expect(newest?.metadata.name).toBe(first)
    expect(agent(cluster).metadata.annotations).toEqual({
      'deprecated.daemonset.template.generation': '3',
    })
  })

  test('beyond the limit the oldest go', () => {
    const cluster = made({ revisionHistoryLimit: 1 })
    for (const tag of ['1.27', '1.28', '1.29']) {
      cluster.update(withImage(agent(cluster), `nginx:${tag}`))
      settle(cluster)
    }
    expect(history(cluster)).toEqual([3, 4])
  })
})

test('there is nothing to scale', () => {
  const cluster = made()
  expect(() => cluster.scale('DaemonSet', 'default', 'agent', { replicas: 1 })).toThrow(
    'the server could not find the requested resource',
  )
  expect(() => cluster.scale('DaemonSet', 'default', 'agent', { replicas: 1 })).toThrow(ApiError)
})
