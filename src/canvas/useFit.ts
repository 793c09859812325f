import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import { useMedia } from '../ui/kit/useMedia.ts'
import { METRICS } from './graph/metrics.ts'

const MARGIN = 8
const SMALLEST = 0.25
const LARGEST = 2.6
const GLIDE = 260

interface Size {
  readonly width: number
  readonly height: number
}

/** Zoom and offset that show the whole stage, centred. */
export function fitting(stage: Size, room: Size): { x: number; y: number; zoom: number } {
  const across = (room.width - 2 * MARGIN) / Math.max(1, stage.width)
  const down = (room.height - 2 * MARGIN) / Math.max(1, stage.height)
  const zoom = Math.min(LARGEST, Math.max(SMALLEST, Math.min(across, down)))
  return { zoom, x: Math.max(MARGIN, (room.width - stage.width * zoom) / 2), y: MARGIN }
}

/** Rooms narrower than this show everything only when asked: names could not be read. */
const POCKET = 600
const READABLE = 0.8

/** The first look into a narrow room: as high as it is, from the machines' left edge on. */
export function pocketView(stage: Size, room: Size): { x: number; y: number; zoom: number } {
  const down = (room.height - 2 * MARGIN) / Math.max(1, stage.height)
  const zoom = Math.min(READABLE, Math.max(SMALLEST, down))
  return { zoom, x: MARGIN - METRICS.desk.left * zoom, y: MARGIN }
}

/**
 * Shows everything at first, and again when the stage or its room changes size; once the user has panned or zoomed
 * it stays as they left it, until they ask. Returns the function that asks.
 */
export function useFit(
  root: RefObject<HTMLElement | null>,
  width: number,
  height: number,
): { readonly fit: () => void; readonly touched: () => void } {
  const flow = useReactFlow()
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const own = useRef(false)
  const first = useRef(true)
  const show = useCallback(
    (glide: boolean, all = false) => {
      const element = root.current
      if (!element || element.clientWidth === 0) return
      const room = { width: element.clientWidth, height: element.clientHeight }
      const view = room.width < POCKET && !all ? pocketView : fitting
      void flow.setViewport(
        view({ width, height }, room),
        glide && !still ? { duration: GLIDE } : {},
      )
    },
    [root, flow, width, height, still],
  )
  useEffect(() => {
    if (own.current) return
    show(!first.current)
    first.current = false
  }, [show])
  useEffect(() => {
    const element = root.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      if (!own.current) show(false)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [root, show])
  const fit = useCallback(() => {
    own.current = false
    show(true, true)
  }, [show])
  const touched = useCallback(() => {
    own.current = true
  }, [])
  return { fit, touched }
}
