import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import { Stage } from '../canvas/Stage.tsx'
import { exportCluster } from '../store/exportCluster.ts'
import { skipOpening, useOpening } from '../store/opening.ts'
import { Button } from '../ui/kit/Button.tsx'
import { ErrorBoundary } from '../ui/kit/ErrorBoundary.tsx'
import { useText } from '../ui/kit/useText.ts'
import { Narration } from '../ui/narration/Narration.tsx'
import { Toasts } from '../ui/toasts/Toasts.tsx'
import { UndoNote } from '../ui/undo/UndoNote.tsx'
import styles from './StagePlace.module.css'

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
function StagePlace() {
  const text = useText()
  return (
    <div id="stage" className={styles.canvas} tabIndex={-1}>
      <h2 className="visuallyHidden">{text('panel.canvas')}</h2>
      <div className={styles.stage}>
        <ErrorBoundary name={text('panel.canvas')} onExport={exportCluster}>
          <Stage />
        </ErrorBoundary>
      </div>
      <div className={styles.over}>
        <div>
          <UndoNote />
          <Toasts />
        </div>
        <Narration />
        <Opening />
      </div>
    </div>
  )
}

const Put = createContext<(slot: HTMLElement | null) => void>(() => undefined)

/** What on the stage has the focus. An element that is moved in the document loses it without a word. */
function useFocusWithin(home: HTMLElement): RefObject<HTMLElement | undefined> {
  const last = useRef<HTMLElement>(undefined)
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      last.current = target instanceof HTMLElement && home.contains(target) ? target : undefined
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [home])
  return last
}

/**
 * Keeps one stage for whichever frame has a slot for it. It is drawn into an element of its own, which moves from slot
 * to slot, so that the stage stays as it is, and keeps the focus, when the frame around it is another one.
 */
export function StageKeeper({ children }: { readonly children: ReactNode }) {
  const [home] = useState(() => {
    const element = document.createElement('div')
    element.className = styles.home ?? ''
    return element
  })
  const [placed, setPlaced] = useState(false)
  const focused = useFocusWithin(home)
  const put = useCallback(
    (slot: HTMLElement | null) => {
      if (!slot) return
      slot.append(home)
      if (document.activeElement === document.body) focused.current?.focus({ preventScroll: true })
      setPlaced(true)
    },
    [home, focused],
  )
  return (
    <Put value={put}>
      {children}
      {placed && createPortal(<StagePlace />, home)}
    </Put>
  )
}

/** Where the stage stands in a frame. */
export function StageSlot() {
  return <div ref={useContext(Put)} className={styles.home} />
}
