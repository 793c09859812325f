import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useReactFlow, useStore } from 'reactflow'
import { peekObject, useSim } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { viewStore } from '../../store/view.ts'
import { nodeFacts } from '../facts/nodeFacts.ts'
import { podFacts } from '../facts/podFacts.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import { refOf } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './MiniMap.module.css'
import { type Frame, frameOf, type Heat, type Mark, picture } from './picture.ts'

const MOST: Frame = { scale: 1, width: 220, height: 150 }
/** Painted at most so often, in milliseconds of the wall clock. */
const CALM = 400
/** Share of the view that one press of an arrow key moves. */
const STRIDE = 0.2
const ZOOM = 1.25

function heatOf(id: string, pods: readonly string[]): Heat {
  const node = peekObject('Node', refOf(id).key)
  let broken = 0
  let busy = false
  for (const key of pods) {
    const pod = peekObject('Pod', key)
    const tone = pod ? podFacts(pod).tone : 'done'
    if (tone === 'bad') broken++
    else if (tone === 'work' || tone === 'wait' || tone === 'gone') busy = true
  }
  if (!node || nodeFacts(node).tone === 'bad') return { ink: 'bad', broken }
  return { ink: busy ? 'work' : pods.length > 0 ? 'ok' : 'card', broken }
}

const TOKENS: Readonly<Record<Mark['ink'], string>> = {
  card: '--line2',
  ok: '--ok',
  work: '--work',
  wait: '--wait',
  bad: '--bad',
  vol: '--vol',
  cfg: '--cfg',
  net: '--net',
}

function paint(canvas: HTMLCanvasElement, marks: readonly Mark[], { scale, width, height }: Frame) {
  const pen = canvas.getContext('2d')
  if (!pen) return
  const ratio = globalThis.devicePixelRatio || 1
  canvas.width = width * ratio
  canvas.height = height * ratio
  pen.setTransform(ratio * scale, 0, 0, ratio * scale, 0, 0)
  const tokens = getComputedStyle(canvas)
  // A mark is never so small that it cannot be seen.
  const least = 1.5 / scale
  for (const { x, y, width: across, height: down, ink } of marks) {
    pen.fillStyle = tokens.getPropertyValue(TOKENS[ink])
    pen.globalAlpha = ink === 'bad' ? 1 : 0.55
    pen.fillRect(x, y, Math.max(least, across), Math.max(least, down))
  }
}

/** Grows when the picture may be painted anew: soon after a change, and not more often than it can be seen. */
function useCalm(): number {
  const commit = useSim((state) => state.commit)
  const [shown, setShown] = useState(commit)
  const waiting = useRef(false)
  const latest = useRef(commit)
  latest.current = commit
  useEffect(() => {
    if (commit === shown || waiting.current) return
    waiting.current = true
    setTimeout(() => {
      waiting.current = false
      setShown(latest.current)
    }, CALM)
  }, [commit, shown])
  return shown
}

interface Props {
  readonly layout: Layout
  readonly touched: () => void
}

/** Moves and zooms the view about its middle. */
function useSteering(frame: Frame, touched: () => void) {
  const flow = useReactFlow()
  const room = useStore((state) => state.width)
  const tall = useStore((state) => state.height)
  const middle = () => {
    const { x, y, zoom } = flow.getViewport()
    return { x: (room / 2 - x) / zoom, y: (tall / 2 - y) / zoom, zoom }
  }
  const to = (x: number, y: number, zoom: number) => {
    touched()
    void flow.setCenter(x, y, { zoom })
  }
  return {
    press(event: PointerEvent<HTMLElement>) {
      const box = event.currentTarget.getBoundingClientRect()
      to(
        (event.clientX - box.left) / frame.scale,
        (event.clientY - box.top) / frame.scale,
        flow.getZoom(),
      )
    },
    key(event: KeyboardEvent) {
      const { x, y, zoom } = middle()
      const [dx, dy] = [(room / zoom) * STRIDE, (tall / zoom) * STRIDE]
      const moves: Readonly<Record<string, readonly [number, number, number]>> = {
        ArrowLeft: [x - dx, y, zoom],
        ArrowRight: [x + dx, y, zoom],
        ArrowUp: [x, y - dy, zoom],
        ArrowDown: [x, y + dy, zoom],
        '+': [x, y, zoom * ZOOM],
        '=': [x, y, zoom * ZOOM],
        '-': [x, y, zoom / ZOOM],
      }
      const move = moves[event.key]
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      to(...move)
    },
  }
}

/** The part of the stage that is in view. */
function Window({ scale }: { readonly scale: number }) {
  const [x, y, zoom] = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const by = scale / zoom
  return (
    <span
      className={styles.window}
      style={{
        transform: `translate(${-x * by}px, ${-y * by}px)`,
        width: width * by,
        height: height * by,
      }}
    />
  )
}

/** The whole stage, small: machines as warm or cold cells, whatever is broken in its own colour, and what is in view. */
export function MiniMap({ layout, touched }: Props) {
  const text = useStageText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useMemo(() => frameOf(layout, MOST), [layout])
  const calm = useCalm()
  const theme = useUi((state) => state.theme)
  const { press, key } = useSteering(frame, touched)
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours follow the theme, tones the commits
  useEffect(() => {
    if (canvas.current) paint(canvas.current, picture(layout, heatOf), frame)
  }, [layout, frame, calm, theme])
  return (
    <div className={styles.map}>
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a map is walked over with the arrow keys
        tabIndex={0}
        aria-label={text('map.label')}
        className={styles.field}
        style={{ width: frame.width, height: frame.height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture?.(event.pointerId)
          press(event)
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) press(event)
        }}
        onKeyDown={key}
      >
        <canvas ref={canvas} className={styles.canvas} />
        <Window scale={frame.scale} />
      </div>
      <button
        type="button"
        className={styles.close}
        aria-label={text('map.close')}
        title={text('map.close')}
        onClick={() => viewStore.getState().setMinimap(false)}
      >
        ×
      </button>
    </div>
  )
}
