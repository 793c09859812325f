import { describe, expect, it } from 'vitest'
import { checkpoint, restore } from '../../../src/sim/checkpoint.ts'
import type { Cluster } from '../../../src/sim/cluster.ts'
import { book2021 } from '../../../src/sim/profiles/book2021.ts'
import { current } from '../../../src/sim/profiles/current.ts'
import { runUntil } from '../../../src/sim/run.ts'
import { decisionOf, verdicts } from '../../../src/sim/scheduler/index.ts'
import type { PersistentVolume, StorageClass } from '../../../src/sim/types/index.ts'
import { addNode, addPod, clusterOf, condition, messages, nodeOf } from './fixture.ts'

const HELP =
  'no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.'

function settle(cluster: Cluster): void {
  runUntil(cluster, { quiet: true, timeout: 60_000 })
}

function twoNodes(): Cluster {
  const cluster = clusterOf()
  addNode(cluster, 'm-k8s', {
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  })
  addNode(cluster, 'w1-k8s')
  return cluster
}

describe('the cycle', () => {
  it('binds a pod to the only node that fits and says so', () => {
    const cluster = twoNodes()
    const pod = addPod(cluster, 'web')
    settle(cluster)
    expect(nodeOf(cluster, 'web')).toBe('w1-k8s')
    expect(messages(cluster, 'web', 'Scheduled')).toEqual([
      'Successfully assigned default/web to w1-k8s',
    ])
    expect(decisionOf(cluster, pod.metadata.uid)).toMatchObject({
      node: 'w1-k8s',
      feasible: 1,
      rejected: [
        { node: 'm-k8s', plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] },
      ],
    })
  })

  it('spreads equal pods over equal nodes', () => {
    const cluster = clusterOf()
    for (const name of ['w1-k8s', 'w2-k8s', 'w3-k8s']) addNode(cluster, name)
    for (let i = 0; i < 9; i++) addPod(cluster, `p${i}`, {}, '100m')
    settle(cluster)
    expect(['w1-k8s', 'w2-k8s', 'w3-k8s'].map((n) => cluster.podsOn(n).length)).toEqual([3, 3, 3])
  })

  it('explains a pod that fits nowhere, in its event and its condition', () => {
    const cluster = twoNodes()
    addPod(cluster, 'big', {}, '8')
    settle(cluster)
    const message = `0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). ${HELP}`
    expect(messages(cluster, 'big', 'FailedScheduling')).toEqual([message])
    expect(condition(cluster, 'big')).toBe(message)
  })

  it('speaks of no preemption in 1.18', () => {
    const cluster = clusterOf({ profile: book2021 })
    addNode(cluster, 'm-k8s', {
      taints: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }],
    })
    addPod(cluster, 'web')
    settle(cluster)
    expect(condition(cluster, 'web')).toBe(
      "0/1 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate.",
    )
  })

  it('says that victims are missing where room is taken by pods of the same rank', () => {
    const cluster = twoNodes()
    addPod(cluster, 'a', {}, '1500m')
    settle(cluster)
    addPod(cluster, 'b', {}, '1')
    settle(cluster)
    expect(condition(cluster, 'b')).toBe(
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
    )
  })

  it('says that there are no nodes', () => {
    const cluster = clusterOf()
    addPod(cluster, 'web')
    settle(cluster)
    expect(condition(cluster, 'web')).toBe('no nodes available to schedule pods')
  })

  it('leaves gated pods, pods of other schedulers and pods that name their node', () => {
    const cluster = twoNodes()
    addPod(cluster, 'gated', { schedulingGates: [{ name: 'wait' }] })
    addPod(cluster, 'other', { schedulerName: 'mine' })
    addPod(cluster, 'named', { nodeName: 'nowhere' })
    settle(cluster)
    expect(nodeOf(cluster, 'gated')).toBeUndefined()
    expect(nodeOf(cluster, 'other')).toBeUndefined()
    expect(nodeOf(cluster, 'named')).toBe('nowhere')
    expect(cluster.list('Event')).toEqual([])
  })

  it('takes pods of higher priority first', () => {
    const cluster = twoNodes()
    cluster.create<'PriorityClass'>({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'high' },
      value: 1000,
    })
    addPod(cluster, 'low', {}, '1500m')
    addPod(cluster, 'low2', {}, '1500m')
    addPod(cluster, 'high', { priorityClassName: 'high' }, '1500m')
    settle(cluster)
    expect(nodeOf(cluster, 'high')).toBe('w1-k8s')
    expect(nodeOf(cluster, 'low')).toBeUndefined()
  })
})

