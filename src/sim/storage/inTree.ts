import type { PersistentVolumeSpec } from '../types/index.ts'

/** Provisioners that were once part of Kubernetes, and the drivers that do their work now. */
const MOVED: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
}

/** The driver that serves classes of this provisioner. */
// k8s: csi-translation-lib GetCSINameFromInTreeName (1.36)
export function servedBy(provisioner: string): string {
  return MOVED[provisioner] ?? provisioner
}

/** Whether the name belongs to Kubernetes itself, and nobody else may answer to it. */
export function isInTree(provisioner: string): boolean {
  return provisioner.startsWith('kubernetes.io/') && MOVED[provisioner] === undefined
}

/** A volume of a class of old is written down in the old way, too. */
// k8s: csi-translation-lib/plugins TranslateCSIPVToInTree (1.36)
export function asInTree(
  provisioner: string,
  { csi, nodeAffinity, ...spec }: Partial<PersistentVolumeSpec>,
): Partial<PersistentVolumeSpec> {
  const { volumeHandle = '', fsType = 'ext4' } = csi ?? {}
  const source =
    provisioner === 'kubernetes.io/gce-pd'
      ? { gcePersistentDisk: { pdName: volumeHandle.replace(/^.*\//, ''), fsType } }
      : provisioner === 'kubernetes.io/aws-ebs'
        ? { awsElasticBlockStore: { volumeID: volumeHandle, fsType } }
        : csi && { csi }
  return { ...spec, ...source, ...(nodeAffinity ? { nodeAffinity } : {}) }
}
