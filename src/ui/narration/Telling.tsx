import type { Entry } from '../../sim/index.ts'
import { peekCluster } from '../../store/sim.ts'
import { type Selection, uiStore, useUi } from '../../store/ui.ts'
import type { Text } from '../kit/useText.ts'
import { useText } from '../kit/useText.ts'
import styles from './Narration.module.css'
import { becauseOf, type Part, sentenceOf, subjectSelection, sumOf } from './sentence.ts'
import { causeOf } from './telling.ts'

interface Phrase {
  readonly who: string
  readonly said: string
  readonly parts: readonly Part[]
  readonly because: string | undefined
}

/** Who did what, and because of what. */
export function phraseOf(
  entries: readonly Entry[],
  text: Text,
  language: 'ko' | 'en',
): Phrase | undefined {
  const [first] = entries
  const sentence =
    entries.length > 1 ? sumOf(entries, text, language) : first && sentenceOf(first, text, language)
  const journal = peekCluster()?.journal
  if (!sentence || !first || !journal) return undefined
  const cause = causeOf(
    first,
    (rv) => journal.at(rv),
    (one) => becauseOf(one, text, language) !== undefined,
  )
  return { ...sentence, because: cause && becauseOf(cause, text, language) }
}

function select(selection: Selection): void {
  uiStore.getState().select(selection)
}

/** A sentence whose names lead to their objects, with its cause. */
export function Telling({ entries }: { readonly entries: readonly Entry[] }) {
  const text = useText()
  const language = useUi((state) => state.language)
  const phrase = phraseOf(entries, text, language)
  const [first] = entries
  if (!phrase || !first) return null
  return (
    <span className={styles.said} title={first.reason}>
      {phrase.parts.map((part, at) => {
        const { to } = part
        if (!to) return part.text
        return (
          <button
            type="button"
            className={styles.name}
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence keep their order
            key={at}
            onClick={() => select(to)}
          >
            {part.text}
          </button>
        )
      })}
      {phrase.because !== undefined && <small className={styles.because}> {phrase.because}</small>}
    </span>
  )
}

/** Selects what an entry is about, and asks why. */
export function askWhy(entry: Entry): void {
  const selection = subjectSelection(entry)
  if (!selection) return
  uiStore.getState().select(selection)
  uiStore.getState().setTab('why')
}
