import { useEffect, useRef } from 'react'
import { simStore } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { useView } from '../../store/view.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell } from '../hands/hands.ts'
import { pointerCell } from '../hands/pointer.ts'
import { verdictText } from '../hands/verdictText.ts'
import type { Levels } from '../levels/controller.ts'
import { useStageText } from '../text/useStageText.ts'
import { isBare, paintAbove } from './above.ts'
import type { Board } from './board.ts'
import styles from './Layer.module.css'
import type { Lacks } from './lacks.ts'
import { podPxOf } from './marks.ts'
import { readPalette } from './palette.ts'

interface Props {
  readonly board: Board
  readonly levels: Levels
  readonly lacks: Lacks
}

const SHARPEST = 2

function draw(canvas: HTMLCanvasElement, board: Board, levels: Levels, lacks: Lacks): void {
  const view = levels.viewNow
  const above = { drag: dragCell.get(), lacks }
  const bare = isBare(above)
  canvas.hidden = bare
  const pen = bare ? null : canvas.getContext('2d')
  if (!view || view.width === 0 || !pen) return
  const ratio = Math.min(SHARPEST, devicePixelRatio || 1)
  const width = Math.round(view.width * ratio)
  const height = Math.round(view.height * ratio)
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const { fontFamily, fontSize } = getComputedStyle(canvas)
  const letters = Number.parseFloat(fontSize) || 12
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.font = `700 ${letters}px ${fontFamily}`
  const palette = readPalette(canvas)
  paintAbove({ pen, palette, view, letters }, board, above, podPxOf(board, view.zoom))
}

/** Over the drawn layer: what the machines say to the pod in hand, and what is named and not there. */
export function Above({ board, levels, lacks }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useUi((state) => state.theme)
  const distance = useView((state) => state.distance)
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours and letters are read from the page anew
  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    let handle = 0
    let seen = -1
    const ask = () => {
      handle ||= requestAnimationFrame(() => {
        handle = 0
        seen = board.version
        draw(element, board, levels, lacks)
      })
    }
    ask()
    const stops = [
      levels.watchView(() => {
        if (!element.hidden) ask()
      }),
      dragCell.subscribe(ask),
      simStore.subscribe(() => {
        if (!element.hidden && board.version !== seen) ask()
      }),
    ]
    return () => {
      cancelAnimationFrame(handle)
      for (const stop of stops) stop()
    }
  }, [board, levels, lacks, theme, distance])
  return <canvas ref={canvas} className={styles.above} hidden data-above="yes" />
}

/** What the machine under the pod in hand says, in words: from afar there is no room for them on it. */
export function HandTip() {
  const text = useStageText()
  const root = useRef<HTMLDivElement>(null)
  const over = useCell(dragCell, (drag) => drag?.over)
  const verdict = useCell(dragCell, (drag) => drag?.verdicts.get(nodeOf(drag.over)))
  useEffect(() => {
    const follow = () => {
      const { x, y } = pointerCell.get()
      if (root.current) root.current.style.transform = `translate(${x + 14}px, ${y + 46}px)`
    }
    follow()
    return pointerCell.subscribe(follow)
  })
  const node = nodeOf(over)
  if (node === '') return null
  return (
    <div ref={root} className={styles.handTip} role="status">
      <b>{node}</b>
      {verdict && (
        <span className={verdict.feasible ? styles.ok : styles.bad}>
          {verdictText(verdict, text)}
        </span>
      )}
    </div>
  )
}

function nodeOf(id: string | undefined): string {
  return id?.startsWith('Node|/') ? id.slice('Node|/'.length) : ''
}
