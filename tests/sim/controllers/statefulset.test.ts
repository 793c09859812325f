import { describe, expect, test } from 'vitest'
import { type Cluster, runUntil, type StatefulSet } from '../../../src/sim/index.ts'
import { events, lab, pass, settle } from './lab.ts'
import {
  claimTemplate,
  imagesOf,
  names,
  podSteps,
  type StatefulSetWish,
  statefulSetDraft,
  withImage,
} from './workloads.ts'

const NOT_READY = { 'orrery.sim/not-ready': 'true' }

function made(wish: StatefulSetWish = {}, cluster: Cluster = lab()): Cluster {
  cluster.create<'StatefulSet'>(statefulSetDraft('web', wish))
  settle(cluster)
  return cluster
}

function web(cluster: Cluster): StatefulSet {
  return cluster.get('StatefulSet', 'default', 'web')
}

function change(cluster: Cluster, by: (spec: StatefulSet['spec']) => object): void {
  const set = web(cluster)
  cluster.update({ ...set, spec: { ...set.spec, ...by(set.spec) } })
}

function setImage(cluster: Cluster, image: string): void {
  cluster.update(withImage(web(cluster), image))
}

function scale(cluster: Cluster, replicas: number): void {
  cluster.scale('StatefulSet', 'default', 'web', { replicas })
}

describe('identity', () => {
  test.each([
    [undefined, ['web-0', 'web-1', 'web-2']],
    [{ start: 5 }, ['web-5', 'web-6', 'web-7']],
  ])('ordinals %j', (ordinals, expected) => {
    const cluster = made({ replicas: 3, ...(ordinals ? { ordinals } : {}) })
    expect(names(cluster, 'Pod')).toEqual(expected)
  })

  test('name, hostname, subdomain and labels belong together', () => {
    const cluster = made({ serviceName: 'service' })
    const { metadata, spec } = cluster.get('Pod', 'default', 'web-0')
    expect(metadata.labels).toEqual({
      app: 'web',
      'apps.kubernetes.io/pod-index': '0',
      'controller-revision-hash': web(cluster).status.updateRevision,
      'statefulset.kubernetes.io/pod-name': 'web-0',
    })
    expect([spec.hostname, spec.subdomain]).toEqual(['web-0', 'service'])
    expect(metadata.ownerReferences?.map((o) => [o.kind, o.name, o.controller])).toEqual([
      ['StatefulSet', 'web', true],
    ])
  })

  test('a start that moves gives up the ordinals before it', () => {
    const cluster = made({ replicas: 2 })
    const since = cluster.rv
    change(cluster, () => ({ ordinals: { start: 1 } }))
    settle(cluster)
    expect(podSteps(cluster, since)).toEqual(['create web-2', 'stop web-0', 'gone web-0'])
  })

  test('a pod of another name is not adopted', () => {
    const cluster = lab()
    cluster.create<'Pod'>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'loose', namespace: 'default', labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.26' }] },
    })
    made({}, cluster)
    expect(cluster.get('Pod', 'default', 'loose').metadata.ownerReferences).toBeUndefined()
  })

  test('orphaned pods are adopted again', () => {
    const cluster = made({ replicas: 2 })
    cluster.delete('StatefulSet', 'default', 'web', { propagationPolicy: 'Orphan' })
    settle(cluster)
    const since = cluster.rv
    made({ replicas: 2 }, cluster)
    expect(podSteps(cluster, since)).toEqual([])
    const [owner] = cluster.get('Pod', 'default', 'web-1').metadata.ownerReferences ?? []
    expect(owner?.uid).toBe(web(cluster).metadata.uid)
  })
})

