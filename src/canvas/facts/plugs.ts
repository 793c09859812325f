import type { PersistentVolume, PersistentVolumeSpec, Pod, Volume } from '../../sim/index.ts'
import type { Life } from '../../ui/kit/LifeSign.tsx'

/** One volume of a pod, as a plug on its tile. */
export interface Plug {
  readonly name: string
  /** The field that says what it is: emptyDir, nfs, persistentVolumeClaim ... */
  readonly sort: string
  readonly life: Life
  /** What it names: a claim, a server and its path, a ConfigMap. */
  readonly source: string
  readonly paths: readonly string[]
  /** Name of the PersistentVolume behind its claim; empty when there is none. */
  readonly volume: string
  /** The file server behind it. */
  readonly nfs: { readonly server: string; readonly path: string } | undefined
}

const LIVES: Readonly<Record<string, Life>> = {
  emptyDir: 'pod',
  configMap: 'pod',
  secret: 'pod',
  downwardAPI: 'pod',
  projected: 'pod',
  csi: 'pod',
  ephemeral: 'pod',
  image: 'node',
  gitRepo: 'pod',
  hostPath: 'node',
  local: 'node',
}

/** The field of a volume that says what it is. */
function sortOf(volume: object): string {
  return Object.keys(volume).find((field) => field !== 'name') ?? 'emptyDir'
}

/** Fields of a volume's spec that say how it is used, not what it is. */
const MANNER: ReadonlySet<string> = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
])

/** The field of a PersistentVolume that says where its bytes are. */
export function sourceField(spec: PersistentVolumeSpec): string {
  return Object.keys(spec).find((field) => !MANNER.has(field)) ?? ''
}

export function lifeOfVolume(spec: PersistentVolumeSpec): Life {
  return LIVES[sourceField(spec)] === 'node' ? 'node' : 'beyond'
}

/** What a claim is bound to, by the claim's key; undefined while it is bound to nothing. */
export type Bound = (claim: string) => PersistentVolume | undefined

function claimOf(pod: Pod, { name, ephemeral, persistentVolumeClaim }: Volume): string | undefined {
  const claim = ephemeral ? `${pod.metadata.name}-${name}` : persistentVolumeClaim?.claimName
  return claim && `${pod.metadata.namespace ?? ''}/${claim}`
}

/** What is made for one pod goes with it, wherever its bytes are. */
function lifeOf(sort: string, behind: PersistentVolume | undefined): Life {
  if (sort === 'persistentVolumeClaim' && behind) return lifeOfVolume(behind.spec)
  return LIVES[sort] ?? 'beyond'
}

function sourceOf({ nfs, hostPath, configMap, secret, ...volume }: Volume): string {
  if (nfs) return `${nfs.server}:${nfs.path}`
  return (
    hostPath?.path ??
    configMap?.name ??
    secret?.secretName ??
    volume.persistentVolumeClaim?.claimName ??
    volume.csi?.driver ??
    volume.image?.reference ??
    volume.emptyDir?.medium ??
    ''
  )
}

/** Where every pod finds the token of its account: no plug of anybody's making. */
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The volumes of a pod that somebody asked for, in the order of its spec. */
export function plugsOf(pod: Pod, bound: Bound): readonly Plug[] {
  const { volumes } = pod.spec
  if (!volumes) return []
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
  return volumes.flatMap((volume): Plug[] => {
    const { name } = volume
    const paths = all.flatMap((one) =>
      (one.volumeMounts ?? []).filter((mount) => mount.name === name).map((one) => one.mountPath),
    )
    if (paths.length > 0 && paths.every((path) => path === TOKEN_PATH)) return []
    const sort = sortOf(volume)
    const claim = claimOf(pod, volume)
    const behind = claim === undefined ? undefined : bound(claim)
    return [
      {
        name,
        sort,
        life: lifeOf(sort, behind),
        source: sourceOf(volume),
        paths: [...new Set(paths)],
        volume: behind?.metadata.name ?? '',
        nfs: volume.nfs ?? behind?.spec.nfs,
      },
    ]
  })
}
