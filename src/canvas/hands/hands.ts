import { cell } from './cell.ts'

export { closePopup, type Point, type Popup, popupCell } from '../../store/popups.ts'

/** What one machine would say to the dragged pod. */
export interface Verdict {
  readonly node: string
  readonly feasible: boolean
  readonly score?: number | undefined
  readonly reasons: readonly string[]
}

/** Something is being dragged. */
export interface Drag {
  /** Stage id of what is dragged; a palette card's is `card|KIND`. */
  readonly id: string
  /** By machine name; empty when something else than a pod is dragged. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** Stage id of the drop target under the pointer. */
  readonly over: string | undefined
}

export const dragCell = cell<Drag | undefined>(undefined)
/** Machines whose kube-system pods are shown one by one. */
export const expandedCell = cell<ReadonlySet<string>>(new Set())

export function toggleExpanded(machine: string): void {
  const next = new Set(expandedCell.get())
  if (!next.delete(machine)) next.add(machine)
  expandedCell.set(next)
}
