import { describe, expect, test } from 'vitest'
import { type Cluster, runUntil, type Taint } from '../../../src/sim/index.ts'
import {
  type DeploymentWish,
  deployed,
  deploymentDraft,
  events,
  lab,
  pass,
  pods,
  settle,
} from './lab.ts'

const WORKERS = ['w1-k8s', 'w2-k8s', 'w3-k8s'] as const

function node(cluster: Cluster, name = 'w1-k8s') {
  return cluster.get('Node', '', name)
}

function ready(cluster: Cluster, name?: string): string | undefined {
  return node(cluster, name).status.conditions?.find((c) => c.type === 'Ready')?.status
}

function taints(cluster: Cluster, name?: string): readonly string[] {
  return (node(cluster, name).spec.taints ?? []).map((t) => `${t.key}:${t.effect}`)
}

function on(cluster: Cluster, name: string) {
  return pods(cluster).filter((pod) => pod.spec.nodeName === name)
}

function dead(cluster: Cluster, ...names: readonly string[]): void {
  for (const name of names) cluster.world({ type: 'power-off', name })
}

function until(cluster: Cluster, when: () => boolean): number {
  const start = cluster.now
  expect(runUntil(cluster, { when, timeout: 900_000 })).toBe(true)
  return cluster.now - start
}

function withPods(wish: DeploymentWish = {}): Cluster {
  const cluster = lab()
  deployed(cluster, 'web', { replicas: 3, ...wish })
  return cluster
}

