import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../../src/sim/cluster.ts'
import { book2021 } from '../../../src/sim/profiles/book2021.ts'
import type { Profile } from '../../../src/sim/profiles/profile.ts'
import { Random } from '../../../src/sim/random.ts'
import { runUntil } from '../../../src/sim/run.ts'
import { decisionOf, decisionsOf, verdicts } from '../../../src/sim/scheduler/index.ts'
import type { Pod, PodSpec } from '../../../src/sim/types/index.ts'
import { addNode, addPod, clusterOf, condition, messages, nodeOf } from './fixture.ts'

function settle(cluster: Cluster): void {
  runUntil(cluster, { quiet: true, timeout: 60_000 })
}

const CLASSES: Readonly<Record<string, number>> = { high: 1000, mid: 100, low: 10 }

function clusterWith(cpus: readonly string[], profile?: Profile): Cluster {
  const cluster = clusterOf(profile ? { profile } : {})
  cpus.forEach((cpu, i) => {
    addNode(cluster, `w${i + 1}`, { cpu })
  })
  for (const [name, value] of Object.entries(CLASSES)) {
    cluster.create<'PriorityClass'>({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    })
  }
  return cluster
}

function add(
  cluster: Cluster,
  name: string,
  priorityClassName: string | undefined,
  cpu: string,
  spec: Partial<PodSpec> = {},
): Pod {
  return addPod(
    cluster,
    name,
    { ...(priorityClassName ? { priorityClassName } : {}), ...spec },
    cpu,
  )
}

function get(cluster: Cluster, name: string): Pod {
  return cluster.get('Pod', 'default', name)
}

const leaving = (cluster: Cluster) =>
  cluster
    .list('Pod', { where: (pod) => pod.metadata.deletionTimestamp !== undefined })
    .map((pod) => pod.metadata.name)

function finish(cluster: Cluster, name: string): void {
  cluster.delete('Pod', 'default', name, { gracePeriodSeconds: 0 })
}

