import { cell } from './cell.ts'
import { uiStore } from './ui.ts'

/** A line that some other part of the page wants the terminal to run. */
export const typedCell = cell<{ readonly line: string } | undefined>(undefined)

/** Opens the terminal and runs a line in it, so that its answer stays to be read. */
export function runInTerminal(line: string): void {
  const ui = uiStore.getState()
  ui.togglePanel('terminal', true)
  ui.fold('bottom', false)
  ui.setPlace('terminal')
  typedCell.set({ line })
}
