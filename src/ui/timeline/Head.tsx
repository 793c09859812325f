import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { isStill } from '../../store/motion.ts'
import {
  showMoment,
  shownAt,
  stageTime,
  stepBack,
  stepOne,
  wasShownAt,
} from '../../store/playback.ts'
import { costOf, earliest, entriesAhead, useRewind } from '../../store/rewind.ts'
import { runningCluster, useNow, useSim } from '../../store/sim.ts'
import { recentActions } from '../../store/story.ts'
import { clock } from '../kit/clock.ts'
import { useText } from '../kit/useText.ts'
import { positionAt, scaleAt, timeAt } from './moments.ts'
import styles from './Timeline.module.css'

/** Estimated milliseconds up to which the stage follows the hand; beyond, it goes when the hand lets go. */
const LIVE = 60

/** Stage time of an entry, of the past or of what lies ahead. */
export function momentOf(rv: number): number | undefined {
  return shownAt(rv) ?? wasShownAt(rv)
}

/** Stage time at which what is known ends. */
export function endOfKnown(): number {
  const last = entriesAhead().findLast((entry) => wasShownAt(entry.rv) !== undefined)
  return Math.max(stageTime(), (last && wasShownAt(last.rv)) ?? 0)
}

function aimedAt(track: DOMRect, x: number): number {
  const scale = scaleAt(stageTime(), endOfKnown())
  const part = (x - track.left) / track.width
  const known = [...recentActions(), ...entriesAhead()]
  return positionAt(known, momentOf, timeAt(part, scale), earliest())
}

function go(key: string): boolean {
  if (key === 'ArrowLeft') stepBack(isStill())
  else if (key === 'ArrowRight') stepOne()
  else if (key === 'Home') showMoment(earliest())
  else if (key === 'End') showMoment(entriesAhead().at(-1)?.rv ?? runningCluster()?.rv ?? 0)
  else return false
  return true
}

/** The moment on stage, as a handle: drag it or move it by keys, back as far as the journal reaches and on again. */
export function Head() {
  const text = useText()
  const now = useNow()
  const rv = useSim((state) => state.rv)
  const ahead = useRewind((state) => state.ahead)
  const held = useRef<{ readonly track: DOMRect; aim: number } | null>(null)
  const reach = runningCluster() ? earliest() : rv
  const move = (event: PointerEvent<HTMLElement>) => {
    const hold = held.current
    if (!hold) return
    const aim = aimedAt(hold.track, event.clientX)
    if (aim === hold.aim) return
    hold.aim = aim
    if (costOf(aim) <= LIVE) showMoment(aim)
  }
  const release = () => {
    const hold = held.current
    held.current = null
    if (hold && hold.aim >= 0 && hold.aim !== runningCluster()?.rv) showMoment(hold.aim)
  }
  const press = (event: PointerEvent<HTMLElement>) => {
    const track = event.currentTarget.parentElement?.querySelector(`.${styles.ground}`)
    if (!track || !runningCluster()) return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = { track: track.getBoundingClientRect(), aim: -1 }
  }
  const key = (event: KeyboardEvent<HTMLElement>) => {
    if (!runningCluster() || !go(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={text('timeline.head')}
      aria-valuemin={reach}
      aria-valuemax={rv + ahead}
      aria-valuenow={rv}
      aria-valuetext={ahead === 0 ? `${clock(now)}, ${text('timeline.present')}` : clock(now)}
      title={text('timeline.headHint')}
      className={styles.head}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={key}
    />
  )
}
