import { lazy, Suspense, useEffect, useLayoutEffect } from 'react'
import { useCell } from './cell.ts'
import { holdKeys } from './early.ts'
import { popupCell } from './hands.ts'

const load = () => import('./PopupBodies.tsx')
const PopupBodies = lazy(async () => ({ default: (await load()).PopupBodies }))

/** After this many milliseconds nobody waits for the first menu. */
const SOON = 1500

/** The menu or question that is open, if any. What they are made of arrives after the first picture. */
export function Popups() {
  const popup = useCell(popupCell, (value) => value)
  useEffect(() => {
    // Failing here only means that the first menu asks again.
    const timer = setTimeout(() => void load().catch(() => undefined), SOON)
    return () => clearTimeout(timer)
  }, [])
  // Before the effects of the window itself, which takes the keys over if it is there already.
  useLayoutEffect(() => (popup ? holdKeys() : undefined), [popup])
  return <Suspense fallback={null}>{popup && <PopupBodies popup={popup} />}</Suspense>
}
