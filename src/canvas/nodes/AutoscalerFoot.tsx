import type { HorizontalPodAutoscaler } from '../../sim/index.ts'
import { useUi } from '../../store/ui.ts'
import { autoscalerWords } from '../facts/autoscalerFacts.ts'
import { autoscalerTexts } from '../text/autoscaler.ts'
import styles from './AutoscalerFoot.module.css'

/** The last line on the card of an autoscaler: what it measures, between which sizes, and what keeps it. */
export function AutoscalerFoot({ object }: { readonly object: HorizontalPodAutoscaler }) {
  const texts = autoscalerTexts[useUi((state) => state.language)]
  return (
    <span className={styles.words}>
      {autoscalerWords(object).map(({ key, says, tone }) => {
        const word = key === undefined ? says : texts[key]
        return (
          <span key={word} className={`${styles.word} ${styles[tone] ?? ''}`} title={word}>
            {word}
          </span>
        )
      })}
    </span>
  )
}
