import { describe, expect, test } from 'vitest'
import { events, lab, pass, settle } from './lab.ts'
import {
  type ClaimWish,
  claim,
  phase,
  pod,
  pv,
  pvc,
  type VolumeWish,
  volume,
  volumeOf,
} from './volumes.ts'

describe('which volume an open claim gets', () => {
  const DISK = { driver: 'fake.csi', volumeHandle: 'd' }
  const rwx = ['ReadWriteOnce', 'ReadWriteMany']
  const rows: readonly [
    rule: string,
    volumes: Readonly<Record<string, VolumeWish>>,
    wish: ClaimWish,
    got: string | undefined,
  ][] = [
    [
      'the smallest that fits',
      { big: { size: '9Gi' }, mid: { size: '5Gi' }, small: { size: '1Gi' } },
      { size: '3Gi' },
      'mid',
    ],
    ['an exact fit', { exact: { size: '3Gi' }, more: { size: '4Gi' } }, { size: '3Gi' }, 'exact'],
    ['none that is too small', { small: { size: '1Gi' } }, { size: '3Gi' }, undefined],
    [
      'fewest modes before smallest',
      { many: { size: '1Gi', accessModes: rwx }, one: { size: '9Gi' } },
      {},
      'one',
    ],
    ['more modes than asked for will do', { many: { accessModes: rwx } }, {}, 'many'],
    ['every mode asked for is needed', { one: {} }, { accessModes: rwx }, undefined],
    [
      'the class has to be the same',
      { fast: { storageClassName: 'fast' }, plain: {} },
      { storageClassName: 'fast' },
      'fast',
    ],
    ['no class means volumes without one', { fast: { storageClassName: 'fast' } }, {}, undefined],
    ['block is not a filesystem', { block: { volumeMode: 'Block' } }, {}, undefined],
    [
      'block for block',
      { file: {}, block: { volumeMode: 'Block', size: '2Gi' } },
      { volumeMode: 'Block' },
      'block',
    ],
    [
      'the selector',
      { a: { labels: { tier: 'a' } }, b: { labels: { tier: 'b' }, size: '9Gi' } },
      { selector: { matchLabels: { tier: 'b' } } },
      'b',
    ],
    [
      'properties that may be changed have to be the same',
      {
        slow: { csi: DISK, volumeAttributesClassName: 'slow' },
        fast: { csi: DISK, volumeAttributesClassName: 'fast' },
      },
      { volumeAttributesClassName: 'fast' },
      'fast',
    ],
    [
      'no such properties asked for, none had',
      { fast: { csi: DISK, volumeAttributesClassName: 'fast' } },
      {},
      undefined,
    ],
    ['no label, no match', { a: {} }, { selector: { matchLabels: { tier: 'b' } } }, undefined],
    ['the name when all else is equal', { b: {}, a: {} }, {}, 'a'],
    [
      'one kept for another claim is not free',
      { kept: { claimRef: { namespace: 'default', name: 'other' } } },
      {},
      undefined,
    ],
    [
      'one kept for this claim before a smaller one',
      { small: {}, kept: { size: '9Gi', claimRef: { namespace: 'default', name: 'c' } } },
      {},
      'kept',
    ],
    [
      'kept for the name in another namespace',
      { kept: { claimRef: { namespace: 'elsewhere', name: 'c' } } },
      {},
      undefined,
    ],
  ]
  test.each(rows)('%s', (_, volumes, wish, got) => {
    const cluster = lab()
    for (const [name, fields] of Object.entries(volumes)) volume(cluster, name, fields)
    settle(cluster)
    claim(cluster, 'c', wish)
    settle(cluster)
    expect(volumeOf(cluster, 'c')).toBe(got)
    expect(pvc(cluster, 'c').status.phase).toBe(got === undefined ? 'Pending' : 'Bound')
    if (got === undefined) return
    const bound = pv(cluster, got)
    expect(bound.status.phase).toBe('Bound')
    expect(bound.spec.claimRef).toMatchObject({
      kind: 'PersistentVolumeClaim',
      namespace: 'default',
      name: 'c',
      uid: pvc(cluster, 'c').metadata.uid,
    })
  })

  test('the four writes of a binding, in order', () => {
    const cluster = lab()
    volume(cluster, 'v')
    settle(cluster)
    const start = cluster.rv
    claim(cluster, 'c')
    settle(cluster)
    const writes = cluster.journal
      .since(start)
      .filter((e) => e.actor === 'pv-binder' && e.kind !== 'Event')
      .map(({ kind, before, after }) => {
        const status = (o: unknown) => (o as { status: { phase?: string } }).status.phase
        return status(before) === status(after) ? `${kind} spec` : `${kind} ${status(after)}`
      })
    expect(writes).toEqual([
      'PersistentVolume spec',
      'PersistentVolume Bound',
      'PersistentVolumeClaim spec',
      'PersistentVolumeClaim Bound',
    ])
    expect(pvc(cluster, 'c').metadata.annotations).toEqual({
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    })
    expect(pv(cluster, 'v').metadata.annotations).toEqual({
      'pv.kubernetes.io/bound-by-controller': 'yes',
    })
    expect(pvc(cluster, 'c').status).toMatchObject({
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
    })
  })

  test('a new volume is found at the next look at everything, not at once', () => {
    const cluster = lab()
    claim(cluster, 'c')
    settle(cluster)
    volume(cluster, 'v')
    pass(cluster, 500)
    expect(phase(cluster, 'v')).toBe('Available')
    expect(pvc(cluster, 'c').status.phase).toBe('Pending')
    settle(cluster)
    expect(pvc(cluster, 'c').status.phase).toBe('Bound')
  })
})

