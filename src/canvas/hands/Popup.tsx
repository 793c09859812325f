import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { takeHeldKeys } from './early.ts'
import { closePopup, type Point } from './hands.ts'
import styles from './Popup.module.css'
import { replayKeys } from './replayKeys.ts'

const EDGE = 8

/** Keeps the window inside the page. */
function place(element: HTMLElement, at: Point): void {
  const { offsetWidth: width, offsetHeight: height } = element
  element.style.left = `${Math.max(EDGE, Math.min(at.x, innerWidth - width - EDGE))}px`
  element.style.top = `${Math.max(EDGE, Math.min(at.y, innerHeight - height - EDGE))}px`
}

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea'

function listOf(root: HTMLElement | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])]
}

/** The next item whose words begin with the character. */
function typed(list: readonly HTMLElement[], now: number, key: string): HTMLElement | undefined {
  if (key.length !== 1 || key === ' ') return undefined
  const wanted = key.toLowerCase()
  const after = [...list.slice(now + 1), ...list.slice(0, now + 1)]
  return after.find((item) => item.textContent?.trim().toLowerCase().startsWith(wanted))
}

function nextItem(list: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const now = list.indexOf(document.activeElement as HTMLElement)
  switch (key) {
    case 'ArrowDown':
      return list[(now + 1) % list.length]
    case 'ArrowUp':
      return list.at(now <= 0 ? -1 : now - 1)
    case 'Home':
      return list[0]
    case 'End':
      return list.at(-1)
    default:
      return typed(list, now, key)
  }
}

/** In a dialog Tab goes round; fields keep the arrow keys for themselves. */
function inDialog(list: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const now = list.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'Tab') {
    if (event.shiftKey && now <= 0) return list.at(-1)
    return !event.shiftKey && now === list.length - 1 ? list[0] : undefined
  }
  const onButton = document.activeElement instanceof HTMLButtonElement
  if (!onButton || !event.key.startsWith('Arrow')) return undefined
  return nextItem(
    list.filter((each) => each instanceof HTMLButtonElement),
    event.key,
  )
}

function onKey(event: KeyboardEvent, root: HTMLElement, role: 'menu' | 'dialog'): void {
  if (event.isComposing) return
  if (event.key === 'Escape' || (event.key === 'Tab' && role === 'menu')) {
    event.preventDefault()
    event.stopPropagation()
    closePopup()
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const list = listOf(root)
  const next = role === 'menu' ? nextItem(list, event.key) : inDialog(list, event)
  if (!next) return
  event.preventDefault()
  next.focus()
}

interface Props {
  readonly at: Point
  readonly label: string
  readonly role: 'menu' | 'dialog'
  readonly children: ReactNode
}

/** A small window at a point: focus goes in, arrows move, Escape and a press outside close, focus goes back. */
export function Popup({ at, label, role, children }: Props) {
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (root.current) place(root.current, at)
  })
  useEffect(() => {
    const element = root.current
    if (!element) return
    const before = document.activeElement
    const [first] = listOf(element)
    first?.focus({ preventScroll: true })
    if (first instanceof HTMLInputElement) first.select()
    const done = new AbortController()
    const { signal } = done
    const outside = (event: Event) => {
      if (!element.contains(event.target as Element)) closePopup()
    }
    addEventListener('pointerdown', outside, { signal, capture: true })
    addEventListener('wheel', outside, { signal, capture: true, passive: true })
    element.addEventListener('keydown', (event) => onKey(event, element, role), { signal })
    // The browser ends a finger's press with a click of its own, which takes the focus away again.
    const away = (event: KeyboardEvent) => {
      if (element.contains(document.activeElement)) return
      if (event.key === 'Escape' || event.key.startsWith('Arrow')) onKey(event, element, role)
    }
    addEventListener('keydown', away, { signal, capture: true })
    void replayKeys(takeHeldKeys())
    return () => {
      done.abort()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [role])
  const window =
    role === 'menu' ? (
      <div ref={root} className={styles.popup} role="menu" aria-label={label} data-over-stage>
        {children}
      </div>
    ) : (
      <div ref={root} className={styles.popup} role="dialog" aria-label={label} data-over-stage>
        {children}
      </div>
    )
  // Outside the canvas, where no pan, zoom or clipping reaches it.
  return createPortal(window, document.body)
}
