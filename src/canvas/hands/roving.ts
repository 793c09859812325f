/** What can be walked to on the stage. */
const STOPS = '.react-flow__nodes button'
const THINGS = '.react-flow__nodes [data-thing]'

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

type Way = readonly [across: -1 | 0 | 1, down: -1 | 0 | 1]

const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** What lies beside the way counts this much more than what lies along it. */
const ASIDE = 2.2

const middleOf = (box: Box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 })

/** Distance between two spans of one axis; 0 when they overlap. */
function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.max(0, b[0] - a[1], a[0] - b[1])
}

/** How far a box is in a direction; undefined when it does not lie that way. Pure. */
function farness(from: Box, to: Box, [across, down]: Way): number | undefined {
  const a = middleOf(from)
  const b = middleOf(to)
  const along = across !== 0 ? (b.x - a.x) * across : (b.y - a.y) * down
  if (along <= 1) return undefined
  const aside =
    across !== 0
      ? apart([from.top, from.bottom], [to.top, to.bottom])
      : apart([from.left, from.right], [to.left, to.right])
  const off = across !== 0 ? Math.abs(b.y - a.y) : Math.abs(b.x - a.x)
  // A step that leaves the line by more than it goes along is no step that way.
  if (aside > 0 && off > along * 3) return undefined
  return along + aside * ASIDE + off * 0.1
}

/** The index of the box that lies nearest in a direction; undefined when none does. Pure. */
export function nearest(from: Box, boxes: readonly Box[], key: string): number | undefined {
  const way = WAYS[key]
  if (!way) return undefined
  let best: number | undefined
  let least = Number.POSITIVE_INFINITY
  boxes.forEach((box, index) => {
    const far = farness(from, box, way)
    if (far === undefined || far >= least) return
    least = far
    best = index
  })
  return best
}

function stopsOf(root: HTMLElement): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(STOPS)].filter(
    (each) => !(each as HTMLButtonElement).disabled,
  )
}

/** Moves the focus to what lies next in the direction of an arrow key. Says whether there was something. */
export function walk(root: HTMLElement, key: string): boolean {
  const now = document.activeElement
  if (!(now instanceof HTMLElement) || !root.contains(now) || !now.closest('.react-flow__nodes'))
    return false
  const others = stopsOf(root).filter((each) => each !== now)
  const boxes = others.map((each) => each.getBoundingClientRect())
  const at = nearest(now.getBoundingClientRect(), boxes, key)
  const next = at === undefined ? undefined : others[at]
  next?.focus()
  return true
}

/**
 * One stop of the Tab key for the whole stage, however many things stand on it: the thing that had the focus last, or
 * the first one. The arrow keys walk from there. Returns a function that stops it.
 */
export function startRoving(root: HTMLElement): () => void {
  let current: HTMLElement | undefined
  /** Where the focus is on the stage: the element, and the thing that it stood for. */
  let focus: { readonly on: HTMLElement; readonly thing: string } | undefined
  const stand = (on: HTMLElement) => {
    if (current === on) return
    if (current) current.tabIndex = -1
    current = on
    on.tabIndex = 0
  }
  /** Another element may stand for the same thing now, or the drawn layer: the focus goes with the thing. */
  const refocus = () => {
    if (!focus || focus.on.isConnected || document.activeElement !== document.body) return
    const thing = CSS.escape(focus.thing)
    const layer = root.querySelector<HTMLElement>('[role="listbox"]')
    if (layer) layer.dataset.begin = focus.thing
    const next = root.querySelector<HTMLElement>(`.react-flow__nodes [data-thing="${thing}"]`)
    ;(next ?? layer)?.focus({ preventScroll: true })
  }
  const settle = () => {
    refocus()
    for (const each of root.querySelectorAll<HTMLElement>(`${STOPS}:not([tabindex="-1"])`))
      if (each !== current) each.tabIndex = -1
    if (current?.isConnected && root.contains(current)) return
    current = undefined
    const first = root.querySelector<HTMLElement>(THINGS) ?? root.querySelector<HTMLElement>(STOPS)
    if (first) stand(first)
  }
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return
    const { thing } = target.dataset
    focus = thing === undefined ? undefined : { on: target, thing }
    if (target.matches(STOPS)) stand(target)
  }
  /** It left by itself, not because its element was taken away. */
  const onBlur = ({ target }: FocusEvent) =>
    queueMicrotask(() => {
      const left = target instanceof HTMLElement && target.isConnected
      if (left && focus?.on === target && document.activeElement !== target) focus = undefined
    })
  let waiting = 0
  const observer = new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0
      settle()
    })
  })
  observer.observe(root, { childList: true, subtree: true })
  root.addEventListener('focusin', onFocus)
  root.addEventListener('focusout', onBlur)
  settle()
  return () => {
    observer.disconnect()
    cancelAnimationFrame(waiting)
    root.removeEventListener('focusin', onFocus)
    root.removeEventListener('focusout', onBlur)
  }
}
