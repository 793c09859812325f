import { type RefObject, useEffect } from 'react'
import { useReactFlow } from 'reactflow'
import { stageDoor } from '../../store/stageDoor.ts'
import { flyTo } from '../find/flight.ts'
import { under } from './attach.ts'
import { hereIn, placeOf } from './what.ts'

const GLIDE = 200
/** Milliseconds until what hides a thing has opened. */
const UNFOLDED = 600

/** Lets the rest of the page ask things of the stage while it stands. */
export function useDoor(
  root: RefObject<HTMLElement | null>,
  fit: () => void,
  touched: () => void,
): void {
  const flow = useReactFlow()
  useEffect(() => {
    const find = (id: string) =>
      root.current?.querySelector<HTMLElement>(`[data-thing="${CSS.escape(id)}"]`) ?? undefined
    const door = {
      fit,
      zoom(step: 'in' | 'out') {
        touched()
        void (step === 'in' ? flow.zoomIn : flow.zoomOut)({ duration: GLIDE })
      },
      show(id: string) {
        flyTo(id)
        const focus = () => find(id)?.focus({ preventScroll: true })
        // What was folded away stands there a moment later.
        if (find(id)) focus()
        else setTimeout(focus, UNFOLDED)
      },
      here: () => hereIn(root.current),
      beside(id: string) {
        const thing = find(id) ?? placeOf(root.current, id)
        if (thing) return under(thing)
        const room = root.current?.getBoundingClientRect()
        return { x: (room?.left ?? 0) + 40, y: (room?.top ?? 0) + 40 }
      },
    }
    stageDoor.set(door)
    return () => {
      if (stageDoor.get() === door) stageDoor.set(undefined)
    }
  }, [root, flow, fit, touched])
}
