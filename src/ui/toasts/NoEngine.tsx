import { useArrival } from '../../store/arrival.ts'
import { peekCluster, wakeStill } from '../../store/sim.ts'
import { Button } from '../kit/Button.tsx'
import { useText } from '../kit/useText.ts'
import styles from './Toasts.module.css'

/** Once more. Some browsers remember a script that failed to load until the page is opened anew. */
function again(): void {
  if (peekCluster()) wakeStill().catch(() => location.reload())
  else location.reload()
}

/** Says that the engine could not be fetched: what is seen is a picture, and nothing answers. */
export function NoEngine() {
  const text = useText()
  if (useArrival() !== 'failed') return null
  return (
    <li className={`${styles.toast} ${styles.refused}`}>
      <div className={styles.head} role="alert">
        <p className={styles.notice}>{text('engine.lost')}</p>
        <Button onClick={again}>{text('engine.again')}</Button>
      </div>
    </li>
  )
}
