import {
  type KeyboardEvent,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Kind } from '../../sim/index.ts'
import { peekKeys, peekObject, useTopology } from '../../store/sim.ts'
import { uiStore } from '../../store/ui.ts'
import { viewStore } from '../../store/view.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { standingOf } from '../facts/standing.ts'
import { idOf } from '../graph/world.ts'
import { KindSign, StateSign } from '../nodes/Sprite.tsx'
import { useStageText } from '../text/useStageText.ts'
import { candidateOf, KIND_NAMES, SOUGHT } from './candidates.ts'
import styles from './FindPanel.module.css'
import { flyTo } from './flight.ts'
import { type Candidate, type Hit, search } from './rank.ts'

/** So many are offered; further letters bring the rest nearer. */
const OFFERED = 40

function* everything(): Generator<Candidate> {
  for (const kind of SOUGHT)
    for (const key of peekKeys(kind)) {
      const object = peekObject(kind, key)
      if (object) yield candidateOf(object)
    }
}

function choose({ candidate: { kind, key } }: Hit): void {
  viewStore.getState().setFinding(false)
  uiStore.getState().select({ kind: kind as Kind, key })
  flyTo(idOf(kind, key))
}

interface RowProps {
  readonly hit: Hit
  readonly id: string
  readonly chosen: boolean
}

function Row({ hit, id, chosen }: RowProps) {
  const { kind, key, name, namespace } = hit.candidate
  const object = peekObject(kind as Kind, key)
  const standing = object && standingOf(object)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys, as in every combobox
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      className={`${styles.row} ${chosen ? styles.chosen : ''}`}
      onClick={() => choose(hit)}
    >
      <KindSign kind={kind} size={24} />
      <span className={styles.what}>
        <bdi className={styles.name}>
          <MiddleCut name={name} />
        </bdi>
        <small className={styles.small}>
          {kind}
          {namespace === '' ? '' : ` · ${namespace}`}
          {hit.because === '' ? '' : ` · ${hit.because}`}
        </small>
      </span>
      {standing && (
        <span className={`${styles.state} ${styles[standing.tone]}`}>
          <StateSign tone={standing.tone} size={14} />
          {standing.word}
        </span>
      )}
    </div>
  )
}

/** Finds any object and flies to it. A combobox: the input keeps the focus, arrows walk the list. */
export function FindPanel() {
  const text = useStageText()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const wanted = useDeferredValue(query)
  const topology = useTopology()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the objects change when topology says so
  const hits = useMemo(() => search(wanted, everything(), KIND_NAMES), [wanted, topology])
  const offered = hits.slice(0, OFFERED)
  const chosen = Math.min(at, offered.length - 1)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView?.({ block: 'nearest' })
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && offered.length > 0) {
      event.preventDefault()
      setAt((chosen + step + offered.length) % offered.length)
    }
    const hit = offered[chosen]
    if (event.key === 'Enter' && hit && !event.nativeEvent.isComposing) {
      event.preventDefault()
      choose(hit)
    }
  }
  const searching = wanted.trim() !== ''
  return (
    <div role="dialog" aria-label={text('find.label')} className={styles.panel}>
      <input
        ref={input}
        role="combobox"
        className={styles.input}
        aria-label={text('find.label')}
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={offered.length > 0 ? `${id}-${chosen}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={text('find.hint')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={text('find.label')}
        className={styles.list}
      >
        {offered.map((hit, index) => (
          <Row
            key={`${hit.candidate.kind}|${hit.candidate.key}`}
            hit={hit}
            id={`${id}-${index}`}
            chosen={index === chosen}
          />
        ))}
      </div>
      <p role="status" className={styles.status}>
        {searching && hits.length === 0 && text('find.none')}
        {searching && hits.length > 0 && text('find.results', { count: hits.length })}
        {hits.length > OFFERED && ` · ${text('find.more', { count: hits.length - OFFERED })}`}
      </p>
    </div>
  )
}
