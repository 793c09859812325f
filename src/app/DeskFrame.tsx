import type { CSSProperties } from 'react'
import { type Place, useUi } from '../store/ui.ts'
import styles from './DeskFrame.module.css'
import { BAR, deskPlan, type Size, wasResized } from './deskPlan.ts'
import { StageSlot } from './StagePlace.tsx'

/**
 * The desk as it will stand, with the stage in it, for the moment until its panels arrive: they take their places
 * without moving the stage. Nothing when the user has resized it before, as only the panels know how.
 */
export function DeskFrame() {
  const theme = useUi((state) => state.theme)
  const panels = useUi((state) => state.panels)
  const folded = useUi((state) => state.folded)
  const plan = deskPlan({ theme, panels })
  if (wasResized(plan)) return null
  const lengthOf = (size: Size) => (size.fold && folded[size.fold] ? BAR : size.start)
  const row = (places: readonly Place[], height?: number) => (
    <div className={styles.row} style={fixed(height)}>
      {places.map((place) => {
        const size = plan.width[place]
        return (
          <div key={place} className={styles.place} style={fixed(size && lengthOf(size))}>
            {place === 'canvas' && <StageSlot />}
          </div>
        )
      })}
    </div>
  )
  return (
    <div className={styles.desk}>
      {row(plan.top)}
      {plan.bottom.length > 0 && row(plan.bottom, lengthOf(plan.height))}
    </div>
  )
}

/** So many pixels along the row or column; without them, what is left. */
function fixed(length: number | undefined): CSSProperties {
  return length === undefined ? { flex: '1 1 0' } : { flex: `0 0 ${length}px` }
}
