import type { Cluster } from '../cluster.ts'
import { SELECTED_NODE } from '../controllers/persistentVolume/claim.ts'
import { requestOf } from '../controllers/persistentVolume/match.ts'
import { wholeValue } from '../scheduler/amounts.ts'
import type {
  Node,
  PersistentVolumeClaim,
  PersistentVolumeSpec,
  StorageClass,
  VolumeNodeAffinity,
} from '../types/index.ts'
import { type DriverFacts, driverFacts, zoneOf } from './drivers.ts'
import type { Program } from './programs.ts'

/** What a provisioner is asked for. */
export interface Order {
  readonly claim: PersistentVolumeClaim
  readonly storageClass: StorageClass
  /** Name of the volume to be. */
  readonly name: string
}

/** Where the volume is and what it is like, or why it cannot be made. */
export type Made =
  | { readonly spec: Partial<PersistentVolumeSpec>; readonly annotations?: Record<string, string> }
  | { readonly error: string }

const GIBI = 1024 ** 3
const IDENTITY = 'storage.kubernetes.io/csiProvisionerIdentity'
const NOT_SECRET = {
  'volume.kubernetes.io/provisioner-deletion-secret-name': '',
  'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
}

/** The size that the backend makes of a wish: clouds sell disks by the gibibyte. */
export function sizeFor(request: string, step: number): string {
  if (step !== GIBI) return request
  return `${Math.max(1, Math.ceil(wholeValue(request) / GIBI))}Gi`
}

function affinityTo(key: string, value: string): VolumeNodeAffinity {
  return {
    required: {
      nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }],
    },
  }
}

function allowedZones({ allowedTopologies }: StorageClass): readonly string[] | undefined {
  const values = (allowedTopologies ?? []).flatMap((term) =>
    (term.matchLabelExpressions ?? []).flatMap((expression) => expression.values),
  )
  return values.length > 0 ? values : undefined
}

/** Zones of the nodes where the driver runs, in order. */
function zonesOf(cluster: Cluster, driver: string, facts: DriverFacts): readonly string[] {
  const found = cluster
    .list('CSINode', { where: ({ spec }) => spec.drivers?.some((d) => d.name === driver) === true })
    .map(({ metadata }) => cluster.find('Node', '', metadata.name))
    .filter((node): node is Node => node !== undefined)
    .map((node) => zoneOf(facts, node))
  return [...new Set(found.filter((zone) => zone !== ''))].sort()
}

/** Spreads volumes over zones as upstream does it: by a hash of the claim's name. */
function spread(zones: readonly string[], name: string): string {
  let hash = 0
  for (let index = 0; index < name.length; index++)
    hash = (Math.imul(hash, 31) + name.charCodeAt(index)) >>> 0
  return zones[hash % zones.length] ?? ''
}

/** The zone that the volume is made in; an error when there is none. k8s: external-provisioner GenerateAccessibilityRequirements */
function chooseZone(
  cluster: Cluster,
  driver: string,
  facts: DriverFacts,
  { claim, storageClass }: Order,
): { readonly zone: string } | { readonly error: string } {
  if (facts.topology === undefined) return { zone: '' }
  const selected = claim.metadata.annotations?.[SELECTED_NODE]
  if (selected !== undefined) {
    const runs = cluster.find('CSINode', '', selected)?.spec.drivers?.some((d) => d.name === driver)
    const node = cluster.find('Node', '', selected)
    if (!runs || !node)
      return {
        error: `error generating accessibility requirements: no topology key found on CSINode ${selected}`,
      }
    return { zone: zoneOf(facts, node) }
  }
  const zones = zonesOf(cluster, driver, facts)
  const allowed = allowedZones(storageClass)
  const fitting = allowed ? zones.filter((zone) => allowed.includes(zone)) : zones
  if (allowed && fitting.length === 0)
    return {
      error:
        'error generating accessibility requirements: topology term for allowed topologies is not available in the cluster',
    }
  return { zone: fitting.length === 0 ? '' : spread(fitting, claim.metadata.name) }
}

