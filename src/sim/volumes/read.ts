import { imageFacts } from '../kubelet/behaviour/facts.ts'
import { runtimeOf } from '../kubelet/runtime.ts'
import { keyIn } from '../store.ts'
import type { PersistentVolume, Pod, Volume } from '../types/index.ts'
import { backendFor, backendOfVolume, layerOf } from './backend.ts'
import { contentShown } from './given.ts'
import { bytesBelow, grow, type Tree, treeOf } from './tree.ts'
import type { Backend, FileNode, View, VolumeRef } from './types.ts'

/**
 * Reading what volumes hold. Everything here works on a running cluster and on the picture of one, and makes nothing:
 * a volume that nobody wrote into is an empty folder.
 */

function volumeOf(view: View, ref: VolumeRef): readonly [Pod, Volume] | undefined {
  const pod = view.store.get('Pod', keyIn(ref.namespace, ref.pod))
  const volume = pod?.spec.volumes?.find(({ name }) => name === ref.volume)
  return pod && volume ? [pod, volume] : undefined
}

function rooted(files: Readonly<Record<string, Tree[string]>>): Tree {
  return Object.fromEntries(Object.entries(files).map(([path, leaf]) => [`/${path}`, leaf]))
}

/** Files of a volume of the pod as they are there, by path in `backend.store`; what is given lies at the root. */
export function treeFor(view: View, pod: Pod, volume: Volume, backend: Backend): Tree {
  const given = contentShown(view, pod, volume)
  if (given) return rooted(given.files)
  if (volume.image) return imageFacts(volume.image.reference ?? '').files ? imageTree(volume) : {}
  return treeOf(view, backend.store)
}

function imageTree({ image }: Volume): Tree {
  const files = imageFacts(image?.reference ?? '').files ?? {}
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { text }]))
}

/** What a pod's volume holds, as a tree; undefined when there is no such volume, or its claim has none. */
export function filesOf(view: View, ref: VolumeRef): FileNode | undefined {
  const found = volumeOf(view, ref)
  const backend = found && backendFor(view, ...found)
  return backend && grow(treeFor(view, ...found, backend), backend.root)
}

/** What a PersistentVolume holds. `node` says which machine is meant where it is a folder of each. */
export function filesOfVolume(
  view: View,
  volume: PersistentVolume,
  node?: string,
): FileNode | undefined {
  const backend = backendOfVolume(view, volume, node)
  return backend && filesOfBackend(view, backend)
}

/** What lies at a place, such as an export of a file server. Content that comes from the API is not there. */
export function filesOfBackend(
  view: View,
  { store, root }: Pick<Backend, 'store' | 'root'>,
): FileNode {
  return grow(treeOf(view, store), root)
}

/** What a container wrote where nothing is mounted; undefined while it has no life. */
export function filesOfContainer(view: View, pod: Pod, name: string): FileNode | undefined {
  const index = pod.spec.containers.findIndex((one) => one.name === name)
  const id = runtimeOf(view, pod.metadata.uid)?.containers[index]?.id
  return id ? filesOfBackend(view, layerOf(id, pod.spec.nodeName ?? '')) : undefined
}

/** Bytes that a PersistentVolume really holds. */
export function usedOfVolume(view: View, volume: PersistentVolume, node?: string): number {
  const backend = backendOfVolume(view, volume, node)
  return backend ? bytesBelow(treeOf(view, backend.store), backend.root) : 0
}
