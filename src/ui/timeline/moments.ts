import type { Entry } from '../../sim/index.ts'

/** Stage milliseconds from the left edge to the present. */
export const SPAN = 20_000
/** Where the present stands, in parts of the width. */
export const PRESENT = 0.88

/** How the panel lies over the stage's clock: what stands where the present does. */
export interface Scale {
  /** Stage time at `PRESENT`: the end of what is known, so that nothing shifts while one goes back. */
  readonly anchor: number
  /** Where the head stands, in parts of the width. */
  readonly head: number
}

/** The least part of the width that is left to look further back. */
const LEAST = 0.12

/** Where the head stands at a stage time, when what is known ends at `end`. Pure. */
export function scaleAt(time: number, end: number): Scale {
  const anchor = Math.max(time, Math.min(end, time + (SPAN * (PRESENT - LEAST)) / PRESENT))
  return { anchor, head: PRESENT - ((anchor - time) / SPAN) * PRESENT }
}

/** The stage time at a part of the width. Pure. */
export function timeAt(part: number, { anchor }: Scale): number {
  return anchor - ((PRESENT - part) / PRESENT) * SPAN
}

/** The moment of the journal that a stage time means: after the last action that was on stage by then. Pure. */
export function positionAt(
  actions: readonly Entry[],
  at: (rv: number) => number | undefined,
  time: number,
  earliest: number,
): number {
  let position = earliest
  for (const { rv } of actions) {
    const shown = at(rv)
    if (shown !== undefined && shown <= time && rv > position) position = rv
  }
  return position
}
