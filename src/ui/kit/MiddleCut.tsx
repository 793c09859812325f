import styles from './MiddleCut.module.css'

/** How many characters at the end always stay: a generated suffix with its dash, or else so many. */
const TAIL = 7
const SUFFIX = /-[a-z0-9]{2,7}$/

/** A long name cut in the middle, so that the suffix that tells it apart stays. Readers and tooltips get the whole name. */
export function MiddleCut({ name }: { readonly name: string }) {
  const at = SUFFIX.exec(name)?.index ?? Math.max(0, name.length - TAIL)
  return (
    <span className={styles.name} title={name}>
      <span className="visuallyHidden">{name}</span>
      <span aria-hidden="true" className={styles.head}>
        {name.slice(0, at)}
      </span>
      <span aria-hidden="true" className={styles.tail}>
        {name.slice(at)}
      </span>
    </span>
  )
}