describe('preemption', () => {
  it('evicts whom it outranks, promises the node, and takes it when they are gone', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '1')
    add(cluster, 'b', 'mid', '1')
    settle(cluster)
    const high = add(cluster, 'p', 'high', '1')
    settle(cluster)
    expect(leaving(cluster)).toEqual(['a'])
    expect(get(cluster, 'p').status.nominatedNodeName).toBe('w1')
    expect(messages(cluster, 'p', 'FailedScheduling')).toEqual([
      '0/1 nodes are available: 1 Insufficient cpu.',
    ])
    expect(condition(cluster, 'p')).toBe('0/1 nodes are available: 1 Insufficient cpu.')
    expect(messages(cluster, 'a', 'Preempted')).toEqual([
      `Preempted by pod ${high.metadata.uid} on node w1`,
    ])
    expect(get(cluster, 'a').status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod',
        observedGeneration: 1,
      }),
    )
    finish(cluster, 'a')
    settle(cluster)
    expect(nodeOf(cluster, 'p')).toBe('w1')
    expect(get(cluster, 'p').status.nominatedNodeName).toBeUndefined()
    expect(nodeOf(cluster, 'b')).toBe('w1')
  })

  it('waits while its victims leave, and evicts nobody else', () => {
    const cluster = clusterWith(['2'])
    for (const name of ['a', 'b', 'c', 'd']) add(cluster, name, 'low', '500m')
    settle(cluster)
    add(cluster, 'p', 'high', '1')
    settle(cluster)
    const victims = leaving(cluster)
    expect(victims.length).toBe(2)
    finish(cluster, victims[0] as string)
    settle(cluster)
    expect(leaving(cluster)).toEqual([victims[1]])
    expect(messages(cluster, 'p', 'FailedScheduling').at(-1)).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.',
    )
    expect(get(cluster, 'p').status.nominatedNodeName).toBe('w1')
    finish(cluster, victims[1] as string)
    settle(cluster)
    expect(nodeOf(cluster, 'p')).toBe('w1')
  })

  it('keeps a promised node from pods of lower and of equal rank', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '1')
    add(cluster, 'b', 'low', '1')
    settle(cluster)
    add(cluster, 'p', 'high', '2')
    settle(cluster)
    expect(leaving(cluster)).toEqual(['a', 'b'])
    finish(cluster, 'a')
    add(cluster, 'quick', 'low', '500m')
    add(cluster, 'equal', 'high', '500m')
    settle(cluster)
    expect([nodeOf(cluster, 'quick'), nodeOf(cluster, 'equal')]).toEqual([undefined, undefined])
    expect(verdicts(cluster, get(cluster, 'quick'))[0]).toMatchObject({ feasible: false })
    finish(cluster, 'b')
    settle(cluster)
    expect(nodeOf(cluster, 'p')).toBe('w1')
  })

  it('takes back what a pod of lower rank was promised', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '2')
    settle(cluster)
    add(cluster, 'm', 'mid', '2')
    settle(cluster)
    expect(get(cluster, 'm').status.nominatedNodeName).toBe('w1')
    add(cluster, 'p', 'high', '2')
    settle(cluster)
    expect(get(cluster, 'm').status.nominatedNodeName).toBeUndefined()
    expect(get(cluster, 'p').status.nominatedNodeName).toBe('w1')
    finish(cluster, 'a')
    settle(cluster)
    expect([nodeOf(cluster, 'p'), nodeOf(cluster, 'm')]).toEqual(['w1', undefined])
    expect(condition(cluster, 'm')).toContain('1 No preemption victims found for incoming pod.')
  })

  it('gives the promised place away when the one who waited for it is deleted', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '1')
    add(cluster, 'b', 'low', '1')
    settle(cluster)
    add(cluster, 'p', 'high', '2')
    settle(cluster)
    finish(cluster, 'a')
    add(cluster, 'next', 'low', '1')
    settle(cluster)
    expect(nodeOf(cluster, 'next')).toBeUndefined()
    finish(cluster, 'p')
    settle(cluster)
    expect(nodeOf(cluster, 'next')).toBe('w1')
  })

  it('takes another node at once when one becomes free', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '2')
    settle(cluster)
    add(cluster, 'p', 'high', '2')
    settle(cluster)
    addNode(cluster, 'w2', { cpu: '2' })
    settle(cluster)
    expect(nodeOf(cluster, 'p')).toBe('w2')
  })

  it('gives the promise up where it no longer helps', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '2')
    settle(cluster)
    add(cluster, 'p', 'high', '2')
    settle(cluster)
    const node = cluster.get('Node', '', 'w1')
    cluster.update({ ...node, spec: { ...node.spec, unschedulable: true } })
    finish(cluster, 'a')
    settle(cluster)
    expect(condition(cluster, 'p')).toBe(
      '0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    )
    expect(get(cluster, 'p').status.nominatedNodeName).toBeUndefined()
  })

  it('leaves the others alone when its policy is Never', () => {
    const cluster = clusterWith(['1'])
    cluster.create<'PriorityClass'>({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'gentle' },
      value: 2000,
      preemptionPolicy: 'Never',
    })
    add(cluster, 'a', 'low', '1')
    settle(cluster)
    add(cluster, 'p', 'gentle', '1')
    settle(cluster)
    expect(leaving(cluster)).toEqual([])
    expect(condition(cluster, 'p')).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    )
  })

  it('is told and marked otherwise in 1.18', () => {
    const cluster = clusterWith(['1'], book2021)
    add(cluster, 'a', 'low', '1')
    settle(cluster)
    add(cluster, 'p', 'high', '1')
    settle(cluster)
    expect(messages(cluster, 'a', 'Preempted')).toEqual(['Preempted by default/p on node w1'])
    expect(get(cluster, 'a').status.conditions?.some((c) => c.type === 'DisruptionTarget')).toBe(
      false,
    )
    finish(cluster, 'a')
    settle(cluster)
    expect(get(cluster, 'p')).toMatchObject({
      spec: { nodeName: 'w1' },
      status: { nominatedNodeName: 'w1' },
    })
  })

  it('keeps the tables of all attempts, with the victims', () => {
    const cluster = clusterWith(['2', '2', '1'])
    for (const [i, rank] of ['low', 'mid'].entries()) {
      const nodeSelector = { 'kubernetes.io/hostname': `w${i + 1}` }
      add(cluster, `v${i}`, rank, '2', { nodeSelector })
    }
    settle(cluster)
    const { uid } = add(cluster, 'p', 'high', '2').metadata
    settle(cluster)
    expect(decisionOf(cluster, uid)?.preemption).toEqual({
      node: 'w1',
      nodes: [
        { node: 'w1', victims: [{ pod: 'default/v0', priority: 10 }], violations: 0, reasons: [] },
        { node: 'w2', victims: [{ pod: 'default/v1', priority: 100 }], violations: 0, reasons: [] },
        {
          node: 'w3',
          victims: [],
          violations: 0,
          reasons: ['Preemption is not helpful for scheduling'],
        },
      ],
    })
    expect(decisionOf(cluster, uid)?.rejected.map((r) => r.node)).toEqual(['w1', 'w2', 'w3'])
    finish(cluster, 'v0')
    settle(cluster)
    for (let i = 0; i < 600; i++) {
      add(cluster, `easy${i}`, undefined, '1m', {
        nodeSelector: { 'kubernetes.io/hostname': 'w3' },
      })
    }
    settle(cluster)
    expect(decisionsOf(cluster, uid).map((d) => [d.node, d.preemption?.node])).toEqual([
      ['w1', undefined],
      [undefined, 'w1'],
    ])
  })

  it('announces the node in the status while volumes are prepared there', () => {
    const cluster = clusterWith(['2'])
    cluster.create({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'wffc' },
      provisioner: 'fake.csi/prov',
      volumeBindingMode: 'WaitForFirstConsumer',
    })
    cluster.create<'PersistentVolumeClaim'>({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'wffc',
      },
    })
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }]
    add(cluster, 'p', undefined, '1', { volumes })
    settle(cluster)
    expect(get(cluster, 'p').status.nominatedNodeName).toBe('w1')
    const claim = cluster.get('PersistentVolumeClaim', 'default', 'data')
    const bound = cluster.update({ ...claim, spec: { ...claim.spec, volumeName: 'pv1' } })
    cluster.updateStatus({ ...bound, status: { phase: 'Bound' } })
    settle(cluster)
    expect(get(cluster, 'p').spec.nodeName).toBe('w1')
    expect(get(cluster, 'p').status.nominatedNodeName).toBeUndefined()
  })
})

