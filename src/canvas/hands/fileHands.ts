import { FILE, takes } from './drops.ts'
import { dragCell, popupCell } from './hands.ts'
import { pointerCell } from './pointer.ts'

const HELD = `${FILE}|`

function carriesFile({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true
}

/** The card under the pointer that takes a file of the computer. */
function takerOf({ target }: DragEvent): string | undefined {
  const id =
    target instanceof Element ? target.closest<HTMLElement>('[data-drop]')?.dataset.drop : undefined
  return id !== undefined && takes(HELD, id) ? id : undefined
}

/**
 * Files of the computer, dragged over cards that can hold them. Everywhere else the page itself takes them: it hears
 * only of what was not taken here. Returns a function that stops it.
 */
export function attachFiles(): () => void {
  const done = new AbortController()
  const options = { signal: done.signal, capture: true }
  const letGo = () => {
    if (dragCell.get()?.id === HELD) dragCell.set(undefined)
  }
  document.addEventListener(
    'dragover',
    (event) => {
      if (!carriesFile(event)) return
      const over = takerOf(event)
      pointerCell.set({ x: event.clientX, y: event.clientY })
      if (over !== undefined) event.preventDefault()
      if (over === undefined) letGo()
      else if (dragCell.get()?.over !== over) dragCell.set({ id: HELD, verdicts: new Map(), over })
    },
    options,
  )
  document.addEventListener(
    'dragleave',
    (event) => {
      if (event.relatedTarget === null) letGo()
    },
    options,
  )
  document.addEventListener(
    'drop',
    (event) => {
      const over = carriesFile(event) ? takerOf(event) : undefined
      const file = event.dataTransfer?.files[0]
      letGo()
      if (over === undefined || !file) return
      event.preventDefault()
      popupCell.set({ sort: 'put', id: over, file, at: { x: event.clientX, y: event.clientY } })
    },
    options,
  )
  return () => done.abort()
}
