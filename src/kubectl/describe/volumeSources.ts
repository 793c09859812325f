/** Label, field and what stands there when the field is missing. */
type SourceField = readonly [label: string, field: string, missing: string]

export interface SourceText {
  readonly type: string
  readonly fields: readonly SourceField[]
}

const FS: SourceField = ['FSType:', 'fsType', '']
const RO: SourceField = ['ReadOnly:', 'readOnly', 'false']
const SECRET: SourceField = ['SecretRef:', 'secretRef', 'nil']
const ID: SourceField = ['VolumeID:', 'volumeID', '']

const QUOBYTE: readonly SourceField[] = [
  ['Registry:', 'registry', ''],
  ['Volume:', 'volume', ''],
  RO,
]
const ISCSI: readonly SourceField[] = [
  ['TargetPortal:', 'targetPortal', ''],
  ['IQN:', 'iqn', ''],
  ['Lun:', 'lun', '0'],
  ['ISCSIInterface', 'iscsiInterface', ''],
  FS,
  RO,
  ['Portals:', 'portals', '[]'],
  ['DiscoveryCHAPAuth:', 'chapAuthDiscovery', 'false'],
  ['SessionCHAPAuth:', 'chapAuthSession', 'false'],
  SECRET,
  ['InitiatorName:', 'initiatorName', '<none>'],
]
const RBD: readonly SourceField[] = [
  ['CephMonitors:', 'monitors', '[]'],
  ['RBDImage:', 'image', ''],
  FS,
  ['RBDPool:', 'pool', ''],
  ['RadosUser:', 'user', ''],
  ['Keyring:', 'keyring', ''],
  SECRET,
  RO,
]
const CEPHFS: readonly SourceField[] = [
  ['Monitors:', 'monitors', '[]'],
  ['Path:', 'path', ''],
  ['User:', 'user', ''],
  ['SecretFile:', 'secretFile', ''],
  SECRET,
  RO,
]
const DISK: readonly SourceField[] = [FS, ['Partition:', 'partition', '0'], RO]
const STORAGEOS: readonly SourceField[] = [
  ['VolumeName:', 'volumeName', ''],
  ['VolumeNamespace:', 'volumeNamespace', ''],
  FS,
  RO,
]

/** How the volume sources that are plain lists of fields are described, in the order they are looked for. */
// k8s: kubectl/pkg/describe print*VolumeSource (1.36)
export const SOURCE_TEXTS: Readonly<Record<string, SourceText>> = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: [
      ['Path:', 'path', ''],
      ['HostPathType:', 'type', '<none>'],
    ],
  },
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: [
      ['Medium:', 'medium', ''],
      ['SizeLimit:', 'sizeLimit', '<unset>'],
    ],
  },
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    fields: [['PDName:', 'pdName', ''], ...DISK],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    fields: [ID, ...DISK],
  },
  gitRepo: {
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    fields: [
      ['Repository:', 'repository', ''],
      ['Revision:', 'revision', ''],
    ],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    fields: [
      ['SecretName:', 'secretName', ''],
      ['Optional:', 'optional', 'false'],
    ],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    fields: [
      ['Name:', 'name', ''],
      ['Optional:', 'optional', 'false'],
    ],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: [['Server:', 'server', ''], ['Path:', 'path', ''], RO],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    fields: ISCSI,
  },
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [['EndpointsName:', 'endpoints', ''], ['Path:', 'path', ''], RO],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: [['ClaimName:', 'claimName', ''], RO],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: RBD,
  },
  quobyte: {
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    fields: QUOBYTE,
  },
  azureDisk: {
    type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    fields: [
      ['DiskName:', 'diskName', ''],
      ['DiskURI:', 'diskURI', ''],
      ['Kind: ', 'kind', ''],
      FS,
      ['CachingMode:', 'cachingMode', ''],
      RO,
    ],
  },
  vsphereVolume: {
    type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
    fields: [
      ['VolumePath:', 'volumePath', ''],
      FS,
      ['StoragePolicyName:', 'storagePolicyName', ''],
    ],
  },
  cinder: {
    type: 'Cinder (a Persistent Disk resource in OpenStack)',
    fields: [ID, FS, RO, SECRET],
  },
  photonPersistentDisk: {
    type: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
    fields: [['PdID:', 'pdID', ''], FS],
  },
  portworxVolume: {
    type: 'PortworxVolume (a Portworx Volume resource)',
    fields: [ID],
  },
  scaleIO: {
    type: 'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
    fields: [
      ['Gateway:', 'gateway', ''],
      ['System:', 'system', ''],
      ['Protection Domain:', 'protectionDomain', ''],
      ['Storage Pool:', 'storagePool', ''],
      ['Storage Mode:', 'storageMode', ''],
      ['VolumeName:', 'volumeName', ''],
      FS,
      RO,
    ],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    fields: [['Path:', 'path', '']],
  },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: CEPHFS,
  },
  storageos: {
    type: 'StorageOS (a StorageOS Persistent Disk resource)',
    fields: STORAGEOS,
  },
  fc: {
    type: 'FC (a Fibre Channel disk)',
    fields: [['TargetWWNs:', 'targetWWNs', ''], ['LUN:', 'lun', '<none>'], FS, RO],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    fields: [['SecretName:', 'secretName', ''], ['ShareName:', 'shareName', ''], RO],
  },
  flexVolume: {
    type: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
    fields: [['Driver:', 'driver', ''], FS, SECRET, RO, ['Options:', 'options', 'map[]']],
  },
  flocker: {
    type: 'Flocker (a Flocker volume mounted by the Flocker agent)',
    fields: [
      ['DatasetName:', 'datasetName', ''],
      ['DatasetUUID:', 'datasetUUID', ''],
    ],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: [['Driver:', 'driver', ''], FS, RO],
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    fields: [
      ['Reference:', 'reference', ''],
      ['PullPolicy:', 'pullPolicy', ''],
    ],
  },
}

/** Where a PersistentVolume's source says more than a pod's. */
export const VOLUME_TEXTS: Readonly<Record<string, SourceText>> = {
  ...SOURCE_TEXTS,
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [
      ['EndpointsName:', 'endpoints', ''],
      ['EndpointsNamespace:', 'endpointsNamespace', '<unset>'],
      ['Path:', 'path', ''],
      RO,
    ],
  },
  scaleIO: {
    type: 'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
    fields: [
      ['Gateway:', 'gateway', ''],
      ['System:', 'system', ''],
      ['Protection Domain:', 'protectionDomain', ''],
      ['Storage Pool:', 'storagePool', ''],
      ['Storage Mode:', 'storageMode', ''],
      ['VolumeName:', 'volumeName', ''],
      ['SecretName:', 'secretRef.name', ''],
      ['SecretNamespace:', 'secretRef.namespace', ''],
      FS,
      RO,
    ],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    fields: [
      ['SecretName:', 'secretName', ''],
      ['SecretNamespace:', 'secretNamespace', ''],
      ['ShareName:', 'shareName', ''],
      RO,
    ],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: [['Driver:', 'driver', ''], FS, ['VolumeHandle:', 'volumeHandle', ''], RO],
  },
}
