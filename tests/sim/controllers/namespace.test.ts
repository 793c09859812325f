import { describe, expect, test } from 'vitest'
import { ApiError, type Cluster } from '../../../src/sim/index.ts'
import { conditionOf, deploymentDraft, lab, settle } from './lab.ts'

function made(cluster: Cluster, name: string): void {
  cluster.create<'Namespace'>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} })
  settle(cluster)
}

describe('a namespace', () => {
  test('gets an account and the root certificate, and gets them again', () => {
    const cluster = lab()
    made(cluster, 'team')
    expect(cluster.find('ServiceAccount', 'team', 'default')).toBeDefined()
    const certificate = cluster.get('ConfigMap', 'team', 'kube-root-ca.crt')
    expect(certificate.data?.['ca.crt']).toMatch(/^-----BEGIN CERTIFICATE-----/)
    cluster.delete('ServiceAccount', 'team', 'default')
    cluster.delete('ConfigMap', 'team', 'kube-root-ca.crt')
    settle(cluster)
    expect(cluster.find('ServiceAccount', 'team', 'default')).toBeDefined()
    cluster.update({
      ...cluster.get('ConfigMap', 'team', 'kube-root-ca.crt'),
      data: { 'ca.crt': 'other' },
    })
    settle(cluster)
    expect(cluster.get('ConfigMap', 'team', 'kube-root-ca.crt').data).toEqual(certificate.data)
  })

  test('goes with everything in it', () => {
    const cluster = lab()
    made(cluster, 'team')
    const draft = deploymentDraft('web', { replicas: 2 })
    cluster.create<'Deployment'>({ ...draft, metadata: { ...draft.metadata, namespace: 'team' } })
    settle(cluster)
    cluster.delete('Namespace', '', 'team')
    expect(cluster.get('Namespace', '', 'team').status.phase).toBe('Terminating')
    settle(cluster)
    expect(cluster.find('Namespace', '', 'team')).toBeUndefined()
    for (const [kind, objects] of cluster.store.entries())
      for (const object of objects)
        expect(`${kind} of ${object.metadata.namespace}`).not.toBe(`${kind} of team`)
  })

  test('nothing new is created in it while it goes', () => {
    const cluster = lab()
    made(cluster, 'team')
    cluster.create<'ConfigMap'>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', namespace: 'team', finalizers: ['example.com/hold'] },
    })
    cluster.delete('Namespace', '', 'team')
    settle(cluster)
    const create = () =>
      cluster.create<'ConfigMap'>({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', namespace: 'team' },
      })
    expect(create).toThrow(ApiError)
    expect(create).toThrow(
      'configmaps "x" is forbidden: unable to create new content in namespace team because it is being terminated',
    )
  })

  test('says what holds it, and goes when that is gone', () => {
    const cluster = lab()
    made(cluster, 'team')
    const hold = { namespace: 'team', finalizers: ['example.com/hold'] }
    cluster.create<'ConfigMap'>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', ...hold },
    })
    cluster.delete('Namespace', '', 'team')
    settle(cluster)
    const { conditions } = cluster.get('Namespace', '', 'team').status
    expect(conditions?.map((c) => c.type)).toEqual([
      'NamespaceDeletionDiscoveryFailure',
      'NamespaceDeletionGroupVersionParsingFailure',
      'NamespaceDeletionContentFailure',
      'NamespaceContentRemaining',
      'NamespaceFinalizersRemaining',
    ])
    expect(conditionOf(conditions, 'NamespaceContentRemaining')).toBe(
      'True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
    )
    expect(conditionOf(conditions, 'NamespaceFinalizersRemaining')).toBe(
      'True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    )
    const held = cluster.get('ConfigMap', 'team', 'held')
    const { finalizers: _, ...metadata } = held.metadata
    cluster.update({ ...held, metadata })
    settle(cluster)
    expect(cluster.find('Namespace', '', 'team')).toBeUndefined()
  })

  test('its pods go first, and until then nothing else and no word of it', () => {
    const cluster = lab()
    made(cluster, 'team')
    const draft = deploymentDraft('web', { replicas: 1 })
    cluster.create<'Deployment'>({ ...draft, metadata: { ...draft.metadata, namespace: 'team' } })
    settle(cluster)
    const [pod] = cluster.list('Pod', { namespace: 'team' })
    if (!pod) throw new Error('no pod')
    cluster.update({ ...pod, metadata: { ...pod.metadata, finalizers: ['example.com/hold'] } })
    cluster.delete('Namespace', '', 'team')
    settle(cluster)
    expect(cluster.find('Deployment', 'team', 'web')?.metadata.deletionTimestamp).toBeUndefined()
    const { conditions } = cluster.get('Namespace', '', 'team').status
    expect(conditionOf(conditions, 'NamespaceContentRemaining')).toBe(
      'False ContentRemoved: All content successfully removed',
    )
    const held = cluster.get('Pod', 'team', pod.metadata.name)
    const { finalizers: _, ...metadata } = held.metadata
    cluster.update({ ...held, metadata })
    settle(cluster)
    expect(cluster.find('Namespace', '', 'team')).toBeUndefined()
  })

  test('the first namespaces stay', () => {
    const cluster = lab()
    for (const name of ['default', 'kube-system', 'kube-public'])
      expect(() => cluster.delete('Namespace', '', name)).toThrow(
        `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      )
  })
})
