import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useReactFlow } from 'reactflow'
import { simStore } from '../../store/sim.ts'
import { refOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell, type Point } from '../hands/hands.ts'
import { verdictText } from '../hands/verdictText.ts'
import type { Levels } from '../levels/controller.ts'
import type { Rect } from '../levels/grid.ts'
import { rectOf } from '../levels/plan.ts'
import { useLateText } from '../text/late.ts'
import { useStageText } from '../text/useStageText.ts'
import type { Board } from './board.ts'
import { Carry } from './carry.ts'
import { findOn, type Hit } from './hit.ts'
import styles from './Layer.module.css'
import { select } from './touch.ts'
import { labelOf, saidOf } from './Words.tsx'
import { isWalking, rectOfHit, walkTo } from './walk.ts'

/** Keys that begin something with what one stands on. */
function isTaking({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && ['Enter', ' ', 'g', 'G'].includes(key)
}

/** Keys that end carrying. */
function isEnding({ key }: KeyboardEvent): boolean {
  return key === 'Enter' || key === ' ' || key === 'Escape'
}

/** The middle of an element on the page. */
function placeOf(element: HTMLElement): Point {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}

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

/** Walks with the keys, and carries what they took in hand; gives where one stands. */
function useWalk({ board, levels, element, onMove, selected }: Props): Hit | undefined {
  const flow = useReactFlow()
  const [hit, setHit] = useState<Hit>()
  const now = useRef<Hit>(undefined)
  useEffect(() => {
    const root = element.current
    if (!root) return undefined
    const done = new AbortController()
    const { signal } = done
    const carry = new Carry(board, levels.grid)
    const go = (next: Hit | undefined) => {
      if (!next) return
      now.current = next
      setHit(next)
      const rect = rectOfHit(board, next)
      onMove(rect)
      const view = levels.viewNow
      if (!rect || !view) return
      carry.over(next, placeOf(root))
      if (isInside(rect, rectOf(view))) return
      const done = flow.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, {
        zoom: view.zoom,
      })
      void done.then(() => carry.over(next, placeOf(root)))
    }
    const letGo = () => {
      const pod = carry.cancel()
      if (pod !== undefined) go(findOn(board, pod))
    }
    /** Says whether the key was for what is in hand. */
    const onCarried = ({ key }: KeyboardEvent): boolean => {
      if (carry.held === undefined) return false
      if (key === 'Escape') letGo()
      else if (key === 'Enter' || key === ' ') carry.drop(now.current, placeOf(root))
      else go(carry.walk(now.current, key))
      return true
    }
    const onFree = (event: KeyboardEvent) => {
      if (isWalking(event)) go(walkTo(board, levels.grid, now.current, event.key))
      else if (event.key.toLowerCase() === 'g') go(carry.take(now.current))
      else if (now.current) select(now.current.id)
    }
    const onKey = (event: KeyboardEvent) => {
      const mine = carry.held === undefined ? isTaking : isEnding
      if (!isWalking(event) && !mine(event)) return
      event.preventDefault()
      event.stopPropagation()
      if (!onCarried(event)) onFree(event)
    }
    root.addEventListener(
      'focus',
      () => {
        const { begin } = root.dataset
        delete root.dataset.begin
        const lost = begin === undefined ? undefined : findOn(board, begin)
        go(
          lost ??
            now.current ??
            findOn(board, selected) ??
            walkTo(board, levels.grid, undefined, ''),
        )
      },
      { signal },
    )
    root.addEventListener('keydown', onKey, { signal })
    root.addEventListener('blur', () => carry.cancel(), { signal })
    return () => {
      carry.cancel()
      done.abort()
    }
  }, [board, levels, element, flow, onMove, selected])
  return hit
}

/**
 * The layer for the keyboard: one element that moves from pod to pod. It is a list of which only the present option is
 * in the page, for there may be a hundred thousand.
 */
export function Roving(props: Props) {
  const { element, selected } = props
  const text = useStageText()
  const late = useLateText()
  const hit = useWalk(props)
  useSyncExternalStore(simStore.subscribe, () => simStore.getState().commit)
  const said = hit && saidOf(hit.id, text)
  const carried = useCell(dragCell, (drag) => drag?.id)
  const verdict = useCell(dragCell, (drag) => drag?.verdicts.get(refOf(hit?.id ?? '').key.slice(1)))
  const answer = carried !== undefined && verdict ? `, ${verdictText(verdict, text)}` : ''
  const keys =
    carried === undefined ? late('layer.keys') : late('layer.carrying', { pod: refOf(carried).key })
  return (
    <div
      ref={element}
      className={styles.roving}
      role="listbox"
      tabIndex={0}
      aria-label={late('layer.label')}
      aria-description={keys}
      aria-activedescendant="layer-option"
      data-thing={hit?.id}
    >
      <div
        key={hit?.id}
        id="layer-option"
        role="option"
        tabIndex={-1}
        aria-selected={hit?.id === selected && hit !== undefined}
        aria-label={said ? labelOf(said) + answer : late('layer.label')}
      />
    </div>
  )
}
