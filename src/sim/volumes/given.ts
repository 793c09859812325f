import type { Cluster } from '../cluster.ts'
import { type FileValue, fieldValue, fileData, resourceValue } from '../kubelet/exec/environment.ts'
import { machineOf } from '../kubelet/machine.ts'
import { runtimeOf } from '../kubelet/runtime.ts'
import { keyIn } from '../store.ts'
import type { Millis } from '../time.ts'
import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  Kind,
  ObjectOf,
  Pod,
  Volume,
  VolumeProjection,
} from '../types/index.ts'
import { begunWith, podConfig } from './configState.ts'
import type { Leaf, View } from './types.ts'

/** Files that the kubelet puts into a volume, by their path from its root without a slash in front. */
export type Given = Readonly<Record<string, Leaf>>

/** Who asks: a pod as its machine knows it. */
interface Asker {
  readonly view: View
  readonly pod: Pod
}

function finder({ store }: Pick<View, 'store'>): Pick<Cluster, 'find'> {
  return {
    find: <K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined =>
      store.get(kind, keyIn(namespace, name)),
  }
}

function picked(
  data: Readonly<Record<string, FileValue>>,
  items: readonly KeyToPath[] | undefined,
  mode: number | undefined,
): Record<string, Leaf> {
  const leaf = (value: FileValue, own?: number): Leaf => {
    const bits = own ?? mode
    return bits === undefined ? value : { ...value, mode: bits }
  }
  if (!items)
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, leaf(value)]))
  return Object.fromEntries(
    items.flatMap((item) => {
      const value = data[item.key]
      return value ? [[item.path, leaf(value, item.mode)]] : []
    }),
  )
}

// k8s: pkg/volume/downwardapi CollectData (1.36)
function downward(
  { view, pod }: Asker,
  items: readonly DownwardAPIVolumeFile[],
  mode: number | undefined,
): Record<string, Leaf> {
  const host = machineOf(view, pod.spec.nodeName ?? '')?.ip ?? ''
  const ip = runtimeOf(view, pod.metadata.uid)?.ip ?? pod.status.podIP ?? ''
  const container = pod.spec.containers[0]
  const text = ({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile): string => {
    if (fieldRef) return fieldValue(pod, fieldRef.fieldPath, ip, host)
    if (!resourceFieldRef || !container) return ''
    return resourceValue({ cluster: finder(view), pod, container }, resourceFieldRef)
  }
  return Object.fromEntries(
    items.map((item) => {
      const bits = item.mode ?? mode
      return [
        item.path,
        bits === undefined ? { text: text(item) } : { text: text(item), mode: bits },
      ]
    }),
  )
}

/** A stand-in: nothing is signed here. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9'

function ofSource(asker: Asker, source: VolumeProjection, mode?: number): Record<string, Leaf> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source
  const from = { cluster: finder(asker.view), pod: asker.pod }
  if (configMap)
    return picked(fileData(from, 'ConfigMap', configMap.name ?? ''), configMap.items, mode)
  if (secret) return picked(fileData(from, 'Secret', secret.name ?? ''), secret.items, mode)
  if (downwardAPI) return downward(asker, downwardAPI.items ?? [], mode)
  if (serviceAccountToken) return { [serviceAccountToken.path]: tokenLeaf(asker.pod, mode) }
  return {}
}

// k8s: pkg/volume/projected collectData, service account token (1.36)
function tokenLeaf(pod: Pod, mode: number | undefined): Leaf {
  const users = new Set(
    [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map(
      ({ securityContext }) => securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser,
    ),
  )
  const [user] = users
  if (users.size === 1 && user !== undefined) return { text: TOKEN, mode: 0o600, uid: user }
  if (pod.spec.securityContext?.fsGroup !== undefined) return { text: TOKEN, mode: 0o600 }
  return mode === undefined ? { text: TOKEN } : { text: TOKEN, mode }
}

/** What the API says the volume holds at this moment; undefined for volumes that do not come from there. */
export function contentNow(view: View, pod: Pod, volume: Volume): Given | undefined {
  const { configMap, secret, downwardAPI, projected } = volume
  const asker = { view, pod }
  if (projected) {
    const parts = (projected.sources ?? []).map((one) =>
      ofSource(asker, one, projected.defaultMode),
    )
    return Object.assign({}, ...parts)
  }
  if (configMap) return ofSource(asker, { configMap }, configMap.defaultMode)
  if (downwardAPI) return ofSource(asker, { downwardAPI }, downwardAPI.defaultMode)
  if (!secret) return undefined
  const { items, secretName = '', defaultMode } = secret
  const data = fileData({ cluster: finder(view), pod }, 'Secret', secretName)
  return picked(data, items, defaultMode)
}

/** What a volume holds, and since when. */
export interface Shown {
  readonly files: Given
  readonly at: Millis
  /** Folder that the kubelet wrote them into; empty when nobody kept it. */
  readonly stamp: string
}

/**
 * What the volume holds: what the kubelet set up last, or what the API says where that is not kept. `life` is the id
 * of a container that mounted only a part of it (`subPath`): it goes on to see what it began with.
 */
export function contentShown(
  view: View,
  pod: Pod,
  volume: Volume,
  life?: string,
): Shown | undefined {
  const begun = life === undefined ? undefined : begunWith(view, life)?.volumes[volume.name]
  const kept = begun ?? podConfig(view, pod.metadata.uid)?.volumes[volume.name]
  if (kept) return kept
  const files = contentNow(view, pod, volume)
  const at = runtimeOf(view, pod.metadata.uid)?.startedAt ?? view.now
  return files && { files, at, stamp: '' }
}

/** Whether the volume's content comes from the API. */
export function isGiven({ configMap, secret, downwardAPI, projected }: Volume): boolean {
  return (configMap ?? secret ?? downwardAPI ?? projected) !== undefined
}
