import { describe, expect, test } from 'vitest'
import type { LabName } from '../../../src/scenarios/labs.ts'
import { bound, Place } from './place.ts'

type Row = readonly [name: string, volume: object, text: string]

const SET_UP = 'MountVolume.SetUp failed for volume "v" : '
const NO_PLUGIN =
  'Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: failed to get Plugin from volumeSpec for volume "v" err=no volume plugin matched'
const NO_DRIVER = (driver: string) =>
  `MountVolume.MountDevice failed for volume "v" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ${driver} not found in the list of registered CSI drivers`

const HOST: readonly Row[] = [
  ['Directory', { hostPath: { path: '/nope', type: 'Directory' } }, '/nope is not a directory'],
  ['File', { hostPath: { path: '/nope', type: 'File' } }, '/nope is not a file'],
  ['Socket', { hostPath: { path: '/etc', type: 'Socket' } }, '/etc is not a socket file'],
  [
    'CharDevice',
    { hostPath: { path: '/dev/sda', type: 'CharDevice' } },
    '/dev/sda is not a character device',
  ],
  [
    'BlockDevice',
    { hostPath: { path: '/dev/null', type: 'BlockDevice' } },
    '/dev/null is not a block device',
  ],
  [
    'a file for DirectoryOrCreate',
    { hostPath: { path: '/etc/hosts', type: 'DirectoryOrCreate' } },
    '/etc/hosts is not a directory',
  ],
  [
    'a folder for FileOrCreate',
    { hostPath: { path: '/etc', type: 'FileOrCreate' } },
    '/etc is not a file',
  ],
]

const GONE: readonly Row[] = [
  ['cephfs', { cephfs: { monitors: ['10.0.0.1:6789'] } }, NO_PLUGIN],
  ['flexVolume', { flexVolume: { driver: 'example.com/lvm' } }, NO_PLUGIN],
  ['flocker', { flocker: { datasetName: 'data' } }, NO_PLUGIN],
  ['glusterfs', { glusterfs: { endpoints: 'cluster', path: 'volume' } }, NO_PLUGIN],
  ['quobyte', { quobyte: { registry: 'registry:7861', volume: 'data' } }, NO_PLUGIN],
  ['rbd', { rbd: { monitors: ['10.0.0.1:6789'], image: 'disk' } }, NO_PLUGIN],
  [
    'scaleIO',
    {
      scaleIO: { gateway: 'https://gate', system: 's', secretRef: { name: 's' }, volumeName: 'v' },
    },
    NO_PLUGIN,
  ],
  ['storageos', { storageos: { volumeName: 'data' } }, NO_PLUGIN],
]

const MOVED: readonly Row[] = [
  [
    'awsElasticBlockStore',
    { awsElasticBlockStore: { volumeID: 'vol-1' } },
    NO_DRIVER('ebs.csi.aws.com'),
  ],
  [
    'azureDisk',
    { azureDisk: { diskName: 'd', diskURI: 'https://a.blob.core.windows.net/vhds/d.vhd' } },
    NO_DRIVER('disk.csi.azure.com'),
  ],
  [
    'azureFile',
    { azureFile: { secretName: 's', shareName: 'x' } },
    NO_DRIVER('file.csi.azure.com'),
  ],
  ['cinder', { cinder: { volumeID: 'c' } }, NO_DRIVER('cinder.csi.openstack.org')],
  ['gcePersistentDisk', { gcePersistentDisk: { pdName: 'p' } }, NO_DRIVER('pd.csi.storage.gke.io')],
  ['portworxVolume', { portworxVolume: { volumeID: 'p' } }, NO_DRIVER('pxd.portworx.com')],
  [
    'vsphereVolume',
    { vsphereVolume: { volumePath: '[ds] v' } },
    NO_DRIVER('csi.vsphere.vmware.com'),
  ],
]

const OTHER: readonly Row[] = [
  [
    'a file in no folder',
    { hostPath: { path: '/nope/x', type: 'FileOrCreate' } },
    `${SET_UP}open /nope/x: no such file or directory`,
  ],
  [
    'gitRepo',
    { gitRepo: { repository: 'https://git.example/x' } },
    `${SET_UP}git-repo volume plugin has been disabled; if necessary, it may be re-enabled by enabling the feature-gate \`GitRepoVolumeDriver\``,
  ],
  [
    'csi',
    { csi: { driver: 'inline.example' } },
    `${SET_UP}kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name inline.example not found in the list of registered CSI drivers`,
  ],
  [
    'fc',
    { fc: { targetWWNs: ['5005'], lun: 0 } },
    'MountVolume.WaitForAttach failed for volume "v" : no fc disk found',
  ],
]

