import { lazy, Suspense } from 'react'
import { type ReactFlowState, useStore } from 'reactflow'
import { useView } from '../../store/view.ts'
import type { Layout } from '../graph/layout/boxes.ts'

const MiniMap = lazy(async () => ({ default: (await import('./MiniMap.tsx')).MiniMap }))

interface Props {
  readonly layout: Layout
  readonly touched: () => void
}

/** Room for rounding: a stage that just fits has no outside. */
const SLACK = 12

/** Whether a part of the stage lies outside the view: only then is there something to be told by a map. */
function reachesOut({ width, height }: Layout) {
  return ({ transform: [x, y, zoom], width: across, height: down }: ReactFlowState): boolean =>
    across > 0 &&
    (x < -SLACK ||
      y < -SLACK ||
      x + width * zoom > across + SLACK ||
      y + height * zoom > down + SLACK)
}

/** The small map in the corner, fetched when it is first of use. */
export function MapCorner({ layout, touched }: Props) {
  const wanted = useView((state) => state.minimap)
  const outside = useStore(reachesOut(layout))
  if (!wanted || !outside) return null
  return (
    <Suspense fallback={null}>
      <MiniMap layout={layout} touched={touched} />
    </Suspense>
  )
}
