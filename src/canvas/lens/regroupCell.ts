import type { Lens } from '../../store/view.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import type { Scene } from '../graph/scene.ts'
import { cell } from '../hands/cell.ts'

interface Regrouping {
  /** The scene with those side by side that belong together under the lens. */
  regroup(scene: Scene, lens: Lens): Scene
  /** Lets what changed its place glide there. */
  glide(root: HTMLElement, from: Layout, to: Layout): void
}

/** How lenses regroup: arrives with the first lens. */
export const regroupCell = cell<Regrouping | undefined>(undefined)
