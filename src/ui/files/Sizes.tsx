import { bytesText } from '../kit/bytes.ts'
import styles from './Files.module.css'
import type { FilesText } from './text.ts'

interface Props {
  readonly text: FilesText
  /** As they are written in the objects. */
  readonly asked: string | undefined
  readonly granted: string | undefined
  readonly bytes: { readonly asked: number; readonly granted: number }
  /** Of the file system behind it, and what lies there. */
  readonly real: number
  readonly used: number
}

interface LineProps {
  readonly name: string
  readonly figure: string
  /** What it is a part of. */
  readonly whole: string
  /** 0..1 of it; more runs over. */
  readonly part: number
}

function Line({ name, figure, whole, part }: LineProps) {
  return (
    <div className={styles.size}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.figures}>
          <b>{figure}</b>
          {whole !== '' && ` / ${whole}`}
        </span>
        <span className={styles.track} aria-hidden="true">
          <i style={{ width: `${part <= 0 ? 0 : Math.max(1.5, Math.min(100, part * 100))}%` }} />
        </span>
      </dd>
    </div>
  )
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** What was asked for of what is owned, that of what is really there, and what is used of it: each a part of the next. */
export function Sizes({ text, asked, granted, bytes, real, used }: Props) {
  const there = real > 0 ? bytesText(real) : ''
  return (
    <dl className={styles.sizes}>
      {asked !== undefined && (
        <Line
          name={text('asked')}
          figure={asked}
          whole={granted ?? ''}
          part={ratio(bytes.asked, bytes.granted)}
        />
      )}
      {granted !== undefined && (
        <Line
          name={text('granted')}
          figure={granted}
          whole={there}
          part={ratio(bytes.granted, real)}
        />
      )}
      {there !== '' && (
        <Line name={text('used')} figure={bytesText(used)} whole={there} part={ratio(used, real)} />
      )}
    </dl>
  )
}
