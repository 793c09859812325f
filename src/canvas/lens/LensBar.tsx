import { type KeyboardEvent, useRef } from 'react'
import { LENSES, type Lens, useView, viewStore } from '../../store/view.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './StageBar.module.css'

const STEP: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
}

/** Which lens a key leads to from the chosen one; around the corner at both ends. */
function next(from: Lens, key: string): Lens | undefined {
  if (key === 'Home') return LENSES[0]
  if (key === 'End') return LENSES.at(-1)
  const step = STEP[key]
  if (step === undefined) return undefined
  return LENSES[(LENSES.indexOf(from) + step + LENSES.length) % LENSES.length]
}

/** One concern at a time. Where there is no room for a row of names, a list. */
export function LensBar() {
  const text = useStageText()
  const chosen = useView((state) => state.lens)
  const row = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const lens = next(chosen, event.key)
    if (!lens) return
    event.preventDefault()
    viewStore.getState().setLens(lens)
    row.current?.querySelector<HTMLElement>(`[data-lens="${lens}"]`)?.focus()
  }
  return (
    <>
      <div
        ref={row}
        role="radiogroup"
        aria-label={text('lens.name')}
        className={styles.lenses}
        onKeyDown={onKeyDown}
      >
        {LENSES.map((lens, at) => (
          // biome-ignore lint/a11y/useSemanticElements: a row of buttons that look and walk as one
          <button
            key={lens}
            type="button"
            role="radio"
            aria-checked={lens === chosen}
            tabIndex={lens === chosen ? 0 : -1}
            data-lens={lens}
            className={styles.lens}
            title={`${text(`lens.${lens}`)} (${at + 1})`}
            onClick={() => viewStore.getState().setLens(lens)}
          >
            {text(`lens.${lens}`)}
          </button>
        ))}
      </div>
      <select
        className={styles.select}
        aria-label={text('lens.name')}
        value={chosen}
        onChange={(event) => viewStore.getState().setLens(event.target.value as Lens)}
      >
        {LENSES.map((lens) => (
          <option key={lens} value={lens}>
            {text(`lens.${lens}`)}
          </option>
        ))}
      </select>
    </>
  )
}
