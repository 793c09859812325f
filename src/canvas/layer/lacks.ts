import type { Pod } from '../../sim/index.ts'
import { type Missing, needIdsOf } from '../../store/relations/missing.ts'
import { screenReader } from '../../store/relations/reader.ts'
import { peekObject } from '../../store/sim.ts'
import type { Rect } from '../levels/grid.ts'
import type { Board } from './board.ts'
import { BAD } from './codes.ts'

/** What is named on the drawn levels and not there: the ghosts' own places, and the pods that name them. */
export interface Lacks {
  /** Where ghosts stand, by stage id. */
  readonly ghosts: readonly { readonly id: string; readonly rect: Rect }[]
  /** Machine and place of each pod that names something missing. */
  readonly pods: readonly { readonly index: number; readonly slot: number }[]
  /** How many of them are on each machine. */
  readonly onMachine: ReadonlyMap<number, number>
}

export const NO_LACKS: Lacks = { ghosts: [], pods: [], onMachine: new Map() }

/** Of more pods than this only what they miss is shown, and not each of them. */
const MOST_PODS = 30_000

interface Known {
  readonly volumes: unknown
  readonly account: unknown
  readonly namespace: string
  readonly ids: readonly string[]
}

/** Pods of one template share its containers: what they name is read once for all of them. */
const known = new WeakMap<object, Known>()

function namesOf(pod: Pod): readonly string[] {
  const { containers, volumes, serviceAccountName: account } = pod.spec
  const { namespace = '' } = pod.metadata
  const old = known.get(containers)
  if (old && old.volumes === volumes && old.account === account && old.namespace === namespace)
    return old.ids
  const ids = needIdsOf(pod, screenReader)
  known.set(containers, { volumes, account, namespace, ids })
  return ids
}

const isOver = ({ metadata, status }: Pod) =>
  metadata.deletionTimestamp !== undefined ||
  status.phase === 'Succeeded' ||
  status.phase === 'Failed'

/** Ids of what a pod names and what is not there. Who is going away or has ended waits for nothing. */
export function lackedBy(pod: Pod, missing: ReadonlyMap<string, Missing>): readonly string[] {
  if (missing.size === 0 || isOver(pod)) return []
  return namesOf(pod).filter((id) => missing.has(id))
}

function podsOf(board: Board, missing: ReadonlyMap<string, Missing>): Lacks['pods'] {
  const found: { index: number; slot: number }[] = []
  if (board.totals.reduce((sum, count) => sum + count, 0) > MOST_PODS) return found
  board.fields.forEach((field, index) => {
    field?.keys.forEach((key, slot) => {
      const pod = key === undefined ? undefined : peekObject('Pod', key)
      // What is broken has a sign already.
      if (!pod || board.stateAt(index, slot) === BAD) return
      if (lackedBy(pod, missing).length > 0) found.push({ index, slot })
    })
  })
  return found
}

/** Looks through the board for what is missing; nothing is looked at while nothing is. */
export function lacksOf(board: Board, missing: ReadonlyMap<string, Missing>): Lacks {
  if (missing.size === 0) return NO_LACKS
  const ghosts = board.cards
    .filter(({ id }) => missing.has(id))
    .map(({ id, x, y, width, height }) => ({ id, rect: { x, y, width, height } }))
  const pods = podsOf(board, missing)
  const onMachine = new Map<number, number>()
  for (const { index } of pods) onMachine.set(index, (onMachine.get(index) ?? 0) + 1)
  return { ghosts, pods, onMachine }
}
