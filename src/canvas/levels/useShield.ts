import { type RefObject, useMemo } from 'react'

/**
 * While a hand moves the stage, the pane covers everything on it: else the browser would look through all of it at each
 * step for what lies under the pointer. Set on the element and not through React, which would render the stage for it.
 */
export function useShield(root: RefObject<HTMLElement | null>, touched: () => void) {
  return useMemo(
    () => ({
      raise(event: MouseEvent | TouchEvent | null): void {
        // What moves by itself does not keep anybody from pressing.
        if (!event) return
        touched()
        const element = root.current
        if (element && element.dataset.held === undefined) element.dataset.held = ''
      },
      lower(): void {
        delete root.current?.dataset.held
      },
    }),
    [root, touched],
  )
}
