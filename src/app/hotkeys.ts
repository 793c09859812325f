import { overlaysStore, typeEarly } from '../store/overlays.ts'
import { type Shortcut, shortcutFor } from '../store/shortcuts.ts'
import { walkLandmarks } from './landmarks.ts'

/** Where letters are text. */
const TYPING = 'input, textarea, select, [contenteditable]'
/** Elements that want the space bar or Enter for themselves. */
const PRESSED = 'button, a, summary, [role=tab]'
/** Small windows with keys of their own. */
const WINDOWS = '[role=menu], dialog, [role=dialog], [role=listbox]'

const HERE: Readonly<Record<string, () => void>> = {
  nextPanel: () => walkLandmarks(1),
  previousPanel: () => walkLandmarks(-1),
}

/** Whether the key belongs to whatever has the focus. */
function isTheirs(event: KeyboardEvent, { id }: Shortcut): boolean {
  if (id === 'command') return false
  const { target } = event
  if (!(target instanceof Element)) return false
  if (id === 'nextPanel' || id === 'previousPanel')
    return document.querySelector('dialog[open]') !== null
  if (target.closest(TYPING) || target.closest(WINDOWS)) return true
  return event.key === ' ' && target.closest(PRESSED) !== null
}

/** Typed for the command palette, which was asked for and is still on its way. */
function isEarly(event: KeyboardEvent): boolean {
  if (overlaysStore.getState().open !== 'command') return false
  if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return false
  return document.querySelector('dialog[open]') === null
}

/** Listens for the keys of the one table. Returns a function that stops it. */
export function startHotkeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    if (isEarly(event)) {
      event.preventDefault()
      typeEarly(event.key)
      return
    }
    const shortcut = shortcutFor(event)
    const run = shortcut && (shortcut.run ?? HERE[shortcut.id])
    if (!run || isTheirs(event, shortcut)) return
    const modal = document.querySelector('dialog[open]') !== null
    if (modal && overlaysStore.getState().open !== 'command') return
    event.preventDefault()
    run()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
