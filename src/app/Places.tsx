import type { ReactNode } from 'react'
import { exportCluster } from '../store/exportCluster.ts'
import { type Foldable, type PanelName, type Place, uiStore, useUi } from '../store/ui.ts'
import { Inspector } from '../ui/inspector/Inspector.tsx'
import { ErrorBoundary } from '../ui/kit/ErrorBoundary.tsx'
import type { PanelFold } from '../ui/kit/PanelFrame.tsx'
import { useText } from '../ui/kit/useText.ts'
import { Lesson } from '../ui/lesson/Lesson.tsx'
import { Terminal } from '../ui/terminal/Terminal.tsx'
import { Timeline } from '../ui/timeline/Timeline.tsx'
import { StageSlot } from './StagePlace.tsx'

interface PanelProps {
  readonly onClose?: () => void
  readonly fold?: PanelFold | undefined
}

/** Which part of the desk a panel folds with, and where to. */
const FOLDS: Partial<Readonly<Record<PanelName, readonly [Foldable, PanelFold['to']]>>> = {
  lesson: ['lesson', 'left'],
  inspector: ['inspector', 'side'],
  terminal: ['bottom', 'bottom'],
  timeline: ['bottom', 'bottom'],
}

function useFold(place: Place): PanelFold | undefined {
  const found = place === 'canvas' ? undefined : FOLDS[place]
  const folded = useUi((state) => found !== undefined && state.folded[found[0]])
  if (!found) return undefined
  const [part, to] = found
  return { folded, to, toggle: () => uiStore.getState().fold(part, !folded) }
}

const PANELS: Readonly<Record<PanelName, (props: PanelProps) => ReactNode>> = {
  lesson: Lesson,
  inspector: Inspector,
  terminal: Terminal,
  timeline: Timeline,
}

interface PlaceProps {
  readonly place: Place
  /** Panels on a desk can be closed; on a narrow screen they are left through the tabs. */
  readonly closable?: boolean
}

/** One place of the screen, safe behind its own error boundary. */
export function PlaceView({ place, closable = false }: PlaceProps) {
  const text = useText()
  const fold = useFold(place)
  if (place === 'canvas') return <StageSlot />
  const Panel = PANELS[place]
  const close = () => uiStore.getState().togglePanel(place, false)
  return (
    <ErrorBoundary name={text(`panel.${place}`)} onExport={exportCluster}>
      {closable ? <Panel onClose={close} fold={fold} /> : <Panel />}
    </ErrorBoundary>
  )
}
