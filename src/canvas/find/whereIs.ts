import type { Box } from '../graph/layout/boxes.ts'
import type { Scene } from '../graph/scene.ts'
import { idOf, refOf } from '../graph/world.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What has to be opened before the thing has a place of its own. */
type Opening =
  | { readonly act: 'unfold'; readonly group: string }
  | { readonly act: 'open'; readonly column: string }
  | { readonly act: 'expand'; readonly machine: string }
  | { readonly act: 'unfilter' }

export interface Whereabouts {
  readonly area: Area
  /** Undefined when the thing stands there itself. */
  readonly opening?: Opening
}

function areaOf(box: Box, boxes: readonly Box[]): Area {
  const parent = box.parent === undefined ? undefined : boxes.find((one) => one.id === box.parent)
  const { x, y, width, height } = box
  return { x: x + (parent?.x ?? 0), y: y + (parent?.y ?? 0), width, height }
}

function openingOf(box: Box, id: string, folded: ReadonlySet<string>): Opening | undefined {
  const { kind, key } = refOf(box.id)
  if (box.type === 'folded') return { act: 'unfold', group: key }
  if (box.type === 'more') return { act: 'open', column: key }
  if (box.type === 'elsewhere') return { act: 'unfilter' }
  if (box.type !== 'machine' || !box.system?.includes(refOf(id).key)) return undefined
  if (folded.has(idOf(kind, key))) return { act: 'unfold', group: box.id }
  return refOf(id).key.startsWith('kube-system/')
    ? { act: 'expand', machine: key.slice(1) }
    : { act: 'unfilter' }
}

function holds(box: Box, id: string): boolean {
  const { kind, key } = refOf(id)
  if (box.type === 'folded' || box.type === 'more' || box.type === 'elsewhere')
    return box.inside?.includes(id) ?? false
  if (box.type === 'machine' || box.type === 'tray')
    return kind === 'Pod' && ((box.inside?.includes(key) || box.system?.includes(key)) ?? false)
  return box.type === 'workload' && (box.inside?.includes(key) ?? false) && isInside(kind)
}

/** Kinds that stand inside the card of their owner. */
function isInside(kind: string): boolean {
  return kind === 'ReplicaSet' || kind === 'Job'
}

/** Where a thing stands on the stage, or in what; undefined when its kind has no place there. */
export function whereIs(
  id: string,
  { layout }: Pick<Scene, 'layout'>,
  folded: ReadonlySet<string>,
): Whereabouts | undefined {
  const { boxes } = layout
  const own = boxes.find((box) => box.id === id)
  if (own) return { area: areaOf(own, boxes) }
  const holder = boxes.find((box) => holds(box, id))
  if (!holder) return undefined
  const opening = openingOf(holder, id, folded)
  return { area: areaOf(holder, boxes), ...(opening ? { opening } : {}) }
}