describe('waking up', () => {
  it('tries again when a node is added', () => {
    const cluster = twoNodes()
    addPod(cluster, 'big', {}, '4')
    settle(cluster)
    addNode(cluster, 'w2-k8s', { cpu: '8' })
    settle(cluster)
    expect(nodeOf(cluster, 'big')).toBe('w2-k8s')
  })

  it.each([
    [
      'a label appears',
      { nodeSelector: { disk: 'ssd' } },
      (cluster: Cluster) => {
        const node = cluster.get('Node', '', 'w1-k8s')
        cluster.update({
          ...node,
          metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: 'ssd' } },
        })
      },
    ],
    [
      'a node is uncordoned',
      {},
      (cluster: Cluster) => {
        const node = cluster.get('Node', '', 'w1-k8s')
        cluster.update({ ...node, spec: { ...node.spec, unschedulable: false } })
      },
    ],
  ])('tries again when %s', (_what, spec, change) => {
    const cluster = clusterOf()
    addNode(cluster, 'w1-k8s', { unschedulable: !('nodeSelector' in spec) })
    addPod(cluster, 'web', spec)
    settle(cluster)
    expect(nodeOf(cluster, 'web')).toBeUndefined()
    change(cluster)
    settle(cluster)
    expect(nodeOf(cluster, 'web')).toBe('w1-k8s')
  })

  it('tries again when a pod leaves, and only then', () => {
    const cluster = twoNodes()
    addPod(cluster, 'a', {}, '1500m')
    settle(cluster)
    addPod(cluster, 'b', {}, '1')
    settle(cluster)
    const before = cluster.rv
    const node = cluster.get('Node', '', 'w1-k8s')
    cluster.updateStatus({ ...node, status: { ...node.status, phase: 'Running' } })
    settle(cluster)
    expect(cluster.rv).toBe(before + 1)
    cluster.delete('Pod', 'default', 'a', { gracePeriodSeconds: 0 })
    settle(cluster)
    expect(nodeOf(cluster, 'b')).toBe('w1-k8s')
  })

  it.each([
    [
      '1.18 backs off longer each time, up to ten seconds',
      book2021,
      [1000, 2000, 4000, 8000, 10_000, 10_000],
    ],
    ['1.36 tries at once when it has nothing else to do', current, [10, 10, 10, 10, 10, 10]],
  ])('%s', (_title, profile, expected) => {
    const cluster = clusterOf({ profile })
    addNode(cluster, 'w1-k8s')
    addPod(cluster, 'web', { nodeSelector: { disk: 'ssd' } })
    settle(cluster)
    const gaps: number[] = []
    for (let i = 0; i < 6; i++) {
      const from = cluster.now
      const node = cluster.get('Node', '', 'w1-k8s')
      cluster.update({ ...node, metadata: { ...node.metadata, labels: { turn: String(i) } } })
      settle(cluster)
      gaps.push(cluster.now - from)
    }
    expect(gaps).toEqual(expected)
  })

  it('tries once more after five minutes without any event', () => {
    const cluster = twoNodes()
    addPod(cluster, 'big', {}, '8')
    runUntil(cluster, { time: 299_000 })
    const quiet = cluster.rv
    runUntil(cluster, { time: 301_000 })
    expect(cluster.rv).toBeGreaterThan(quiet)
  })

  it('goes on from a checkpoint that went through JSON as if nothing had happened', () => {
    const play = (cluster: Cluster) => {
      addNode(cluster, 'w2-k8s', { cpu: '8' })
      for (let i = 0; i < 6; i++) addPod(cluster, `p${i}`, {}, '200m')
      settle(cluster)
      return ['big', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5'].map((name) => nodeOf(cluster, name))
    }
    const first = twoNodes()
    addPod(first, 'big', {}, '4')
    settle(first)
    const saved = JSON.parse(JSON.stringify(checkpoint(first)))
    const second = clusterOf()
    restore(second, saved)
    expect(play(second)).toEqual(play(first))
    expect(second.now).toBe(first.now)
  })

  it('writes nothing when it looks again at what is settled', () => {
    const cluster = twoNodes()
    addPod(cluster, 'web')
    settle(cluster)
    const before = cluster.rv
    cluster.enqueue('scheduler', 'default/web')
    settle(cluster)
    expect(cluster.rv).toBe(before)
  })
})