function failing(
  lab: LabName,
  volume: object,
): { readonly texts: readonly string[]; readonly phase: string } {
  const place = new Place(lab)
  place.pod('a', volume, {}, false)
  place.pass(140)
  const [status] = place.cluster.get('Pod', 'default', 'a').status.containerStatuses ?? []
  return { texts: place.failures('a'), phase: status?.state?.waiting?.reason ?? '' }
}

const hostRows = HOST.map(
  ([name, volume, why]): Row => [name, volume, `${SET_UP}hostPath type check failed: ${why}`],
)

describe('volumes that cannot be mounted', () => {
  test.each([...hostRows, ...GONE, ...MOVED, ...OTHER])('%s', (_, volume, text) => {
    const { texts, phase } = failing('plain', volume)
    expect(texts).toEqual([text])
    expect(phase).toBe('ContainerCreating')
  })

  test.each([
    ...MOVED.filter(([name]) => name !== 'portworxVolume').map(
      ([name, volume]): Row => [name, volume, 'unattached volumes='],
    ),
    ['glusterfs', GONE[3]?.[1] ?? {}, 'endpoints "cluster" not found'] as Row,
    ['rbd', GONE[5]?.[1] ?? {}, 'executable file not found in $PATH'] as Row,
  ])('in the textbook’s version without the vendor’s hardware: %s', (_, volume, text) => {
    const { texts } = failing('book', volume)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain(text)
  })

  test('a local volume whose folder is not there, and then is', () => {
    const place = new Place('plain')
    const local = { path: '/mnt/disk' }
    const terms = [
      {
        matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-2'] }],
      },
    ]
    bound(place, 'here', { local }, { nodeAffinity: { required: { nodeSelectorTerms: terms } } })
    const claim = { persistentVolumeClaim: { claimName: 'here' } }
    place.pod('a', claim, {}, false)
    place.pass(20)
    expect(place.cluster.get('Pod', 'default', 'a').spec.nodeName).toBe('worker-2')
    expect(place.failures('a')).toEqual([
      'MountVolume.NewMounter initialization failed for volume "here-pv" : path "/mnt/disk" does not exist',
    ])
    place.pod('maker', { hostPath: { path: '/mnt/disk' } }, { node: 'worker-2' })
    place.pass(130)
    expect(place.cluster.get('Pod', 'default', 'a').status.phase).toBe('Running')
    place.sh('maker', 'echo x > /v/x')
    expect(place.sh('a', 'cat /v/x')).toBe('x\n')
  })

  test.each([
    ['DirectoryOrCreate', '/new/folder', 'touch /v/x && ls /v', 'x\n'],
    ['FileOrCreate', '/var/log/new', 'echo y > /v; cat /v', 'y\n'],
    ['', '/made', 'touch /v/z && ls /v', 'z\n'],
    ['CharDevice', '/dev/null', 'true', ''],
    ['BlockDevice', '/dev/sda', 'true', ''],
    ['Socket', '/run/containerd/containerd.sock', 'true', ''],
    ['Directory', '/etc/kubernetes', 'ls /v', 'manifests\npki\n'],
    ['File', '/etc/hosts', 'true', ''],
  ])('a hostPath of type "%s" that fits', (type, path, script, said) => {
    const place = new Place('plain')
    place.pod('a', { hostPath: { path, type } })
    expect(place.sh('a', script)).toBe(said)
  })
})

