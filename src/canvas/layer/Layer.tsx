import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useMissing } from '../../store/relations/reader.ts'
import { useUi } from '../../store/ui.ts'
import type { Scene } from '../graph/scene.ts'
import { idOf } from '../graph/world.ts'
import type { Levels, Shown } from '../levels/controller.ts'
import type { Rect } from '../levels/grid.ts'
import type { View } from '../levels/plan.ts'
import { Above, HandTip } from './Above.tsx'
import type { Board } from './board.ts'
import { Easel, followedBoard, type Way, wayOf } from './easel.ts'
import { findOn, type Hit, hitAt } from './hit.ts'
import styles from './Layer.module.css'
import { lacksOf, NO_LACKS } from './lacks.ts'
import { podPxOf } from './marks.ts'
import { heatShare } from './painter.ts'
import { Roving } from './Roving.tsx'
import { attachLayer } from './touch.ts'
import { Tally, Tip, usePulse } from './Words.tsx'
import { rectOfHit } from './walk.ts'

interface Props {
  readonly levels: Levels
  readonly scene: Scene
  readonly shown: Shown
}

/** Lays an element over a rectangle of the stage, as it is seen at the moment. */
function lay(element: HTMLElement | null, rect: Rect | undefined, view: View | undefined): void {
  if (!element) return
  element.style.visibility = rect && view ? 'visible' : 'hidden'
  if (!rect || !view) return
  const grow = 2
  element.style.transform = `translate(${rect.x * view.zoom + view.x - grow}px, ${rect.y * view.zoom + view.y - grow}px)`
  element.style.width = `${rect.width * view.zoom + 2 * grow}px`
  element.style.height = `${rect.height * view.zoom + 2 * grow}px`
}

interface Tipped {
  readonly id: string
  readonly at: { readonly x: number; readonly y: number }
}

const TIP_AWAY = 16
/** So much room a tooltip may take. */
const TIP_WIDTH = 320
const TIP_HEIGHT = 110

/** Board and its follower, made once for as long as the layer is there. */
function useBoard(): { readonly board: Board; readonly onChange: (ask: () => void) => void } {
  const ask = useRef<() => void>(() => {})
  const [followed] = useState(() => followedBoard(() => ask.current()))
  useEffect(() => () => followed.stop(), [followed])
  const onChange = useCallback((next: () => void) => {
    ask.current = next
  }, [])
  return { board: followed.board, onChange }
}

/** The canvas and the one who draws on it. */
function useEasel(
  board: Board,
  levels: Levels,
  onChange: (ask: () => void) => void,
  layMarks: (view: View | undefined) => void,
) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const easel = useRef<Easel>(undefined)
  const [way, setWay] = useState<Way>(() => wayOf(location.search))
  const theme = useUi((state) => state.theme)

  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const made = new Easel(element, board, levels, way, layMarks)
    easel.current = made
    onChange(() => made.changed())
    made.ask()
    const stop = levels.watchView(() => made.ask())
    // Without its context the picture is lost: the other way of drawing needs none.
    const lost = (event: Event) => {
      event.preventDefault()
      setWay('bitmap')
    }
    element.addEventListener('webglcontextlost', lost)
    return () => {
      element.removeEventListener('webglcontextlost', lost)
      stop()
      made.stop()
    }
  }, [board, levels, way, layMarks, onChange])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the colours are read from
  useEffect(() => {
    // The page takes up the theme in an effect of its own, which may come later.
    const handle = requestAnimationFrame(() => easel.current?.forgetColours())
    return () => cancelAnimationFrame(handle)
  }, [theme])

  return { canvas, easel, way }
}