describe('volumes', () => {
  const wait: StorageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    provisioner: 'fake.csi/prov',
    volumeBindingMode: 'WaitForFirstConsumer',
  } as unknown as StorageClass

  function addClaim(cluster: Cluster, name: string, storageClassName?: string): void {
    cluster.create<'PersistentVolumeClaim'>({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'default' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: storageClassName ?? '',
      },
    })
  }
  const using = (claimName: string) => ({
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
  })

  it.each([
    ['nope', '0/2 nodes are available: persistentvolumeclaim "nope" not found. not found'],
    ['now', '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found'],
  ])('refuses everywhere because of claim %s', (claim, message) => {
    const cluster = twoNodes()
    if (claim === 'now') addClaim(cluster, 'now')
    addPod(cluster, 'web', using(claim))
    settle(cluster)
    expect(condition(cluster, 'web')).toBe(message)
  })

  it('chooses the node first, has the volume made, then binds', () => {
    const cluster = twoNodes()
    cluster.create<'StorageClass'>({ ...wait, metadata: { name: 'wffc' } })
    addClaim(cluster, 'wf', 'wffc')
    addPod(cluster, 'web', using('wf'), '1500m')
    settle(cluster)
    const claim = cluster.get('PersistentVolumeClaim', 'default', 'wf')
    expect(claim.metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe('w1-k8s')
    expect(nodeOf(cluster, 'web')).toBeUndefined()
    addPod(cluster, 'second', {}, '1')
    settle(cluster)
    expect(nodeOf(cluster, 'second')).toBeUndefined()
    const bound = cluster.update({
      ...claim,
      metadata: {
        ...claim.metadata,
        annotations: { ...claim.metadata.annotations, 'pv.kubernetes.io/bind-completed': 'yes' },
      },
      spec: { ...claim.spec, volumeName: 'pv1' },
    })
    cluster.updateStatus({ ...bound, status: { phase: 'Bound' } })
    settle(cluster)
    expect(nodeOf(cluster, 'web')).toBe('w1-k8s')
  })

  it('binds a free volume that is on the right node', () => {
    const cluster = clusterOf()
    addNode(cluster, 'w1-k8s')
    addNode(cluster, 'w2-k8s')
    cluster.create<'StorageClass'>({
      ...wait,
      provisioner: 'kubernetes.io/no-provisioner',
      metadata: { name: 'local' },
    })
    const term = {
      matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['w2-k8s'] }],
    }
    const volume = cluster.create<'PersistentVolume'>({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '2Gi' },
        storageClassName: 'local',
        volumeMode: 'Filesystem',
        local: { path: '/mnt' },
        nodeAffinity: { required: { nodeSelectorTerms: [term] } },
      },
    })
    cluster.updateStatus<PersistentVolume>({ ...volume, status: { phase: 'Available' } })
    addClaim(cluster, 'data', 'local')
    addPod(cluster, 'web', using('data'))
    settle(cluster)
    expect(cluster.get('PersistentVolume', '', 'disk').spec.claimRef?.name).toBe('data')
  })
})

describe('verdicts', () => {
  it('judges every node without changing anything, also for a pod that runs', () => {
    const cluster = twoNodes()
    addNode(cluster, 'w2-k8s', { cpu: '1' })
    const pod = addPod(cluster, 'web', {}, '1500m')
    const judge = () => verdicts(cluster, cluster.get('Pod', 'default', 'web'))
    const before = judge()
    expect(before.map((v) => [v.node, v.feasible, v.reasons])).toEqual([
      ['m-k8s', false, ['node(s) had untolerated taint(s)']],
      ['w1-k8s', true, []],
      ['w2-k8s', false, ['Insufficient cpu']],
    ])
    settle(cluster)
    expect(nodeOf(cluster, pod.metadata.name)).toBe('w1-k8s')
    const { rv } = cluster
    expect(judge()).toEqual(before)
    expect(cluster.rv).toBe(rv)
    addPod(cluster, 'next', {}, '1200m')
    settle(cluster)
    expect(condition(cluster, 'next')).toContain('Insufficient cpu')
  })
})
