import { useEffect, useRef, useState } from 'react'
import type { Kind } from '../../sim/index.ts'
import type { Missing } from '../../store/relations/missing.ts'
import { uiStore } from '../../store/ui.ts'
import { accessibleName } from '../facts/names.ts'
import { flyTo } from '../find/flight.ts'
import { whoNames } from '../ghosts/whoNames.ts'
import { refOf } from '../graph/world.ts'
import { StateSign } from '../nodes/Sprite.tsx'
import { useLateText } from '../text/late.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './Layer.module.css'

/** Chooses what is missing and flies to where it would stand. */
function go(id: string): void {
  const { kind, key } = refOf(id)
  uiStore.getState().select({ kind: kind as Kind, key })
  flyTo(id)
}

/** From afar a ghost is a few dashes: here they are by name, with who names them. */
export function Missed({ missing }: { readonly missing: readonly Missing[] }) {
  const text = useStageText()
  const late = useLateText()
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return undefined
    const outside = ({ target }: PointerEvent) => {
      if (target instanceof Node && !root.current?.contains(target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape belongs to the list and its button
    <div
      ref={root}
      className={styles.missing}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
    >
      <button ref={button} type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <StateSign tone="bad" size={15} />
        {late('layer.missing', { count: missing.length })}
      </button>
      {open && (
        <ul className={styles.missingList} aria-label={late('layer.missingList')}>
          {missing.map((one) => {
            const { kind, key } = refOf(one.id)
            return (
              <li key={one.id}>
                <button type="button" onClick={() => go(one.id)}>
                  <b>{accessibleName(kind, key, text('name.ghost'))}</b>
                  <small>{whoNames(one, text)}</small>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
