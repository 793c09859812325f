import { describe, expect, test } from 'vitest'
import {
  AMAZON_DISK,
  GOOGLE_DISK,
  LOCAL_PATH_PROVISIONER,
  NFS_PROVISIONER,
} from '../../src/scenarios/storageDrivers.ts'
import { Desk } from '../kubectl/desk.ts'
import { apply, claimYaml, deskWith, phaseOf, podYaml, told, volumeOf, wait } from './desk.ts'

const CLAIM = 'PersistentVolumeClaim'

function failures(desk: Desk, claim: string): readonly string[] {
  return told(desk.cluster, CLAIM, claim).filter((text) => text.startsWith('Warning'))
}

describe('nfs-subdir-external-provisioner', () => {
  test('makes a folder per claim, and removes it with the claim', () => {
    const desk = deskWith(NFS_PROVISIONER)
    apply(desk, claimYaml('a', { className: 'nfs-client', mode: 'ReadWriteMany' }))
    desk.settle()
    const { metadata, spec } = volumeOf(desk, 'a')
    const claim = desk.cluster.get(CLAIM, 'default', 'a')
    expect(metadata.name).toBe(`pvc-${claim.metadata.uid}`)
    expect(metadata.finalizers).toEqual(['kubernetes.io/pv-protection'])
    expect(spec.nfs).toEqual({
      server: '192.168.1.10',
      path: `/nfs_shared/default-a-${metadata.name}`,
    })
    expect(spec.persistentVolumeReclaimPolicy).toBe('Delete')
    const said = told(desk.cluster, CLAIM, 'a')
    expect(said[0]).toBe(
      "Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'k8s-sigs.io/nfs-subdir-external-provisioner' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    )
    expect(said.slice(-2)).toEqual([
      'Normal Provisioning External provisioner is provisioning volume for claim "default/a"',
      `Normal ProvisioningSucceeded Successfully provisioned volume ${metadata.name}`,
    ])
    apply(desk, podYaml('p', 'a'))
    desk.settle()
    expect(phaseOf(desk, 'p')).toBe('Running')
    desk.run('kubectl delete pod p')
    desk.run('kubectl delete pvc a')
    desk.settle()
    expect(desk.cluster.list('PersistentVolume')).toEqual([])
  })

  test('works only while its pod runs', () => {
    const desk = deskWith(NFS_PROVISIONER)
    desk.run('kubectl scale deployment nfs-client-provisioner --replicas=0')
    desk.settle()
    apply(desk, claimYaml('a', { className: 'nfs-client' }))
    desk.settle()
    wait(desk, 300)
    expect(desk.run('kubectl get pvc a --no-headers').stdout).toMatch(/^a +Pending +nfs-client/)
    desk.run('kubectl scale deployment nfs-client-provisioner --replicas=1')
    desk.settle()
    expect(desk.run('kubectl get pvc a --no-headers').stdout).toMatch(/^a +Bound +pvc-/)
  })

  test('is found again by a provisioner that was switched off when its pods came', () => {
    const desk = deskWith(NFS_PROVISIONER)
    desk.cluster.stopComponent('external-provisioner')
    desk.run('kubectl rollout restart deployment nfs-client-provisioner')
    desk.settle()
    apply(desk, claimYaml('a', { className: 'nfs-client' }))
    desk.settle()
    expect(desk.run('kubectl get pvc a --no-headers').stdout).toMatch(/^a +Pending/)
    desk.cluster.startComponent('external-provisioner')
    desk.settle()
    expect(desk.run('kubectl get pvc a --no-headers').stdout).toMatch(/^a +Bound/)
    const [pod] = desk.cluster.list('Pod', { namespace: 'default' })
    const said = desk.cluster.list('Event', { where: ({ reason }) => reason === 'Provisioning' })
    expect(said.map(({ source }) => source?.component)).toEqual([
      `k8s-sigs.io/nfs-subdir-external-provisioner_${pod?.metadata.name}_${pod?.metadata.uid}`,
    ])
  })

  test('names the folder as its class says, and keeps it where the class does not say to delete it', () => {
    const desk = deskWith(
      NFS_PROVISIONER.replace(
        'archiveOnDelete: "false"',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the provisioner's own syntax.
        'pathPattern: "${.PVC.namespace}/${.PVC.name}"\n  onDelete: retain',
      ),
    )
    apply(desk, claimYaml('a', { className: 'nfs-client' }))
    desk.settle()
    expect(volumeOf(desk, 'a').spec.nfs?.path).toBe('/nfs_shared/default/a')
  })

  test('refuses a selector', () => {
    const desk = deskWith(NFS_PROVISIONER)
    const more = '  selector: {matchLabels: {a: b}}\n'
    apply(desk, claimYaml('a', { className: 'nfs-client', more }))
    desk.settle()
    expect(failures(desk, 'a')).toEqual([
      'Warning ProvisioningFailed failed to provision volume with StorageClass "nfs-client": claim Selector is not supported',
    ])
  })
})

describe('local-path-provisioner', () => {
  test('waits for a pod, and has a helper make the folder on its node', () => {
    const desk = deskWith(LOCAL_PATH_PROVISIONER)
    apply(desk, claimYaml('a', { className: 'local-path' }))
    desk.settle()
    expect(told(desk.cluster, CLAIM, 'a')).toEqual([
      'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
    ])
    apply(desk, podYaml('p', 'a', 'worker-2'))
    desk.settle()
    expect(phaseOf(desk, 'p')).toBe('Running')
    const { metadata, spec } = volumeOf(desk, 'a')
    expect(spec.hostPath).toEqual({
      path: `/opt/local-path-provisioner/${metadata.name}_default_a`,
      type: 'DirectoryOrCreate',
    })
    expect(spec.nodeAffinity?.required?.nodeSelectorTerms).toEqual([
      {
        matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-2'] }],
      },
    ])
    expect(told(desk.cluster, 'Pod', `helper-pod-create-${metadata.name}`).at(-1)).toBe(
      'Normal Started Container started',
    )
    desk.run('kubectl delete pod p')
    desk.run('kubectl delete pvc a')
    desk.settle()
    expect(told(desk.cluster, 'Pod', `helper-pod-delete-${metadata.name}`).at(-1)).toBe(
      'Normal Started Container started',
    )
    expect(desk.cluster.list('PersistentVolume')).toEqual([])
    expect(desk.cluster.list('Pod', { namespace: 'local-path-storage' })).toHaveLength(1)
  })

  test('makes nothing without a node, and nothing that several nodes share', () => {
    const desk = deskWith(LOCAL_PATH_PROVISIONER.replace('WaitForFirstConsumer', 'Immediate'))
    apply(desk, claimYaml('a', { className: 'local-path' }))
    apply(desk, claimYaml('b', { className: 'local-path', mode: 'ReadWriteMany' }))
    desk.settle()
    expect(failures(desk, 'a')).toEqual([
      'Warning ProvisioningFailed failed to provision volume with StorageClass "local-path": configuration error, no node was specified',
    ])
    expect(failures(desk, 'b')).toEqual([
      'Warning ProvisioningFailed failed to provision volume with StorageClass "local-path": NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
    ])
  })
})

describe('a disk of a cloud', () => {
  test('its parts register themselves', () => {
    const desk = deskWith(GOOGLE_DISK)
    expect(desk.run('kubectl get csinodes').stdout).toMatch(
      /^NAME +DRIVERS +AGE\ncontrol-plane +1 .*\nworker-1 +1 /,
    )
    expect(desk.run('kubectl get csidrivers --no-headers').stdout).toMatch(
      /^pd\.csi\.storage\.gke\.io +true +false +false +<unset> +false +Persistent/,
    )
    expect(desk.cluster.get('Node', '', 'worker-2').metadata.labels).toMatchObject({
      'topology.gke.io/zone': 'b',
    })
    desk.run('kubectl delete daemonset csi-gce-pd-node -n kube-system')
    desk.settle()
    expect(desk.run('kubectl get csinode worker-1 --no-headers').stdout).toMatch(/^worker-1 +0 /)
  })

  test('is made in the zone of the pod, by the gibibyte, and guarded by a finalizer', () => {
    const desk = deskWith(GOOGLE_DISK)
    apply(desk, claimYaml('a', { className: 'standard-rwo', size: '1500Mi' }))
    apply(desk, podYaml('p', 'a', 'worker-3'))
    desk.settle()
    const { metadata, spec } = volumeOf(desk, 'a')
    expect(spec.capacity).toEqual({ storage: '2Gi' })
    expect(metadata.finalizers).toEqual(
      expect.arrayContaining([
        'external-provisioner.volume.kubernetes.io/finalizer',
        'external-attacher/pd-csi-storage-gke-io',
      ]),
    )
    expect(spec.csi).toMatchObject({
      driver: 'pd.csi.storage.gke.io',
      fsType: 'ext4',
      volumeHandle: expect.stringMatching(/^projects\/.*\/zones\/c\/disks\/pvc-/),
    })
    expect(spec.nodeAffinity?.required?.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'topology.gke.io/zone', operator: 'In', values: ['c'] }] },
    ])
    // Its disk is in another zone.
    apply(desk, podYaml('q', 'a', 'worker-1'))
    desk.settle()
    expect(told(desk.cluster, 'Pod', 'q').at(-1)).toContain(
      "1 node(s) didn't match PersistentVolume's node affinity",
    )
  })

  test('Immediate: a zone is chosen among those that the class allows', () => {
    const desk = deskWith(
      AMAZON_DISK.replace(
        'volumeBindingMode: WaitForFirstConsumer',
        'volumeBindingMode: Immediate\nallowedTopologies:\n  - matchLabelExpressions:\n      - {key: topology.ebs.csi.aws.com/zone, values: [b]}',
      ),
    )
    apply(desk, claimYaml('a', { className: 'gp3' }))
    desk.settle()
    expect(volumeOf(desk, 'a').spec.nodeAffinity?.required?.nodeSelectorTerms).toEqual([
      {
        matchExpressions: [{ key: 'topology.ebs.csi.aws.com/zone', operator: 'In', values: ['b'] }],
      },
    ])
  })

  test('refuses what it cannot do, in its own words', () => {
    const desk = deskWith(AMAZON_DISK.replace('WaitForFirstConsumer', 'Immediate'))
    apply(desk, claimYaml('a', { className: 'gp3', mode: 'ReadWriteMany' }))
    desk.settle()
    expect(failures(desk, 'a')).toEqual([
      'Warning ProvisioningFailed failed to provision volume with StorageClass "gp3": rpc error: code = InvalidArgument desc = Volume capabilities MULTI_NODE_MULTI_WRITER not supported. Only AccessModes[ReadWriteOnce] supported.',
    ])
  })

  test('Retain keeps the volume, without the finalizer', () => {
    const desk = deskWith(
      GOOGLE_DISK.replace('WaitForFirstConsumer', 'Immediate\nreclaimPolicy: Retain'),
    )
    apply(desk, claimYaml('a', { className: 'standard-rwo' }))
    desk.settle()
    const { name } = volumeOf(desk, 'a').metadata
    desk.run('kubectl delete pvc a')
    desk.settle()
    const volume = desk.cluster.get('PersistentVolume', '', name)
    expect(volume.status.phase).toBe('Released')
    expect(volume.metadata.finalizers).toEqual(['kubernetes.io/pv-protection'])
  })

  test('Delete waits until no node has it', () => {
    const desk = deskWith(GOOGLE_DISK)
    apply(desk, claimYaml('a', { className: 'standard-rwo' }))
    apply(desk, podYaml('p', 'a'))
    desk.settle()
    const { name } = volumeOf(desk, 'a').metadata
    desk.run('kubectl delete pvc a --wait=false')
    desk.run('kubectl delete pod p')
    desk.settle()
    wait(desk, 30)
    expect(desk.cluster.list('PersistentVolume')).toEqual([])
    expect(desk.cluster.list('VolumeAttachment')).toEqual([])
    expect(
      told(desk.cluster, 'PersistentVolume', name).every((text) =>
        text.startsWith(`Warning VolumeFailedDelete persistentvolume ${name} is still attached to`),
      ),
    ).toBe(true)
  })
})

