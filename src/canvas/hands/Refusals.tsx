import { useMemo } from 'react'
import { type Action, dismissAction, useActions } from '../../store/actions.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import { idOf } from '../graph/world.ts'
import { areasOf } from '../motion/atlas.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './Refusals.module.css'

/** `Kind namespace/name` -> stage id. */
function idOfNear(near: string): string {
  const space = near.indexOf(' ')
  return idOf(near.slice(0, space), near.slice(space + 1))
}

function isRefusal(action: Action): action is Action & { readonly near: string } {
  return action.state === 'refused' && action.near !== undefined
}

/** The API's own words of a refusal, beside the thing that the user acted on. They stay until read or overtaken. */
export function Refusals({ layout }: { readonly layout: Layout }) {
  const text = useStageText()
  const actions = useActions()
  const areas = useMemo(() => areasOf(layout), [layout])
  const last = actions.at(-1)
  const area = last && isRefusal(last) ? areas.get(idOfNear(last.near)) : undefined
  if (!last || !area) return null
  return (
    <div
      className={`${styles.refusal} nopan`}
      style={{ transform: `translate(${area.x}px, ${area.y + area.height + 8}px)` }}
      role="alert"
    >
      <b>✕ {text('refused.title')}</b>
      <span>{last.message}</span>
      <button
        type="button"
        aria-label={text('refused.close')}
        onClick={() => dismissAction(last.id)}
      >
        ×
      </button>
    </div>
  )
}