/** A volume of a CSI driver. */
export function makeCsi(cluster: Cluster, { driver }: Program, order: Order): Made {
  const { claim, storageClass, name } = order
  const facts = driverFacts(driver)
  const modes = claim.spec.accessModes ?? []
  if (facts.modes && modes.some((mode) => !facts.modes?.includes(mode)))
    return {
      error:
        facts.refusal ?? 'rpc error: code = InvalidArgument desc = Volume capability not supported',
    }
  const chosen = chooseZone(cluster, driver, facts, order)
  if ('error' in chosen) return chosen
  const { zone } = chosen
  const share = facts.shares ? shareOf(order) : undefined
  if (share && 'error' in share) return share
  const fsType = storageClass.parameters?.['csi.storage.k8s.io/fstype'] ?? facts.fsType
  return {
    annotations: NOT_SECRET,
    spec: {
      capacity: { storage: sizeFor(requestOf(claim), facts.step) },
      csi: {
        driver,
        ...(fsType === undefined || claim.spec.volumeMode === 'Block' ? {} : { fsType }),
        volumeHandle: share?.handle ?? facts.handle(claim.metadata.uid, zone),
        volumeAttributes: {
          ...share?.attributes,
          [IDENTITY]: `1614556800000-${name.slice(4, 8)}-${driver}`,
        },
      },
      ...(zone === '' || facts.topology === undefined
        ? {}
        : { nodeAffinity: affinityTo(facts.topology, zone) }),
    },
  }
}

type Share =
  | { readonly handle: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly error: string }

/** A folder of its own on the server that the class names. k8s: kubernetes-csi/csi-driver-nfs CreateVolume */
function shareOf({ storageClass, name }: Order): Share {
  const { server, share } = storageClass.parameters ?? {}
  if (server === undefined || server === '')
    return {
      error: 'rpc error: code = InvalidArgument desc = server is a required parameter',
    }
  const base = (share ?? '').replace(/^\/|\/$/g, '')
  return {
    handle: `${server}#${base}#${name}##`,
    attributes: { server, share: `/${base}`, subdir: name },
  }
}

/** Folder that the class's pattern gives. k8s: nfs-subdir-external-provisioner pvcMetadata.stringParser */
export function folderOf({ claim, storageClass, name }: Order): string {
  const { metadata } = claim
  const pattern = storageClass.parameters?.pathPattern
  if (pattern === undefined || pattern === '')
    return `${metadata.namespace}-${metadata.name}-${name}`
  return pattern.replace(
    /\$\{\.PVC\.((labels|annotations)\.(.*?)|.*?)\}/g,
    (_, key, map, inner) => {
      if (map === 'labels') return metadata.labels?.[inner] ?? ''
      if (map === 'annotations') return metadata.annotations?.[inner] ?? ''
      return key === 'namespace' ? (metadata.namespace ?? '') : key === 'name' ? metadata.name : ''
    },
  )
}

export function makeNfs(server: string, path: string, order: Order): Made {
  const { claim } = order
  if (claim.spec.selector) return { error: 'claim Selector is not supported' }
  return {
    spec: {
      capacity: { storage: requestOf(claim) },
      nfs: { server, path: `${path}/${folderOf(order)}` },
    },
  }
}

/** A folder on the node that the scheduler has chosen. k8s: rancher/local-path-provisioner provisionFor */
export function makeLocal(path: string, { claim, name }: Order): Made {
  const { accessModes = [], selector } = claim.spec
  if (selector) return { error: 'claim.Spec.Selector is not supported' }
  if (!accessModes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod'))
    return {
      error: 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
    }
  const node = claim.metadata.annotations?.[SELECTED_NODE]
  if (node === undefined) return { error: 'configuration error, no node was specified' }
  const folder = `${name}_${claim.metadata.namespace}_${claim.metadata.name}`
  return {
    annotations: { 'local.path.provisioner/selected-node': node },
    spec: {
      capacity: { storage: requestOf(claim) },
      hostPath: { path: `${path}/${folder}`, type: 'DirectoryOrCreate' },
      nodeAffinity: affinityTo('kubernetes.io/hostname', node),
    },
  }
}
