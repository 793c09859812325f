import type { Cluster } from '../../cluster.ts'
import { formatTime } from '../../time.ts'
import type { Volume, VolumeMount, VolumeProjection } from '../../types/index.ts'
import { imageFacts } from '../behaviour/facts.ts'
import { readScript } from '../behaviour/script.ts'
import { machineOf } from '../machine.ts'
import { fieldValue, plainData, resourceValue } from './environment.ts'
import type { Inside } from './inside.ts'

/** What was written and taken away (null), by the place it lives in: a container's id, a volume, a path of a machine. */
const FILES = 'files'
type Written = Readonly<Record<string, string | null>>
const NOTHING: Written = {}

/** Where a path leads. */
export interface Place {
  readonly path: string
  readonly store: string
  /** Within the store. */
  readonly within: string
  readonly readOnly: boolean
  /** Content that the kubelet made, for volumes of configuration. */
  readonly given: Readonly<Record<string, string>> | undefined
  readonly mount: VolumeMount | undefined
}

const FOLDERS = 'bin dev etc home lib media mnt opt proc root run sbin srv sys tmp usr var'.split(
  ' ',
)

export function writtenIn(cluster: Cluster, store: string): Written {
  return cluster.recall<Written>(FILES, store) ?? NOTHING
}

export function writeInto(
  cluster: Cluster,
  store: string,
  path: string,
  content: string | null,
): void {
  cluster.remember(FILES, store, { ...writtenIn(cluster, store), [path]: content })
}

/** Forgets what lived in the store; costs nothing where nothing was written. */
export function dropStore(cluster: Cluster, store: string): void {
  if (cluster.memory.get(FILES)?.size) cluster.forget(FILES, store)
}

/** Forgets every volume that lived as long as the pod. */
export function dropPodStores(cluster: Cluster, uid: string): void {
  const stores = cluster.memory.get(FILES)
  if (!stores?.size) return
  for (const store of [...stores.keys()]) if (store.startsWith(`pod/${uid}/`)) stores.delete(store)
}