describe('a machine that dies', () => {
  test('is NotReady after the grace, with taints; its pods are no longer ready but still Running', () => {
    const cluster = withPods()
    expect(on(cluster, 'w1-k8s')).toHaveLength(1)
    dead(cluster, 'w1-k8s')
    const took = until(cluster, () => ready(cluster) === 'Unknown')
    expect(took).toBeGreaterThan(40_000)
    expect(took).toBeLessThan(65_000)
    pass(cluster, 6000)
    expect(taints(cluster).toSorted()).toEqual([
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/unreachable:NoSchedule',
    ])
    const conditions = node(cluster).status.conditions?.map((c) => [
      c.type,
      c.status,
      c.reason,
      c.message,
    ])
    expect(conditions).toContainEqual([
      'Ready',
      'Unknown',
      'NodeStatusUnknown',
      'Kubelet stopped posting node status.',
    ])
    expect(events(cluster, 'Node', 'w1-k8s')).toContain(
      'Normal NodeNotReady Node w1-k8s status is now: NodeNotReady',
    )
    const [stranded] = on(cluster, 'w1-k8s')
    expect(stranded?.status.phase).toBe('Running')
    expect(stranded?.status.conditions?.find((c) => c.type === 'Ready')?.status).toBe('False')
    expect(events(cluster, 'Pod', stranded?.metadata.name)).toContain(
      'Warning NodeNotReady Node is not ready',
    )
    expect(cluster.get('Deployment', 'default', 'web').status.availableReplicas).toBe(2)
  })

  test('its pods are given up after 300 s, replaced at once, and gone when the machine is back', () => {
    const cluster = withPods()
    const name = on(cluster, 'w1-k8s')[0]?.metadata.name ?? ''
    dead(cluster, 'w1-k8s')
    until(cluster, () => taints(cluster).includes('node.kubernetes.io/unreachable:NoExecute'))
    const took = until(
      cluster,
      () => cluster.get('Pod', 'default', name).metadata.deletionTimestamp !== undefined,
    )
    expect(Math.round(took / 1000)).toBe(300)
    expect(events(cluster, 'Pod', name)).toContain(
      `Normal TaintManagerEviction Marking for deletion Pod default/${name}`,
    )
    const target = cluster
      .get('Pod', 'default', name)
      .status.conditions?.find((c) => c.type === 'DisruptionTarget')
    expect(target).toMatchObject({
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    })
    pass(cluster, 5000)
    expect(cluster.get('Deployment', 'default', 'web').status.availableReplicas).toBe(3)
    expect(pods(cluster)).toHaveLength(4)
    pass(cluster, 300_000)
    expect(pods(cluster)).toHaveLength(4)
    cluster.world({ type: 'power-on', name: 'w1-k8s' })
    pass(cluster, 60_000)
    expect(pods(cluster)).toHaveLength(3)
    expect(ready(cluster)).toBe('True')
    expect(taints(cluster)).toEqual([])
  })

  test('back in time, the pods stay and the eviction is called off', () => {
    const cluster = withPods()
    const name = on(cluster, 'w1-k8s')[0]?.metadata.name ?? ''
    cluster.world({ type: 'stop-kubelet', name: 'w1-k8s' })
    until(cluster, () => taints(cluster).length === 2)
    pass(cluster, 100_000)
    cluster.world({ type: 'start-kubelet', name: 'w1-k8s' })
    pass(cluster, 400_000)
    expect(cluster.find('Pod', 'default', name)?.metadata.deletionTimestamp).toBeUndefined()
    expect(cluster.get('Deployment', 'default', 'web').status.availableReplicas).toBe(3)
    expect(events(cluster, 'Pod', name)).toContain(
      `Normal TaintManagerEviction Cancelling deletion of Pod default/${name}`,
    )
  })

  test('two at once: the second is given up ten seconds later', () => {
    const cluster = withPods()
    dead(cluster, 'w1-k8s', 'w2-k8s')
    const given = (name: string) => taints(cluster, name).some((t) => t.endsWith(':NoExecute'))
    until(cluster, () => given('w1-k8s') || given('w2-k8s'))
    const took = until(cluster, () => given('w1-k8s') && given('w2-k8s'))
    expect(took).toBeGreaterThanOrEqual(10_000)
    expect(took).toBeLessThan(16_000)
  })

  test('with most machines dark, or all, the fault is elsewhere: nobody else is given up', () => {
    const cluster = withPods()
    dead(cluster, ...WORKERS)
    pass(cluster, 600_000)
    const given = WORKERS.filter((name) =>
      taints(cluster, name).some((t) => t.endsWith(':NoExecute')),
    )
    expect(given.length).toBeLessThan(3)
    const all = withPods()
    dead(all, ...WORKERS, 'm-k8s')
    pass(all, 600_000)
    expect(
      all
        .list('Node')
        .flatMap((n) => taints(all, n.metadata.name))
        .filter((t) => t.endsWith(':NoExecute')),
    ).toEqual([])
    expect(pods(all).some((pod) => pod.metadata.deletionTimestamp)).toBe(false)
  })
})

function taint(cluster: Cluster, name: string, added: readonly Taint[]): void {
  const present = node(cluster, name)
  cluster.update({ ...present, spec: { ...present.spec, taints: added } })
}

