import type { PersistentVolumeSpec, Volume } from '../types/index.ts'

/** A volume of a plugin that was once part of Kubernetes, as the CSI driver that took over knows it. */
export interface Migrated {
  readonly driver: string
  readonly handle: string
}

type Sources = Pick<
  Volume & PersistentVolumeSpec,
  | 'awsElasticBlockStore'
  | 'azureDisk'
  | 'azureFile'
  | 'cinder'
  | 'gcePersistentDisk'
  | 'portworxVolume'
  | 'vsphereVolume'
>

/** By the field of the volume: the driver that serves it now. */
export const MIGRATED_TO: { readonly [F in keyof Sources]-?: string } = {
  awsElasticBlockStore: 'ebs.csi.aws.com',
  azureDisk: 'disk.csi.azure.com',
  azureFile: 'file.csi.azure.com',
  cinder: 'cinder.csi.openstack.org',
  gcePersistentDisk: 'pd.csi.storage.gke.io',
  portworxVolume: 'pxd.portworx.com',
  vsphereVolume: 'csi.vsphere.vmware.com',
}

const HANDLE: { readonly [F in keyof Sources]-?: (spec: Sources) => string | undefined } = {
  awsElasticBlockStore: (spec) => spec.awsElasticBlockStore?.volumeID.replace(/^aws:\/\/.*\//, ''),
  azureDisk: (spec) => spec.azureDisk?.diskURI,
  azureFile: (spec) =>
    spec.azureFile && `#${spec.azureFile.secretName}#${spec.azureFile.shareName}`,
  cinder: (spec) => spec.cinder?.volumeID,
  gcePersistentDisk: (spec) => spec.gcePersistentDisk?.pdName,
  portworxVolume: (spec) => spec.portworxVolume?.volumeID,
  vsphereVolume: (spec) => spec.vsphereVolume?.volumePath,
}

/** The driver and the handle that the source stands for; undefined when no driver took it over. */
// k8s: csi-translation-lib/plugins Translate*InTreePVToCSI (1.36)
export function migrated(spec: Volume | PersistentVolumeSpec): Migrated | undefined {
  for (const field in MIGRATED_TO) {
    const name = field as keyof Sources
    const handle = HANDLE[name](spec as Sources)
    if (handle !== undefined) return { driver: MIGRATED_TO[name], handle }
  }
  return undefined
}