/** A path without `.`, `..` and doubled slashes, from the root. */
export function absolute(path: string, folder: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

function claimStore({ cluster, pod }: Inside, claim: string): string {
  const found = cluster.find('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim)
  const name = found?.spec.volumeName ?? ''
  const spec = cluster.find('PersistentVolume', '', name)?.spec
  if (spec?.nfs) return `nfs/${spec.nfs.server}:${spec.nfs.path}`
  if (spec?.hostPath) return `host/${pod.spec.nodeName}:${spec.hostPath.path}`
  return `volume/${name}`
}

function storeOf(inside: Inside, volume: Volume): string {
  const { pod } = inside
  if (volume.persistentVolumeClaim)
    return claimStore(inside, volume.persistentVolumeClaim.claimName)
  if (volume.ephemeral) return claimStore(inside, `${pod.metadata.name}-${volume.name}`)
  if (volume.nfs) return `nfs/${volume.nfs.server}:${volume.nfs.path}`
  if (volume.hostPath) return `host/${pod.spec.nodeName}:${volume.hostPath.path}`
  return `pod/${pod.metadata.uid}/${volume.name}`
}

type Items = readonly { readonly key: string; readonly path: string }[] | undefined

function picked(data: Readonly<Record<string, string>>, items: Items): Record<string, string> {
  if (!items) return { ...data }
  const list = items.filter(({ key }) => data[key] !== undefined)
  return Object.fromEntries(list.map(({ key, path }) => [path, data[key] ?? '']))
}

interface DownwardItem {
  readonly path: string
  readonly fieldRef?: { readonly fieldPath: string }
  readonly resourceFieldRef?: Parameters<typeof resourceValue>[1]
}

function downward(inside: Inside, items: readonly DownwardItem[]): Record<string, string> {
  const host = machineOf(inside.cluster, inside.pod.spec.nodeName ?? '')?.ip ?? ''
  return Object.fromEntries(
    items.map(({ path, fieldRef, resourceFieldRef }) => [
      path,
      fieldRef
        ? fieldValue(inside.pod, fieldRef.fieldPath, inside.ip, host)
        : resourceFieldRef
          ? resourceValue(inside, resourceFieldRef)
          : '',
    ]),
  )
}

function ofSource(inside: Inside, source: VolumeProjection): Record<string, string> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source
  if (configMap)
    return picked(plainData(inside, 'ConfigMap', configMap.name ?? ''), configMap.items)
  if (secret) return picked(plainData(inside, 'Secret', secret.name ?? ''), secret.items)
  if (downwardAPI) return downward(inside, (downwardAPI.items ?? []) as readonly DownwardItem[])
  return serviceAccountToken ? { [serviceAccountToken.path]: TOKEN } : {}
}

/** A stand-in: nothing is signed here. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9'

/** Files that the kubelet puts into a volume of configuration; undefined for other volumes. */
function givenOf(inside: Inside, volume: Volume): Record<string, string> | undefined {
  const { configMap, secret, downwardAPI, projected } = volume
  if (projected) {
    const sources = projected.sources ?? []
    return Object.assign({}, ...sources.map((source) => ofSource(inside, source)))
  }
  if (configMap) return ofSource(inside, { configMap })
  if (downwardAPI) return ofSource(inside, { downwardAPI })
  if (!secret) return undefined
  return picked(plainData(inside, 'Secret', secret.secretName ?? ''), secret.items)
}

function isUnder(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`)
}

function mountFor({ container }: Inside, path: string): VolumeMount | undefined {
  let found: VolumeMount | undefined
  for (const mount of container.volumeMounts ?? [])
    if (isUnder(path, mount.mountPath.replace(/(.)\/+$/, '$1')))
      if (!found || mount.mountPath.length > found.mountPath.length) found = mount
  return found
}

/** Where an absolute path leads in the container. */
export function placeOf(inside: Inside, path: string): Place {
  const { container, pod } = inside
  const mount = mountFor(inside, path)
  const volume = mount && pod.spec.volumes?.find((one) => one.name === mount.name)
  if (!mount || !volume) {
    const readOnly = container.securityContext?.readOnlyRootFilesystem === true
    return { path, store: inside.id, within: path, readOnly, given: undefined, mount: undefined }
  }
  const base = mount.mountPath.replace(/(.)\/+$/, '$1')
  const sub = (mount.subPath ?? '').replace(/^\/|\/$/g, '')
  const rest = path === base ? '' : path.slice(base === '/' ? 1 : base.length + 1)
  const within = `/${[sub, rest].filter((part) => part !== '').join('/')}`
  const given = givenOf(inside, volume)
  const readOnly = mount.readOnly === true || given !== undefined
  return { path, store: storeOf(inside, volume), within, readOnly, given, mount }
}

/** Files that the container's image, its runtime and its own command put there. */
function ownFiles(inside: Inside): Readonly<Record<string, string>> {
  const { pod, container, ip, cluster, startedAt } = inside
  const facts = imageFacts(container.image)
  const host = pod.spec.hostname ?? pod.metadata.name
  const files: Record<string, string> = {
    '/etc/hostname': `${host}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${ip}\t${host}\n`,
    '/etc/resolv.conf': `search ${pod.metadata.namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
    ...facts.files,
  }
  const age = cluster.now - startedAt
  for (const file of readScript(container)?.files ?? [])
    if (file.from <= age && (file.to < 0 || age < file.to))
      files[absolute(file.path, container.workingDir ?? '/')] =
        `${formatTime(startedAt + file.from)}\n`
  return files
}

/** Every file of the store that the place belongs to, by its path there. */
function filesAt(inside: Inside, place: Place): Readonly<Record<string, string>> {
  const base = place.given
    ? Object.fromEntries(Object.entries(place.given).map(([name, text]) => [`/${name}`, text]))
    : place.mount
      ? {}
      : ownFiles(inside)
  const files: Record<string, string> = { ...base }
  for (const [path, content] of Object.entries(writtenIn(inside.cluster, place.store))) {
    if (content === null) delete files[path]
    else files[path] = content
  }
  return files
}

/** Content of a file; undefined when there is none. Folders are written down as `path/`. */
export function readPath(inside: Inside, path: string): string | undefined {
  const place = placeOf(inside, path)
  return filesAt(inside, place)[place.within]
}

function mountPoint(mount: VolumeMount): string {
  return mount.mountPath.replace(/(.)\/+$/, '$1')
}

/** Names below a folder of the paths that lead there; undefined when none does. */
function namesBelow(folder: string, paths: readonly string[]): readonly string[] | undefined {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const found = paths.filter((path) => path.startsWith(prefix))
  return found.length === 0
    ? undefined
    : found.map((path) => path.slice(prefix.length).split('/')[0] ?? '')
}

/** Names in a folder, in order; undefined when it is none. */
export function listPath(inside: Inside, path: string): readonly string[] | undefined {
  const place = placeOf(inside, path)
  const mounts = (inside.container.volumeMounts ?? []).map(mountPoint)
  const own = namesBelow(place.within, Object.keys(filesAt(inside, place)))
  const mounted = namesBelow(path, mounts)
  const exists =
    own ?? mounted ?? (mounts.includes(path) || (!place.mount && (path === '/' || USUAL.has(path))))
  if (!exists || (place.given && place.given[place.within.slice(1)] !== undefined)) return undefined
  const names = [...(path === '/' ? FOLDERS : []), ...(own ?? []), ...(mounted ?? [])]
  return [...new Set(names)].filter((name) => name !== '').sort()
}

/** Folders that every image has. */
const USUAL = new Set([
  ...FOLDERS.map((name) => `/${name}`),
  ...'bin lib sbin share local'.split(' ').map((name) => `/usr/${name}`),
  ...'cache lib log run tmp'.split(' ').map((name) => `/var/${name}`),
])
