import type { KeyboardEvent } from 'react'
import { memo, useEffect, useRef, useState } from 'react'
import type { Entry } from '../../sim/index.ts'
import { onFrame } from '../../store/frames.ts'
import { happeningOf } from '../../store/happening.ts'
import { shownAt, stageTime } from '../../store/playback.ts'
import { entriesAhead, useRewind } from '../../store/rewind.ts'
import { useRecentActions } from '../../store/story.ts'
import { useUi } from '../../store/ui.ts'
import { clock } from '../kit/clock.ts'
import { type PanelFold, PanelFrame } from '../kit/PanelFrame.tsx'
import { useText } from '../kit/useText.ts'
import { actorName, sentenceOf } from '../narration/sentence.ts'
import { askWhy } from '../narration/Telling.tsx'
import { endOfKnown, Head, momentOf } from './Head.tsx'
import { type Lane, lanesOf, type Mark } from './lanes.ts'
import { PRESENT, SPAN, scaleAt } from './moments.ts'
import styles from './Timeline.module.css'

const LANES = 9
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
    return onFrame(() => {
      // One property moves every mark; nothing renders, and while the stage stands nothing is touched.
      const now = stageTime()
      if (now !== drawn) {
        const { anchor, head } = scaleAt(now, endOfKnown())
        root.current?.style.setProperty('--stage', String(anchor))
        root.current?.style.setProperty('--head', String(head))
      }
      drawn = now
    })
  }, [])
  // What lies ahead after going back stays on the panel, fainter: it comes again unless something else is done.
  const ahead = useRewind((state) => state.ahead)
  const known = ahead === 0 ? actions : [...actions, ...entriesAhead().filter(isTold)]
  const lanes = lanesOf(known, momentOf, since, LANES)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the marks, which are buttons
    <div className={styles.lanes} ref={root} onKeyDown={moveFocus}>
      {lanes.map((lane) => (
        <LaneRow key={lane.actor} lane={lane} />
      ))}
      {lanes.length === 0 && <p className={styles.empty}>{text('timeline.empty')}</p>}
      <div className={styles.ground} />
      <Head />
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
          <MarkButton
            key={mark.entry.rv}
            mark={mark}
            ahead={shownAt(mark.entry.rv) === undefined}
          />
        ))}
      </div>
    </div>
  )
}

interface MarkProps {
  readonly mark: Mark
  /** It lies ahead, after the user went back. */
  readonly ahead: boolean
}

const MarkButton = memo(
  function MarkButton({ mark, ahead }: MarkProps) {
    const text = useText()
    const language = useUi((state) => state.language)
    const { entry, sort, at } = mark
    const sentence = sentenceOf(entry, text, language)
    const label = `${sentence?.who ?? entry.actor} ${sentence?.said ?? entry.key} ${clock(entry.at)}`
    const select = () => {
      askWhy(entry)
    }
    const left = `calc((${at} - var(--stage)) * ${(PRESENT * 100) / SPAN}% + ${PRESENT * 100}%)`
    return (
      <button
        type="button"
        className={`${styles.mark} ${styles[sort]} ${ahead ? styles.ahead : ''}`}
        style={{ left }}
        aria-label={label}
        title={label}
        onClick={select}
      />
    )
  },
  (a, b) => a.mark.entry === b.mark.entry && a.mark.at === b.mark.at && a.ahead === b.ahead,
)

function isTold(entry: Entry): boolean {
  return happeningOf(entry) !== undefined
}

/** Left and right go from mark to mark in the order of time within the panel. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return
  const marks = [...event.currentTarget.querySelectorAll('button')]
  const at = (marks as readonly (Element | null)[]).indexOf(document.activeElement)
  marks[at + by]?.focus()
}
