import { describe, expect, test } from 'vitest'
import { drive, kubectl } from '../../../src/kubectl/run.ts'
import { createLab } from '../../../src/scenarios/labs.ts'
import type { Cluster } from '../../../src/sim/index.ts'
import { runUntil } from '../../../src/sim/run.ts'
import type { Container } from '../../../src/sim/types/index.ts'

function stateful(image: string, container: Partial<Container> = {}): Cluster {
  const cluster = createLab('plain')
  cluster.create({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 's', namespace: 'default' },
    spec: {
      serviceName: 's',
      replicas: 3,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app: 's' } },
      template: {
        metadata: { labels: { app: 's' } },
        spec: { containers: [{ name: 'c', image, ...container }] },
      },
    },
  })
  runUntil(cluster, { quiet: true, timeout: 300_000 })
  runUntil(cluster, { time: cluster.now + 60_000 })
  return cluster
}

function ask(cluster: Cluster, pod: string, ...command: string[]): string {
  const words = ['exec', pod, '--', ...command]
  return drive(cluster, kubectl(cluster, words, { readFile: () => undefined })).stdout
}

const ready = (cluster: Cluster): string =>
  [0, 1, 2]
    .map((ordinal) => {
      const status = cluster.find('Pod', 'default', `s-${ordinal}`)?.status
      return status?.containerStatuses?.[0]?.ready ? 'y' : 'n'
    })
    .join('')

function lose(cluster: Cluster, ...ordinals: number[]): void {
  const nodes = ordinals.map(
    (ordinal) => cluster.get('Pod', 'default', `s-${ordinal}`).spec.nodeName ?? '',
  )
  for (const name of new Set(nodes)) cluster.world({ type: 'power-off', name })
  runUntil(cluster, { time: cluster.now + 45_000 })
}

describe('ZooKeeper', () => {
  const probe = { exec: { command: ['zkServer.sh', 'status'] }, timeoutSeconds: 5 }
  const modes = (cluster: Cluster, ordinals: readonly number[]): readonly string[] =>
    ordinals.map(
      (ordinal) =>
        /Mode: (\w+)/.exec(ask(cluster, `s-${ordinal}`, 'zkServer.sh', 'status'))?.[1] ?? 'none',
    )

  test('has one leader, and chooses another when it is gone', () => {
    const cluster = stateful('zookeeper:3.9', { readinessProbe: probe })
    expect(ready(cluster)).toBe('yyy')
    expect(modes(cluster, [0, 1, 2]).toSorted()).toEqual(['follower', 'follower', 'leader'])
    const leader = modes(cluster, [0, 1, 2]).indexOf('leader')
    lose(cluster, leader)
    const others = [0, 1, 2].filter((ordinal) => ordinal !== leader)
    expect(modes(cluster, others).toSorted()).toEqual(['follower', 'leader'])
  })

  test('serves nobody when two of three are lost', () => {
    const cluster = stateful('zookeeper:3.9', { readinessProbe: probe })
    lose(cluster, 0, 1)
    expect(cluster.get('Pod', 'default', 's-2').status.containerStatuses?.[0]?.ready).toBe(false)
    expect(modes(cluster, [2])).toEqual(['none'])
    const said = drive(cluster, kubectl(cluster, ['logs', 's-2'], { readFile: () => undefined }))
    expect(said.stdout).toContain('not serving requests')
  })
})

test('Redis: the first is the master, the others follow and notice that it is gone', () => {
  const cluster = stateful('redis:7')
  expect(ask(cluster, 's-0', 'redis-cli', 'role')).toBe('master\n')
  expect(ask(cluster, 's-1', 'redis-cli', 'info', 'replication')).toContain('master_link_status:up')
  expect(ask(cluster, 's-1', 'redis-cli', 'set', 'a', 'b')).toContain('READONLY')
  lose(cluster, 0)
  expect(ask(cluster, 's-1', 'redis-cli', 'info', 'replication')).toContain(
    'master_link_status:down',
  )
})

test('Cassandra: every node of the ring sees which are up', () => {
  const cluster = stateful('cassandra:5')
  const states = (): readonly string[] =>
    ask(cluster, 's-0', 'nodetool', 'status').match(/^(?:UN|DN)/gm) ?? []
  expect(states()).toEqual(['UN', 'UN', 'UN'])
  lose(cluster, 2)
  expect(states()).toEqual(['UN', 'UN', 'DN'])
})

describe('etcd', () => {
  const members = (cluster: Cluster): string => ask(cluster, 's-2', 'etcdctl', 'endpoint', 'health')

  test.each(['registry.k8s.io/etcd:3.6.6-0', 'quay.io/coreos/etcd:v3.5.21'])(
    '%s: one of three may be lost, two may not',
    (image) => {
      const probe = { httpGet: { path: '/readyz', port: 2381 }, periodSeconds: 5 }
      const alive = { httpGet: { path: '/livez', port: 2381 }, periodSeconds: 5 }
      const cluster = stateful(image, { readinessProbe: probe, livenessProbe: alive })
      expect(ready(cluster)).toBe('yyy')
      expect(members(cluster)).toContain('is healthy')
      lose(cluster, 0)
      expect(cluster.get('Pod', 'default', 's-2').status.containerStatuses?.[0]?.ready).toBe(true)
      lose(cluster, 1)
      const [status] = cluster.get('Pod', 'default', 's-2').status.containerStatuses ?? []
      expect(status).toMatchObject({ ready: false, restartCount: 0 })
      expect(members(cluster)).not.toContain('is healthy')
      const said = drive(cluster, kubectl(cluster, ['logs', 's-2'], { readFile: () => undefined }))
      expect(said.stdout).toContain('etcdserver: no leader')
      for (const node of ['worker-1', 'worker-2', 'worker-3'])
        if (cluster.find('Node', '', node)) cluster.world({ type: 'power-on', name: node })
      runUntil(cluster, { time: cluster.now + 60_000 })
      expect(ready(cluster)).toBe('yyy')
    },
  )

  test('the one of the control plane stands alone, and is asked no more often than it needs', () => {
    const cluster = createLab('plain')
    runUntil(cluster, { quiet: true, timeout: 300_000 })
    const before = cluster.steps
    runUntil(cluster, { time: cluster.now + 60_000 })
    expect(cluster.steps - before).toBeLessThan(120)
  })
})
