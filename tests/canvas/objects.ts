import type { Lister, StageKind } from '../../src/canvas/graph/world.ts'
import type {
  Deployment,
  Node,
  ObjectMeta,
  ObjectOf,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
} from '../../src/sim/types/index.ts'

function meta(name: string, namespace?: string): ObjectMeta {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `uid-${namespace ?? ''}-${name}`,
    resourceVersion: '1',
    creationTimestamp: '2021-03-01T00:00:00Z',
  }
}

function owner(kind: string, name: string) {
  return [{ apiVersion: 'apps/v1', kind, name, uid: `uid-default-${name}`, controller: true }]
}

export function node(name: string, of: { readonly controlPlane?: boolean } = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      ...meta(name),
      labels: of.controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {},
    },
    spec: {},
    status: {
      addresses: [{ type: 'InternalIP', address: '192.168.1.101' }],
      allocatable: { cpu: '1', memory: '1Gi', pods: '110' },
      capacity: { cpu: '1', memory: '1Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }
}

export interface PodOptions {
  readonly namespace?: string
  readonly node?: string
  readonly owner?: string
  readonly claim?: string
  readonly status?: Pod['status']
  readonly deleted?: string
}

export function pod(name: string, of: PodOptions = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta(name, of.namespace ?? 'default'),
      ...(of.owner === undefined ? {} : { ownerReferences: owner('ReplicaSet', of.owner) }),
      ...(of.deleted === undefined
        ? {}
        : { deletionTimestamp: of.deleted, deletionGracePeriodSeconds: 30 }),
    },
    spec: {
      containers: [{ name: 'main', image: 'nginx' }],
      ...(of.node === undefined ? {} : { nodeName: of.node }),
      ...(of.claim === undefined
        ? {}
        : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: of.claim } }] }),
    },
    status: of.status ?? { phase: 'Pending' },
  }
}

const TEMPLATE = { spec: { containers: [{ name: 'main', image: 'nginx' }] } }

export function deployment(name: string, replicas: number): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(name, 'default'),
    spec: { replicas, selector: { matchLabels: { app: name } }, template: TEMPLATE },
    status: { replicas, readyReplicas: replicas },
  } as Deployment
}

export function replicaSet(name: string, replicas: number, parent?: string): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...meta(name, 'default'),
      labels: { app: parent ?? name, 'pod-template-hash': '7d9' },
      ...(parent === undefined ? {} : { ownerReferences: owner('Deployment', parent) }),
    },
    spec: { replicas, selector: { matchLabels: { app: parent ?? name } }, template: TEMPLATE },
    status: { replicas, readyReplicas: replicas },
  } as ReplicaSet
}

export function claim(name: string, bound?: string): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: meta(name, 'default'),
    spec: {
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '10Mi' } },
      ...(bound === undefined ? {} : { volumeName: bound }),
    },
    status: { phase: bound === undefined ? 'Pending' : 'Bound' },
  }
}

export function volume(name: string, bound?: string): PersistentVolume {
  const [namespace, claimName] = bound?.split('/') ?? []
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: meta(name),
    spec: {
      capacity: { storage: '100Mi' },
      accessModes: ['ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      nfs: { server: '192.168.1.10', path: '/nfs_shared' },
      ...(namespace === undefined || claimName === undefined
        ? {}
        : { claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claimName } }),
    },
    status: { phase: bound === undefined ? 'Available' : 'Bound' },
  }
}

type AnyObject = ObjectOf<StageKind>

/** Lists plain objects as a cluster would, sorted by namespace and name. */
export function listerOf(objects: readonly AnyObject[]): Lister {
  const sorted = [...objects].sort((a, b) =>
    `${a.metadata.namespace}/${a.metadata.name}` < `${b.metadata.namespace}/${b.metadata.name}`
      ? -1
      : 1,
  )
  return ((kind: StageKind) => sorted.filter((object) => object.kind === kind)) as Lister
}
