import { cell } from './cell.ts'

/** What one machine would say to the dragged pod. */
export interface Verdict {
  readonly node: string
  readonly feasible: boolean
  readonly score?: number | undefined
  readonly reasons: readonly string[]
}

/** Something is being dragged. */
export interface Drag {
  /** Stage id of what is dragged. */
  readonly id: string
  /** By machine name; empty when a volume is dragged. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** Stage id of the drop target under the pointer. */
  readonly over: string | undefined
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** The one small window that may be open on the stage, at a point of the page. */
export type Popup =
  | { readonly sort: 'menu'; readonly id: string; readonly at: Point }
  | { readonly sort: 'bind'; readonly id: string; readonly at: Point }
  | { readonly sort: 'reserve'; readonly id: string; readonly at: Point }
  | { readonly sort: 'delete'; readonly id: string; readonly at: Point }
  | { readonly sort: 'drain'; readonly id: string; readonly at: Point }
  | { readonly sort: 'move'; readonly id: string; readonly node: string; readonly at: Point }

export const dragCell = cell<Drag | undefined>(undefined)
export const popupCell = cell<Popup | undefined>(undefined)
/** Machines whose kube-system pods are shown one by one. */
export const expandedCell = cell<ReadonlySet<string>>(new Set())

export function toggleExpanded(machine: string): void {
  const next = new Set(expandedCell.get())
  if (!next.delete(machine)) next.add(machine)
  expandedCell.set(next)
}

export function closePopup(): void {
  popupCell.set(undefined)
}
