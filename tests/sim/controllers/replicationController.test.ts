import { describe, expect, test } from 'vitest'
import type { Cluster, Draft, ReplicationController } from '../../../src/sim/index.ts'
import { events, lab, pods, settle } from './lab.ts'

function draft(replicas: number): Draft<ReplicationController> {
  return {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'old', namespace: 'default' },
    spec: {
      replicas,
      template: {
        metadata: { labels: { app: 'old' } },
        spec: { containers: [{ name: 'c', image: 'nginx' }] },
      },
    },
  }
}

function made(replicas: number): Cluster {
  const cluster = lab()
  cluster.create<'ReplicationController'>(draft(replicas))
  settle(cluster)
  return cluster
}

const get = (cluster: Cluster) => cluster.get('ReplicationController', 'default', 'old')

describe('a ReplicationController', () => {
  test('selects what its template makes, and keeps that many', () => {
    const cluster = made(3)
    const { metadata, spec, status } = get(cluster)
    expect(metadata).toMatchObject({ labels: { app: 'old' }, generation: 1 })
    expect(spec.selector).toEqual({ app: 'old' })
    expect(status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      observedGeneration: 1,
    })
    expect(pods(cluster).map((pod) => pod.metadata.ownerReferences?.[0])).toEqual(
      Array.from({ length: 3 }, () => ({
        apiVersion: 'v1',
        kind: 'ReplicationController',
        name: 'old',
        uid: metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      })),
    )
    expect(events(cluster, 'ReplicationController')).toHaveLength(3)
    cluster.scale('ReplicationController', 'default', 'old', { replicas: 1 })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(1)
    cluster.delete('Pod', 'default', pods(cluster)[0]?.metadata.name ?? '')
    settle(cluster)
    expect(get(cluster).status.readyReplicas).toBe(1)
  })

  test('adopts and releases as a ReplicaSet does', () => {
    const cluster = made(2)
    const [pod] = pods(cluster)
    if (!pod) throw new Error('no pod')
    cluster.update({ ...pod, metadata: { ...pod.metadata, labels: { app: 'else' } } })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(3)
    const free = cluster.get('Pod', 'default', pod.metadata.name)
    expect(free.metadata.ownerReferences).toBeUndefined()
    cluster.update({ ...free, metadata: { ...free.metadata, labels: { app: 'old' } } })
    settle(cluster)
    expect(pods(cluster)).toHaveLength(2)
  })

  test('leaves its pods behind unless the client says otherwise, and takes them back', () => {
    const cluster = made(2)
    cluster.delete('ReplicationController', 'default', 'old')
    settle(cluster)
    const left = pods(cluster)
    expect(left.map((pod) => pod.metadata.ownerReferences)).toEqual([undefined, undefined])
    cluster.create<'ReplicationController'>(draft(2))
    settle(cluster)
    expect(pods(cluster).map((pod) => pod.metadata.uid)).toEqual(
      left.map((pod) => pod.metadata.uid),
    )
    cluster.delete('ReplicationController', 'default', 'old', { propagationPolicy: 'Background' })
    settle(cluster)
    expect(pods(cluster)).toEqual([])
  })
})
