import { memo, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { peekCluster, peekKeys, simStore } from '../../store/sim.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import { areasOf } from './atlas.ts'
import styles from './Badges.module.css'
import type { Chip } from './judged.ts'
import { reasonText } from './reasonText.ts'
import type { Area } from './routes.ts'
import { type Trouble, troubleOf } from './trouble.ts'
import { useChips } from './useChips.ts'

/** Beyond this many machines trouble is the levels' affair: one badge per machine would be a wall of them. */
const MOST_MACHINES = 120

export const CHIP_SIGNS = { won: '★', fits: '✓', no: '✕' } as const

function chipText({ sort, score, reasons }: Chip, text: StageText): string {
  if (reasons.length > 0) return reasons.map((reason) => reasonText(reason, text)).join(', ')
  const word = text(sort === 'won' ? 'chip.won' : 'chip.fits')
  return score === undefined ? word : `${word} · ${text('chip.score', { score })}`
}

/** On the upper edge of a card, so that nothing in it is covered. */
function placeOf(area: Area): { left: number; top: number; maxWidth: number } {
  return { left: area.x + 8, top: area.y, maxWidth: area.width - 16 }
}

interface ChipProps {
  readonly chip: Chip
  readonly area: Area
}

function ChipBadge({ chip, area }: ChipProps) {
  const text = useStageText()
  const said = chipText(chip, text)
  return (
    <>
      <span
        className={`${styles.frame} ${styles[chip.sort]}`}
        style={{ left: area.x, top: area.y, width: area.width, height: area.height }}
      />
      <span
        className={`${styles.chip} ${styles[chip.sort]}`}
        style={placeOf(area)}
        title={chip.reasons.join(', ')}
        data-chip={chip.on}
      >
        <b>{CHIP_SIGNS[chip.sort]}</b>
        <span>{said}</span>
      </span>
    </>
  )
}

function troubleText({ kind, silent }: Trouble, text: StageText): string {
  const quiet = silent === undefined ? '' : text('trouble.silent', { seconds: silent })
  if (kind === 'silent') return quiet
  const word = text(kind === 'power' ? 'trouble.power' : 'trouble.kubelet')
  return quiet === '' ? word : `${word} · ${quiet}`
}

/** All machines in trouble as one string, so that React sees when anything of it changes. */
function useTroubles(): ReadonlyMap<string, Trouble> {
  const packed = useSyncExternalStore(simStore.subscribe, () => {
    const cluster = peekCluster()
    const nodes = peekKeys('Node')
    if (!cluster || nodes.length > MOST_MACHINES) return '[]'
    const found = nodes.flatMap((key) => {
      const trouble = troubleOf(cluster, key.slice(1))
      return trouble ? [[key, trouble]] : []
    })
    return found.length === 0 ? '[]' : JSON.stringify(found)
  })
  return useMemo(() => new Map(JSON.parse(packed) as [string, Trouble][]), [packed])
}

interface TroubleProps {
  readonly trouble: Trouble
  readonly area: Area
  /** The card's edge is free: no verdict stands there. */
  readonly told: boolean
}

function TroubleBadge({ trouble, area, told }: TroubleProps) {
  const text = useStageText()
  return (
    <>
      {trouble.kind === 'power' && (
        <span
          className={styles.dark}
          style={{ left: area.x, top: area.y, width: area.width, height: area.height }}
        />
      )}
      {told && (
        <span className={`${styles.chip} ${styles.trouble}`} style={placeOf(area)}>
          <b>{trouble.kind === 'silent' ? '…' : '✕'}</b>
          <span>{troubleText(trouble, text)}</span>
        </span>
      )}
    </>
  )
}

/** What stands on the edges of cards for a while: verdicts over candidates, and machines that do not do their part. */
export const Badges = memo(function Badges({ layout }: { readonly layout: Layout }) {
  const areas = useMemo(() => areasOf(layout), [layout])
  const anchor = useRef<HTMLDivElement>(null)
  const [root, setRoot] = useState<HTMLElement | null>(null)
  useEffect(() => setRoot(anchor.current?.closest<HTMLElement>('.react-flow') ?? null), [])
  const chips = useChips(root)
  const troubles = useTroubles()
  const judged = new Set(chips.map((chip) => chip.on))
  return (
    <div ref={anchor} className={styles.badges}>
      {[...troubles].map(([key, trouble]) => {
        const area = areas.get(`Node|${key}`)
        if (!area) return null
        const told = !judged.has(`Node|${key}`)
        return <TroubleBadge key={key} trouble={trouble} area={area} told={told} />
      })}
      {chips.map((chip) => {
        const area = areas.get(chip.on)
        return area ? <ChipBadge key={chip.on} chip={chip} area={area} /> : null
      })}
    </div>
  )
})
