import type { Cluster } from '../../cluster.ts'
import type { Millis } from '../../time.ts'
import type { Node } from '../../types/index.ts'
import { parseImage } from '../behaviour/reference.ts'
import { IMAGES, imagesOn } from '../images.ts'
import type { Machine } from '../machine.ts'
import { runtimeOf } from '../runtime.ts'
import { diskBytes } from './signals.ts'

/** Between two looks at how full the disk is. */
export const PERIOD: Millis = 300_000
/** From this part of the disk on images are removed, until it is no more than the other. */
const HIGH = 85
const LOW = 80

export function imageBytes(cluster: Cluster, machine: Machine): number {
  return Object.values(imagesOn(cluster, machine.name)).reduce((sum, bytes) => sum + bytes, 0)
}

function usedImages(cluster: Cluster, machine: Machine): ReadonlySet<string> {
  const used = new Set<string>()
  for (const { metadata, spec } of cluster.podsOn(machine.name)) {
    if (runtimeOf(cluster, metadata.uid)?.over !== false) continue
    for (const list of [spec.containers, spec.initContainers, spec.ephemeralContainers])
      for (const { image = '' } of list ?? []) used.add(parseImage(image).full)
  }
  return used
}

/** Removes images that no container uses, those that came first first, until so many bytes are free; says how many are. */
// k8s: pkg/kubelet/images imageGCManager.freeSpace (1.36)
export function removeImages(cluster: Cluster, machine: Machine, bytes: number): number {
  const used = usedImages(cluster, machine)
  const images = imagesOn(cluster, machine.name)
  const gone = new Set<string>()
  let freed = 0
  for (const [reference, size] of Object.entries(images)) {
    if (freed >= bytes) break
    if (used.has(reference)) continue
    gone.add(reference)
    freed += size
  }
  if (gone.size > 0)
    cluster.remember(
      IMAGES,
      machine.name,
      Object.fromEntries(Object.entries(images).filter(([reference]) => !gone.has(reference))),
    )
  return freed
}

/** `37.3 GiB`. */
function sizeText(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`
}

/** Makes room on a disk that is nearly full, by removing images; tells of it when that is not enough. */
// k8s: pkg/kubelet/images imageGCManager.GarbageCollect (1.36)
export function collectImages(
  cluster: Cluster,
  machine: Machine,
  node: Node,
  available: number,
): void {
  const capacity = diskBytes()
  const percent = 100 - Math.floor((available * 100) / capacity)
  if (percent < HIGH) return
  const wanted = (capacity * (100 - LOW)) / 100 - available
  const freed = removeImages(cluster, machine, wanted)
  if (freed >= wanted) return
  cluster.event(
    node,
    'Warning',
    'FreeDiskSpaceFailed',
    `Insufficient free disk space on the node's image filesystem (${percent}% of ${sizeText(capacity)} used). Failed to free sufficient space by deleting unused images (freed ${freed} bytes). Investigate disk usage, as it could be used by active images, logs, volumes, or other data.`,
  )
}
