import { Undo2, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Entry } from '../../sim/index.ts'
import { motionStore, setStill, useStill } from '../../store/motion.ts'
import { showMoment } from '../../store/playback.ts'
import { earliest, type RewindAnswer } from '../../store/rewind.ts'
import { runningCluster } from '../../store/sim.ts'
import { useRecentActions } from '../../store/story.ts'
import { useUi } from '../../store/ui.ts'
import { IconButton } from '../kit/Button.tsx'
import { clock } from '../kit/clock.ts'
import { useText } from '../kit/useText.ts'
import styles from './History.module.css'
import { reasonOf } from './reasons.ts'
import { phraseOf, Telling } from './Telling.tsx'
import { historyOf } from './telling.ts'

/** Sentences that can be read back. */
const LINES = 80

function Line({
  entries,
  said,
}: {
  readonly entries: readonly Entry[]
  readonly said: (answer: RewindAnswer) => void
}) {
  const text = useText()
  const language = useUi((state) => state.language)
  const last = entries.at(-1)
  const phrase = phraseOf(entries, text, language)
  if (!last || !phrase) return null
  const reason = reasonOf(last.reason, language)
  const reachable = runningCluster() !== undefined && last.rv >= earliest()
  return (
    <li className={styles.line}>
      <time className={styles.at}>{clock(last.at)}</time>
      <div>
        <b className={styles.who}>{phrase.who}</b> <Telling entries={entries} />
        {reason.text !== '' && (
          <small className={styles.reason} lang={reason.foreign ? 'en' : undefined}>
            {last.actor === 'user' ? <code>{reason.text}</code> : reason.text}
          </small>
        )}
      </div>
      <IconButton
        label={text('history.goTo', { time: clock(last.at) })}
        disabled={!reachable}
        onClick={() => said(showMoment(last.rv))}
      >
        <Undo2 size={14} aria-hidden />
      </IconButton>
    </li>
  )
}

/** A still stage for whoever wants one, whatever the system says. */
function StillSwitch() {
  const text = useText()
  const still = useStill()
  return (
    <label className={styles.still} title={text('history.stillHint')}>
      <input
        type="checkbox"
        checked={still}
        onChange={() => setStill(!motionStore.getState().still)}
      />
      {text('history.still')}
    </label>
  )
}

/** The last sentences, newest first, each with its reason and a way back to its moment. */
export function History({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  const actions = useRecentActions()
  const root = useRef<HTMLElement>(null)
  const [answer, setAnswer] = useState<RewindAnswer>('done')
  useEffect(() => root.current?.focus(), [])
  const groups = historyOf(actions, LINES)
  return (
    <section
      ref={root}
      tabIndex={-1}
      aria-label={text('history.name')}
      className={styles.history}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <header className={styles.head}>
        <h3>{text('history.name')}</h3>
        <StillSwitch />
        <IconButton label={text('history.close')} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      {answer !== 'done' && (
        <p role="alert" className={styles.refused}>
          {text(`past.${answer}`)}
        </p>
      )}
      <ol className={styles.lines}>
        {groups.map((entries) => (
          <Line key={entries.at(-1)?.rv} entries={entries} said={setAnswer} />
        ))}
      </ol>
      {groups.length === 0 && <p className={styles.empty}>{text('history.empty')}</p>}
    </section>
  )
}
