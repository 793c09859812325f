const NODE = '.react-flow__node'

/** Which thing of the stage an element belongs to, by its stage id; actors are `Actor|NAME`. */
export function whatOf(element: Element): string | undefined {
  const nearest = element.closest<HTMLElement>(`[data-thing], [data-actor], ${NODE}`)
  const { thing, actor, id } = nearest?.dataset ?? {}
  return thing ?? (actor === undefined ? id : `Actor|${actor}`)
}

/** What the viewer is at: by keyboard what has the focus, else what lies under the pointer. */
export function hereIn(root: HTMLElement | null): string | undefined {
  if (!root) return undefined
  const focus = document.activeElement
  const focused = focus && root.contains(focus) ? focus : undefined
  if (focused?.matches(':focus-visible')) return whatOf(focused)
  const hovered = [...root.querySelectorAll(':hover')].at(-1)
  return (hovered && whatOf(hovered)) ?? (focused && whatOf(focused))
}

/** Where something stands that is no object of the API. */
export function placeOf(root: HTMLElement | null, id: string): HTMLElement | undefined {
  const name = CSS.escape(id.slice(id.indexOf('|') + 1))
  const selector = id.startsWith('Actor|')
    ? `[data-actor="${name}"]`
    : `${NODE}[data-id="${CSS.escape(id)}"]`
  return root?.querySelector<HTMLElement>(selector) ?? undefined
}
