import { useEffect, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import { viewStore } from '../../store/view.ts'
import { useMedia } from '../../ui/kit/useMedia.ts'
import type { Scene } from '../graph/scene.ts'
import { useCell } from '../hands/cell.ts'
import { toggleExpanded } from '../hands/hands.ts'
import { flightCell } from './flight.ts'
import { type Whereabouts, whereIs } from './whereIs.ts'

const GLIDE = 420
/** Near enough to read, wherever one comes from. */
const READABLE = 1
const NEAREST = 2
/** Until a panel that opens has taken its room, in milliseconds. */
const SETTLING = 80

function open(opening: NonNullable<Whereabouts['opening']>): void {
  const view = viewStore.getState()
  if (opening.act === 'unfold') view.toggleFolded(opening.group)
  else if (opening.act === 'open') view.toggleOpened(opening.column)
  else if (opening.act === 'expand') toggleExpanded(opening.machine)
  else view.clearFilter()
}

/** More layers than this never lie over one thing. */
const OPENINGS = 3

/** Answers `flyTo`: opens what hides the thing, then brings it into the middle, at once where motion is not wanted. */
export function useFly(scene: Scene, touched: () => void): void {
  const flow = useReactFlow()
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const flight = useCell(flightCell, (value) => value)
  const opened = useRef({ flight, times: 0 })
  useEffect(() => {
    if (!flight) return undefined
    const found = whereIs(flight.id, scene, viewStore.getState().folded)
    if (opened.current.flight !== flight) opened.current = { flight, times: 0 }
    if (found?.opening && opened.current.times < OPENINGS) {
      opened.current.times++
      // The next scene has it: this effect comes again.
      open(found.opening)
      return undefined
    }
    // The inspector may open with the choice: the view has its new width a moment later.
    const soon = setTimeout(() => {
      flightCell.set(undefined)
      if (!found) return
      touched()
      const { x, y, width, height } = found.area
      const zoom = Math.max(READABLE, Math.min(flow.getZoom(), NEAREST))
      const centre = [x + width / 2, y + height / 2] as const
      void flow.setCenter(...centre, still ? { zoom } : { zoom, duration: GLIDE })
    }, SETTLING)
    return () => clearTimeout(soon)
  }, [flight, scene, flow, still, touched])
}
