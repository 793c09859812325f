import { lazy, type ReactNode, Suspense } from 'react'
import { exportCluster } from '../store/exportCluster.ts'
import { skipOpening, useOpening } from '../store/opening.ts'
import { type Foldable, type PanelName, type Place, uiStore, useUi } from '../store/ui.ts'
import { Inspector } from '../ui/inspector/Inspector.tsx'
import { Button } from '../ui/kit/Button.tsx'
import { ErrorBoundary } from '../ui/kit/ErrorBoundary.tsx'
import type { PanelFold } from '../ui/kit/PanelFrame.tsx'
import { useText } from '../ui/kit/useText.ts'
import { Lesson } from '../ui/lesson/Lesson.tsx'
import { Narration } from '../ui/narration/Narration.tsx'
import { Terminal } from '../ui/terminal/Terminal.tsx'
import { Timeline } from '../ui/timeline/Timeline.tsx'
import { Toasts } from '../ui/toasts/Toasts.tsx'
import styles from './Places.module.css'

/** In a file of its own: the frame and the first lesson paint while it arrives. */
const Stage = lazy(async () => ({ default: (await import('../canvas/Stage.tsx')).Stage }))

/** While the first visitor is shown the first answer: the way past it. */
function Opening() {
  const text = useText()
  if (!useOpening()) return null
  return (
    <Button className={styles.skip} onClick={skipOpening}>
      {text('opening.skip')}
    </Button>
  )
}

/** The stage with what floats over it. */
function CanvasPlace() {
  const text = useText()
  return (
    <div id="stage" className={styles.canvas} tabIndex={-1}>
      <h2 className="visuallyHidden">{text('panel.canvas')}</h2>
      <div className={styles.stage}>
        <ErrorBoundary name={text('panel.canvas')} onExport={exportCluster}>
          <Suspense fallback={<div className={styles.dawn} />}>
            <Stage />
          </Suspense>
        </ErrorBoundary>
      </div>
      <div className={styles.over}>
        <Toasts />
        <Narration />
        <Opening />
      </div>
    </div>
  )
}

interface PanelProps {
  readonly onClose?: () => void
  readonly fold?: PanelFold | undefined
}

/** Which part of the desk a panel folds with, and where to. */
const FOLDS: Partial<Readonly<Record<PanelName, readonly [Foldable, PanelFold['to']]>>> = {
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
  if (place === 'canvas') return <CanvasPlace />
  const Panel = PANELS[place]
  const close = () => uiStore.getState().togglePanel(place, false)
  return (
    <ErrorBoundary name={text(`panel.${place}`)} onExport={exportCluster}>
      {closable ? <Panel onClose={close} fold={fold} /> : <Panel />}
    </ErrorBoundary>
  )
}
