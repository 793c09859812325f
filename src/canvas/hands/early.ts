import { closePopup } from './hands.ts'

/** After this many milliseconds the window is not coming, and the keys belong to the page again. */
const PATIENCE = 5_000

let held: string[] = []
let holding: AbortController | undefined

function letGo(): void {
  holding?.abort()
  holding = undefined
  held = []
}

/** Keeps what is typed for a window that was asked for and is still being loaded. Returns a function that ends it. */
export function holdKeys(): () => void {
  letGo()
  holding = new AbortController()
  const { signal } = holding
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') closePopup()
    else if (!event.repeat) held.push(event.key)
  }
  addEventListener('keydown', onKey, { signal, capture: true })
  addEventListener('pointerdown', closePopup, { signal, capture: true })
  const timer = setTimeout(letGo, PATIENCE)
  signal.addEventListener('abort', () => clearTimeout(timer))
  return letGo
}

/** The window is there, or will not be: keys are nobody's any more. Gives what was typed meanwhile. */
export function takeHeldKeys(): readonly string[] {
  const keys = held
  letGo()
  return keys
}
