import type { CronJob, Job } from '../../sim/index.ts'
import { useSim } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { type BatchWord, cronWords, jobWords } from '../facts/batchFacts.ts'
import { batchTexts } from '../text/batch.ts'
import styles from './BatchFoot.module.css'

const SECOND = 1000

function Words({ words }: { readonly words: readonly BatchWord[] }) {
  const language = useUi((state) => state.language)
  const { words: texts, time: shown } = batchTexts[language]
  return (
    <span className={styles.words}>
      {words.map(({ key, count, time, tone }) => (
        <span key={key} className={`${styles.word} ${styles[tone] ?? ''}`}>
          {texts[key].replace('{{count}}', String(count)).replace('{{time}}', shown(time ?? ''))}
        </span>
      ))}
    </span>
  )
}

function CronFoot({ object }: { readonly object: CronJob }) {
  const now = useSim((state) => Math.floor(state.now / SECOND) * SECOND)
  return <Words words={cronWords(object, now)} />
}

/** The last line on the card of a Job or a CronJob, which comes with the engine: it asks the timetable. */
export function BatchFoot({ object }: { readonly object: Job | CronJob }) {
  return object.kind === 'Job' ? <Words words={jobWords(object)} /> : <CronFoot object={object} />
}
