import { cell } from './cell.ts'
import type { Point } from './hands.ts'

/** Something on the drawn layer under the pointer. */
export interface DrawnThing {
  /** Its stage id. */
  readonly id: string
  /** The machine that it is on; its own id for a machine. */
  readonly on: string | undefined
  /** Large enough to be taken up on purpose: what is smaller is part of the ground that one pans by. */
  readonly large: boolean
}

/** What of the stage is drawn and no element; none while everything is one. */
export const drawnCell = cell<((at: Point) => DrawnThing | undefined) | undefined>(undefined)

export function drawnAt({ clientX: x, clientY: y }: MouseEvent): DrawnThing | undefined {
  return drawnCell.get()?.({ x, y })
}
