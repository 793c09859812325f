import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ApiObject, Kind } from '../../sim/index.ts'
import { decisionOf } from '../../sim/scheduler/index.ts'
import { explainEdge, type Point, useLooking } from '../../store/looking.ts'
import { type Edge, edgeId, refOf, type Side } from '../../store/relations/edge.ts'
import { fieldAt, writerOf } from '../../store/relations/writer.ts'
import { getCluster, useObject } from '../../store/sim.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { clock } from '../kit/clock.ts'
import { MiddleCut } from '../kit/MiddleCut.tsx'
import { useText } from '../kit/useText.ts'
import { actorName } from '../narration/sentence.ts'
import { kindName } from '../text/kinds.ts'
import styles from './EdgeCard.module.css'
import { EDGE_WORDS } from './reasons.ts'
import { type EdgeText, edgeText } from './text.ts'

const RIM = 8

/** Keeps the card inside the page, above the point where there is no room below. */
function place(element: HTMLElement, { x, y }: Point): void {
  const { offsetWidth: width, offsetHeight: height } = element
  const below = y + 10
  const top = below + height + RIM <= innerHeight ? below : y - height - 10
  element.style.left = `${Math.max(RIM, Math.min(x - width / 2, innerWidth - width - RIM))}px`
  element.style.top = `${Math.max(RIM, Math.min(top, innerHeight - height - RIM))}px`
}

/** Focus goes in, Escape and a press outside close, focus goes back. */
function useWindow(at: Point) {
  const root = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (root.current) place(root.current, at)
  })
  useEffect(() => {
    const element = root.current
    const before = document.activeElement
    element?.focus({ preventScroll: true })
    const done = new AbortController()
    const { signal } = done
    addEventListener(
      'pointerdown',
      ({ target }) => {
        if (target instanceof Node && !element?.contains(target)) explainEdge(undefined)
      },
      { signal, capture: true },
    )
    element?.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        explainEdge(undefined)
      },
      { signal },
    )
    return () => {
      done.abort()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return root
}

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
  const root = useWindow(at)
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

/** For a pod and its machine: how the scheduler came to choose it. */
function Decision({ edge, text }: { readonly edge: Edge; readonly text: EdgeText }) {
  const pod = useEnd(edge.from)
  if ((edge.name !== 'binding' && edge.name !== 'schedule') || pod?.kind !== 'Pod') return null
  const decision = decisionOf(getCluster(), pod.metadata.uid)
  if (decision?.node === undefined) return decision?.message ? <p>{decision.message}</p> : null
  const { node, nodes, feasible, scored } = decision
  const score = Math.round(scored.find((one) => one.node === node)?.total ?? 0)
  return (
    <p className={styles.decision}>
      {text(feasible > 1 ? 'score' : 'only', { node, nodes, feasible, score })}
    </p>
  )
}
