import { useEffect, useState } from 'react'
import type { Entry } from '../../sim/index.ts'
import { shownAt, stageTime } from '../../store/playback.ts'
import { useSim } from '../../store/sim.ts'
import { recentActions } from '../../store/story.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { clock } from '../kit/clock.ts'
import { useText } from '../kit/useText.ts'
import styles from './Narration.module.css'
import { sentenceOf } from './sentence.ts'

/** How often the strip looks which action is on stage. */
const LOOK_EVERY = 120
/** Stage milliseconds after which the strip falls silent. */
const SILENCE_AFTER = 9000

/** The action that is on stage now: the last one shown, for a while. */
function onStage(): Entry | undefined {
  const now = stageTime()
  const entry = recentActions().findLast((action) => (shownAt(action.rv) ?? Infinity) <= now)
  return entry && now - (shownAt(entry.rv) ?? 0) < SILENCE_AFTER ? entry : undefined
}

/** The strip under the stage that says in one sentence who just did what. */
export function Narration() {
  const text = useText()
  const language = useUi((state) => state.language)
  const problem = useSim((state) => state.problem)
  const [entry, setEntry] = useState(onStage)
  useEffect(() => {
    const timer = setInterval(() => setEntry(onStage()), LOOK_EVERY)
    return () => clearInterval(timer)
  }, [])
  const sentence = entry && sentenceOf(entry, text, language)
  if (problem !== '')
    return (
      <div role="alert" className={`${styles.strip} ${styles.broken}`}>
        {text('app.problem', { message: problem })}
      </div>
    )
  return (
    <div role="status" aria-label={text('narration.name')} className={styles.strip}>
      {sentence && entry ? (
        <>
          <span className={styles.who}>{sentence.who}</span>{' '}
          <button
            type="button"
            className={styles.said}
            onClick={() => selectEntry(entry)}
            title={entry.reason}
          >
            {sentence.said}
          </button>
          <time className={styles.at}>{clock(entry.at)}</time>
        </>
      ) : (
        <span className={styles.quiet}>{text('narration.quiet')}</span>
      )}
    </div>
  )
}

function selectEntry(entry: Entry): void {
  if (entry.kind !== 'Machine' && entry.kind !== 'Component')
    uiStore.getState().select({ kind: entry.kind, key: entry.key })
}
