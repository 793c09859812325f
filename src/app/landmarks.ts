const LANDMARKS = 'header, main section[aria-label], #stage, nav[aria-label], [role="dialog"]'
const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea, select, [tabindex]:not([tabindex="-1"])'

/** The panels of the page in reading order; one inside another counts only when it is a landmark of its own beside it. */
function landmarks(): readonly HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>(LANDMARKS)]
  const outer = all.filter((each) => !all.some((other) => other !== each && other.contains(each)))
  return outer.filter((each) => each.getClientRects().length > 0)
}

/** Moves the focus to the next landmark (or the one before), onto the first thing in it that takes it. */
export function walkLandmarks(step: 1 | -1): void {
  const places = landmarks()
  if (places.length === 0) return
  const now = places.findIndex((place) => place.contains(document.activeElement))
  const next = now < 0 ? (step > 0 ? 0 : places.length - 1) : now + step
  const place = places[(next + places.length) % places.length]
  if (!place) return
  const inside = [...place.querySelectorAll<HTMLElement>(FOCUSABLE)].find(
    (each) => each.tabIndex >= 0 && each.getClientRects().length > 0,
  )
  if (!inside) place.tabIndex = -1
  ;(inside ?? place).focus()
}
