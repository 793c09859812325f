import { autoscalerWait, type HorizontalPodAutoscaler } from '../../sim/index.ts'
import { useUi } from '../../store/ui.ts'
import { autoscalerWhy } from '../text/autoscaler.ts'
import styles from './Inspector.module.css'

/** Why an autoscaler leaves the size as it is, from its own status. */
export function AutoscalerWhy({ object }: { readonly object: HorizontalPodAutoscaler }) {
  const { title, reasons } = autoscalerWhy[useUi((state) => state.language)]
  return (
    <>
      <h4 className={styles.sub}>{title}</h4>
      <p className={styles.quiet}>{reasons[autoscalerWait(object)]}</p>
    </>
  )
}
