import { type Theme, uiStore } from '../store/ui.ts'

/** Puts the chosen theme on the page and keeps it there. */
export function startTheme(): void {
  const show = (theme: Theme) => {
    document.documentElement.dataset.theme = theme
  }
  show(uiStore.getState().theme)
  uiStore.subscribe((state, previous) => {
    if (state.theme !== previous.theme) show(state.theme)
  })
}
