import { describe, expect, test } from 'vitest'
import { AMAZON_DISK, GOOGLE_DISK } from '../../src/scenarios/storageDrivers.ts'
import type { Desk } from '../kubectl/desk.ts'
import {
  apply,
  claimYaml,
  deskWith,
  phaseOf,
  pinnedPod,
  podYaml,
  told,
  volumeOf,
  wait,
} from './desk.ts'

const ONE_ZONE = ['a', 'a', 'a']

/** A pod on worker-1 that has a disk, and the disk's volume. */
function used(): { readonly desk: Desk; readonly name: string } {
  const desk = deskWith(GOOGLE_DISK, ONE_ZONE)
  apply(desk, claimYaml('disk', { className: 'standard-rwo' }))
  apply(desk, podYaml('p', 'disk', 'worker-1'))
  desk.settle()
  return { desk, name: volumeOf(desk, 'disk').metadata.name }
}

function holders(desk: Desk): readonly string[] {
  return desk.cluster
    .list('Node', { where: ({ status }) => status.volumesAttached !== undefined })
    .map(({ metadata }) => metadata.name)
}

const attachments = (desk: Desk) =>
  desk.cluster
    .list('VolumeAttachment')
    .map(({ spec, status }) => `${spec.nodeName} ${status.attached}`)

describe('attaching', () => {
  test('is asked for by a VolumeAttachment, told of on the pod, and noted at the node', () => {
    const { desk, name } = used()
    const { volumeHandle = '' } = volumeOf(desk, 'disk').spec.csi ?? {}
    const id = `kubernetes.io/csi/pd.csi.storage.gke.io^${volumeHandle}`
    expect(phaseOf(desk, 'p')).toBe('Running')
    expect(told(desk.cluster, 'Pod', 'p').slice(0, 2)).toEqual([
      'Normal Scheduled Successfully assigned default/p to worker-1',
      `Normal SuccessfulAttachVolume AttachVolume.Attach succeeded for volume "${name}" `,
    ])
    const [one] = desk.cluster.list('VolumeAttachment')
    expect(one?.metadata).toMatchObject({
      name: expect.stringMatching(/^csi-[0-9a-f]{64}$/),
      annotations: { 'csi.alpha.kubernetes.io/node-id': 'worker-1' },
      finalizers: ['external-attacher/pd-csi-storage-gke-io'],
    })
    const { status } = desk.cluster.get('Node', '', 'worker-1')
    expect(status.volumesAttached).toEqual([{ name: id, devicePath: '' }])
    expect(status.volumesInUse).toEqual([id])
    expect(desk.run('kubectl get volumeattachments --no-headers').stdout).toMatch(
      /^csi-\w+ +pd\.csi\.storage\.gke\.io +pvc-\S+ +worker-1 +true /,
    )
  })

  test('a second pod on the same node shares it; the last one gives it back', () => {
    const { desk } = used()
    apply(desk, podYaml('q', 'disk', 'worker-1'))
    desk.settle()
    expect(phaseOf(desk, 'q')).toBe('Running')
    desk.run('kubectl delete pod p')
    desk.settle()
    expect(holders(desk)).toEqual(['worker-1'])
    desk.run('kubectl delete pod q')
    desk.settle()
    expect(holders(desk)).toEqual([])
    expect(desk.cluster.get('Node', '', 'worker-1').status.volumesInUse).toBeUndefined()
    expect(attachments(desk)).toEqual([])
  })

  test('fails where the driver does not run, and with patience where nobody attaches', () => {
    const { desk, name } = used()
    desk.run('kubectl delete pod p')
    desk.settle()
    desk.run('kubectl delete daemonset csi-gce-pd-node -n kube-system')
    desk.settle()
    apply(desk, pinnedPod('q', 'disk', 'worker-2'))
    desk.settle()
    expect(told(desk.cluster, 'Pod', 'q')).toEqual([
      `Warning FailedAttachVolume AttachVolume.Attach failed for volume "${name}" : CSINode worker-2 does not contain driver pd.csi.storage.gke.io`,
    ])
    desk.run('kubectl delete pod q --force --grace-period=0')
    desk.settle()
    desk.run('kubectl delete deployment csi-gce-pd-controller -n kube-system')
    desk.settle()
    desk.run('kubectl delete volumeattachments --all --wait=false')
    apply(desk, pinnedPod('r', 'disk', 'worker-1'))
    wait(desk, 130)
    expect(told(desk.cluster, 'Pod', 'r')).toEqual([
      expect.stringMatching(
        /^Warning FailedAttachVolume AttachVolume\.Attach failed for volume "pvc-\S+" : timed out waiting for external-attacher of pd\.csi\.storage\.gke\.io CSI driver to attach volume projects/,
      ),
      'Warning FailedMount Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[v], failed to process volumes=[]: context deadline exceeded',
    ])
  })
})

