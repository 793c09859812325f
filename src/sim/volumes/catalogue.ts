import type { Profile } from '../profiles/profile.ts'
import { MIGRATED_TO } from './migration.ts'
import type { Lifetime, SourceField } from './types.ts'

/**
 * How a volume of this sort fares: `works`; `driver` has been handed to a CSI driver and works where that is installed;
 * `hardware` works where the vendor's devices or services are; `gone` is still accepted and nothing serves it;
 * `off` is switched off; `unknown` came later than this version.
 */
export type VolumeStatus = 'works' | 'driver' | 'hardware' | 'gone' | 'off' | 'unknown'

/** Where the bytes are: `given` are made by the kubelet, `reference` leads to another row. */
export type VolumeSort = 'given' | 'pod' | 'node' | 'network' | 'disk' | 'reference'

export interface VolumeRow {
  readonly field: SourceField
  readonly sort: VolumeSort
  /** A field of pods, of PersistentVolumes, or of both. */
  readonly where: 'pod' | 'volume' | 'both'
  readonly lifetime: Lifetime
  /** Access modes by their short names; empty where modes do not apply. */
  readonly modes: readonly Mode[]
  readonly status: Readonly<Record<Profile['name'], VolumeStatus>>
  /** Kubernetes versions that deprecated it, took its code out, or brought it. */
  readonly deprecated?: string
  readonly removed?: string
  readonly since?: string
  /** CSI driver or other thing to use instead. */
  readonly instead?: string
  /** Other spellings under which people look for it. */
  readonly aliases: readonly string[]
}

type Mode = 'RWO' | 'ROX' | 'RWX' | 'RWOP'

const ONE: readonly Mode[] = ['RWO']
const ONE_OR_READERS: readonly Mode[] = ['RWO', 'ROX']
const SHARED: readonly Mode[] = ['RWO', 'ROX', 'RWX']
const ALL: readonly Mode[] = ['RWO', 'ROX', 'RWX', 'RWOP']
const NONE: readonly Mode[] = []

const both = (status: VolumeStatus): VolumeRow['status'] => ({
  'book-2021': status,
  current: status,
})

/** What the kubelet makes of objects of the API, for one pod. */
function given(field: SourceField, ...aliases: readonly string[]): VolumeRow {
  return {
    field,
    sort: 'given',
    where: 'pod',
    lifetime: 'pod',
    modes: NONE,
    status: both('works'),
    aliases,
  }
}

type Versions = Pick<VolumeRow, 'deprecated' | 'removed'>

/** Storage of a vendor whose plugin was handed to a CSI driver. */
function handed(
  field: keyof typeof MIGRATED_TO,
  modes: readonly Mode[],
  versions: Versions,
  aliases: readonly string[],
): VolumeRow {
  return {
    field,
    sort: modes === SHARED ? 'network' : 'disk',
    where: 'both',
    lifetime: 'beyond',
    modes,
    status: { 'book-2021': 'hardware', current: 'driver' },
    instead: MIGRATED_TO[field],
    aliases,
    ...versions,
  }
}

/** Storage of a vendor whose plugin was taken out without anything in its place. */
function dropped(
  field: SourceField,
  modes: readonly Mode[],
  versions: Versions,
  instead: string,
  aliases: readonly string[],
): VolumeRow {
  return {
    field,
    sort: modes === SHARED ? 'network' : 'disk',
    where: 'both',
    lifetime: 'beyond',
    modes,
    status: { 'book-2021': 'hardware', current: 'gone' },
    aliases,
    ...(instead === '' ? {} : { instead }),
    ...versions,
  }
}

/** Storage over a network protocol that the kubelet still speaks itself. */
function spoken(field: SourceField, aliases: readonly string[]): VolumeRow {
  return {
    field,
    sort: 'disk',
    where: 'both',
    lifetime: 'beyond',
    modes: ONE_OR_READERS,
    status: both('hardware'),
    aliases,
  }
}

