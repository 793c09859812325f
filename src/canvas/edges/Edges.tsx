import { lazy, Suspense } from 'react'
import { useUi } from '../../store/ui.ts'
import { useView } from '../../store/view.ts'
import type { Layout } from '../graph/layout/boxes.ts'

/** Ways and words of lines are fetched when the first line is to be drawn. */
const EdgeLayer = lazy(async () => ({ default: (await import('./EdgeLayer.tsx')).EdgeLayer }))

/** The lines of the selected object and of the lens, if there is either. */
export function Edges({ layout }: { readonly layout: Layout }) {
  const some = useUi((state) => state.selection !== null)
  const lens = useView((state) => state.lens)
  if (!some && lens === 'all') return null
  return (
    <Suspense fallback={null}>
      <EdgeLayer layout={layout} />
    </Suspense>
  )
}
