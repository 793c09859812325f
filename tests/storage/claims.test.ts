import { describe, expect, test } from 'vitest'
import { LOCAL_PATH_PROVISIONER } from '../../src/scenarios/storageDrivers.ts'
import { candidatesOf } from '../../src/sim/controllers/persistentVolume/candidates.ts'
import { Desk } from '../kubectl/desk.ts'
import { lab, settle } from '../sim/controllers/lab.ts'
import { claim, pvc, type VolumeWish, volume } from '../sim/controllers/volumes.ts'
import { apply, claimYaml, deskWith, phaseOf, podYaml, told, wait } from './desk.ts'

describe('candidates: what the binder thinks of each volume', () => {
  const shelf: Readonly<Record<string, VolumeWish>> = {
    big: { size: '9Gi' },
    mid: { size: '5Gi' },
    small: { size: '1Gi' },
    fast: { size: '5Gi', storageClassName: 'fast' },
    kept: { size: '5Gi', claimRef: { namespace: 'default', name: 'other' } },
    many: { size: '5Gi', accessModes: ['ReadWriteMany'] },
  }

  test('the smallest that fits, the others that would do, and why not the rest', () => {
    const cluster = lab()
    for (const [name, wish] of Object.entries(shelf)) volume(cluster, name, wish)
    settle(cluster)
    cluster.stopComponent('pv-binder')
    claim(cluster, 'c', { size: '3Gi' })
    const rows = candidatesOf(cluster, pvc(cluster, 'c')).map(
      ({ volume: { metadata }, verdict, reason }) => [metadata.name, verdict, reason],
    )
    expect(rows).toEqual([
      ['mid', 'smallest', 'the smallest volume that fits'],
      ['big', 'fits', 'a smaller volume fits'],
      ['fast', 'refused', 'storageClassName does not match'],
      ['kept', 'refused', 'already bound to a different claim'],
      ['many', 'refused', 'incompatible accessMode'],
      ['small', 'refused', 'requested PV is too small'],
    ])
    cluster.startComponent('pv-binder')
    settle(cluster)
    expect(pvc(cluster, 'c').spec.volumeName).toBe('mid')
    expect(candidatesOf(cluster, pvc(cluster, 'c'))[0]).toMatchObject({
      verdict: 'smallest',
      volume: { metadata: { name: 'mid' } },
    })
  })
})

describe('WaitForFirstConsumer', () => {
  test('names every pod that waits', () => {
    const desk = deskWith(LOCAL_PATH_PROVISIONER)
    desk.cluster.stopComponent('scheduler')
    apply(desk, claimYaml('a', { className: 'local-path' }))
    apply(desk, podYaml('p', 'a'))
    apply(desk, podYaml('q', 'a'))
    desk.settle()
    expect(told(desk.cluster, 'PersistentVolumeClaim', 'a')).toEqual([
      'Normal WaitForPodScheduled waiting for pods p,q to be scheduled',
    ])
  })
})

describe('volumes of a pod of its own', () => {
  const POD = `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: c, image: nginx, volumeMounts: [{name: scratch, mountPath: /s}]}]
  volumes:
    - name: scratch
      ephemeral:
        volumeClaimTemplate:
          metadata: {labels: {type: scratch}}
          spec:
            storageClassName: local-path
            accessModes: [ReadWriteOnce]
            resources: {requests: {storage: 1Gi}}
`
  test('have a claim that comes and goes with the pod', () => {
    const desk = deskWith(LOCAL_PATH_PROVISIONER)
    apply(desk, POD)
    desk.settle()
    expect(phaseOf(desk, 'p')).toBe('Running')
    const made = desk.cluster.get('PersistentVolumeClaim', 'default', 'p-scratch')
    expect(made.metadata.labels).toEqual({ type: 'scratch' })
    expect(made.metadata.ownerReferences).toMatchObject([
      { kind: 'Pod', name: 'p', controller: true, blockOwnerDeletion: true },
    ])
    desk.run('kubectl delete pod p')
    desk.settle()
    wait(desk, 60)
    expect(desk.cluster.list('PersistentVolumeClaim')).toEqual([])
    expect(desk.cluster.list('PersistentVolume')).toEqual([])
  })

  test('do not take the claim of somebody else', () => {
    const desk = new Desk('plain')
    apply(desk, claimYaml('p-scratch', { className: '' }))
    apply(desk, POD)
    desk.settle()
    expect(told(desk.cluster, 'Pod', 'p')).toContain(
      'Warning FailedBinding ephemeral volume scratch: PVC default/p-scratch was not created for pod default/p (pod is not owner)',
    )
  })
})
