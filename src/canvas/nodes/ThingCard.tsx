import type { ReactNode } from 'react'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import type { Tone } from '../facts/podFacts.ts'
import { idOf, splitKey } from '../graph/world.ts'
import card from './Card.module.css'
import { KindSign, StateSign } from './Sprite.tsx'

interface Props {
  readonly kind: string
  readonly objectKey: string
  readonly small: string
  /** One more line, where there is room. */
  readonly fine?: string
  /** A word beside the name. */
  readonly aside?: string
  readonly sign: string | undefined
  readonly state?: { readonly word: string; readonly tone: Tone }
  readonly selected: boolean
  readonly look?: string | undefined
  readonly size?: number
  readonly drag?: 'volume' | 'config'
  /** In place of the small line, what arrives later. */
  readonly line?: ReactNode
  /** At the end of the name's line. */
  readonly mark?: ReactNode
  /** Below everything, such as a bar of sizes. */
  readonly children?: ReactNode
}

/** What a card says about its thing, in one line. */
export function SmallLine({ said, look = '' }: { readonly said: string; readonly look?: string }) {
  if (said === '') return null
  return (
    <small className={`${card.small} ${look}`} title={said}>
      {said}
    </small>
  )
}

/** A card with the sign of its kind, its name, its state beside it, and a line or two about it. */
export function ThingCard(props: Props) {
  const {
    kind,
    objectKey,
    small,
    fine,
    aside,
    sign,
    state,
    selected,
    look = '',
    size = 30,
    drag,
    line,
    mark,
    children,
  } = props
  return (
    <div
      className={`${card.card} ${card.row} ${selected ? card.selected : ''} ${look}`}
      data-drop={idOf(kind, objectKey)}
    >
      <span className={`${card.sign} ${sign}`}>
        <KindSign kind={kind} size={size} />
      </span>
      <span className={card.grow}>
        <span className={card.line}>
          <button
            type="button"
            className={`${card.title} ${drag ? `nopan ${card.drag}` : ''}`}
            data-thing={idOf(kind, objectKey)}
            data-drag={drag}
            aria-label={accessibleName(kind, objectKey, state?.word)}
            aria-pressed={selected}
          >
            <MiddleCut name={splitKey(objectKey)[1]} labelled />
          </button>
          {aside !== undefined && aside !== '' && (
            <small className={card.fine}>
              <MiddleCut name={aside} />
            </small>
          )}
          {state && (
            <span className={`${card.state} ${card[state.tone]}`}>
              <StateSign tone={state.tone} size={13} />
              {state.word}
            </span>
          )}
          {mark}
        </span>
        {line ?? <SmallLine said={small} />}
        {fine !== undefined && fine !== '' && (
          <small className={card.fine} title={fine}>
            {fine}
          </small>
        )}
        {children}
      </span>
    </div>
  )
}
