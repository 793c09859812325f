import { ChevronsLeft, Pause, Play } from 'lucide-react'
import { isStill } from '../../store/motion.ts'
import {
  type Pace,
  setPace,
  stepBack,
  stepOne,
  togglePause,
  usePace,
} from '../../store/playback.ts'
import { useText } from '../kit/useText.ts'
import styles from './PaceControl.module.css'

const RUNNING = ['slow', '1x', '10x', '60x', 'quiet'] as const satisfies readonly Pace[]

/** The dial of time: stand, one step, slow motion, real time, fast, until nothing is left to do. */
export function PaceControl() {
  const text = useText()
  const pace = usePace()
  const paused = pace === 'paused'
  return (
    <fieldset className={styles.pace} aria-label={text('pace.group')}>
      <button
        type="button"
        className={styles.stop}
        aria-label={text('pace.back')}
        title={text('pace.backHint')}
        onClick={() => stepBack(isStill())}
      >
        <ChevronsLeft size={15} aria-hidden />
      </button>
      <button
        type="button"
        className={styles.stop}
        aria-label={text('pace.paused')}
        aria-pressed={paused}
        title={text('pace.pausedHint')}
        onClick={togglePause}
      >
        {paused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}
      </button>
      <button type="button" className={styles.stop} title={text('pace.stepHint')} onClick={stepOne}>
        {text('pace.step')}
      </button>
      {RUNNING.map((name) => (
        <button
          type="button"
          key={name}
          className={styles.stop}
          aria-pressed={pace === name}
          title={text(`pace.${name}Hint`)}
          onClick={() => setPace(name)}
        >
          {text(`pace.${name}`)}
        </button>
      ))}
    </fieldset>
  )
}
