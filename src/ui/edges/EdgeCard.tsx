import { X } from 'lucide-react'
import type { ApiObject, Kind } from '../../sim/index.ts'
import { type Decision as Decided, decisionOf } from '../../sim/scheduler/index.ts'
import { explainEdge, type Point, useLooking } from '../../store/looking.ts'
import { type Edge, edgeId, refOf, type Side } from '../../store/relations/edge.ts'
import { screenReader } from '../../store/relations/reader.ts'
import { EDGE_WORDS } from '../../store/relations/reasons.ts'
import { fieldAt, writerOf } from '../../store/relations/writer.ts'
import { runningCluster, useObject, useSim } from '../../store/sim.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { addressOf } from '../about/pages.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { clock } from '../kit/clock.ts'
import { MiddleCut } from '../kit/MiddleCut.tsx'
import { useText } from '../kit/useText.ts'
import { actorName } from '../narration/sentence.ts'
import { kindName } from '../text/kinds.ts'
import styles from './EdgeCard.module.css'
import { EDGE_PAGES } from './pages.ts'
import { type EdgeText, edgeText } from './text.ts'
import { useCard } from './useCard.ts'

const close = () => explainEdge(undefined)

/** The card of one edge: both ends, the fields that fit each other, why it matters, and who wrote them. */
export function EdgeCard() {
  const shown = useLooking((state) => state.edge)
  return shown ? <Card key={edgeId(shown.edge)} edge={shown.edge} at={shown.at} /> : null
}

interface CardProps {
  readonly edge: Edge
  readonly at: Point
}

function Card({ edge, at }: CardProps) {
  const language = useUi((state) => state.language)
  const text = edgeText(language)
  const words = EDGE_WORDS[language][edge.name]
  const root = useCard(at, close)
  const from = useEnd(edge.from)
  const to = useEnd(edge.to)
  return (
    <section
      ref={root}
      role="dialog"
      tabIndex={-1}
      aria-label={`${words.title}: ${labelOf(edge.from)} → ${labelOf(edge.to)}`}
      className={styles.card}
    >
      <header className={styles.head}>
        <h3>{words.title}</h3>
        <IconButton label={text('close')} onClick={() => explainEdge(undefined)}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <ol className={styles.ties}>
        {edge.ties.slice(0, SHOWN_TIES).map((tie) => (
          <li key={tie.source.field} className={styles.tie}>
            <End id={edge.from} side={tie.source} object={from} text={text} />
            <span className={styles.fits} aria-hidden="true">
              ↔
            </span>
            <End id={edge.to} side={tie.target} object={to} text={text} />
          </li>
        ))}
      </ol>
      <p className={styles.why}>{words.why}</p>
      <Decision edge={edge} text={text} />
      <a
        href={addressOf(EDGE_PAGES[edge.name])}
        target="_blank"
        rel="noopener noreferrer"
        className={styles.page}
      >
        {text('read', { page: EDGE_PAGES[edge.name][0] })}
      </a>
    </section>
  )
}

const SHOWN_TIES = 3

function useEnd(id: string): ApiObject | undefined {
  const { kind, key } = refOf(id)
  return useObject(kind as Kind, key)
}

function labelOf(id: string): string {
  const { kind, namespace, name } = refOf(id)
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
}

interface EndProps {
  readonly id: string
  readonly side: Side
  readonly object: ApiObject | undefined
  readonly text: EdgeText
}

function End({ id, side, object, text }: EndProps) {
  const t = useText()
  const language = useUi((state) => state.language)
  const { kind, key, name } = refOf(id)
  const scheduler = kind === 'Scheduler'
  const there = scheduler || object !== undefined
  const entry = object && writerOf(id, side)
  return (
    <div className={there ? styles.end : `${styles.end} ${styles.lost}`}>
      <b className={styles.who}>
        <span>{kindName(kind, language)}</span> <MiddleCut name={name} />
      </b>
      <code className={styles.field}>{side.field}</code>
      <code className={there ? styles.value : styles.nothing}>
        {there ? shownValue(side, object) : text('lost')}
      </code>
      {object && (
        <small className={styles.writer}>
          {entry
            ? `${text('by', { who: actorName(entry.actor, t) })} · ${clock(entry.at)}`
            : text('unknown')}
        </small>
      )}
      {object && (
        <Button
          onClick={() => {
            explainEdge(undefined)
            uiStore.getState().select({ kind: object.kind, key })
          }}
          aria-label={text('goTo', { name: labelOf(id) })}
        >
          {text('go')}
        </Button>
      )}
    </div>
  )
}

/** What fits; for a field of the pod itself what stands there now. */
function shownValue(side: Side, object: ApiObject | undefined): string {
  if (side.value !== '') return side.value
  const found = fieldAt(object, side.field.replaceAll("'", ''))
  return typeof found === 'string' ? found : (JSON.stringify(found) ?? '""')
}

/** The table of a decision that was made long ago is not kept; the scheduler's Event says what came of it. */
function Assigned({ pod }: { readonly pod: ApiObject }) {
  const { uid } = pod.metadata
  for (const { involvedObject, reason, message } of screenReader.list('Event'))
    if (involvedObject.uid === uid && reason === 'Scheduled' && message !== undefined)
      return (
        <p lang="en" className={styles.decision}>
          {reason}: {message}
        </p>
      )
  return null
}

/** No machine took it: the engine's sentence, and who has to leave so that one can. */
function Refused({ decision, text }: { readonly decision: Decided; readonly text: EdgeText }) {
  const { message, preemption } = decision
  const room = preemption?.nodes.find((one) => one.node === preemption.node)
  const pods = room?.victims.map(({ pod, priority }) => `${pod} (${priority})`).join(', ')
  return (
    <>
      {message && <p lang="en">{message}</p>}
      {room && (
        <p className={styles.decision}>{text('room', { node: room.node, pods: pods ?? '' })}</p>
      )}
    </>
  )
}

/** For a pod and its machine: how the scheduler came to choose it. */
function Decision({ edge, text }: { readonly edge: Edge; readonly text: EdgeText }) {
  const pod = useEnd(edge.from)
  const cluster = useSim(runningCluster)
  if ((edge.name !== 'binding' && edge.name !== 'schedule') || pod?.kind !== 'Pod') return null
  const decision = cluster && decisionOf(cluster, pod.metadata.uid)
  if (!decision) return <Assigned pod={pod} />
  if (decision.node === undefined) return <Refused decision={decision} text={text} />
  const { node, nodes, feasible, scored } = decision
  const score = Math.round(scored.find((one) => one.node === node)?.total ?? 0)
  return (
    <p className={styles.decision}>
      {text(feasible > 1 ? 'score' : 'only', { node, nodes, feasible, score })}
    </p>
  )
}