describe('a class of the time when drivers were part of Kubernetes', () => {
  const OLD = `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: standard}
provisioner: kubernetes.io/gce-pd
parameters: {type: pd-standard}
`
  test('the claim names the driver that took over', () => {
    const desk = new Desk('plain')
    apply(desk, OLD)
    apply(desk, claimYaml('a', { className: 'standard' }))
    desk.settle()
    expect(told(desk.cluster, CLAIM, 'a')).toEqual([
      "Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'pd.csi.storage.gke.io' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    ])
  })

  test('the driver makes the volume, written down in the old way, and attaches it', () => {
    const desk = deskWith(GOOGLE_DISK)
    apply(desk, OLD)
    apply(desk, claimYaml('a', { className: 'standard' }))
    desk.settle()
    const { metadata, spec } = volumeOf(desk, 'a')
    expect(spec.gcePersistentDisk).toEqual({ pdName: metadata.name, fsType: 'ext4' })
    expect(spec.csi).toBeUndefined()
    expect(metadata.annotations).toMatchObject({
      'pv.kubernetes.io/provisioned-by': 'kubernetes.io/gce-pd',
    })
    apply(desk, podYaml('p', 'a'))
    desk.settle()
    expect(phaseOf(desk, 'p')).toBe('Running')
    expect(desk.cluster.list('VolumeAttachment').map(({ spec: { attacher } }) => attacher)).toEqual(
      ['pd.csi.storage.gke.io'],
    )
    desk.run('kubectl delete pod p')
    desk.run('kubectl delete pvc a')
    desk.settle()
    wait(desk, 30)
    expect(desk.cluster.list('PersistentVolume')).toEqual([])
  })

  test('in 1.18 it wants its cloud', () => {
    const desk = new Desk('book')
    apply(desk, OLD)
    apply(desk, claimYaml('a', { className: 'standard' }))
    desk.settle()
    expect(told(desk.cluster, CLAIM, 'a')).toEqual([
      'Warning ProvisioningFailed Failed to provision volume with StorageClass "standard": Failed to get GCE GCECloudProvider with error <nil>',
    ])
  })
})
