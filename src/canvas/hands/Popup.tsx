import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { closePopup, type Point } from './hands.ts'
import styles from './Popup.module.css'

const EDGE = 8

/** Keeps the window inside the page. */
function place(element: HTMLElement, at: Point): void {
  const { offsetWidth: width, offsetHeight: height } = element
  element.style.left = `${Math.max(EDGE, Math.min(at.x, innerWidth - width - EDGE))}px`
  element.style.top = `${Math.max(EDGE, Math.min(at.y, innerHeight - height - EDGE))}px`
}

function move(list: readonly HTMLElement[], key: string): HTMLElement | undefined {
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
      return undefined
  }
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
    const before = document.activeElement
    const list = () => [...(element?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])]
    list()[0]?.focus({ preventScroll: true })
    const done = new AbortController()
    const { signal } = done
    addEventListener(
      'pointerdown',
      (event) => {
        if (!element?.contains(event.target as Element)) closePopup()
      },
      { signal, capture: true },
    )
    element?.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape' || (event.key === 'Tab' && role === 'menu')) {
          event.preventDefault()
          event.stopPropagation()
          closePopup()
          return
        }
        const next = move(list(), event.key)
        if (!next) return
        event.preventDefault()
        next.focus()
      },
      { signal },
    )
    return () => {
      done.abort()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [role])
  const window =
    role === 'menu' ? (
      <div ref={root} className={styles.popup} role="menu" aria-label={label}>
        {children}
      </div>
    ) : (
      <div ref={root} className={styles.popup} role="dialog" aria-label={label}>
        {children}
      </div>
    )
  // Outside the canvas, where no pan, zoom or clipping reaches it.
  return createPortal(window, document.body)
}
