import { peekObject } from '../../store/sim.ts'
import { idOf, refOf } from '../graph/world.ts'
import { drop } from '../hands/drops.ts'
import { dragCell, type Point } from '../hands/hands.ts'
import { begin, pointerCell } from '../hands/pointer.ts'
import { bestFirst } from '../hands/verdictText.ts'
import type { SpatialGrid } from '../levels/grid.ts'
import type { Board } from './board.ts'
import { findOn, type Hit } from './hit.ts'
import { walkTo } from './walk.ts'

/** The pod that the keys took in hand: what a press and a pull do with a pointer. */
export class Carry {
  private pod: string | undefined
  private readonly board: Board
  private readonly grid: SpatialGrid

  constructor(board: Board, grid: SpatialGrid) {
    this.board = board
    this.grid = grid
  }

  /** Stage id of what is in hand. A pointer that took something else up meanwhile has the hand. */
  get held(): string | undefined {
    const { pod } = this
    if (pod !== undefined && dragCell.get()?.id !== pod) this.pod = undefined
    return this.pod
  }

  /** Takes a pod up; gives the machine it is on, where the way begins. */
  take(hit: Hit | undefined): Hit | undefined {
    const machine = hit && this.board.fields[hit.index]
    if (!hit || !machine || refOf(hit.id).kind !== 'Pod') return undefined
    this.pod = hit.id
    dragCell.set(begin(hit.id))
    return { id: machine.box.id, index: hit.index, slot: -1 }
  }

  /** The machine that a key leads to. */
  walk(from: Hit | undefined, key: string): Hit | undefined {
    if (key === 'b' || key === 'B') return this.best()
    if (key === 'PageUp' || key === 'PageDown') return undefined
    const next = walkTo(this.board, this.grid, from, key)
    return next && next.slot < 0 ? next : undefined
  }

  private best(): Hit | undefined {
    const pod = peekObject('Pod', refOf(this.pod ?? '').key)
    const verdicts = [...(dragCell.get()?.verdicts.values() ?? [])]
    const [first] = bestFirst(verdicts.filter(({ node }) => node !== pod?.spec.nodeName))
    return first?.feasible ? findOn(this.board, idOf('Node', `/${first.node}`)) : undefined
  }

  /** Holds it over a machine, which is asked anew. */
  over(machine: Hit, at: Point): void {
    const pod = this.held
    if (pod === undefined) return
    pointerCell.set(at)
    dragCell.set({ ...begin(pod), over: machine.id })
  }

  drop(machine: Hit | undefined, at: Point): void {
    const pod = this.held
    this.cancel()
    if (pod !== undefined && machine) drop(pod, machine.id, at)
  }

  /** Lets go; gives what was in hand. */
  cancel(): string | undefined {
    const pod = this.held
    this.pod = undefined
    if (pod !== undefined) dragCell.set(undefined)
    return pod
  }
}