describe('growing and shrinking', () => {
  test('in order, each one when the one before is ready', () => {
    const cluster = lab()
    const since = cluster.rv
    made({ replicas: 3 }, cluster)
    const told = cluster.journal.since(since).flatMap(({ kind, verb, key, after }) => {
      if (kind !== 'Pod' || after?.kind !== 'Pod') return []
      if (verb === 'create') return [`create ${key}`]
      const ready = after.status.conditions?.find((c) => c.type === 'Ready')
      return ready?.status === 'True' ? [`ready ${key}`] : []
    })
    const expected = [0, 1, 2].flatMap((n) => [`create default/web-${n}`, `ready default/web-${n}`])
    expect(told).toEqual(expected)
  })

  test.each([
    ['OrderedReady', ['web-0']],
    ['Parallel', ['web-0', 'web-1', 'web-2']],
  ])('%s with a first pod that is not ready', (podManagementPolicy, expected) => {
    const cluster = made({ replicas: 3, podManagementPolicy, podAnnotations: NOT_READY })
    expect(names(cluster, 'Pod')).toEqual(expected)
  })

  test('a ready pod has to be available before the next one comes', () => {
    const cluster = lab()
    cluster.create<'StatefulSet'>(statefulSetDraft('web', { replicas: 2, minReadySeconds: 30 }))
    pass(cluster, 20_000)
    expect([names(cluster, 'Pod'), web(cluster).status.availableReplicas]).toEqual([['web-0'], 0])
    pass(cluster, 20_000)
    expect([names(cluster, 'Pod').length, web(cluster).status.availableReplicas]).toEqual([2, 1])
  })

  test('down one by one from the highest, each when the last one is gone', () => {
    const cluster = made({ replicas: 3 })
    const since = cluster.rv
    scale(cluster, 0)
    settle(cluster)
    const steps = [2, 1, 0].flatMap((n) => [`stop web-${n}`, `gone web-${n}`])
    expect(podSteps(cluster, since)).toEqual(steps)
  })

  test('down all at once when Parallel', () => {
    const cluster = made({ replicas: 3, podManagementPolicy: 'Parallel' })
    const since = cluster.rv
    scale(cluster, 0)
    settle(cluster)
    expect(podSteps(cluster, since).slice(0, 3)).toEqual(['stop web-2', 'stop web-1', 'stop web-0'])
  })

  test('one pod that does not serve is no obstacle on the way down', () => {
    const cluster = made({ replicas: 3 })
    const pod = cluster.get('Pod', 'default', 'web-1')
    cluster.update({ ...pod, metadata: { ...pod.metadata, annotations: NOT_READY } })
    settle(cluster)
    scale(cluster, 1)
    settle(cluster)
    expect(names(cluster, 'Pod')).toEqual(['web-0'])
  })

  test('a deleted pod comes back under its name', () => {
    const cluster = made({ replicas: 3 })
    const { uid } = cluster.get('Pod', 'default', 'web-1').metadata
    cluster.delete('Pod', 'default', 'web-1')
    settle(cluster)
    expect(cluster.get('Pod', 'default', 'web-1').metadata.uid).not.toBe(uid)
  })

  test('a pod on a dead machine is replaced only when it is deleted by force', () => {
    const cluster = made({ replicas: 1 })
    const { spec, metadata } = cluster.get('Pod', 'default', 'web-0')
    cluster.world({ type: 'power-off', name: spec.nodeName ?? '' })
    pass(cluster, 600_000)
    const stuck = cluster.get('Pod', 'default', 'web-0')
    expect(stuck.metadata.uid).toBe(metadata.uid)
    expect(stuck.metadata.deletionTimestamp).toBeDefined()
    cluster.delete('Pod', 'default', 'web-0', { gracePeriodSeconds: 0 })
    pass(cluster, 10_000)
    const next = cluster.get('Pod', 'default', 'web-0')
    expect(next.metadata.uid).not.toBe(metadata.uid)
    expect(next.status.phase).toBe('Running')
  })
})

