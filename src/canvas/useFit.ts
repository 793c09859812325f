import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import { useMedia } from '../ui/kit/useMedia.ts'
import type { Layout } from './graph/layout/boxes.ts'

const MARGIN = 8
/** Smaller than this nothing could be read; but a stage of thousands of machines is looked at as a map. */
const SMALLEST = 0.25
const MAP_WIDTH = 5000
const SMALLEST_MAP = 0.01
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
  const least = stage.width > MAP_WIDTH ? SMALLEST_MAP : SMALLEST
  const zoom = Math.min(LARGEST, Math.max(least, Math.min(across, down)))
  return { zoom, x: Math.max(MARGIN, (room.width - stage.width * zoom) / 2), y: MARGIN }
}

/** Narrower than this the stage is made for a hand, and fills it. */
const POCKET = 600
const LARGEST_HELD = 1.4

/**
 * The first look where type has to stay as large as it is drawn (on the wall, in a hand): as wide as the room, from the
 * top on; the rest is a drag away.
 */
export function openingView(stage: Size, room: Size): { x: number; y: number; zoom: number } {
  const whole = fitting(stage, room)
  const across = (room.width - 2 * MARGIN) / Math.max(1, stage.width)
  const zoom = Math.max(whole.zoom, Math.min(stage.width < POCKET ? LARGEST_HELD : 1, across))
  return { ...whole, zoom, x: Math.max(MARGIN, (room.width - stage.width * zoom) / 2) }
}

/**
 * Shows everything at first, and again when the stage or its room changes size; once the user has panned or zoomed
 * it stays as they left it, until they ask. Returns the function that asks.
 */
export function useFit(
  root: RefObject<HTMLElement | null>,
  { width, height, size }: Pick<Layout, 'width' | 'height' | 'size'>,
): { readonly fit: () => void; readonly touched: () => void } {
  const flow = useReactFlow()
  const still = useMedia('(prefers-reduced-motion: reduce)')
  // There the type is drawn as large as it has to be.
  const near = size.userWidth !== undefined && width < MAP_WIDTH
  const own = useRef(false)
  const first = useRef(true)
  const show = useCallback(
    (glide: boolean, all = false) => {
      const element = root.current
      if (!element || element.clientWidth === 0) return
      const room = { width: element.clientWidth, height: element.clientHeight }
      const view = near && !all ? openingView : fitting
      void flow.setViewport(
        view({ width, height }, room),
        glide && !still ? { duration: GLIDE } : {},
      )
    },
    [root, flow, width, height, near, still],
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