describe('NoExecute taints', () => {
  const ROT: Taint = { key: 'rot', value: 'x', effect: 'NoExecute' }
  const tolerating = (seconds?: number, more: readonly object[] = []): Cluster => {
    const cluster = lab()
    const draft = deploymentDraft('web', { replicas: 3 })
    const { template } = draft.spec
    const tolerations = [
      {
        key: 'rot',
        operator: 'Exists',
        effect: 'NoExecute',
        ...(seconds === undefined ? {} : { tolerationSeconds: seconds }),
      },
      ...more,
    ]
    cluster.create<'Deployment'>({
      ...draft,
      spec: { ...draft.spec, template: { ...template, spec: { ...template.spec, tolerations } } },
    })
    settle(cluster)
    return cluster
  }
  const leaves = (cluster: Cluster, within: number): number | undefined => {
    const name = on(cluster, 'w1-k8s')[0]?.metadata.name ?? ''
    taint(cluster, 'w1-k8s', [ROT])
    const start = cluster.now
    const gone = () =>
      cluster.find('Pod', 'default', name)?.metadata.deletionTimestamp !== undefined
    return runUntil(cluster, { when: gone, timeout: within }) ? cluster.now - start : undefined
  }

  test('not tolerated: at once', () => {
    expect(leaves(withPods(), 10_000)).toBeLessThan(100)
  })
  test('tolerated for a while: after it', () => {
    expect(Math.round((leaves(tolerating(60), 200_000) ?? 0) / 1000)).toBe(60)
  })
  test('tolerated for ever: never', () => {
    expect(leaves(tolerating(), 2_000_000)).toBeUndefined()
  })
  test('of two tolerations that match the first counts', () => {
    const second = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }
    expect(leaves(tolerating(undefined, [second]), 100_000)).toBeUndefined()
  })
  test('a pod that comes later has all of its time', () => {
    const cluster = lab()
    taint(cluster, 'w1-k8s', [{ ...ROT, timeAdded: cluster.time() }])
    pass(cluster, 100_000)
    cluster.create<'Pod'>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'late', namespace: 'default' },
      spec: {
        nodeName: 'w1-k8s',
        containers: [{ name: 'c', image: 'nginx' }],
        tolerations: [
          { key: 'rot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
        ],
      },
    })
    const gone = () =>
      cluster.get('Pod', 'default', 'late').metadata.deletionTimestamp !== undefined
    expect(Math.round(until(cluster, gone) / 1000)).toBe(30)
  })
})

describe('a node', () => {
  test('is registered, and told of when it is removed', () => {
    const cluster = lab()
    expect(events(cluster, 'Node', 'w1-k8s')).toContain(
      'Normal RegisteredNode Node w1-k8s event: Registered Node w1-k8s in Controller',
    )
    dead(cluster, 'w1-k8s')
    cluster.delete('Node', '', 'w1-k8s')
    pass(cluster, 1000)
    expect(events(cluster, 'Node', 'w1-k8s')).toContain(
      'Normal RemovingNode Node w1-k8s event: Removing Node w1-k8s from Controller',
    )
  })

  test('that is cordoned gets the taint, and loses it', () => {
    const cluster = lab()
    const present = node(cluster)
    cluster.update({ ...present, spec: { ...present.spec, unschedulable: true } })
    settle(cluster)
    expect(taints(cluster)).toEqual(['node.kubernetes.io/unschedulable:NoSchedule'])
    const { unschedulable: _, ...spec } = node(cluster).spec
    cluster.update({ ...node(cluster), spec })
    settle(cluster)
    expect(taints(cluster)).toEqual([])
  })

  test('that is deleted: its pods are collected after 40 to 60 seconds and replaced', () => {
    const cluster = withPods()
    const name = on(cluster, 'w1-k8s')[0]?.metadata.name ?? ''
    dead(cluster, 'w1-k8s')
    cluster.delete('Node', '', 'w1-k8s')
    const start = cluster.rv
    const took = until(cluster, () => cluster.find('Pod', 'default', name) === undefined)
    expect(took).toBeGreaterThanOrEqual(40_000)
    expect(took).toBeLessThanOrEqual(80_000)
    const last = cluster.journal
      .since(start)
      .findLast((e) => e.kind === 'Pod' && e.key === `default/${name}` && e.verb === 'delete')
    expect(last?.actor).toBe('pod-garbage-collector')
    const before = last?.before as ReturnType<typeof pods>[number] | undefined
    const conditions = before?.status.conditions
    expect(conditions).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
      }),
    )
    pass(cluster, 5000)
    expect(cluster.get('Deployment', 'default', 'web').status.availableReplicas).toBe(3)
  })

  test('a deleted pod that never had a node is swept away', () => {
    const cluster = lab()
    cluster.create<'Pod'>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lost', namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'nginx' }], nodeSelector: { no: 'where' } },
    })
    settle(cluster)
    cluster.delete('Pod', 'default', 'lost')
    pass(cluster, 30_000)
    expect(cluster.find('Pod', 'default', 'lost')).toBeUndefined()
  })
})
