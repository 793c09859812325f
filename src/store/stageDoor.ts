import { cell } from './cell.ts'
import type { Point } from './popups.ts'

/** What the rest of the page may ask of the stage while it stands. */
export interface StageDoor {
  fit(): void
  zoom(step: 'in' | 'out'): void
  /** Brings a thing into view, opening what hides it, and gives it the focus; by its stage id. */
  show(id: string): void
  /** What has the focus or lies under the pointer, by its stage id. */
  here(): string | undefined
  /** Where a small window about the thing belongs, in pixels of the page. */
  beside(id: string): Point
}

export const stageDoor = cell<StageDoor | undefined>(undefined)
