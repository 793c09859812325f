import type { ApiObject } from '../../sim/index.ts'
import { accessibleName } from '../facts/names.ts'
import { keyOf } from '../graph/world.ts'
import type { StageText } from '../text/useStageText.ts'
import { closePopup, type Popup } from './hands.ts'
import styles from './Popup.module.css'

export interface BodyProps {
  readonly popup: Popup
  readonly object: ApiObject
  readonly text: StageText
}

export function titleOf(object: ApiObject): string {
  return accessibleName(object.kind, keyOf(object))
}

interface ItemProps {
  readonly label: string
  readonly small?: string
  readonly tone?: 'yes' | 'no' | 'danger'
  readonly run: () => void
}

/** One line of a menu. The window closes first: what runs may open another. */
export function Item({ label, small, tone, run }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={`${styles.item} ${tone === 'danger' ? styles.danger : ''}`}
      onClick={() => {
        closePopup()
        run()
      }}
    >
      <span>{label}</span>
      {small !== undefined && <small className={tone && styles[tone]}>{small}</small>}
    </button>
  )
}
