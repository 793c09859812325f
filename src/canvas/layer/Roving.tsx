import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useReactFlow } from 'reactflow'
import { simStore } from '../../store/sim.ts'
import type { Levels } from '../levels/controller.ts'
import type { Rect } from '../levels/grid.ts'
import { rectOf } from '../levels/plan.ts'
import { useStageText } from '../text/useStageText.ts'
import type { Board } from './board.ts'
import { findOn, type Hit } from './hit.ts'
import styles from './Layer.module.css'
import { select } from './touch.ts'
import { labelOf, saidOf } from './Words.tsx'
import { isWalking, rectOfHit, walkTo } from './walk.ts'

interface Props {
  readonly board: Board
  readonly levels: Levels
  /** The element follows the view without React. */
  readonly element: React.RefObject<HTMLDivElement | null>
  readonly onMove: (rect: Rect | undefined) => void
  /** Stage id of what is selected, where a walk begins. */
  readonly selected: string
}

function isInside(rect: Rect, room: Rect): boolean {
  return (
    rect.x >= room.x &&
    rect.y >= room.y &&
    rect.x + rect.width <= room.x + room.width &&
    rect.y + rect.height <= room.y + room.height
  )
}

/**
 * The layer for the keyboard: one element that moves from pod to pod. It is a list of which only the present option is
 * in the page, for there may be a hundred thousand.
 */
export function Roving({ board, levels, element, onMove, selected }: Props) {
  const text = useStageText()
  const flow = useReactFlow()
  const [hit, setHit] = useState<Hit>()
  const now = useRef<Hit>(undefined)
  useSyncExternalStore(simStore.subscribe, () => simStore.getState().commit)

  useEffect(() => {
    const root = element.current
    if (!root) return undefined
    const done = new AbortController()
    const go = (next: Hit | undefined) => {
      if (!next) return
      now.current = next
      setHit(next)
      const rect = rectOfHit(board, next)
      onMove(rect)
      const view = levels.viewNow
      if (!rect || !view || isInside(rect, rectOf(view))) return
      void flow.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, { zoom: view.zoom })
    }
    root.addEventListener(
      'focus',
      () => go(now.current ?? findOn(board, selected) ?? walkTo(board, levels.grid, undefined, '')),
      { signal: done.signal },
    )
    root.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault()
          event.stopPropagation()
          if (now.current) select(now.current.id)
        } else if (isWalking(event)) {
          event.preventDefault()
          event.stopPropagation()
          go(walkTo(board, levels.grid, now.current, event.key))
        }
      },
      { signal: done.signal },
    )
    return () => done.abort()
  }, [board, levels, element, flow, onMove, selected])

  const said = hit && saidOf(hit.id, text)
  return (
    <div
      ref={element}
      className={styles.roving}
      role="listbox"
      tabIndex={0}
      aria-label={text('layer.label')}
      aria-description={text('layer.keys')}
      aria-activedescendant="layer-option"
      data-thing={hit?.id}
    >
      <div
        key={hit?.id}
        id="layer-option"
        role="option"
        tabIndex={-1}
        aria-selected={hit?.id === selected && hit !== undefined}
        aria-label={said ? labelOf(said) : text('layer.label')}
      />
    </div>
  )
}
