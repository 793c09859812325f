import { memo } from 'react'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { PodTile } from './PodTile.tsx'
import styles from './Small.module.css'
import { KindSign } from './Sprite.tsx'

/** The person in front of the screen, from whom messages come too. */
export const UserCard = memo(function UserCard() {
  const text = useStageText()
  return (
    <div className={`${card.card} ${card.row}`} data-actor="user">
      <span className={`${card.sign} ${styles.person}`}>
        <KindSign kind="User" size={32} />
      </span>
      <span className={card.grow}>
        <b className={styles.name}>{text('user.name')}</b>
        <small className={styles.hint}>{text('user.hint')}</small>
      </span>
    </div>
  )
})

interface TrayProps {
  readonly inside: readonly string[]
  readonly open: boolean
}

/** Tiles the tray has room for; whoever waits behind them is a number. */
const ROOM = 56
/** Up to so many of them show their names. */
const FEW = 16

/** Where pods wait until the scheduler, or you, give them a machine. */
export const Tray = memo(function Tray({ inside, open }: TrayProps) {
  const text = useStageText()
  return (
    <div className={styles.tray}>
      <span className={styles.trayName}>{text('tray.name')}</span>
      {inside.length === 0 && <span className={styles.empty}>{text('tray.empty')}</span>}
      {!open && (
        <div className={styles.queue}>
          {inside.slice(0, ROOM).map((key) => (
            <span key={key} className={styles.slot}>
              <PodTile podKey={key} density={inside.length > FEW ? 'dot' : 'half'} />
            </span>
          ))}
          {inside.length > ROOM && (
            <span className={styles.rest}>
              {text('more.rest', { count: inside.length - ROOM })}
            </span>
          )}
        </div>
      )}
    </div>
  )
})