describe('what a pending claim says', () => {
  test.each<[string, ClaimWish, string]>([
    [
      'no class',
      {},
      'Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
    ],
    [
      'a class that is not there',
      { storageClassName: 'nope' },
      'Warning ProvisioningFailed storageclass.storage.k8s.io "nope" not found',
    ],
    [
      'a class that nobody provisions',
      { storageClassName: 'by-hand' },
      'Warning ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner',
    ],
    [
      'a class that waits',
      { storageClassName: 'fake-wffc' },
      'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
    ],
  ])('%s', (_, wish, text) => {
    const cluster = lab()
    cluster.create<'StorageClass'>({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'by-hand' },
      provisioner: 'kubernetes.io/no-provisioner',
    })
    claim(cluster, 'c', wish)
    settle(cluster)
    expect(events(cluster, 'PersistentVolumeClaim')).toEqual([text])
  })

  test('a class with delayed binding tells which pod is waited for', () => {
    const cluster = lab()
    cluster.stopComponent('default-scheduler')
    cluster.stopComponent('scheduler')
    pod(cluster, 'user', 'c')
    claim(cluster, 'c', { storageClassName: 'fake-wffc' })
    settle(cluster)
    expect(events(cluster, 'PersistentVolumeClaim')).toEqual([
      'Normal WaitForPodScheduled waiting for pod user to be scheduled',
    ])
  })
})

describe('pre-bound', () => {
  test('a claim that names a volume gets that one', () => {
    const cluster = lab()
    volume(cluster, 'small')
    volume(cluster, 'named', { size: '9Gi' })
    settle(cluster)
    claim(cluster, 'c', { volumeName: 'named' })
    settle(cluster)
    expect(phase(cluster, 'named')).toBe('Bound')
    expect(phase(cluster, 'small')).toBe('Available')
    const { annotations } = pvc(cluster, 'c').metadata
    expect(annotations).toEqual({ 'pv.kubernetes.io/bind-completed': 'yes' })
  })

  test('a claim that names a missing volume waits for it', () => {
    const cluster = lab()
    claim(cluster, 'c', { volumeName: 'later' })
    settle(cluster)
    expect(pvc(cluster, 'c').status.phase).toBe('Pending')
    volume(cluster, 'later')
    settle(cluster)
    expect(pvc(cluster, 'c').status.phase).toBe('Bound')
  })

  test.each<[string, VolumeWish, string]>([
    ['too small', { size: '1Mi' }, 'requested PV is too small'],
    ['class', { storageClassName: 'fast' }, 'storageClassName does not match'],
    ['mode of the volume', { volumeMode: 'Block' }, 'incompatible volumeMode'],
    ['access modes', { accessModes: ['ReadOnlyMany'] }, 'incompatible accessMode'],
  ])('a named volume that does not fit: %s', (_, wish, why) => {
    const cluster = lab()
    volume(cluster, 'v', wish)
    settle(cluster)
    claim(cluster, 'c', { volumeName: 'v' })
    settle(cluster)
    expect(events(cluster, 'PersistentVolumeClaim')).toEqual([
      `Warning VolumeMismatch Cannot bind to requested volume "v": ${why}`,
    ])
    expect(pvc(cluster, 'c').status.phase).toBe('Pending')
    expect(phase(cluster, 'v')).toBe('Available')
  })

  test('a named volume that another claim has', () => {
    const cluster = lab()
    volume(cluster, 'v')
    settle(cluster)
    claim(cluster, 'first')
    settle(cluster)
    claim(cluster, 'second', { volumeName: 'v' })
    settle(cluster)
    expect(events(cluster, 'PersistentVolumeClaim', 'second')).toEqual([
      'Warning FailedBinding volume "v" already bound to a different claim.',
    ])
  })

  test('a volume that names a claim waits for that one', () => {
    const cluster = lab()
    volume(cluster, 'v', { claimRef: { namespace: 'default', name: 'chosen' } })
    settle(cluster)
    expect(phase(cluster, 'v')).toBe('Available')
    claim(cluster, 'chosen')
    settle(cluster)
    expect(phase(cluster, 'v')).toBe('Bound')
    expect(pv(cluster, 'v').metadata.annotations).toBeUndefined()
  })

  test('a volume that a user kept for a claim which went elsewhere is free again, and still kept', () => {
    const cluster = lab()
    volume(cluster, 'other')
    settle(cluster)
    const taken = claim(cluster, 'c')
    settle(cluster)
    volume(cluster, 'kept', {
      claimRef: { namespace: 'default', name: 'c', uid: taken.metadata.uid },
    })
    settle(cluster)
    expect(phase(cluster, 'kept')).toBe('Available')
    expect(pv(cluster, 'kept').spec.claimRef?.uid ?? '').toBe('')
    expect(pv(cluster, 'kept').spec.claimRef?.name).toBe('c')
  })
})
