import { describe, expect, test } from 'vitest'
import type { Cluster, ConfigMap, OwnerReference } from '../../../src/sim/index.ts'
import { deployed, get, lab, pass, pods, settle } from './lab.ts'

function running(annotations: Readonly<Record<string, string>> = {}): Cluster {
  const cluster = lab()
  deployed(cluster, 'web', { replicas: 2, podAnnotations: annotations })
  return cluster
}

function counts(cluster: Cluster): readonly number[] {
  return [
    cluster.list('Deployment').length,
    cluster.list('ReplicaSet').length,
    pods(cluster).length,
  ]
}

/** Order in which objects really went. */
function departures(cluster: Cluster, since: number): readonly string[] {
  return cluster.journal
    .since(since)
    .filter((e) => e.verb === 'delete' && ['Deployment', 'ReplicaSet', 'Pod'].includes(e.kind))
    .map((e) => e.kind)
}

describe('cascades', () => {
  test('background: the owner goes at once, the others after it', () => {
    const cluster = running({ 'orrery.sim/term-seconds': '3' })
    const start = cluster.rv
    cluster.delete('Deployment', 'default', 'web', { propagationPolicy: 'Background' })
    expect(counts(cluster)).toEqual([0, 1, 2])
    pass(cluster, 200)
    expect(counts(cluster)).toEqual([0, 0, 2])
    expect(pods(cluster).every((pod) => pod.metadata.deletionTimestamp)).toBe(true)
    settle(cluster)
    expect(departures(cluster, start)).toEqual(['Deployment', 'ReplicaSet', 'Pod', 'Pod'])
  })

  test('foreground: pods first, then the set, then the owner', () => {
    const cluster = running({ 'orrery.sim/term-seconds': '3' })
    const start = cluster.rv
    cluster.delete('Deployment', 'default', 'web', { propagationPolicy: 'Foreground' })
    expect(get(cluster, 'web').metadata.finalizers).toEqual(['foregroundDeletion'])
    pass(cluster, 500)
    expect(counts(cluster)).toEqual([1, 1, 2])
    settle(cluster)
    expect(departures(cluster, start)).toEqual(['Pod', 'Pod', 'ReplicaSet', 'Deployment'])
  })

  test('orphan: the set stays, belongs to nobody and keeps its pods', () => {
    const cluster = running()
    cluster.delete('Deployment', 'default', 'web', { propagationPolicy: 'Orphan' })
    settle(cluster)
    expect(counts(cluster)).toEqual([0, 1, 2])
    const [set] = cluster.list('ReplicaSet')
    expect(set?.metadata.ownerReferences).toBeUndefined()
    expect(
      pods(cluster).every((pod) => pod.metadata.ownerReferences?.[0]?.uid === set?.metadata.uid),
    ).toBe(true)
  })

  test('an owner that goes in the foreground makes no new children', () => {
    const cluster = running({ 'orrery.sim/term-seconds': '3' })
    const start = cluster.rv
    cluster.delete('Deployment', 'default', 'web', { propagationPolicy: 'Foreground' })
    settle(cluster)
    const made = cluster.journal.since(start).filter((e) => e.verb === 'create' && e.kind === 'Pod')
    expect(made).toEqual([])
  })
})

function map(cluster: Cluster, name: string, owners: readonly OwnerReference[] = []): ConfigMap {
  return cluster.create<'ConfigMap'>({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: 'default',
      ...(owners.length > 0 ? { ownerReferences: owners } : {}),
    },
  })
}

function owner(object: ConfigMap, more: Partial<OwnerReference> = {}): OwnerReference {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: object.metadata.name,
    uid: object.metadata.uid,
    ...more,
  }
}

describe('owners', () => {
  test('with two, the reference to the gone one is dropped; with none left it goes', () => {
    const cluster = lab()
    const [a, b] = [map(cluster, 'a'), map(cluster, 'b')]
    map(cluster, 'child', [owner(a), owner(b)])
    cluster.delete('ConfigMap', 'default', 'a')
    settle(cluster)
    expect(cluster.get('ConfigMap', 'default', 'child').metadata.ownerReferences).toEqual([
      owner(b),
    ])
    cluster.delete('ConfigMap', 'default', 'b')
    settle(cluster)
    expect(cluster.find('ConfigMap', 'default', 'child')).toBeUndefined()
  })

  test.each<[string, Partial<OwnerReference>, boolean]>([
    ['an owner that never was', { name: 'ghost', uid: 'ghost' }, false],
    ['the right name with another uid', { uid: 'someone-else' }, false],
    ['a living owner', {}, true],
    ['a kind that is not served', { kind: 'Widget', apiVersion: 'example.com/v1' }, true],
  ])('%s', (_, more, stays) => {
    const cluster = lab()
    const a = map(cluster, 'a')
    map(cluster, 'child', [owner(a, more)])
    settle(cluster)
    expect(cluster.find('ConfigMap', 'default', 'child') !== undefined).toBe(stays)
  })

  test('one unknown owner keeps the object although another is gone', () => {
    const cluster = lab()
    const a = map(cluster, 'a')
    map(cluster, 'child', [owner(a), owner(a, { kind: 'Widget', apiVersion: 'example.com/v1' })])
    cluster.delete('ConfigMap', 'default', 'a')
    settle(cluster)
    expect(cluster.find('ConfigMap', 'default', 'child')).toBeDefined()
  })

  test('only dependents that block are waited for', () => {
    const cluster = lab()
    const a = map(cluster, 'a')
    const held = { finalizers: ['example.com/hold'] }
    cluster.create<'ConfigMap'>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'blocks',
        namespace: 'default',
        ...held,
        ownerReferences: [owner(a, { blockOwnerDeletion: true })],
      },
    })
    cluster.create<'ConfigMap'>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'follows', namespace: 'default', ...held, ownerReferences: [owner(a)] },
    })
    cluster.delete('ConfigMap', 'default', 'a', { propagationPolicy: 'Foreground' })
    settle(cluster)
    expect(cluster.find('ConfigMap', 'default', 'a')).toBeDefined()
    const present = cluster.get('ConfigMap', 'default', 'blocks')
    const { finalizers: _, ...metadata } = present.metadata
    cluster.update({ ...present, metadata })
    settle(cluster)
    expect(cluster.find('ConfigMap', 'default', 'a')).toBeUndefined()
    expect(cluster.get('ConfigMap', 'default', 'follows').metadata.deletionTimestamp).toBeDefined()
  })

  test('the collector that was off catches up when it comes back', () => {
    const cluster = running()
    cluster.stopComponent('garbage-collector')
    cluster.delete('Deployment', 'default', 'web')
    settle(cluster)
    expect(counts(cluster)).toEqual([0, 1, 2])
    cluster.startComponent('garbage-collector')
    settle(cluster)
    expect(counts(cluster)).toEqual([0, 0, 0])
  })
})