/** Who was marked as a victim since the journal's entry, and for whom the mark was made. */
function evictions(cluster: Cluster, since: number): readonly (readonly [Pod, Pod])[] {
  const found: [Pod, Pod][] = []
  for (const { after, reason } of cluster.journal.since(since)) {
    if (after?.kind !== 'Event' || after.reason !== 'Preempted') continue
    const victim = get(cluster, after.involvedObject.name ?? '')
    const preemptor = /for pod (\S+) of/.exec(reason)?.[1] ?? ''
    found.push([victim, get(cluster, preemptor)])
  }
  return found
}

/** Lets the victims end, and those of whoever is tried again because of that; the promised get their places. */
function letGo(cluster: Cluster): void {
  for (let victims = leaving(cluster); victims.length > 0; victims = leaving(cluster)) {
    const promised = cluster.list('Pod', { where: (p) => p.status.nominatedNodeName !== undefined })
    for (const name of victims) finish(cluster, name)
    settle(cluster)
    for (const { metadata, status } of promised)
      expect(nodeOf(cluster, metadata.name)).toBe(status.nominatedNodeName)
  }
}

/** How many were evicted by the newest pod, each rightly. */
function checkEvictions(cluster: Cluster, since: number): number {
  const found = evictions(cluster, since)
  for (const [victim, preemptor] of found) {
    expect(victim.spec.priority ?? 0).toBeLessThan(preemptor.spec.priority ?? 0)
    expect(preemptor.status.nominatedNodeName).toBe(victim.spec.nodeName)
  }
  return found.length
}

describe('laws of preemption', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'nobody evicts an equal, and whom room is made for gets it (%i)',
    (seed) => {
      const random = new Random(seed)
      const cluster = clusterWith(['2', '2', '3', '1'])
      const ranks = ['high', 'mid', 'low', undefined]
      let count = 0
      for (let i = 0; i < 60; i++) {
        const before = cluster.rv
        const cpu = `${100 * (2 + random.int(9))}m`
        add(cluster, `p${i}`, ranks[random.int(ranks.length)], cpu)
        settle(cluster)
        count += checkEvictions(cluster, before)
        letGo(cluster)
        const { rv } = cluster
        settle(cluster)
        expect(cluster.rv).toBe(rv)
      }
      expect(count).toBeGreaterThan(3)
    },
  )

  it('looks again at the unschedulable and writes nothing but that it tried', () => {
    const cluster = clusterWith(['2'])
    add(cluster, 'a', 'low', '2')
    settle(cluster)
    add(cluster, 'p', 'high', '2')
    settle(cluster)
    const before = get(cluster, 'p')
    cluster.enqueue('scheduler', 'default/p')
    settle(cluster)
    expect(leaving(cluster)).toEqual(['a'])
    expect(get(cluster, 'p').status.nominatedNodeName).toBe(before.status.nominatedNodeName)
    const told = messages(cluster, 'a', 'Preempted').length
    cluster.enqueue('scheduler', 'default/p')
    settle(cluster)
    expect(messages(cluster, 'a', 'Preempted').length).toBe(told)
  })
})
