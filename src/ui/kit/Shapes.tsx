import type { CSSProperties } from 'react'

/** The seven-sided sign of a Kubernetes object. */
export function Heptagon({
  size = 24,
  color,
}: {
  readonly size?: number
  readonly color?: string
}) {
  const style: CSSProperties | undefined = color === undefined ? undefined : { color }
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={style}>
      <path
        d="M16 1.5 27.6 7 30.4 19.6 22.4 29.6H9.6L1.6 19.6 4.4 7Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** Every state has its own shape, so that colour is never the only sign. */
export type StateShape = 'ok' | 'work' | 'wait' | 'gone' | 'bad'

const PATHS: Readonly<Record<StateShape, readonly string[]>> = {
  ok: ['M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0Z', 'm6.6 10.2 2.4 2.4 4.6-5'],
  work: ['M10 2.6a7.4 7.4 0 1 1-6.4 3.7'],
  wait: ['M5 2.5h10M5 17.5h10M6 3c0 4 4 5 4 7s-4 3-4 7M14 3c0 4-4 5-4 7s4 3 4 7'],
  gone: ['M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0Z', 'M10 5.5V10l3 2'],
  bad: ['M10 2.2 18.2 17H1.8Z', 'M10 7.8v4M10 14.4v.2'],
}

/** The shape of a state, in the text's colour. Decorative: the word stands beside it. */
export function StateIcon({
  shape,
  size = 18,
}: {
  readonly shape: StateShape
  readonly size?: number
}) {
  const [outline, inner] = PATHS[shape]
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={outline} {...(shape === 'gone' ? { strokeDasharray: '3.4 3.4' } : {})} />
      {inner !== undefined && <path d={inner} />}
    </svg>
  )
}

/** The sign of the house: a small planetary machine. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" fill="none" aria-hidden="true">
      <g stroke="var(--brass)" strokeWidth="1.6">
        <circle cx="14" cy="14" r="3.4" fill="var(--brass)" />
        <ellipse cx="14" cy="14" rx="12" ry="5.2" transform="rotate(-24 14 14)" />
        <ellipse cx="14" cy="14" rx="12" ry="5.2" transform="rotate(36 14 14)" />
      </g>
      <circle cx="24.6" cy="9" r="2" fill="var(--ok)" />
    </svg>
  )
}