describe('one node at a time', () => {
  test('a pod elsewhere is told who has the volume, once, and gets it when that one has gone', () => {
    const { desk, name } = used()
    apply(desk, podYaml('q', 'disk', 'worker-2'))
    desk.settle()
    wait(desk, 300)
    const text = `Warning FailedAttachVolume Multi-Attach error for volume "${name}" Volume is already used by pod(s) p`
    expect(told(desk.cluster, 'Pod', 'q').filter((one) => one.includes('Multi-Attach'))).toEqual([
      text,
    ])
    expect(desk.run('kubectl get pod q --no-headers').stdout).toMatch(/^q +0\/1 +ContainerCreating/)
    desk.run('kubectl delete pod p')
    desk.settle()
    expect(phaseOf(desk, 'q')).toBe('Running')
    expect(holders(desk)).toEqual(['worker-2'])
  })

  test('a pod that is gone by force from a dead node leaves the volume there for six minutes', () => {
    const { desk, name } = used()
    desk.cluster.world({ type: 'power-off', name: 'worker-1' })
    wait(desk, 60)
    desk.run('kubectl delete pod p --force --grace-period=0')
    apply(desk, podYaml('q', 'disk', 'worker-2'))
    wait(desk, 300)
    expect(told(desk.cluster, 'Pod', 'q')).toContain(
      `Warning FailedAttachVolume Multi-Attach error for volume "${name}" Volume is already exclusively attached to one node and can't be attached to another`,
    )
    expect(holders(desk)).toEqual(['worker-1'])
    wait(desk, 90)
    expect(holders(desk)).toEqual(['worker-2'])
    expect(phaseOf(desk, 'q')).toBe('Running')
  })

  test('the taint out-of-service frees it at once', () => {
    const { desk } = used()
    desk.cluster.world({ type: 'power-off', name: 'worker-1' })
    wait(desk, 60)
    apply(desk, podYaml('q', 'disk', 'worker-2'))
    wait(desk, 5)
    expect(holders(desk)).toEqual(['worker-1'])
    desk.run('kubectl taint node worker-1 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute')
    wait(desk, 60)
    expect(desk.cluster.find('Pod', 'default', 'p')).toBeUndefined()
    expect(holders(desk)).toEqual(['worker-2'])
    expect(phaseOf(desk, 'q')).toBe('Running')
  })

  test('a node that is removed keeps nothing', () => {
    const { desk } = used()
    desk.cluster.world({ type: 'power-off', name: 'worker-1' })
    desk.run('kubectl delete node worker-1')
    desk.settle()
    wait(desk, 60)
    expect(attachments(desk)).toEqual([])
  })
})

describe('what the scheduler knows of volumes', () => {
  test('a node takes only so many', () => {
    const desk = deskWith(AMAZON_DISK, ONE_ZONE)
    const node = desk.cluster.get('CSINode', '', 'worker-1')
    for (let index = 0; index < 26; index++) {
      apply(desk, claimYaml(`c${index}`, { className: 'gp3' }))
      apply(desk, podYaml(`p${index}`, `c${index}`, 'worker-1'))
    }
    desk.settle()
    expect(node.spec.drivers?.[0]?.allocatable?.count).toBe(25)
    const waiting = desk.cluster.list('Pod', {
      namespace: 'default',
      where: ({ spec }) => !spec.nodeName,
    })
    expect(waiting).toHaveLength(1)
    expect(told(desk.cluster, 'Pod', waiting[0]?.metadata.name ?? '').at(-1)).toMatch(
      /^Warning FailedScheduling 0\/4 nodes are available: 1 node\(s\) exceed max volume count, 1 node\(s\) had untolerated taint\(s\), 2 node\(s\) didn't match Pod's node affinity\/selector\./,
    )
    const freed = desk.cluster.list('Pod', {
      namespace: 'default',
      where: ({ spec }) => Boolean(spec.nodeName),
    })
    desk.run(`kubectl delete pod ${freed[0]?.metadata.name}`)
    desk.settle()
    expect(desk.cluster.get('Pod', 'default', waiting[0]?.metadata.name ?? '').spec.nodeName).toBe(
      'worker-1',
    )
  })

  test('ReadWriteOncePod: for one pod alone', () => {
    const desk = deskWith(AMAZON_DISK, ONE_ZONE)
    apply(desk, claimYaml('sole', { className: 'gp3', mode: 'ReadWriteOncePod' }))
    apply(desk, podYaml('p', 'sole'))
    desk.settle()
    expect(desk.run('kubectl get pvc sole --no-headers').stdout).toMatch(/ RWOP /)
    apply(desk, podYaml('q', 'sole'))
    desk.settle()
    expect(told(desk.cluster, 'Pod', 'q')).toEqual([
      'Warning FailedScheduling 0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode. no new claims to deallocate, preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
    ])
    desk.run('kubectl delete pod p')
    desk.settle()
    expect(phaseOf(desk, 'q')).toBe('Running')
  })

  test('room that a driver announces', () => {
    const desk = deskWith(
      AMAZON_DISK.replace('podInfoOnMount: false', 'storageCapacity: true'),
      ONE_ZONE,
    )
    apply(desk, claimYaml('big', { className: 'gp3', size: '5Gi' }))
    apply(desk, podYaml('p', 'big'))
    desk.settle()
    expect(told(desk.cluster, 'Pod', 'p')[0]).toMatch(
      /^Warning FailedScheduling 0\/4 nodes are available: 1 node\(s\) had untolerated taint\(s\), 3 node\(s\) did not have enough free storage\./,
    )
    apply(
      desk,
      'apiVersion: storage.k8s.io/v1\nkind: CSIStorageCapacity\nmetadata: {name: zone-a, namespace: kube-system}\nstorageClassName: gp3\ncapacity: 10Gi\nnodeTopology: {matchLabels: {topology.kubernetes.io/zone: a}}\n',
    )
    desk.settle()
    expect(phaseOf(desk, 'p')).toBe('Running')
  })
})
