import { explainEdge } from '../../store/looking.ts'
import { type Edge, edgeId, refOf } from '../../store/relations/edge.ts'
import { wordsAbout } from '../../store/relations/missing.ts'
import { existsNow, screenReader, useEdgesOf, useMissing } from '../../store/relations/reader.ts'
import { EDGE_WORDS } from '../../store/relations/reasons.ts'
import { type Selection, useUi } from '../../store/ui.ts'
import { MiddleCut } from '../kit/MiddleCut.tsx'
import { kindName } from '../text/kinds.ts'
import styles from './Related.module.css'
import { edgeText } from './text.ts'

/** Rows of one list; a Node may have a hundred pods. */
const ROWS = 12

/** Everything that the object names or that names it: the keyboard's way to each line of the stage. */
export function Related({ selection }: { readonly selection: Selection }) {
  const id = `${selection.kind}|${selection.key}`
  const text = edgeText(useUi((state) => state.language))
  const edges = useEdgesOf(id)
  const out = edges.filter((edge) => edge.from === id)
  const into = edges.filter((edge) => edge.from !== id)
  return (
    <section aria-label={text('related')} className={styles.related}>
      <h4>{text('related')}</h4>
      {edges.length === 0 && <p className={styles.quiet}>{text('none')}</p>}
      <List heading={text('names')} edges={out} other={(edge) => edge.to} />
      <List heading={text('namedBy')} edges={into} other={(edge) => edge.from} />
    </section>
  )
}

interface ListProps {
  readonly heading: string
  readonly edges: readonly Edge[]
  readonly other: (edge: Edge) => string
}

function List({ heading, edges, other }: ListProps) {
  const text = edgeText(useUi((state) => state.language))
  if (edges.length === 0) return null
  return (
    <>
      <h5>{heading}</h5>
      <ul>
        {edges.slice(0, ROWS).map((edge) => (
          <Row key={edgeId(edge)} edge={edge} other={other(edge)} />
        ))}
      </ul>
      {edges.length > ROWS && (
        <p className={styles.quiet}>{text('rest', { count: edges.length - ROWS })}</p>
      )}
    </>
  )
}

function Row({ edge, other }: { readonly edge: Edge; readonly other: string }) {
  const language = useUi((state) => state.language)
  const text = edgeText(language)
  const missing = useMissing().get(other)
  const { kind, name } = refOf(other)
  const there = existsNow(other)
  const words = missing && wordsAbout(missing, screenReader)
  const { title } = EDGE_WORDS[language][edge.name]
  return (
    <li>
      <button
        type="button"
        className={`${styles.row} ${there || edge.optional ? '' : styles.lost}`}
        onClick={({ currentTarget }) => {
          const box = currentTarget.getBoundingClientRect()
          explainEdge(edge, { x: box.left, y: box.bottom })
        }}
      >
        <b>{title}</b>{' '}
        <span className={styles.other}>
          {kindName(kind, language)} <MiddleCut name={name} />
        </span>{' '}
        {!there && <em>{text(edge.optional ? 'optional' : 'missing')}</em>}
        {words && (
          <small lang="en">{[words.reason, words.message].filter(Boolean).join(': ')}</small>
        )}
      </button>
    </li>
  )
}
