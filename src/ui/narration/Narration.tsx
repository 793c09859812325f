import { History as HistoryIcon } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Entry } from '../../sim/index.ts'
import { showMoment, shownAt, stageTime } from '../../store/playback.ts'
import { entriesAhead, useRewind } from '../../store/rewind.ts'
import { useSim } from '../../store/sim.ts'
import { recentActions } from '../../store/story.ts'
import { useUi } from '../../store/ui.ts'
import { IconButton } from '../kit/Button.tsx'
import { clock } from '../kit/clock.ts'
import { useText } from '../kit/useText.ts'
import { NarrationLog } from './Log.tsx'
import styles from './Narration.module.css'
import { phraseOf, Telling } from './Telling.tsx'
import { toldAt } from './telling.ts'

const History = lazy(async () => ({ default: (await import('./History.tsx')).History }))

/** How often the strip looks which action is on stage. */
const LOOK_EVERY = 120
/** A fork is told as long as the first deeds after it are on stage. */
const FORK_TOLD = 30

/** What is on stage now, as one string and as entries: the same entries until something else is told. */
function useTold(): readonly Entry[] {
  const [told, setTold] = useState(() => toldAt(recentActions(), shownAt, stageTime()))
  useEffect(() => {
    const timer = setInterval(() => {
      const next = toldAt(recentActions(), shownAt, stageTime())
      setTold((now) => (now.length === next.length && now.at(-1) === next.at(-1) ? now : next))
    }, LOOK_EVERY)
    return () => clearInterval(timer)
  }, [])
  return told
}

/** Back to where the journal ends, as far as it was known. */
function toPresent(): void {
  const last = entriesAhead().at(-1)
  if (last) showMoment(last.rv)
}

/** That this is not the present, and the way there; or that another future has begun. */
function Past({ rv }: { readonly rv: number }) {
  const text = useText()
  const { ahead, fork } = useRewind((state) => state)
  if (ahead > 0)
    return (
      <button type="button" className={styles.past} onClick={toPresent}>
        <span>{text('past.ahead', { count: ahead })}</span> <b>{text('past.return')}</b>
      </button>
    )
  if (!fork || rv - fork.rv > FORK_TOLD || rv < fork.rv) return null
  return <span className={styles.fork}>{text('past.fork', { count: fork.forgotten })}</span>
}

function Strip() {
  const text = useText()
  const language = useUi((state) => state.language)
  const told = useTold()
  const last = told.at(-1)
  const phrase = phraseOf(told, text, language)
  return (
    <>
      {phrase && last ? (
        <>
          <span className={styles.who}>{phrase.who}</span> <Telling entries={told} />
        </>
      ) : (
        <span className={styles.quiet}>{text('narration.quiet')}</span>
      )}
      <Past rv={last?.rv ?? 0} />
      {last && <time className={styles.at}>{clock(last.at)}</time>}
    </>
  )
}

/** The strip under the stage that says in one sentence who just did what, and because of what. */
export function Narration() {
  const text = useText()
  const problem = useSim((state) => state.problem)
  const [open, setOpen] = useState(false)
  if (problem !== '')
    return (
      <div role="alert" className={`${styles.strip} ${styles.broken}`}>
        {text('app.problem', { message: problem })}
      </div>
    )
  return (
    <div className={styles.place}>
      <Suspense fallback={null}>{open && <History onClose={() => setOpen(false)} />}</Suspense>
      <div
        role="status"
        aria-live="off"
        aria-label={text('narration.name')}
        className={styles.strip}
      >
        <Strip />
        <IconButton
          label={text('history.open')}
          className={styles.more ?? ''}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <HistoryIcon size={17} aria-hidden />
        </IconButton>
      </div>
      <NarrationLog />
    </div>
  )
}
