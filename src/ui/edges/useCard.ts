import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Point } from '../../store/looking.ts'

const RIM = 8

/** Keeps the card inside the page, above the point where there is no room below. */
function place(element: HTMLElement, { x, y }: Point): void {
  const { offsetWidth: width, offsetHeight: height } = element
  const below = y + 10
  const top = below + height + RIM <= innerHeight ? below : y - height - 10
  element.style.left = `${Math.max(RIM, Math.min(x - width / 2, innerWidth - width - RIM))}px`
  element.style.top = `${Math.max(RIM, Math.min(top, innerHeight - height - RIM))}px`
}

/** What has its own use for Escape when it stands over the card, or has the focus beside it. */
const OTHERS = 'dialog[open], [role=menu], [role=dialog], [role=listbox], input, textarea, select'

/** Whether the key is meant for something else: a drag in flight, a window that came later, a field. */
function isTheirs({ target }: KeyboardEvent, card: HTMLElement | null): boolean {
  if (document.querySelector('[data-held]')) return true
  if (!(target instanceof Element)) return false
  const other = target.closest(OTHERS)
  return other !== null && other !== card && !card?.contains(other)
}

/** Focus goes in, Escape and a press outside close, focus goes back. */
export function useCard(at: Point, close: () => void) {
  const root = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (root.current) place(root.current, at)
  })
  useEffect(() => {
    const element = root.current
    const before = document.activeElement
    element?.focus({ preventScroll: true })
    const done = new AbortController()
    const { signal } = done
    addEventListener(
      'pointerdown',
      ({ target }) => {
        if (target instanceof Node && !element?.contains(target)) close()
      },
      { signal, capture: true },
    )
    // Heard wherever the focus is: another window that closes late may have taken it away from the card.
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || isTheirs(event, element)) return
        event.preventDefault()
        event.stopPropagation()
        close()
      },
      { signal, capture: true },
    )
    return () => {
      done.abort()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [close])
  return root
}
