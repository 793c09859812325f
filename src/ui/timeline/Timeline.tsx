import type { KeyboardEvent } from 'react'
import { memo, useEffect, useRef, useState } from 'react'
import { shownAt, stageTime } from '../../store/playback.ts'
import { useRecentActions } from '../../store/story.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { clock } from '../kit/clock.ts'
import { type PanelFold, PanelFrame } from '../kit/PanelFrame.tsx'
import { useText } from '../kit/useText.ts'
import { actorName, sentenceOf } from '../narration/sentence.ts'
import { type Lane, lanesOf, type Mark } from './lanes.ts'
import styles from './Timeline.module.css'

/** Stage milliseconds from the left edge to the present. */
const SPAN = 20_000
const LANES = 9
/** Where the present stands, in parts of the width. */
const PRESENT = 0.88
/** How often marks that left are cleared away. */
const SWEEP = 1500

interface PanelProps {
  readonly onClose?: () => void
  readonly fold?: PanelFold | undefined
}

/** Who did what, when: one lane per actor, moving with the stage's clock. */
export function Timeline({ onClose, fold }: PanelProps) {
  const text = useText()
  return (
    <PanelFrame
      name={text('panel.timeline')}
      heading={text('timeline.heading')}
      onClose={onClose}
      fold={fold}
      actions={
        <span className={styles.span}>{text('timeline.seconds', { count: SPAN / 1000 })}</span>
      }
    >
      <Lanes />
    </PanelFrame>
  )
}

function Lanes() {
  const text = useText()
  const actions = useRecentActions()
  const root = useRef<HTMLDivElement>(null)
  const [since, setSince] = useState(() => stageTime() - SPAN)
  useEffect(() => {
    const timer = setInterval(() => setSince(stageTime() - SPAN), SWEEP)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    let drawn = -1
    let handle = requestAnimationFrame(function follow() {
      // One property moves every mark; nothing renders, and while the stage stands nothing is touched.
      const now = stageTime()
      if (now !== drawn) root.current?.style.setProperty('--stage', String(now))
      drawn = now
      handle = requestAnimationFrame(follow)
    })
    return () => cancelAnimationFrame(handle)
  }, [])
  const lanes = lanesOf(actions, shownAt, since, LANES)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the marks, which are buttons
    <div className={styles.lanes} ref={root} onKeyDown={moveFocus}>
      {lanes.map((lane) => (
        <LaneRow key={lane.actor} lane={lane} />
      ))}
      {lanes.length === 0 && <p className={styles.empty}>{text('timeline.empty')}</p>}
      <div className={styles.head} aria-hidden="true" />
    </div>
  )
}

function LaneRow({ lane }: { readonly lane: Lane }) {
  const text = useText()
  const name = actorName(lane.actor, text)
  return (
    <div className={styles.lane}>
      <span className={styles.actor} title={name}>
        {name}
      </span>
      <div className={styles.track}>
        {lane.marks.map((mark) => (
          <MarkButton key={mark.entry.rv} mark={mark} />
        ))}
      </div>
    </div>
  )
}

const MarkButton = memo(
  function MarkButton({ mark }: { readonly mark: Mark }) {
    const text = useText()
    const language = useUi((state) => state.language)
    const { entry, sort, at } = mark
    const sentence = sentenceOf(entry, text, language)
    const label = `${sentence?.who ?? entry.actor} ${sentence?.said ?? entry.key} ${clock(entry.at)}`
    const select = () => {
      if (entry.kind === 'Machine' || entry.kind === 'Component') return
      uiStore.getState().select({ kind: entry.kind, key: entry.key })
      uiStore.getState().setTab('why')
    }
    const left = `calc((${at} - var(--stage)) * ${(PRESENT * 100) / SPAN}% + ${PRESENT * 100}%)`
    return (
      <button
        type="button"
        className={`${styles.mark} ${styles[sort]}`}
        style={{ left }}
        aria-label={label}
        title={label}
        onClick={select}
      />
    )
  },
  (a, b) => a.mark.entry === b.mark.entry && a.mark.at === b.mark.at,
)

/** Left and right go from mark to mark in the order of time within the panel. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return
  const marks = [...event.currentTarget.querySelectorAll('button')]
  const at = (marks as readonly (Element | null)[]).indexOf(document.activeElement)
  marks[at + by]?.focus()
}
