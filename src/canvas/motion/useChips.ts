import { useEffect, useMemo, useState } from 'react'
import type { PersistentVolume } from '../../sim/index.ts'
import { loadedEngine } from '../../store/arrival.ts'
import { peekKeys, peekObject, runningCluster, useSim } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { idOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import { type Chip, chipsOfClaim, chipsOfDecision, judgedCell, waitsForMachine } from './judged.ts'

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
  const volumes: PersistentVolume[] = []
  for (const volume of peekKeys('PersistentVolume').slice(0, MOST)) {
    const found = peekObject('PersistentVolume', volume)
    if (found) volumes.push(found)
  }
  const delayed = engine.delaysBinding(cluster, claim)
  return chipsOfClaim(claim, volumes, (volume) => engine.volumeRefusal(volume, claim, delayed))
}

/** `waiting`: only when the object still waits, so that the look at what is settled shows nothing. */
function chipsOf(id: string, waiting: boolean): readonly Chip[] {
  const bar = id.indexOf('|')
  const [kind, key] = [id.slice(0, bar), id.slice(bar + 1)]
  if (kind === 'Pod') return chipsOfPod(key, waiting).slice(0, MOST)
  return kind === 'PersistentVolumeClaim' ? chipsOfVolumes(key, waiting) : []
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
  const dragging = useCell(dragCell, (drag) => drag !== undefined)
  const rv = useSim((state) => state.rv)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the resourceVersion stands for everything that is read
  return useMemo(() => {
    if (dragging) return []
    if (judged) return chipsOf(judged.id, false)
    for (const id of [pointed, selected]) {
      const chips = id === '' ? [] : chipsOf(id, true)
      if (chips.length > 0) return chips
    }
    return []
  }, [judged, selected, pointed, dragging, rv])
}
