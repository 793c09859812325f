import type { CSSProperties } from 'react'
import { LifeSign } from '../../ui/kit/LifeSign.tsx'
import { EDGE_LOOKS, MARKERS } from '../edges/looks.ts'
import { COIN_SIGNS } from '../motion/pens.ts'
import { SizeBar } from '../nodes/SizeBar.tsx'
import { NoEntry } from '../nodes/Sprite.tsx'
import { RING_SIGNS } from '../nodes/shapes.ts'
import styles from './Legend.module.css'
import type { BADGES, CARDS, COINS, LAMPS, LINES, SIZES } from './rows.ts'

type One<T extends readonly string[]> = T[number]

function colour(name: string): CSSProperties {
  return { color: `var(${name})` }
}

/** A line of the stage with its dash and its marker. */
export function LineSample({ name }: { readonly name: One<typeof LINES> }) {
  const look = EDGE_LOOKS[name]
  const { d, filled } = MARKERS[look.marker]
  return (
    <svg aria-hidden="true" width="56" height="14" style={colour(look.colour)}>
      <path d="M1 7H44" strokeDasharray={look.dash} className={styles.stroke} />
      <path d={d} transform="translate(43 1)" className={filled ? styles.filled : styles.stroke} />
    </svg>
  )
}

export function WireSample({ loose }: { readonly loose: boolean }) {
  return (
    <svg aria-hidden="true" width="56" height="14" style={colour(loose ? '--wait' : '--vol')}>
      <path
        d="M1 11C28 11 28 3 55 3"
        {...(loose ? { strokeDasharray: '4 5' } : {})}
        className={styles.stroke}
      />
    </svg>
  )
}

const COIN_COLOURS: Readonly<Record<string, string>> = {
  delete: '--bad',
  report: '--work',
  bind: '--ok',
}

export function CoinSample({ name }: { readonly name: One<typeof COINS> }) {
  return (
    <svg
      aria-hidden="true"
      width="24"
      height="24"
      viewBox="-12 -12 24 24"
      style={colour(COIN_COLOURS[name] ?? '--brass')}
    >
      {name === 'watch' && <circle r="5" className={styles.stroke} />}
      {name === 'reached' && (
        <rect x="-10" y="-7" width="20" height="14" rx="5" className={styles.stroke} />
      )}
      {name !== 'watch' && name !== 'reached' && (
        <>
          <circle r="10" className={styles.filled} />
          <path d={COIN_SIGNS[name]} transform="scale(1.35)" className={styles.onCoin} />
        </>
      )}
    </svg>
  )
}

export function RingSample({ name }: { readonly name: string }) {
  const tone = name === 'pulling' ? '--work' : name === 'terminating' ? '--gone' : '--bad'
  return (
    <svg aria-hidden="true" width="22" height="22" viewBox="0 0 20 20" style={colour(tone)}>
      <circle cx="10" cy="10" r="8" className={styles.track} />
      <circle
        cx="10"
        cy="10"
        r="8"
        pathLength={100}
        strokeDasharray="65 100"
        transform="rotate(-90 10 10)"
        className={styles.stroke}
      />
      <path d={RING_SIGNS[name]} className={styles.stroke} />
    </svg>
  )
}

const LAMP_TEXTS: Partial<Readonly<Record<One<typeof LAMPS>, string>>> = { queue: '3', retry: '5s' }

export function LampSample({ name }: { readonly name: One<typeof LAMPS> }) {
  return (
    <span aria-hidden="true" className={`${styles.lamp} ${styles[name]}`}>
      {LAMP_TEXTS[name] === undefined ? <i /> : <b>{LAMP_TEXTS[name]}</b>}
      <span>gc</span>
    </span>
  )
}

const BADGE_TEXTS: Readonly<Record<One<typeof BADGES>, readonly [string, string]>> = {
  restarts: ['↻2', '--wait'],
  volume: ['', '--vol'],
  broken: ['', '--bad'],
  ready: ['1/1', '--ok'],
  probe: ['✕2/3', '--work'],
}

export function BadgeSample({ name }: { readonly name: One<typeof BADGES> }) {
  const [text, tone] = BADGE_TEXTS[name]
  return (
    <span aria-hidden="true" className={styles.badge} style={colour(tone)}>
      {text === '' ? <LifeSign life="pod" broken={name === 'broken'} /> : text}
    </span>
  )
}

export function CardSample({ name }: { readonly name: One<typeof CARDS> }) {
  return (
    <span aria-hidden="true" className={`${styles.sample} ${styles[name]}`}>
      {name === 'cordoned' && <NoEntry size={14} />}
      {name === 'taint' && 'gpu'}
      {name === 'trouble' && '!'}
      {name === 'more' && '+3'}
    </span>
  )
}

const PARTS: Readonly<Record<One<typeof SIZES>, number>> = { share: 0.35, loose: 0, over: 1.2 }

export function SizeSample({ name }: { readonly name: One<typeof SIZES> }) {
  return (
    <span className={styles.sizes}>
      <SizeBar part={PARTS[name]} loose={name === 'loose'} />
    </span>
  )
}
