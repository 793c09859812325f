import { stepOne, togglePause } from '../store/playback.ts'
import { uiStore } from '../store/ui.ts'

/** Keys that work wherever nobody is typing. */
const KEYS: Readonly<Record<string, () => void>> = {
  ' ': togglePause,
  '.': stepOne,
  a: () => uiStore.getState().openApply(),
}

/** Elements that want the space bar or letters for themselves. */
const BUSY =
  'input, textarea, select, button, a, summary, [contenteditable], [role=menu], [role=tab], dialog'

/** Listens for the keys above. Returns a function that stops it. */
export function startHotkeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest(BUSY)) return
    const act = KEYS[event.key]
    if (!act || document.querySelector('dialog[open]')) return
    event.preventDefault()
    act()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