/** Tooltip, selection and menu by pointer. */
function useTouch(
  root: RefObject<HTMLElement | null>,
  board: Board,
  levels: Levels,
  selected: RefObject<string>,
): Tipped | undefined {
  const [tip, setTip] = useState<Tipped>()
  useEffect(() => levels.watchView(() => setTip(undefined)), [levels])
  useEffect(() => {
    const stage = root.current?.parentElement
    if (!stage) return undefined
    return attachLayer(stage, {
      hit: (x, y) => {
        const view = levels.viewNow
        if (!view) return undefined
        const box = stage.getBoundingClientRect()
        const whole = heatShare(podPxOf(board, view.zoom)) > 0.5
        const at = (length: number, offset: number) => (length - offset) / view.zoom
        return hitAt(levels.grid, board, at(x - box.left, view.x), at(y - box.top, view.y), whole)
      },
      hover: (hit, x, y) => {
        const box = stage.getBoundingClientRect()
        const beside = (at: number, room: number, size: number) =>
          at + size > room ? Math.max(0, at - size) : at + TIP_AWAY
        const at = {
          x: beside(x - box.left, box.width, TIP_WIDTH),
          y: beside(y - box.top, box.height, TIP_HEIGHT),
        }
        setTip((old) => {
          if (!hit) return undefined
          return old?.id === hit.id ? old : { id: hit.id, at }
        })
      },
      isLarge: (hit) => isLarge(board, levels, hit, selected.current),
      machineOf: ({ index }) => board.fields[index]?.box.id,
    })
  }, [root, board, levels, selected])
  return tip
}

/** What is smaller on the screen is not taken up, unless it is selected: one pans by it. */
const HOLD_PX = 5

function isLarge(board: Board, levels: Levels, hit: Hit, selected: string): boolean {
  const rect = hit.index < 0 ? levels.grid.find(hit.id) : rectOfHit(board, hit)
  const zoom = levels.viewNow?.zoom ?? 0
  return hit.id === selected || (rect?.height ?? 0) * zoom >= HOLD_PX
}

/** What is named and not there, looked for at most every so often. */
function useLacks(board: Board, scene: Scene) {
  const missing = useMissing()
  const pulse = usePulse()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board has other pods with another scene, and later
  const lacks = useMemo(() => lacksOf(board, missing), [board, missing, scene, pulse])
  return { missing, lacks: missing.size === 0 ? NO_LACKS : lacks }
}

/** What of a cluster React Flow cannot carry, drawn under it. */
export function Layer({ levels, scene, shown }: Props) {
  const root = useRef<HTMLDivElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  const roving = useRef<HTMLDivElement>(null)
  const walked = useRef<Rect>(undefined)
  const { board, onChange } = useBoard()
  const selected = useUi(({ selection }) =>
    selection === null ? '' : idOf(selection.kind, selection.key),
  )
  const selectedNow = useRef(selected)

  const layMarks = useCallback(
    (view: View | undefined) => {
      const hit = findOn(board, selectedNow.current)
      lay(ring.current, hit && rectOfHit(board, hit), view)
      // Hidden it could not take focus: before its first walk it lies in the corner.
      if (walked.current) lay(roving.current, walked.current, view)
    },
    [board],
  )
  const { canvas, easel, way } = useEasel(board, levels, onChange, layMarks)
  const tip = useTouch(root, board, levels, selectedNow)
  const { missing, lacks } = useLacks(board, scene)

  useLayoutEffect(() => {
    board.place(scene.layout)
    easel.current?.ask()
  }, [board, scene, easel])

  useEffect(() => {
    selectedNow.current = selected
    layMarks(levels.viewNow)
  }, [selected, levels, layMarks])

  const onMove = useCallback(
    (rect: Rect | undefined) => {
      walked.current = rect
      layMarks(levels.viewNow)
    },
    [levels, layMarks],
  )

  const afar = shown.level === 'far' || shown.level === 'map'
  return (
    <>
      <div ref={root} className={styles.layer}>
        <canvas key={way} ref={canvas} className={styles.canvas} />
        <Above board={board} levels={levels} lacks={lacks} />
        <div
          ref={ring}
          className={styles.ring}
          data-picked={selected === '' ? undefined : selected}
          aria-hidden="true"
        />
      </div>
      <Roving board={board} levels={levels} element={roving} onMove={onMove} selected={selected} />
      {tip && <Tip id={tip.id} board={board} at={tip.at} missing={missing} lacks={lacks} />}
      {afar && <HandTip />}
      {afar && <Tally board={board} missing={missing} lacks={lacks} />}
    </>
  )
}
