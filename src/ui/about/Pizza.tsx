import { value } from '../../sim/machinery/quantity.ts'
import { useObject } from '../../store/sim.ts'
import { type Language, useUi } from '../../store/ui.ts'
import { fill } from '../kit/holes.ts'
import styles from './Pizza.module.css'
import { type PizzaKey, pizzaEn, pizzaKo } from './pizzaText.ts'

const TEXTS: Readonly<Record<Language, Readonly<Record<PizzaKey, string>>>> = {
  en: pizzaEn,
  ko: pizzaKo,
}

interface PieProps {
  /** What was asked for, of the whole. */
  readonly asked: number
  /** The whole is somebody's. */
  readonly owned: boolean
}

/** A pizza that is one claim's as a whole, with the part that was asked for. */
function Pie({ asked, owned }: PieProps) {
  const part = Math.round(Math.max(0.02, Math.min(1, asked)) * 100)
  return (
    <svg
      className={owned ? styles.owned : styles.free}
      width="64"
      height="64"
      viewBox="0 0 64 64"
      aria-hidden="true"
    >
      <circle cx="32" cy="32" r="29" className={styles.crust} />
      <circle cx="32" cy="32" r="24" className={styles.cheese} />
      {owned && (
        <circle
          cx="32"
          cy="32"
          r="12"
          pathLength={100}
          strokeDasharray={`${part} 100`}
          transform="rotate(-90 32 32)"
          className={styles.slice}
        />
      )}
      <path d="M32 8v48M8 32h48M15 15l34 34M49 15 15 49" className={styles.cuts} />
    </svg>
  )
}

/** The pair that the card is about, as far as there is one. */
function usePair(id: string) {
  const bar = id.indexOf('|')
  const [kind, key] = [id.slice(0, bar), id.slice(bar + 1)]
  const isClaim = kind === 'PersistentVolumeClaim'
  const volumeOfOwn = useObject('PersistentVolume', isClaim ? '' : key)
  const ref = volumeOfOwn?.spec.claimRef
  const claimKey = isClaim ? key : `${ref?.namespace ?? ''}/${ref?.name ?? ''}`
  const claim = useObject('PersistentVolumeClaim', claimKey)
  return { claim, volume: volumeOfOwn }
}

/** One sentence about this very claim or volume, with its figures. */
function Here({ id }: { readonly id: string }) {
  const texts = TEXTS[useUi((state) => state.language)]
  const { claim, volume } = usePair(id)
  const asked = claim?.spec.resources?.requests?.storage
  const owned = claim?.status?.capacity?.storage
  const size = volume?.spec.capacity?.storage
  if (claim && asked && owned)
    return (
      <div className={styles.here}>
        <Pie asked={value(asked) / value(owned)} owned />
        <b>{fill(texts.own, { claim: claim.metadata.name, asked, owned })}</b>
      </div>
    )
  if (claim && asked)
    return (
      <div className={styles.here}>
        <Pie asked={1} owned={false} />
        <b>{fill(texts.waits, { claim: claim.metadata.name, asked })}</b>
      </div>
    )
  if (!volume || !size) return null
  return (
    <div className={styles.here}>
      <Pie asked={1} owned={false} />
      <b>{fill(texts.free, { volume: volume.metadata.name, size })}</b>
    </div>
  )
}

const LIMITS = ['whole', 'wall', 'eaten'] as const

/** The analogy of the lab as a card of its own, with its limit beside it. */
export function Pizza({ id }: { readonly id: string }) {
  const texts = TEXTS[useUi((state) => state.language)]
  return (
    <section className={styles.pizza} aria-label={texts.title}>
      <h4>{texts.title}</h4>
      <p>{texts.roles}</p>
      <Here id={id} />
      <h5>{texts.limit}</h5>
      <ul>
        {LIMITS.map((limit) => (
          <li key={limit}>{texts[limit]}</li>
        ))}
      </ul>
    </section>
  )
}
