import type { Cluster } from '../cluster.ts'
import type { FileNode, Leaf, View } from './types.ts'

/** What was written, by the store that it lives in and the path there; null hides what lies beneath. */
const FILES = 'files'
export type Tree = Readonly<Record<string, Leaf | null>>
const EMPTY: Tree = Object.freeze({})

export const FILE_MODE = 0o644
export const FOLDER_MODE = 0o755

export function treeOf(view: Pick<View, 'recall'>, store: string): Tree {
  return view.recall<Tree>(FILES, store) ?? EMPTY
}

/** Only a container's layer lies upon something: its image. */
function isLayer(store: string): boolean {
  return store.includes('://')
}

/** Writes one file or folder; null takes it away. */
export function putLeaf(cluster: Cluster, store: string, path: string, leaf: Leaf | null): void {
  const tree = treeOf(cluster, store)
  if (leaf !== null || isLayer(store)) {
    cluster.remember(FILES, store, { ...tree, [path]: leaf })
    return
  }
  if (!(path in tree)) return
  const { [path]: _, ...rest } = tree
  cluster.remember(FILES, store, rest)
}

/** Makes a folder; what is there stays. Those above it are there by its being there. */
export function makeFolder(
  cluster: Cluster,
  store: string,
  path: string,
  leaf: Omit<Leaf, 'type'> = {},
): void {
  if (path === '/' || typeAt(treeOf(cluster, store), path) !== undefined) return
  putLeaf(cluster, store, path, { ...leaf, type: 'folder', at: leaf.at ?? cluster.now })
}

/** Takes away a file, or a folder with all that is in it. */
export function removeTree(cluster: Cluster, store: string, path: string): void {
  const inside = path === '/' ? '/' : `${path}/`
  const rest = Object.entries(treeOf(cluster, store)).filter(
    ([at]) => at !== path && !at.startsWith(inside),
  )
  cluster.remember(FILES, store, Object.fromEntries(rest))
}

/** Gives a file, or a folder with all that is in it, another place in the same store. */
export function moveTree(cluster: Cluster, store: string, from: string, to: string): void {
  const moved = Object.entries(treeOf(cluster, store)).map(([at, leaf]) => [
    at === from || at.startsWith(`${from}/`) ? to + at.slice(from.length) : at,
    leaf,
  ])
  cluster.remember(FILES, store, Object.fromEntries(moved))
}

/** Forgets what lived in the store; costs nothing where nothing was written. */
export function dropStore(cluster: Cluster, store: string): void {
  if (cluster.memory.get(FILES)?.size) cluster.forget(FILES, store)
}

/** Forgets every store whose name begins so. */
export function dropStores(cluster: Cluster, prefix: string): void {
  const stores = cluster.memory.get(FILES)
  if (!stores?.size) return
  for (const store of [...stores.keys()]) if (store.startsWith(prefix)) stores.delete(store)
}

/** What is at the path; a folder may be there only because something lies in it. */
export function typeAt(tree: Tree, path: string): Leaf['type'] {
  const leaf = tree[path]
  if (leaf) return leaf.type ?? 'file'
  if (path === '/') return 'folder'
  const inside = `${path}/`
  for (const at in tree) if (at.startsWith(inside) && tree[at]) return 'folder'
  return undefined
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return bytes
}

export function leafBytes(leaf: Leaf): number {
  if (leaf.type !== undefined && leaf.type !== 'file') return 0
  return leaf.bytes ?? byteLength(leaf.text ?? '')
}

/** Bytes of all files at or below the root. */
export function bytesBelow(tree: Tree, root: string): number {
  const inside = root === '/' ? '/' : `${root}/`
  let total = 0
  for (const path in tree) {
    const leaf = tree[path]
    if (leaf && (path === root || path.startsWith(inside))) total += leafBytes(leaf)
  }
  return total
}

interface Growing extends Omit<FileNode, 'files' | 'bytes'> {
  bytes: number
  readonly files: Growing[]
  readonly byName: Map<string, Growing>
}

function grown(name: string, path: string, leaf: Leaf | undefined): Growing {
  const type = leaf ? (leaf.type ?? 'file') : 'folder'
  return {
    name,
    path,
    type,
    bytes: leaf ? leafBytes(leaf) : 0,
    text: leaf?.text ?? '',
    mode: leaf?.mode ?? (type === 'folder' ? FOLDER_MODE : FILE_MODE),
    uid: leaf?.uid ?? 0,
    gid: leaf?.gid ?? 0,
    at: leaf?.at ?? 0,
    files: [],
    byName: new Map(),
  }
}

function total(node: Growing): FileNode {
  const { byName: _, files, ...rest } = node
  const below = files.map(total).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const bytes = below.reduce((sum, one) => sum + one.bytes, node.bytes)
  return { ...rest, bytes, files: below }
}

/** The node at the path below `top`, made with the folders that lead there. */
function reached(top: Growing, parts: readonly string[], leaf: Leaf): void {
  let node = top
  parts.forEach((part, index) => {
    let next = node.byName.get(part)
    if (!next) {
      const path = `${node.path === '/' ? '' : node.path}/${part}`
      next = grown(part, path, index === parts.length - 1 ? leaf : undefined)
      node.byName.set(part, next)
      node.files.push(next)
    }
    node = next
  })
}

/** Files at and below the root of a store, as a tree. */
export function grow(tree: Tree, root = '/'): FileNode {
  const top = grown('', '/', tree[root] ?? undefined)
  const inside = root === '/' ? '/' : `${root}/`
  // In order, so that a folder that is written down comes before what lies in it.
  for (const at of Object.keys(tree).sort()) {
    const leaf = tree[at]
    if (leaf && at.startsWith(inside) && at !== '/')
      reached(top, at.slice(inside.length).split('/'), leaf)
  }
  return total(top)
}
