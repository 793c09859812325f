import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { ApiObject } from '../../sim/index.ts'
import { scale } from '../../store/intents.ts'
import { idOf, keyOf } from '../graph/world.ts'
import { under } from '../hands/attach.ts'
import { popupCell } from '../hands/hands.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './Workload.module.css'

/** Milliseconds until a held button begins to count, and between its counts. */
const BEGIN = 400
const BETWEEN = 110

/** Counts while the button is held, and says how far when it is let go. */
function useHold(desired: number, settle: (count: number) => void) {
  const [wish, setWish] = useState<number>()
  const count = useRef(desired)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const held = useRef(false)
  const stop = () => {
    clearTimeout(timer.current)
    timer.current = undefined
    setWish(undefined)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const begin = (step: 1 | -1) => {
    count.current = desired
    held.current = false
    const tick = () => {
      held.current = true
      count.current = Math.max(0, count.current + step)
      setWish(count.current)
      timer.current = setTimeout(tick, BETWEEN)
    }
    timer.current = setTimeout(tick, BEGIN)
  }
  const end = () => {
    if (timer.current === undefined) return
    stop()
    if (held.current && count.current !== desired) settle(count.current)
  }
  /** Whether the press that ends with this click was a hold. */
  const wasHeld = () => {
    const was = held.current
    held.current = false
    return was
  }
  return { wish, begin, end, stop, wasHeld }
}

/** One fewer, one more; held down it counts on, and a digit asks for the number itself. */
export function Steppers({
  object,
  desired,
}: {
  readonly object: ApiObject
  readonly desired: number
}) {
  const text = useStageText()
  const { name, namespace = '' } = object.metadata
  const to = (replicas: number) => void scale(object.kind, namespace, name, replicas)
  const { wish, begin, end, stop, wasHeld } = useHold(desired, to)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const id = idOf(object.kind, keyOf(object))
    popupCell.set({ sort: 'form', form: 'scale', id, at: under(event.currentTarget) })
  }
  const button = (step: 1 | -1) => ({
    type: 'button' as const,
    onKeyDown,
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) begin(step)
    },
    onPointerUp: end,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onClick: () => {
      if (!wasHeld()) to(Math.max(0, desired + step))
    },
  })
  return (
    <span className={`${styles.steppers} nopan`}>
      <button
        {...button(-1)}
        disabled={desired === 0}
        aria-label={text('workload.less', { name, count: Math.max(0, desired - 1) })}
      >
        −
      </button>
      <button {...button(1)} aria-label={text('workload.more', { name, count: desired + 1 })}>
        +
      </button>
      {wish !== undefined && (
        <output className={styles.wish} aria-label={text('stepper.count', { name })}>
          {wish}
        </output>
      )}
    </span>
  )
}
