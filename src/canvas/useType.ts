import { type RefObject, useEffect } from 'react'
import { useStoreApi } from 'reactflow'
import { cell } from './hands/cell.ts'

/** The stage is looked at from so far that small print leaves something out, to stay as large as it has to be. */
export const tightCell = cell(false)

/** Nothing on the screen is written smaller, in pixels, as long as the whole of a small cluster is looked at. */
const LEAST = 11
/** More than this a card cannot hold: who looks from farther away sees shapes. */
const MOST = 14.5
const STEP = 0.5
/** From this size on it is too large for everything to be said. */
const TIGHT = 13
const SETTLED = 120

/** Size in flow pixels of the smallest type at a zoom. */
export function leastType(zoom: number): number {
  return Math.min(MOST, Math.ceil(LEAST / zoom / STEP) * STEP)
}

/**
 * Zooming out makes small print larger on its cards, and leaves out what it says last, instead of shrinking it. Only at rest:
 * on the way everything is one picture. Where there are levels of detail, they see to it.
 */
export function useType(root: RefObject<HTMLElement | null>, levels: boolean): void {
  const flow = useStoreApi()
  useEffect(() => {
    const element = root.current
    if (!element || levels) return undefined
    let known = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const set = () => {
      timer = undefined
      const least = leastType(flow.getState().transform[2])
      if (least === known) return
      known = least
      element.style.setProperty('--least', `${least}px`)
      element.toggleAttribute('data-tight', least >= TIGHT)
      tightCell.set(least >= TIGHT)
    }
    const look = () => {
      if (leastType(flow.getState().transform[2]) === known) return
      clearTimeout(timer)
      timer = setTimeout(set, SETTLED)
    }
    set()
    const stop = flow.subscribe(look)
    return () => {
      stop()
      clearTimeout(timer)
      element.style.removeProperty('--least')
      element.removeAttribute('data-tight')
      tightCell.set(false)
    }
  }, [root, levels, flow])
}
