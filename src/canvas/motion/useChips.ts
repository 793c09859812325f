import { useEffect, useMemo, useState } from 'react'
import { value } from '../../sim/machinery/quantity.ts'
import { loadedEngine } from '../../store/arrival.ts'
import { peekKeys, peekObject, runningCluster, useSim } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { idOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import {
  type Chip,
  chipsOfCandidates,
  chipsOfDecision,
  comparedSoFar,
  judgedCell,
  waitsForMachine,
} from './judged.ts'

/** More candidates than this are no comparison for the eye. */
const MOST = 60

function chipsOfPod(key: string, waiting: boolean): readonly Chip[] {
  const pod = peekObject('Pod', key)
  const [engine, cluster] = [loadedEngine(), runningCluster()]
  if (!engine || !cluster || !pod || (waiting && !waitsForMachine(pod))) return []
  const decision = engine.decisionOf(cluster, pod.metadata.uid)
  if (decision) return chipsOfDecision(decision)
  // After going back the scheduler's tables are gone: for a pod that waits it can be asked anew.
  if (!waitsForMachine(pod)) return []
  return engine.verdicts(cluster, pod).map(({ node, feasible, score, reasons }) => ({
    on: `Node|/${node}`,
    sort: feasible ? 'fits' : 'no',
    score,
    reasons,
  }))
}

function chipsOfVolumes(key: string, waiting: boolean): readonly Chip[] {
  const claim = peekObject('PersistentVolumeClaim', key)
  const [engine, cluster] = [loadedEngine(), runningCluster()]
  if (!engine || !cluster || !claim || (waiting && claim.status?.phase !== 'Pending')) return []
  const given = claim.spec.volumeName
  return chipsOfCandidates(
    engine.candidatesOf(cluster, claim).slice(0, MOST),
    ({ volume, verdict }) => volume.metadata.name === given || (!given && verdict === 'smallest'),
  )
}

function sizeOf(on: string): number {
  const volume = peekObject('PersistentVolume', on.slice(on.indexOf('|') + 1))
  return value(volume?.spec.capacity?.storage ?? '0')
}

/** `waiting`: only when the object still waits, so that the look at what is settled shows nothing. */
function chipsOf(id: string, waiting: boolean): readonly Chip[] {
  const bar = id.indexOf('|')
  const [kind, key] = [id.slice(0, bar), id.slice(bar + 1)]
  if (kind === 'Pod') return chipsOfPod(key, waiting).slice(0, MOST)
  return kind === 'PersistentVolumeClaim' ? chipsOfVolumes(key, waiting) : []
}

const VOLUME = 'PersistentVolume|'

/** What each claim says to a volume in the hand. */
function chipsOfHeld(dragged: string): readonly Chip[] {
  const engine = loadedEngine()
  const volume = dragged.startsWith(VOLUME)
    ? peekObject('PersistentVolume', dragged.slice(VOLUME.length))
    : undefined
  if (!engine || !volume) return []
  return peekKeys('PersistentVolumeClaim')
    .slice(0, MOST)
    .flatMap((key): Chip[] => {
      const claim = peekObject('PersistentVolumeClaim', key)
      if (!claim) return []
      const { ok, why } = engine.reserveVerdict(volume, claim)
      const on = idOf('PersistentVolumeClaim', key)
      return [{ on, sort: ok ? 'fits' : 'no', score: undefined, reasons: ok ? [] : [why] }]
    })
}

/** The thing under the pointer, by its stage id. */
function usePointed(root: HTMLElement | null): string {
  const [pointed, point] = useState('')
  useEffect(() => {
    if (!root) return
    const over = ({ target }: Event) => {
      const thing = target instanceof Element ? target.closest<HTMLElement>('[data-thing]') : null
      point(thing?.dataset.thing ?? '')
    }
    root.addEventListener('pointerover', over)
    root.addEventListener('focusin', over)
    return () => {
      root.removeEventListener('pointerover', over)
      root.removeEventListener('focusin', over)
    }
  }, [root])
  return pointed
}

/**
 * How candidates fared: of the decision that was just made, else of the waiting pod or claim that is pointed at or
 * selected. Nothing while something is in hand: then the machines speak for themselves.
 */
export function useChips(root: HTMLElement | null): readonly Chip[] {
  const judged = useCell(judgedCell, (one) => one)
  const selected = useUi(({ selection }) => (selection ? idOf(selection.kind, selection.key) : ''))
  const pointed = usePointed(root)
  const dragged = useCell(dragCell, (drag) => drag?.id ?? '')
  const rv = useSim((state) => state.rv)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the resourceVersion stands for everything that is read
  return useMemo(() => {
    if (dragged !== '') return chipsOfHeld(dragged)
    if (judged) return comparedSoFar(chipsOf(judged.id, false), judged.seen, sizeOf)
    for (const id of [pointed, selected]) {
      const chips = id === '' ? [] : chipsOf(id, true)
      if (chips.length > 0) return chips
    }
    return []
  }, [judged, selected, pointed, dragged, rv])
}
