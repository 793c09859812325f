import { Minus, Plus } from 'lucide-react'
import type { Target } from '../../store/lines.ts'
import { giveLoad, lessLoad, moreLoad, presentLoad } from '../../store/loads.ts'
import { useNow } from '../../store/sim.ts'
import { IconButton } from '../kit/Button.tsx'
import { useText } from '../kit/useText.ts'
import styles from './Inspector.module.css'

/** What somebody outside asks of the workload's pods, and how to ask for more or less. */
export function LoadLine({ target }: { readonly target: Target }) {
  const text = useText()
  // The load is no object: it is looked up again as time goes on.
  useNow()
  const now = presentLoad(target)
  const to = (amount: string) => void giveLoad(target, amount)
  return (
    <>
      <dt>{text('overview.load')}</dt>
      <dd>
        <span className={styles.stepped}>
          <IconButton
            label={text('overview.lessLoad')}
            disabled={now === '0'}
            onClick={() => to(lessLoad(now))}
          >
            <Minus size={14} aria-hidden />
          </IconButton>
          <span className={styles.mono}>{now}</span>
          <IconButton label={text('overview.moreLoad')} onClick={() => to(moreLoad(now))}>
            <Plus size={14} aria-hidden />
          </IconButton>
        </span>
      </dd>
    </>
  )
}
