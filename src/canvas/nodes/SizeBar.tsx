import styles from './SizeBar.module.css'

interface Props {
  /** Part of the whole, 0..1; more than 1 runs over. */
  readonly part: number
  /** What it is a part of is only asked for, and not there yet. */
  readonly loose?: boolean
}

const FEWEST = 2.5

/** How much of what is there was asked for, or is used. The figures stand beside it: it says them to the eye. */
export function SizeBar({ part, loose = false }: Props) {
  const width = part <= 0 ? 0 : Math.max(FEWEST, Math.min(100, part * 100))
  return (
    <span
      aria-hidden="true"
      className={`${styles.bar} ${loose ? styles.loose : ''} ${part > 1 ? styles.over : ''}`}
    >
      <i style={{ width: `${width}%` }} />
    </span>
  )
}
