import { describe, expect, test } from 'vitest'
import { createLab } from '../../../src/scenarios/labs.ts'
import type { Cluster } from '../../../src/sim/index.ts'
import { events, lab, pass, settle } from './lab.ts'
import { claim, phase, pod, pv, pvc, type VolumeWish, volume, volumeOf } from './volumes.ts'

describe('after the claim', () => {
  function released(wish: VolumeWish): Cluster {
    const cluster = lab()
    volume(cluster, 'v', wish)
    settle(cluster)
    claim(cluster, 'c')
    settle(cluster)
    cluster.delete('PersistentVolumeClaim', 'default', 'c')
    settle(cluster)
    return cluster
  }

  test('Retain: Released, for nobody, until its claimRef is cleared', () => {
    const cluster = released({ persistentVolumeReclaimPolicy: 'Retain' })
    expect(phase(cluster, 'v')).toBe('Released')
    claim(cluster, 'c')
    settle(cluster)
    pass(cluster, 60_000)
    expect(phase(cluster, 'v')).toBe('Released')
    expect(pvc(cluster, 'c').status.phase).toBe('Pending')
    cluster.patch('PersistentVolume', '', 'v', {
      type: 'merge',
      patch: { spec: { claimRef: null } },
    })
    pass(cluster, 100)
    expect(phase(cluster, 'v')).toBe('Available')
    settle(cluster)
    expect(phase(cluster, 'v')).toBe('Bound')
  })

  test.each<[string, VolumeWish, string | undefined, string]>([
    [
      'hostPath elsewhere',
      { hostPath: { path: '/data/v' } },
      'Failed',
      'host_path deleter only supports /tmp/.+ but received provided /data/v',
    ],
    ['hostPath below /tmp', { hostPath: { path: '/tmp/v' } }, undefined, ''],
    [
      'nfs',
      { nfs: { server: 's', path: '/v' } },
      'Failed',
      'error getting deleter volume plugin for volume "v": no deletable volume plugin matched',
    ],
  ])('Delete: %s', (_, wish, after, text) => {
    const cluster = released({ ...wish, persistentVolumeReclaimPolicy: 'Delete' })
    expect(cluster.find('PersistentVolume', '', 'v')?.status.phase).toBe(after)
    const told = events(cluster, 'PersistentVolume', 'v')
    expect(told).toEqual(text === '' ? [] : [`Warning VolumeFailedDelete ${text}`])
    if (after) expect(pv(cluster, 'v').status.message).toBe(text)
  })

  test('Recycle: wiped by a pod, and free', () => {
    const cluster = released({
      nfs: { server: 's', path: '/v' },
      persistentVolumeReclaimPolicy: 'Recycle',
    })
    expect(phase(cluster, 'v')).toBe('Available')
    expect(pv(cluster, 'v').spec.claimRef).toBeUndefined()
    expect(events(cluster, 'PersistentVolume', 'v')).toEqual([
      expect.stringMatching(
        /^Normal RecyclerPod Recycler pod: Successfully assigned default\/recycler-for-v to w\d-k8s$/,
      ),
      'Normal RecyclerPod Recycler pod: Container image "registry.k8s.io/build-image/debian-base:bookworm-v1.0.6" already present on machine and can be accessed by the pod',
      'Normal RecyclerPod Recycler pod: Container created',
      'Normal RecyclerPod Recycler pod: Container started',
      'Normal VolumeRecycled Volume recycled',
    ])
    expect(cluster.find('Pod', 'default', 'recycler-for-v')).toBeUndefined()
  })

  test('a claim whose volume vanishes is lost, and says so once', () => {
    const cluster = lab()
    volume(cluster, 'v')
    settle(cluster)
    claim(cluster, 'c')
    settle(cluster)
    cluster.delete('PersistentVolume', '', 'v')
    settle(cluster)
    expect(phase(cluster, 'v')).toBe('Bound')
    expect(pv(cluster, 'v').metadata.deletionTimestamp).toBeDefined()
    const { finalizers: _, ...metadata } = pv(cluster, 'v').metadata
    cluster.update({ ...pv(cluster, 'v'), metadata })
    settle(cluster)
    pass(cluster, 60_000)
    expect(pvc(cluster, 'c').status).toEqual({ phase: 'Lost' })
    expect(events(cluster, 'PersistentVolumeClaim', 'c')).toEqual([
      'Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ])
  })
})

describe('protection', () => {
  test('a claim in use goes when its pod has gone', () => {
    const cluster = lab()
    volume(cluster, 'v')
    settle(cluster)
    claim(cluster, 'c')
    pod(cluster, 'user', 'c')
    settle(cluster)
    expect(pvc(cluster, 'c').metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
    cluster.delete('PersistentVolumeClaim', 'default', 'c')
    settle(cluster)
    expect(pvc(cluster, 'c').metadata.deletionTimestamp).toBeDefined()
    cluster.delete('Pod', 'default', 'user')
    settle(cluster)
    expect(cluster.find('PersistentVolumeClaim', 'default', 'c')).toBeUndefined()
    expect(phase(cluster, 'v')).toBe('Released')
  })

  test('a pod that was never scheduled does not hold it', () => {
    const cluster = lab()
    claim(cluster, 'c')
    pod(cluster, 'user', 'c')
    settle(cluster)
    cluster.delete('PersistentVolumeClaim', 'default', 'c')
    settle(cluster)
    expect(cluster.find('PersistentVolumeClaim', 'default', 'c')).toBeUndefined()
  })

  test('a bound volume goes when its claim has gone', () => {
    const cluster = lab()
    volume(cluster, 'v')
    settle(cluster)
    claim(cluster, 'c')
    settle(cluster)
    cluster.delete('PersistentVolume', '', 'v')
    settle(cluster)
    expect(pv(cluster, 'v').metadata.deletionTimestamp).toBeDefined()
    cluster.delete('PersistentVolumeClaim', 'default', 'c')
    settle(cluster)
    expect(cluster.find('PersistentVolume', '', 'v')).toBeUndefined()
  })
})

describe('dynamic', () => {
  test('a class with a provisioner makes a volume, and removes it again', () => {
    const cluster = lab()
    claim(cluster, 'c', { storageClassName: 'fake-dyn', size: '3Gi' })
    settle(cluster)
    const name = `pvc-${pvc(cluster, 'c').metadata.uid}`
    expect(volumeOf(cluster, 'c')).toBe(name)
    const made = pv(cluster, name)
    expect(made.spec).toMatchObject({
      capacity: { storage: '3Gi' },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'fake-dyn',
    })
    expect(made.metadata.annotations?.['pv.kubernetes.io/provisioned-by']).toBe('fake.csi/prov')
    expect(events(cluster, 'PersistentVolumeClaim')).toEqual([
      "Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'fake.csi/prov' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      'Normal Provisioning External provisioner is provisioning volume for claim "default/c"',
      `Normal ProvisioningSucceeded Successfully provisioned volume ${name}`,
    ])
    cluster.delete('PersistentVolumeClaim', 'default', 'c')
    settle(cluster)
    expect(cluster.find('PersistentVolume', '', name)).toBeUndefined()
  })

  test('WaitForFirstConsumer: nothing before a pod, then on its node', () => {
    const cluster = lab()
    claim(cluster, 'c', { storageClassName: 'fake-wffc' })
    settle(cluster)
    expect(cluster.list('PersistentVolume')).toEqual([])
    pod(cluster, 'user', 'c')
    settle(cluster)
    const user = cluster.get('Pod', 'default', 'user')
    expect(user.status.phase).toBe('Running')
    expect(pvc(cluster, 'c').status.phase).toBe('Bound')
    expect(pvc(cluster, 'c').metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(
      user.spec.nodeName,
    )
  })

  test('a class that becomes the default is given to claims that named none, in a new cluster only', () => {
    for (const [profile, expected] of [
      ['current', 'fake-dyn'],
      ['book-2021', undefined],
    ] as const) {
      const cluster = createLab('recording', { seed: 3, profile })
      const draft = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'c', namespace: 'default' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      } as const
      cluster.create<'PersistentVolumeClaim'>(draft)
      settle(cluster)
      cluster.patch('StorageClass', '', 'fake-dyn', {
        type: 'merge',
        patch: {
          metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        },
      })
      pass(cluster, 60_000)
      expect(pvc(cluster, 'c').spec.storageClassName).toBe(expected)
    }
  })
})
