import type { PersistentVolume } from '../../sim/index.ts'

/** Where a volume's bytes lie. Volumes with the same identity share one backend. */
export interface Backend {
  readonly key: string
  /** Sort of the storage in the field's own name: nfs, hostPath, local, csi ... */
  readonly sort: string
  readonly address: string
}

const REST = [
  'awsElasticBlockStore',
  'gcePersistentDisk',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'glusterfs',
  'iscsi',
  'rbd',
] as const

/** The one machine that a volume is tied to. */
function machineOf({ spec }: PersistentVolume): string | undefined {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  const names = terms.flatMap(({ matchExpressions = [] }) =>
    matchExpressions.flatMap(({ key, values = [] }) =>
      key === 'kubernetes.io/hostname' ? values : [],
    ),
  )
  return names.length === 1 ? names[0] : undefined
}

/** The backend that the volume's source names; undefined when the spec names none. */
export function backendOf(volume: PersistentVolume): Backend | undefined {
  const { nfs, hostPath, local, csi } = volume.spec
  const make = (sort: string, address: string): Backend => ({
    key: `${sort}/${address}`,
    sort,
    address,
  })
  if (nfs) return make('nfs', `${nfs.server}:${nfs.path}`)
  if (hostPath) return make('hostPath', hostPath.path)
  if (local) return make('local', [machineOf(volume), local.path].filter(Boolean).join(':'))
  if (csi) return make('csi', `${csi.driver} ${csi.volumeHandle}`)
  const other = REST.find((name) => name in volume.spec)
  return other === undefined ? undefined : make(other, volume.metadata.name)
}