describe('claims', () => {
  test('are made before their pod, with the selector as labels', () => {
    const cluster = lab()
    const since = cluster.rv
    made(
      { replicas: 1, volumeClaimTemplates: [claimTemplate('www'), claimTemplate('log')] },
      cluster,
    )
    const order = cluster.journal
      .since(since)
      .filter(({ kind, verb }) => verb === 'create' && /^(Pod|PersistentVolumeClaim)$/.test(kind))
      .map(({ key }) => key.split('/')[1])
    expect(order).toEqual(['www-web-0', 'log-web-0', 'web-0'])
    const claim = cluster.get('PersistentVolumeClaim', 'default', 'www-web-0')
    expect(claim.metadata.labels).toEqual({ app: 'web' })
    expect(claim.metadata.ownerReferences).toBeUndefined()
    const { volumes = [] } = cluster.get('Pod', 'default', 'web-0').spec
    expect(volumes.slice(0, 2).map((v) => [v.name, v.persistentVolumeClaim?.claimName])).toEqual([
      ['www', 'www-web-0'],
      ['log', 'log-web-0'],
    ])
  })

  test('keep a pod waiting while they are being deleted, and it says so', () => {
    const cluster = made({ replicas: 1, volumeClaimTemplates: [claimTemplate('www')] })
    const claim = cluster.get('PersistentVolumeClaim', 'default', 'www-web-0')
    const finalizers = [...(claim.metadata.finalizers ?? []), 'example.com/keep']
    cluster.update({ ...claim, metadata: { ...claim.metadata, finalizers } })
    cluster.delete('PersistentVolumeClaim', 'default', 'www-web-0')
    cluster.delete('Pod', 'default', 'web-0')
    pass(cluster, 5000)
    expect(names(cluster, 'Pod')).toEqual([])
    expect(events(cluster, 'StatefulSet')).toContain(
      'Warning FailedCreate Create Pod web-0 in StatefulSet web failed error: pvc www-web-0 is being deleted',
    )
  })

  test.each([
    // whenDeleted, whenScaled, after scaling 3 to 1, after deleting the set
    ['Retain', 'Retain', 3, 3],
    ['Retain', 'Delete', 1, 1],
    ['Delete', 'Retain', 3, 0],
    ['Delete', 'Delete', 1, 0],
  ])('whenDeleted %s, whenScaled %s', (whenDeleted, whenScaled, scaled, deleted) => {
    const cluster = made({
      replicas: 3,
      volumeClaimTemplates: [claimTemplate('www')],
      persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
    })
    scale(cluster, 1)
    settle(cluster)
    expect(names(cluster, 'PersistentVolumeClaim')).toHaveLength(scaled)
    cluster.delete('StatefulSet', 'default', 'web', { propagationPolicy: 'Background' })
    settle(cluster)
    expect(names(cluster, 'PersistentVolumeClaim')).toHaveLength(deleted)
  })

  test('a changed policy is brought to claims that exist', () => {
    const cluster = made({ replicas: 1, volumeClaimTemplates: [claimTemplate('www')] })
    change(cluster, () => ({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
    }))
    settle(cluster)
    const claim = cluster.get('PersistentVolumeClaim', 'default', 'www-web-0')
    expect(claim.metadata.ownerReferences?.map((o) => o.kind)).toEqual(['StatefulSet'])
  })
})

