import { lazy, Suspense } from 'react'
import type { Entry } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { causesOf, useRecentActions } from '../../store/story.ts'
import { type Selection, uiStore, useUi } from '../../store/ui.ts'
import { clock } from '../kit/clock.ts'
import { useText } from '../kit/useText.ts'
import { reasonOf } from '../narration/reasons.ts'
import { actorName, sentenceOf } from '../narration/sentence.ts'
import { withParticle } from '../text/kinds.ts'
import styles from './Inspector.module.css'

const Decisions = lazy(async () => ({
  default: (await import('../decisions/Decisions.tsx')).Decisions,
}))

/** What led to the object's present state, step by step, from the user's own deed down to now. */
export function WhyView({ selection }: { readonly selection: Selection }) {
  const text = useText()
  // Both are here to look again when the object changed or something else happened.
  useObject(selection.kind, selection.key)
  useRecentActions()
  const chain = causesOf(selection.kind, selection.key)
  const decisions = selection.kind === 'Pod' && (
    <Suspense>
      <Decisions podKey={selection.key} />
    </Suspense>
  )
  if (chain.length === 0)
    return (
      <>
        <p className={styles.quiet}>{text('why.none')}</p>
        {decisions}
      </>
    )
  return (
    <>
      <h4 className={styles.sub} style={{ marginTop: 0 }}>
        {text('why.title')}
      </h4>
      <ol className={styles.chain}>
        {chain.map((entry) => (
          <Step key={entry.rv} entry={entry} />
        ))}
      </ol>
      {decisions}
    </>
  )
}

function Step({ entry }: { readonly entry: Entry }) {
  const text = useText()
  const language = useUi((state) => state.language)
  const sentence = sentenceOf(entry, text, language)
  const reason = reasonOf(entry.reason, language)
  const who = actorName(entry.actor, text)
  const select = () => {
    if (entry.kind !== 'Machine' && entry.kind !== 'Component')
      uiStore.getState().select({ kind: entry.kind, key: entry.key })
  }
  return (
    <li className={styles.step}>
      <i className={styles.dot} />
      <div>
        <button type="button" className={styles.told} onClick={select}>
          <b>{who}</b>
          {language === 'ko' && withParticle(who, '이/가').slice(who.length)}{' '}
          {sentence?.said ?? `${entry.verb} ${entry.key}`}
        </button>
        {entry.reason !== '' && (
          <small>
            {entry.actor === 'user' ? (
              <code className={styles.command}>{entry.reason}</code>
            ) : (
              <span lang={reason.foreign ? 'en' : undefined}>{reason.text}</span>
            )}
          </small>
        )}
        <span className={styles.at}>{clock(entry.at)}</span>
      </div>
    </li>
  )
}
