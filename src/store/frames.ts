/** Hears of every frame; `elapsed` wall milliseconds have passed since the one before, none after a rest. */
type Draw = (elapsed: number) => void

const drawers = new Set<Draw>()
let handle = 0
let timer: ReturnType<typeof setTimeout> | undefined
let last: number | undefined

function tick(at: number): void {
  handle = 0
  const elapsed = last === undefined ? 0 : Math.max(0, at - last)
  last = at
  for (const draw of drawers) draw(elapsed)
}

/**
 * Asks for the next frame of the screen. Nobody else asks for frames one after the other: where nothing moves, nobody
 * does, and the page costs nothing.
 */
export function wakeFrames(): void {
  if (drawers.size === 0 || handle !== 0) return
  clearTimeout(timer)
  timer = undefined
  handle = requestAnimationFrame(tick)
}

/** A frame after so many wall milliseconds, unless something moves before. */
export function restFrames(pause: number): void {
  if (drawers.size === 0 || handle !== 0) return
  clearTimeout(timer)
  timer = setTimeout(wakeFrames, pause)
}

/** No frame, and no time passes, until something moves; every so often it is asked whether there is something to show. */
export function standStill(pause: number, isNew: () => boolean): void {
  last = undefined
  if (drawers.size === 0 || handle !== 0) return
  clearTimeout(timer)
  timer = setTimeout(() => (isNew() ? wakeFrames() : standStill(pause, isNew)), pause)
}

/** Lets something be drawn with every frame, and with one at once. Returns a function that ends it. */
export function onFrame(draw: Draw): () => void {
  drawers.add(draw)
  wakeFrames()
  return () => {
    drawers.delete(draw)
    if (drawers.size > 0) return
    clearTimeout(timer)
    if (handle !== 0) cancelAnimationFrame(handle)
    handle = 0
    last = undefined
  }
}
