import styles from './MiddleCut.module.css'

/** How many characters at the end always stay: a generated suffix with its dash, or else so many. */
const TAIL = 7
const SUFFIX = /-[a-z0-9]{2,7}$/

interface Props {
  readonly name: string
  /**
   * What it stands in says the whole name already. The hidden copy for readers is a clip of its own to the browser, and
   * hundreds of them cost a third of each frame of a pan.
   */
  readonly labelled?: boolean
}

/** A name that is hardly longer than what stays is not cut at all. */
const WHOLE = 10

/** Where a name may be cut: what comes after stays. */
export function tailAt(name: string): number {
  return SUFFIX.exec(name)?.index ?? (name.length <= WHOLE ? 0 : name.length - TAIL)
}

/** A long name cut in the middle, so that the suffix that tells it apart stays. Readers and tooltips get the whole name. */
export function MiddleCut({ name, labelled = false }: Props) {
  const at = tailAt(name)
  return (
    <span className={labelled ? styles.name : `${styles.name} ${styles.whole}`} title={name}>
      {!labelled && <span className="visuallyHidden">{name}</span>}
      <span aria-hidden="true" className={styles.head}>
        {name.slice(0, at)}
      </span>
      <span aria-hidden="true" className={styles.tail}>
        {name.slice(at)}
      </span>
    </span>
  )
}
