import type { Tone } from '../facts/podFacts.ts'
import { SHAPES } from './shapes.ts'
import { HEPTAGON, SIGNS, signOf } from './signs.ts'

/** All drawings of the stage, once per page; `KindSign` and `StateSign` refer to them. */
export function Sprite() {
  return (
    <svg width="0" height="0" aria-hidden="true" style={{ position: 'absolute' }}>
      <defs>
        {Object.entries(SIGNS).map(([kind, strokes]) => (
          <symbol key={kind} id={`stage-kind-${kind}`} viewBox="0 0 32 32" overflow="visible">
            <path d={HEPTAGON} strokeWidth="2.2" />
            <path d={strokes} strokeWidth="1.8" transform="matrix(1.16 0 0 1.16 -2.56 -2.56)" />
          </symbol>
        ))}
        {Object.entries(SHAPES).map(([tone, strokes]) => (
          <symbol key={tone} id={`stage-state-${tone}`} viewBox="0 0 20 20" overflow="visible">
            <path d={strokes[0]} {...(tone === 'gone' ? { strokeDasharray: '3.4 3.4' } : {})} />
            {strokes[1] !== undefined && <path d={strokes[1]} />}
          </symbol>
        ))}
      </defs>
    </svg>
  )
}

const STROKE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeLinejoin: 'round',
  strokeLinecap: 'round',
} as const

/** The heptagon of a kind. Decorative: the name stands beside it. */
export function KindSign({ kind, size = 28 }: { readonly kind: string; readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} {...STROKE}>
      <use href={`#stage-kind-${signOf(kind)}`} />
    </svg>
  )
}

/** Down while open, to the side while folded. Decorative. */
export function Chevron({
  folded,
  size = 12,
}: {
  readonly folded: boolean
  readonly size?: number
}) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 12 12"
      strokeWidth="1.8"
      {...STROKE}
    >
      <path d={folded ? 'M4.2 2.2 8 6l-3.8 3.8' : 'M2.2 4.2 6 8l3.8-3.8'} />
    </svg>
  )
}

/** A machine that takes no new pods. Decorative. */
export function NoEntry({ size = 12 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      strokeWidth="2.6"
      {...STROKE}
    >
      <path d="M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0ZM5 15 15 5" />
    </svg>
  )
}

/** The shape of a state. Decorative: the word stands beside it or in the name. */
export function StateSign({ tone, size = 18 }: { readonly tone: Tone; readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} strokeWidth="2.2" {...STROKE}>
      <use href={`#stage-state-${tone}`} />
    </svg>
  )
}
