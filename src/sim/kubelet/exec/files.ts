import { formatTime, type Millis } from '../../time.ts'
import type { VolumeMount } from '../../types/index.ts'
import { backendFor, layerOf } from '../../volumes/backend.ts'
import { contentShown, type Shown } from '../../volumes/given.ts'
import { SYSTEM_TREE } from '../../volumes/hostPaths.ts'
import { exportFor, serverTrouble } from '../../volumes/nfs.ts'
import { absolute, isUnder, joined } from '../../volumes/paths.ts'
import { treeFor } from '../../volumes/read.ts'
import { type Tree, treeOf, typeAt } from '../../volumes/tree.ts'
import type { Backend, Leaf } from '../../volumes/types.ts'
import { machineOf } from '../machine.ts'
import { environmentOf } from './environment.ts'
import { FOLDERS, imageTree } from './imageFiles.ts'
import type { Inside } from './inside.ts'
import { groupFor, rootLeaf, type User, userOf } from './user.ts'

/** Where a path leads. */
export interface Place {
  readonly path: string
  readonly backend: Backend
  readonly store: string
  /** Path in the store, of it and of what is mounted. */
  readonly within: string
  readonly root: string
  readonly readOnly: boolean
  readonly mount: VolumeMount | undefined
}

/** A file server does not answer, or knows the folder no longer. */
export class FileTrouble extends Error {
  /** True when whoever asks has to wait for the server to be back. */
  readonly hangs: boolean
  readonly path: string

  constructor(message: string, path: string, hangs: boolean) {
    super(message)
    this.path = path
    this.hangs = hangs
  }
}

export function mountPoint(mount: VolumeMount): string {
  return absolute(mount.mountPath)
}

function mountFor({ container }: Inside, path: string): VolumeMount | undefined {
  let found: VolumeMount | undefined
  for (const mount of container.volumeMounts ?? [])
    if (isUnder(path, mountPoint(mount)))
      if (!found || mount.mountPath.length > found.mountPath.length) found = mount
  return found
}

/** `subPath`, or `subPathExpr` with the container's variables put in. */
export function subPathOf(inside: Inside, mount: VolumeMount): string {
  if (mount.subPathExpr === undefined) return mount.subPath ?? ''
  const variables = environmentOf(inside)
  return mount.subPathExpr.replace(/\$\(([^)]+)\)/g, (_, name: string) => variables[name] ?? '')
}

/** Where an absolute path leads in the container. */
export function placeOf(inside: Inside, path: string): Place {
  const { container, pod, cluster, id } = inside
  const mount = mountFor(inside, path)
  const volume = mount && pod.spec.volumes?.find((one) => one.name === mount.name)
  const backend = volume && backendFor(cluster, pod, volume)
  if (!mount || !backend) {
    const layer = layerOf(id, pod.spec.nodeName ?? '')
    const readOnly = container.securityContext?.readOnlyRootFilesystem === true
    return { path, backend: layer, store: id, within: path, root: '/', readOnly, mount: undefined }
  }
  const root = joined(backend.root, subPathOf(inside, mount))
  const within = joined(root, path.slice(mountPoint(mount).length))
  const readOnly = mount.readOnly === true || backend.readOnly || exportedReadOnly(inside, backend)
  return { path, backend, store: backend.store, within, root, readOnly, mount }
}

function exportOf({ cluster, pod }: Inside, backend: Backend) {
  const [server = ''] = backend.device.split(':')
  const client = machineOf(cluster, pod.spec.nodeName ?? '')?.ip ?? ''
  return exportFor(cluster, server, backend.root, client)
}

function exportedReadOnly(inside: Inside, backend: Backend): boolean {
  return backend.fsType === 'nfs4' && exportOf(inside, backend)?.options.includes('ro') === true
}

/** As whom the container's programs meet the files of a place: servers take root for nobody unless told otherwise. */
export function userAt(inside: Inside, { backend }: Place): User {
  const user = userOf(inside)
  if (user.uid !== 0 || backend.fsType !== 'nfs4') return user
  if (exportOf(inside, backend)?.options.includes('no_root_squash')) return user
  return { uid: 65_534, gid: 65_534, groups: [65_534] }
}

/** Throws FileTrouble while the server of a mounted folder cannot be asked. */
function reach(inside: Inside, { backend, path }: Place): void {
  if (backend.fsType !== 'nfs4') return
  const [server = ''] = backend.device.split(':')
  if (serverTrouble(inside.cluster, server))
    throw new FileTrouble('Connection timed out', path, true)
  if (!exportOf(inside, backend)) throw new FileTrouble('Stale file handle', path, false)
}

function stampOf(at: Millis): string {
  const seconds = formatTime(at).slice(0, -1).replace(/[-:T]/g, '_')
  return `..${seconds}.${String((at * 7919 + 104_729) % 4_294_967_296).padStart(9, '0')}`
}

/** As the kubelet lays it out: the files in a folder of that moment, links to them, and one link to switch over. */
// k8s: pkg/volume/util AtomicWriter.Write (1.36)
function laidOut({ files, at, stamp }: Shown, gid: number | undefined): Tree {
  const folder = stamp === '' ? stampOf(at) : stamp
  const group = gid === undefined ? {} : { gid }
  const tree: Record<string, Leaf> = {
    [`/${folder}`]: { type: 'folder', at, ...group },
    '/..data': { type: 'link', text: folder, at },
  }
  for (const [path, leaf] of Object.entries(files)) {
    const [top = ''] = path.split('/')
    tree[`/${top}`] = { type: 'link', text: `..data/${top}`, at }
    tree[`/${folder}/${path}`] = { at, ...leaf, ...group }
  }
  return tree
}

