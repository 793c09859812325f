/** What is known of CSI drivers: data, one row each. */
export interface DriverFacts {
  /** Volumes that a node can hold; absent for no limit. */
  readonly limit?: number
  /** Label of nodes by which volumes are tied to a place; absent when every node reaches them. */
  readonly topology?: string
  /** Bytes of the smallest volume, and the step in which sizes grow. */
  readonly step: number
  /** Access modes; absent for all. */
  readonly modes?: readonly string[]
  /** The answer to another mode. */
  readonly refusal?: string
  readonly handle: (uid: string, zone: string) => string
  /** It is made of folders of a server that its class names. */
  readonly shares?: true
  /** A grown volume needs no second step on its node. */
  readonly growsAtOnce?: true
  readonly fsType?: string
}

const GIBI = 1024 ** 3
const ONE_NODE = ['ReadWriteOnce', 'ReadWriteOncePod']

function hex(uid: string, digits: number): string {
  return uid.replaceAll('-', '').padEnd(digits, '0').slice(0, digits)
}

const PLAIN: DriverFacts = { step: 1, handle: (uid) => uid }

const FACTS: Readonly<Record<string, DriverFacts>> = {
  'pd.csi.storage.gke.io': {
    limit: 15,
    topology: 'topology.gke.io/zone',
    step: GIBI,
    modes: [...ONE_NODE, 'ReadOnlyMany'],
    refusal:
      'rpc error: code = InvalidArgument desc = VolumeCapabilities is invalid: specified multi writer with mount access type',
    handle: (uid, zone) => `projects/orrery/zones/${zone || 'zone-a'}/disks/pvc-${uid}`,
    fsType: 'ext4',
  },
  'ebs.csi.aws.com': {
    limit: 25,
    topology: 'topology.ebs.csi.aws.com/zone',
    step: GIBI,
    modes: ONE_NODE,
    refusal:
      'rpc error: code = InvalidArgument desc = Volume capabilities MULTI_NODE_MULTI_WRITER not supported. Only AccessModes[ReadWriteOnce] supported.',
    handle: (uid) => `vol-0${hex(uid, 16)}`,
    fsType: 'ext4',
  },
  'disk.csi.azure.com': {
    limit: 8,
    topology: 'topology.disk.csi.azure.com/zone',
    step: GIBI,
    modes: ONE_NODE,
    refusal: 'rpc error: code = InvalidArgument desc = Volume capability not supported',
    handle: (uid) => `/subscriptions/orrery/providers/Microsoft.Compute/disks/pvc-${uid}`,
    fsType: 'ext4',
  },
  'cinder.csi.openstack.org': {
    limit: 256,
    topology: 'topology.cinder.csi.openstack.org/zone',
    step: GIBI,
    modes: ONE_NODE,
    handle: (uid) => uid,
    fsType: 'ext4',
  },
  'hostpath.csi.k8s.io': { topology: 'topology.hostpath.csi/node', step: 1, handle: (uid) => uid },
  'nfs.csi.k8s.io': {
    step: 1,
    shares: true,
    growsAtOnce: true,
    handle: (uid) => `pvc-${uid}`,
  },
  'file.csi.azure.com': { step: GIBI, growsAtOnce: true, handle: (uid) => `share#pvc-${uid}` },
}

export function driverFacts(driver: string): DriverFacts {
  return FACTS[driver] ?? PLAIN
}

/** The part of the cluster that the node belongs to, as the driver there finds out; empty when there are no parts. */
export function zoneOf(
  { topology }: DriverFacts,
  node: {
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  },
): string {
  if (topology === undefined) return ''
  if (topology.endsWith('/node')) return node.metadata.name
  const { labels = {} } = node.metadata
  return labels[topology] ?? labels['topology.kubernetes.io/zone'] ?? ''
}
