import type {
  Cluster,
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
} from '../../../src/sim/index.ts'

export interface VolumeWish extends Partial<PersistentVolumeSpec> {
  readonly size?: string
  readonly labels?: Readonly<Record<string, string>>
}

export function volume(cluster: Cluster, name: string, wish: VolumeWish = {}): PersistentVolume {
  const { size = '1Gi', labels, ...spec } = wish
  return cluster.create<'PersistentVolume'>({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, ...(labels ? { labels } : {}) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      ...(spec.nfs || spec.csi ? {} : { hostPath: { path: `/data/${name}` } }),
      ...spec,
    },
  })
}

export interface ClaimWish extends Partial<PersistentVolumeClaimSpec> {
  readonly size?: string
}

export function claim(cluster: Cluster, name: string, wish: ClaimWish = {}): PersistentVolumeClaim {
  const { size = '1Gi', ...spec } = wish
  return cluster.create<'PersistentVolumeClaim'>({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'default' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      resources: { requests: { storage: size } },
      ...spec,
    },
  })
}

export function pod(cluster: Cluster, name: string, claimName: string): void {
  cluster.create<'Pod'>({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      containers: [{ name: 'c', image: 'nginx' }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
    },
  })
}

export const pv = (cluster: Cluster, name: string) => cluster.get('PersistentVolume', '', name)
export const pvc = (cluster: Cluster, name: string) =>
  cluster.get('PersistentVolumeClaim', 'default', name)
export const phase = (cluster: Cluster, name: string) => pv(cluster, name).status.phase
export const volumeOf = (cluster: Cluster, name: string) => pvc(cluster, name).spec.volumeName