/** Files of a volume that is given: below the switch when all of it is mounted, plain when a part is. */
function givenTree(inside: Inside, place: Place, shown: Shown): Tree {
  const gid = groupFor(inside, place.backend)
  if (place.root === place.backend.root) return laidOut(shown, gid)
  const own = gid === undefined ? { at: shown.at } : { at: shown.at, gid }
  return Object.fromEntries(
    Object.entries(shown.files).map(([path, leaf]) => [`/${path}`, { ...own, ...leaf }]),
  )
}

/** Everything in the store that the place belongs to. Throws FileTrouble where that cannot be known. */
export function treeAt(inside: Inside, place: Place): Tree {
  reach(inside, place)
  const { cluster, pod, id } = inside
  if (!place.mount) return { ...imageTree(inside), ...treeOf(cluster, id) }
  const volume = pod.spec.volumes?.find(({ name }) => name === place.mount?.name)
  if (!volume) return {}
  const part = place.root === place.backend.root ? undefined : id
  const shown = contentShown(cluster, pod, volume, part)
  if (shown) return givenTree(inside, place, shown)
  const written = treeFor(cluster, pod, volume, place.backend)
  return place.backend.kind === 'hostPath' ? { ...SYSTEM_TREE, ...written } : written
}

/** What is at a path. */
export interface Found {
  readonly place: Place
  readonly leaf: Leaf
  readonly tree: Tree
}

function found(inside: Inside, path: string): Found | undefined {
  const place = placeOf(inside, path)
  const tree = treeAt(inside, place)
  const leaf = tree[place.within]
  if (leaf) return { place, leaf, tree }
  if (place.mount && place.within === place.root && typeAt(tree, place.root) === 'folder')
    return { place, leaf: rootLeaf(inside, place.backend), tree }
  if (typeAt(tree, place.within) === 'folder' || isPlaceOfMount(inside, path))
    return { place, leaf: { type: 'folder' }, tree }
  return undefined
}

/** Whether something is mounted at the path or below it. */
function isPlaceOfMount({ container }: Inside, path: string): boolean {
  return container.volumeMounts?.some((mount) => isUnder(mountPoint(mount), path)) ?? false
}

const MOST_LINKS = 20

/** The path without links in it, as far as it leads; the last part stays a link when `last` says so. */
function followed(inside: Inside, path: string, last: boolean): string {
  let rest = path.split('/').slice(1)
  let done = ''
  for (let links = 0; rest.length > 0; ) {
    const [part = '', ...others] = rest
    const here = `${done}/${part}`
    const isLast = others.length === 0
    const leaf = isLast && last ? undefined : linkAt(inside, here)
    if (leaf === undefined || links++ > MOST_LINKS) done = here
    else {
      done = ''
      others.unshift(
        ...absolute(leaf, here.slice(0, here.lastIndexOf('/')) || '/')
          .split('/')
          .slice(1),
      )
    }
    rest = others
  }
  return done === '' ? '/' : done
}

/** The target of a link; undefined where there is none. Images have none, so that few paths cost anything. */
function linkAt(inside: Inside, path: string): string | undefined {
  const place = placeOf(inside, path)
  if (!place.mount) {
    const leaf = treeOf(inside.cluster, place.store)[path]
    return leaf?.type === 'link' ? leaf.text : undefined
  }
  const leaf = treeAt(inside, place)[place.within]
  return leaf?.type === 'link' ? leaf.text : undefined
}

/** What is at the path, links followed; undefined when there is nothing. Throws FileTrouble. */
export function statPath(inside: Inside, path: string, itself = false): Found | undefined {
  return found(inside, followed(inside, path, itself))
}

/** Content of a file; undefined when there is none. */
export function readPath(inside: Inside, path: string): string | undefined {
  const leaf = statPath(inside, path)?.leaf
  if (!leaf || leaf.type === 'folder') return undefined
  return leaf.text ?? ''
}

/** Names of what lies directly in a folder of the store. */
function namesIn(tree: Tree, folder: string): readonly string[] {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const names: string[] = []
  for (const path in tree)
    if (path.startsWith(prefix) && path !== folder && tree[path])
      names.push(path.slice(prefix.length).split('/')[0] ?? '')
  return names
}

/** Names in a folder, in order; undefined when it is none. */
export function listPath(inside: Inside, path: string): readonly string[] | undefined {
  const real = followed(inside, path, false)
  const at = found(inside, real)
  if (at?.leaf.type !== 'folder') return undefined
  const prefix = real === '/' ? '/' : `${real}/`
  const mounted = (inside.container.volumeMounts ?? [])
    .map(mountPoint)
    .filter((point) => point.startsWith(prefix))
    .map((point) => point.slice(prefix.length).split('/')[0] ?? '')
  const own = namesIn(at.tree, at.place.within)
  const names = [...(real === '/' ? FOLDERS : []), ...own, ...mounted]
  return [...new Set(names)].filter((name) => name !== '').sort()
}
