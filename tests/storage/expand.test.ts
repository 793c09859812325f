import { describe, expect, test } from 'vitest'
import { GOOGLE_DISK } from '../../src/scenarios/storageDrivers.ts'
import type { Desk } from '../kubectl/desk.ts'
import { apply, claimYaml, deskWith, podYaml, told, volumeOf, wait } from './desk.ts'

function grow(desk: Desk, size: string) {
  return desk.run(
    `kubectl patch pvc disk -p '{"spec":{"resources":{"requests":{"storage":"${size}"}}}}'`,
  )
}

function withDisk(): Desk {
  const desk = deskWith(GOOGLE_DISK)
  apply(desk, claimYaml('disk', { className: 'standard-rwo' }))
  apply(desk, podYaml('p', 'disk', 'worker-1'))
  desk.settle()
  return desk
}

const status = (desk: Desk) => desk.cluster.get('PersistentVolumeClaim', 'default', 'disk').status

describe('expansion', () => {
  test('first the volume, then the file system, while the pod runs', () => {
    const desk = withDisk()
    const { name } = volumeOf(desk, 'disk').metadata
    expect(grow(desk, '3Gi').stdout).toBe('persistentvolumeclaim/disk patched\n')
    wait(desk, 1)
    expect(status(desk).conditions).toMatchObject([{ type: 'Resizing', status: 'True' }])
    expect(status(desk).allocatedResourceStatuses).toEqual({
      storage: 'ControllerResizeInProgress',
    })
    desk.settle()
    expect(status(desk)).toMatchObject({ capacity: { storage: '3Gi' } })
    expect(status(desk).conditions).toBeUndefined()
    expect(volumeOf(desk, 'disk').spec.capacity).toEqual({ storage: '3Gi' })
    expect(told(desk.cluster, 'PersistentVolumeClaim', 'disk').slice(-4)).toEqual([
      'Normal ExternalExpanding waiting for an external controller to expand this PVC',
      `Normal Resizing External resizer is resizing volume ${name}`,
      'Normal FileSystemResizeRequired Require file system resize of volume on node',
      `Normal FileSystemResizeSuccessful MountVolume.NodeExpandVolume succeeded for volume "${name}" worker-1`,
    ])
    expect(told(desk.cluster, 'Pod', 'p').at(-1)).toBe(
      `Normal FileSystemResizeSuccessful MountVolume.NodeExpandVolume succeeded for volume "${name}" worker-1`,
    )
  })

  test('without a pod the second half waits for one', () => {
    const desk = withDisk()
    desk.run('kubectl delete pod p')
    desk.settle()
    grow(desk, '3Gi')
    desk.settle()
    expect(status(desk)).toMatchObject({
      capacity: { storage: '1Gi' },
      allocatedResources: { storage: '3Gi' },
      allocatedResourceStatuses: { storage: 'NodeResizePending' },
    })
    expect(desk.run('kubectl describe pvc disk').stdout).toMatch(
      /Conditions:\n +Type +Status .*\n +---.*\n +FileSystemResizePending +True .* +Waiting for user to \(re-\)start a pod to finish file system resize of volume on node\.\n/,
    )
    apply(desk, podYaml('q', 'disk', 'worker-1'))
    desk.settle()
    expect(status(desk)).toMatchObject({ capacity: { storage: '3Gi' } })
  })

  test('is refused to shrink, for claims that are not bound, and where the class forbids it', () => {
    const desk = withDisk()
    grow(desk, '3Gi')
    desk.settle()
    expect(grow(desk, '2Gi').stderr).toBe(
      'The PersistentVolumeClaim "disk" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity\n',
    )
    desk.run(`kubectl patch sc standard-rwo -p '{"allowVolumeExpansion":false}'`)
    expect(grow(desk, '4Gi').stderr).toBe(
      'Error from server (Forbidden): persistentvolumeclaims "disk" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize\n',
    )
  })
})

describe('properties that may be changed', () => {
  const FAST = `apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata: {name: fast}
driverName: pd.csi.storage.gke.io
parameters: {iops: "5000"}
`
  test('a claim that names another class has its volume changed, once the class is there', () => {
    const desk = withDisk()
    const { name } = volumeOf(desk, 'disk').metadata
    desk.run(`kubectl patch pvc disk -p '{"spec":{"volumeAttributesClassName":"fast"}}'`)
    desk.settle()
    expect(status(desk).modifyVolumeStatus).toEqual({
      status: 'Pending',
      targetVolumeAttributesClassName: 'fast',
    })
    apply(desk, FAST)
    desk.settle()
    expect(status(desk).modifyVolumeStatus).toBeUndefined()
    expect(status(desk).currentVolumeAttributesClassName).toBe('fast')
    expect(volumeOf(desk, 'disk').spec.volumeAttributesClassName).toBe('fast')
    expect(told(desk.cluster, 'PersistentVolumeClaim', 'disk').slice(-3)).toEqual([
      'Warning VolumeModifyFailed VAC fast does not exist.',
      `Normal VolumeModify external resizer is modifying volume ${name} with vac fast`,
      `Normal VolumeModifySuccessful external resizer modified volume ${name} with vac fast successfully`,
    ])
    expect(desk.run('kubectl get vac --no-headers').stdout).toMatch(
      /^fast +pd\.csi\.storage\.gke\.io /,
    )
    expect(desk.run(`kubectl patch vac fast -p '{"parameters":{"iops":"1"}}'`).stderr).toContain(
      'field is immutable',
    )
  })
})
