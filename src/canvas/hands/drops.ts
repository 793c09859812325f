import type { Kind } from '../../sim/index.ts'
import { bindPod, bindVolume } from '../../store/intents.ts'
import { openOverlay } from '../../store/overlays.ts'
import type { Cannot } from '../../store/popups.ts'
import { peekObject } from '../../store/sim.ts'
import { refOf, splitKey } from '../graph/world.ts'
import { dragCell, type Point, popupCell } from './hands.ts'

/** What is dragged from the palette has this in place of a kind. */
export const CARD = 'card'
/** A file of the computer has this. */
export const FILE = 'file'
/** The stage itself, where a card may fall anywhere. */
export const GROUND = 'stage|'

/** Workloads whose template can be changed; a Job's cannot, and the API says so. */
const TEMPLATES: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
]

/** Which kinds take what is dropped on them. */
const TAKERS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['Node'],
  PersistentVolume: ['PersistentVolumeClaim'],
  PersistentVolumeClaim: TEMPLATES,
  ConfigMap: TEMPLATES,
  Secret: TEMPLATES,
  Service: TEMPLATES,
  [CARD]: ['Node'],
  [FILE]: ['ConfigMap', 'Secret'],
}

/** Kinds that the hand can take up. */
export function canDrag(kind: string): boolean {
  return kind in TAKERS
}

/** Whether a thing takes what is dragged, if only to say why not. Pure. */
export function takes(dragged: string, target: string): boolean {
  return TAKERS[refOf(dragged).kind]?.includes(refOf(target).kind) ?? false
}

/** Why a drop between these two cannot have a consequence; undefined when it has one. Pure. */
export function obstacle(dragged: string, target: string): Cannot | undefined {
  const from = refOf(dragged)
  const to = refOf(target)
  if (from.kind === CARD || from.kind === FILE || !TEMPLATES.includes(to.kind)) return undefined
  const [own] = splitKey(from.key)
  const [other] = splitKey(to.key)
  return own === other ? undefined : { name: 'otherNamespace', from: own, to: other }
}

function dropPod(key: string, node: string, at: Point): void {
  const pod = peekObject('Pod', key)
  if (!pod || pod.spec.nodeName === node) return
  const [namespace, name] = splitKey(key)
  if ((pod.spec.nodeName ?? '') === '') void bindPod(namespace, name, node)
  else popupCell.set({ sort: 'move', id: `Pod|${key}`, node, at })
}

/** A palette card becomes the form of its kind; the machine it fell on is part of the wish. */
function dropCard(kind: string, target: string): void {
  const place = refOf(target)
  const node = place.kind === 'Node' ? splitKey(place.key)[1] : undefined
  openOverlay('palette', { kind: kind as Kind, node })
}

/** The consequences of a drop: the real ones. */
export function drop(dragged: string, target: string | undefined, at: Point): void {
  if (target === undefined) return
  const { kind, key } = refOf(dragged)
  const why = obstacle(dragged, target)
  const [namespace, name] = splitKey(refOf(target).key)
  if (why) popupCell.set({ sort: 'cannot', id: target, why, at })
  else if (kind === CARD) dropCard(key, target)
  else if (kind === 'Pod') dropPod(key, name, at)
  else if (kind === 'PersistentVolume') void bindVolume(splitKey(key)[1], namespace, name)
  else popupCell.set({ sort: 'mount', id: dragged, target, at })
}

/** How a thing looks to what is dragged: it might take it, it would, it says why not, or it is not concerned. Pure. */
export function lookFor(
  target: string,
  drag: { readonly id: string; readonly over: string | undefined } | undefined,
): 'maybe' | 'over' | 'never' | undefined {
  if (!drag || !takes(drag.id, target)) return undefined
  if (obstacle(drag.id, target)) return 'never'
  return drag.over === target ? 'over' : 'maybe'
}

/**
 * Marks everything on the stage that would take what is dragged, as long as it is; the style sheet does the rest. One
 * listener for all of them, so that no card has to know what might be dropped on it. Returns a function that stops it.
 */
export function markTargets(root: HTMLElement): () => void {
  return dragCell.subscribe(() => {
    const drag = dragCell.get()
    root.toggleAttribute('data-dragging', drag !== undefined)
    for (const element of root.querySelectorAll<HTMLElement>('[data-drop]')) {
      const look = lookFor(element.dataset.drop ?? '', drag)
      if (look === undefined) delete element.dataset.take
      else element.dataset.take = look
    }
  })
}