describe('a file server', () => {
  const SERVER = '192.168.1.10'
  const nfs = { nfs: { server: SERVER, path: '/nfs_shared' } }
  const uid = (place: Place, pod: string) => place.cluster.get('Pod', 'default', pod).metadata.uid

  test('without the export: the mount is denied, and works when it is back', () => {
    const place = new Place('plain')
    place.cluster.world({ type: 'nfs', change: 'unexport', server: SERVER, path: '/nfs_shared' })
    place.pod('a', nfs, {}, false)
    place.pass(10)
    const folder = `/var/lib/kubelet/pods/${uid(place, 'a')}/volumes/kubernetes.io~nfs/v`
    expect(place.failures('a')).toEqual([
      `${SET_UP}mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs ${SERVER}:/nfs_shared ${folder}\nOutput: mount.nfs: access denied by server while mounting ${SERVER}:/nfs_shared\n`,
    ])
    place.cluster.world({ type: 'nfs', change: 'export', server: SERVER, path: '/nfs_shared' })
    place.settle()
    expect(place.cluster.get('Pod', 'default', 'a').status.phase).toBe('Running')
  })

  test('in the textbook’s version mounts run in a scope of systemd', () => {
    const place = new Place('book')
    bound(
      place,
      'shared',
      { nfs: { server: SERVER, path: '/nfs_shared/sub' } },
      { mountOptions: ['vers=4.1'] },
    )
    place.pod('a', { persistentVolumeClaim: { claimName: 'shared' } }, {}, false)
    place.pass(1.5)
    const folder = `/var/lib/kubelet/pods/${uid(place, 'a')}/volumes/kubernetes.io~nfs/shared-pv`
    expect(place.failures('a')[0]).toMatch(
      new RegExp(
        `^MountVolume.SetUp failed for volume "shared-pv" : mount failed: exit status 32\nMounting command: systemd-run\nMounting arguments: --description=Kubernetes transient mount for ${folder} --scope -- mount -t nfs -o vers=4.1 ${SERVER}:/nfs_shared/sub ${folder}\nOutput: Running scope as unit run-\\d+\\.scope\\.\nmount.nfs: mounting ${SERVER}:/nfs_shared/sub failed, reason given by server: No such file or directory\n$`,
      ),
    )
  })

  test.each([
    ['that is stopped', SERVER, 'stop', 'mount.nfs: Connection refused\n'],
    ['that is no file server', '192.168.1.101', undefined, 'mount.nfs: Connection refused\n'],
    ['that nobody knows', '10.9.9.9', undefined, 'mount.nfs: Connection timed out\n'],
  ] as const)('one %s fails after two minutes of trying', (_, server, change, output) => {
    const place = new Place('plain')
    if (change) place.cluster.world({ type: 'nfs', change, server })
    place.pod('a', { nfs: { server, path: '/nfs_shared' } }, {}, false)
    place.pass(115)
    expect(place.failures('a')).toEqual([])
    place.pass(15)
    expect(place.failures('a')).toHaveLength(1)
    expect(place.failures('a')[0]?.endsWith(output)).toBe(true)
  })

  test('whoever has mounted it hangs while it is away', () => {
    const place = new Place('plain')
    place.pod('a', nfs)
    place.sh('a', 'echo kept > /v/x')
    place.cluster.world({ type: 'nfs', change: 'stop', server: SERVER })
    place.deadline = place.cluster.now + 60_000
    expect(place.sh('a', 'cat /v/x')).not.toContain('kept')
    expect(place.cluster.now).toBe(place.deadline)
    expect(place.sh('a', 'ls /tmp; mount | grep /v')).toContain(
      `${SERVER}:/nfs_shared on /v type nfs4`,
    )
    place.deadline = Number.POSITIVE_INFINITY
    place.cluster.world({ type: 'nfs', change: 'start', server: SERVER })
    expect(place.sh('a', 'cat /v/x')).toBe('kept\n')
  })

  test('an export that was taken away leaves stale handles', () => {
    const place = new Place('plain')
    place.pod('a', nfs)
    place.cluster.world({ type: 'nfs', change: 'unexport', server: SERVER, path: '/nfs_shared' })
    expect(place.sh('a', 'ls /v')).toBe('ls: /v: Stale file handle\n')
    expect(place.sh('a', 'echo x > /v/x')).toContain('Stale file handle')
    expect(() =>
      place.cluster.world({ type: 'nfs', change: 'unexport', server: SERVER, path: '/nfs_shared' }),
    ).toThrow(RangeError)
  })

  test('who may mount, and as whom root writes', () => {
    const place = new Place('plain')
    const say = (clients: string, ...options: string[]) =>
      place.cluster.world({
        type: 'nfs',
        change: 'export',
        server: SERVER,
        path: '/nfs_shared',
        clients,
        options,
      })
    say('10.0.0.0/8', 'rw')
    place.pod('a', nfs, {}, false)
    place.pass(2)
    expect(place.failures('a')[0]).toContain('access denied')
    say('192.168.1.0/24', 'rw', 'no_root_squash')
    place.settle()
    expect(place.sh('a', 'echo x > /v/x; ls /v')).toBe('x\n')
    say('*', 'rw')
    expect(place.sh('a', 'echo y > /v/y')).toBe("sh: can't create /v/y: Permission denied\n")
    say('*', 'ro')
    expect(place.sh('a', 'echo y > /v/y')).toBe("sh: can't create /v/y: Read-only file system\n")
  })
})
