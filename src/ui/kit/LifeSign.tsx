import styles from './LifeSign.module.css'

/** As long as what do bytes live: the container, its pod, the machine, or longer than all of these. */
export const LIFETIMES = ['container', 'pod', 'node', 'beyond'] as const

export type Life = (typeof LIFETIMES)[number]

interface Props {
  readonly life: Life
  /** It cannot be mounted. */
  readonly broken?: boolean
  readonly title?: string
  /** Name of the volume, for whoever points at it. */
  readonly plug?: string
}

/** A lifetime by colour and shape: circle, diamond, square, two bars; a broken plug is crossed out. */
export function LifeSign({ life, broken = false, title, plug }: Props) {
  return (
    <i
      className={`${styles.life} ${styles[life]} ${broken ? styles.broken : ''}`}
      title={title}
      data-life={life}
      data-plug={plug}
    />
  )
}