describe('updates', () => {
  test.each([
    [0, ['stop web-3', 'stop web-2', 'stop web-1', 'stop web-0']],
    [2, ['stop web-3', 'stop web-2']],
    [9, []],
  ])('partition %i', (partition, expected) => {
    const cluster = made({
      replicas: 4,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
    })
    const since = cluster.rv
    setImage(cluster, 'nginx:1.27')
    settle(cluster)
    const stops = podSteps(cluster, since).filter((step) => step.startsWith('stop'))
    expect(stops).toEqual(expected)
    const { status } = web(cluster)
    expect(status.updatedReplicas ?? 0).toBe(expected.length)
    expect(status.currentRevision === status.updateRevision).toBe(partition === 0)
  })

  test('a pod below the partition comes back with the old template', () => {
    const cluster = made({
      replicas: 2,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
    })
    setImage(cluster, 'nginx:1.27')
    settle(cluster)
    cluster.delete('Pod', 'default', 'web-0')
    settle(cluster)
    expect(imagesOf(cluster)).toEqual({ 'web-0': 'nginx:1.26', 'web-1': 'nginx:1.27' })
  })

  test('one at a time: never are two pods away', () => {
    const cluster = made({ replicas: 3 })
    setImage(cluster, 'nginx:1.27')
    let least = 3
    runUntil(cluster, {
      when: () => {
        const alive = cluster.list('Pod', {
          namespace: 'default',
          where: ({ status, metadata }) =>
            status.phase === 'Running' && !metadata.deletionTimestamp,
        })
        least = Math.min(least, alive.length)
        return false
      },
      timeout: 60_000,
    })
    expect(least).toBe(2)
  })

  test('OnDelete: only a pod that is deleted gets the new template', () => {
    const cluster = made({ replicas: 2, updateStrategy: { type: 'OnDelete' } })
    setImage(cluster, 'nginx:1.27')
    settle(cluster)
    expect(imagesOf(cluster)).toEqual({ 'web-0': 'nginx:1.26', 'web-1': 'nginx:1.26' })
    cluster.delete('Pod', 'default', 'web-0')
    settle(cluster)
    expect(imagesOf(cluster)).toEqual({ 'web-0': 'nginx:1.27', 'web-1': 'nginx:1.26' })
  })

  test('a bad image stops at the highest ordinal, and going back does not unstick it', () => {
    const cluster = made({ replicas: 3 })
    setImage(cluster, 'nginx:bad')
    pass(cluster, 60_000)
    expect(imagesOf(cluster)['web-1']).toBe('nginx:1.26')
    setImage(cluster, 'nginx:1.26')
    pass(cluster, 60_000)
    expect(imagesOf(cluster)['web-2']).toBe('nginx:bad')
    cluster.delete('Pod', 'default', 'web-2')
    settle(cluster)
    expect(Object.values(imagesOf(cluster))).toEqual(Array(3).fill('nginx:1.26'))
    expect(web(cluster).status.readyReplicas).toBe(3)
  })

  test.each([
    // feature, maxUnavailable, what is stored, pods stopped in the first look
    [false, 2, undefined, ['stop web-3']],
    [true, undefined, 1, ['stop web-3']],
    [true, 2, 2, ['stop web-3', 'stop web-2']],
    [true, '75%', '75%', ['stop web-3', 'stop web-2', 'stop web-1']],
  ])('feature %s, maxUnavailable %s', (feature, maxUnavailable, stored, expected) => {
    const cluster = lab()
    const { profile } = cluster
    const features = { ...profile.features, statefulSetMaxUnavailable: feature }
    Object.assign(cluster, { profile: { ...profile, features } })
    const rollingUpdate = maxUnavailable === undefined ? {} : { maxUnavailable }
    made({ replicas: 4, updateStrategy: { type: 'RollingUpdate', rollingUpdate } }, cluster)
    expect(web(cluster).spec.updateStrategy?.rollingUpdate?.maxUnavailable).toBe(stored)
    const since = cluster.rv
    setImage(cluster, 'nginx:1.27')
    pass(cluster, 500)
    expect(podSteps(cluster, since)).toEqual(expected)
  })
})

describe('revisions', () => {
  function history(cluster: Cluster): readonly (readonly [string, number])[] {
    return cluster
      .list('ControllerRevision')
      .map(({ metadata, revision }) => [metadata.name, revision] as const)
      .toSorted(([, a], [, b]) => a - b)
  }

  test('are named by their template, and going back gives the old one a new number', () => {
    const cluster = made()
    const [first = ['', 0] as const] = history(cluster)
    setImage(cluster, 'nginx:1.27')
    settle(cluster)
    const [, second = ['', 0] as const] = history(cluster)
    setImage(cluster, 'nginx:1.26')
    settle(cluster)
    expect(history(cluster)).toEqual([
      [second[0], 2],
      [first[0], 3],
    ])
    expect(web(cluster).status.currentRevision).toBe(first[0])
  })

  test('beyond the limit the oldest go, but none that a pod has', () => {
    const cluster = made({ revisionHistoryLimit: 1 })
    for (const tag of ['1.27', '1.28', '1.29']) {
      setImage(cluster, `nginx:${tag}`)
      settle(cluster)
    }
    expect(history(cluster).map(([, revision]) => revision)).toEqual([3, 4])
  })

  test('carry the labels of the template and a hash', () => {
    const cluster = made()
    const [revision] = cluster.list('ControllerRevision')
    const { name, labels } = revision?.metadata ?? {}
    expect(labels).toEqual({ app: 'web', 'controller.kubernetes.io/hash': name?.slice(4) })
  })
})
