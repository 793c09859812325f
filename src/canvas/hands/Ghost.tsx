import { lazy, Suspense, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useObject } from '../../store/sim.ts'
import { podFacts } from '../facts/podFacts.ts'
import { refOf, splitKey } from '../graph/world.ts'
import { KindSign, StateSign } from '../nodes/Sprite.tsx'
import { useCell } from './cell.ts'
import styles from './Ghost.module.css'
import { dragCell } from './hands.ts'
import { pointerCell } from './pointer.ts'

/** What would come of letting go is asked once something is in the hand. */
const HeldVerdict = lazy(async () => ({ default: (await import('./HeldVerdict.tsx')).HeldVerdict }))

/** What is in the hand, beside the pointer. It never takes the pointer's place as a target. */
export function Ghost() {
  const id = useCell(dragCell, (drag) => drag?.id)
  return id === undefined ? null : <Held id={id} />
}

function Held({ id }: { readonly id: string }) {
  const root = useRef<HTMLDivElement>(null)
  const { kind, key } = refOf(id)
  const pod = useObject('Pod', kind === 'Pod' ? key : '')
  useEffect(() => {
    const follow = () => {
      const { x, y } = pointerCell.get()
      if (root.current) root.current.style.transform = `translate(${x + 12}px, ${y + 8}px)`
    }
    follow()
    return pointerCell.subscribe(follow)
  }, [])
  return createPortal(
    <div ref={root} className={styles.ghost} data-held={id}>
      {pod ? <StateSign tone={podFacts(pod).tone} size={18} /> : <KindSign kind={kind} size={22} />}
      <span aria-hidden="true">{splitKey(key)[1]}</span>
      <Suspense fallback={null}>
        <HeldVerdict />
      </Suspense>
    </div>,
    document.body,
  )
}