export const VOLUME_TYPES: readonly VolumeRow[] = [
  {
    field: 'emptyDir',
    sort: 'pod',
    where: 'pod',
    lifetime: 'pod',
    modes: NONE,
    status: both('works'),
    aliases: ['emptydir', 'empty dir', 'scratch', 'tmpfs'],
  },
  given('configMap', 'cfgmap', 'config map', '컨피그맵'),
  given('secret', '시크릿'),
  given('downwardAPI', 'downward api', 'downwardapi', 'podinfo'),
  given('projected', 'projecetd', 'token', 'serviceAccountToken', 'clusterTrustBundle'),
  {
    field: 'image',
    sort: 'node',
    where: 'pod',
    lifetime: 'node',
    modes: NONE,
    status: { 'book-2021': 'unknown', current: 'works' },
    since: '1.31',
    aliases: ['oci', 'artifact'],
  },
  {
    field: 'gitRepo',
    sort: 'pod',
    where: 'pod',
    lifetime: 'pod',
    modes: NONE,
    status: { 'book-2021': 'works', current: 'off' },
    deprecated: '1.11',
    removed: '1.33',
    instead: 'initContainers + emptyDir',
    aliases: ['git repo', 'git'],
  },
  {
    field: 'hostPath',
    sort: 'node',
    where: 'both',
    lifetime: 'node',
    modes: ONE,
    status: both('works'),
    instead: 'local',
    aliases: ['host path', 'hostpath', 'host Path'],
  },
  {
    field: 'local',
    sort: 'node',
    where: 'volume',
    lifetime: 'node',
    modes: ONE,
    status: both('works'),
    aliases: ['local volume', 'local-path'],
  },
  {
    field: 'nfs',
    sort: 'network',
    where: 'both',
    lifetime: 'beyond',
    modes: ALL,
    status: both('works'),
    instead: 'nfs.csi.k8s.io',
    aliases: ['network file system', '/etc/exports', 'nfs_shared'],
  },
  {
    field: 'persistentVolumeClaim',
    sort: 'reference',
    where: 'pod',
    lifetime: 'beyond',
    modes: ALL,
    status: both('works'),
    aliases: ['pvc', 'PersistnetVolumeClaim', 'persistent volume claim', '퍼시스턴트볼륨클레임'],
  },
  {
    field: 'ephemeral',
    sort: 'reference',
    where: 'pod',
    lifetime: 'pod',
    modes: ALL,
    status: { 'book-2021': 'unknown', current: 'works' },
    since: '1.19',
    aliases: ['generic ephemeral', 'volumeClaimTemplate'],
  },
  {
    field: 'csi',
    sort: 'disk',
    where: 'both',
    lifetime: 'beyond',
    modes: ALL,
    status: both('driver'),
    aliases: ['container storage interface', 'driver'],
  },
  spoken('fc', ['fibre channel', 'fc(fibre channel)', 'fiber channel', 'fibrechannel']),
  spoken('iscsi', ['iscsi', 'i-scsi']),
  {
    field: 'flexVolume',
    sort: 'disk',
    where: 'both',
    lifetime: 'beyond',
    modes: ALL,
    status: both('hardware'),
    deprecated: '1.23',
    instead: 'csi',
    aliases: ['flexvolume', 'flex volume'],
  },
  handed('awsElasticBlockStore', ONE, { deprecated: '1.17', removed: '1.27' }, [
    'awsElasticBlock',
    'aws',
    'ebs',
    'elastic block store',
  ]),
  handed('azureDisk', ONE, { deprecated: '1.19', removed: '1.27' }, ['azure disk', 'azuredisk']),
  handed('azureFile', SHARED, { deprecated: '1.21', removed: '1.30' }, [
    'azure file',
    'azurefile',
    'smb',
  ]),
  handed('cinder', ONE, { deprecated: '1.18', removed: '1.26' }, ['openstack']),
  handed('gcePersistentDisk', ONE_OR_READERS, { deprecated: '1.17', removed: '1.28' }, [
    'gcdPersitentDisk',
    'gcePersitentDisk',
    'gce',
    'gcp',
    'persistent disk',
  ]),
  handed('portworxVolume', SHARED, { deprecated: '1.25', removed: '1.36' }, [
    'portwwworxVolume',
    'portwworxVolume',
    'portworx',
  ]),
  handed('vsphereVolume', ONE, { deprecated: '1.19', removed: '1.30' }, ['vmware', 'vmdk']),
  dropped('cephfs', SHARED, { deprecated: '1.28', removed: '1.31' }, 'cephfs.csi.ceph.com', [
    'ceph',
    'ceph fs',
  ]),
  dropped('rbd', ONE_OR_READERS, { deprecated: '1.28', removed: '1.31' }, 'rbd.csi.ceph.com', [
    'ceph block device',
    'rados',
  ]),
  dropped('glusterfs', SHARED, { deprecated: '1.25', removed: '1.26' }, '', ['gluster']),
  dropped('flocker', ONE, { deprecated: '1.22', removed: '1.25' }, '', []),
  dropped('quobyte', SHARED, { deprecated: '1.22', removed: '1.25' }, 'csi.quobyte.com', []),
  dropped('scaleIO', ONE_OR_READERS, { removed: '1.21' }, 'csi-vxflexos.dellemc.com', [
    'scaleio',
    'scale io',
    'powerflex',
  ]),
  dropped('storageos', ONE, { deprecated: '1.22', removed: '1.25' }, 'csi.storageos.com', [
    'stoageos',
    'storage os',
  ]),
]

export function volumeRow(field: string): VolumeRow | undefined {
  return VOLUME_TYPES.find((row) => row.field === field)
}
