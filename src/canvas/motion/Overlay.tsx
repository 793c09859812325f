import { useEffect, useRef } from 'react'
import { onFrame } from '../../store/frames.ts'
import { useStill } from '../../store/motion.ts'
import { stageTime } from '../../store/playback.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import { deedsCell, followJournal, updateLamps } from './activity.ts'
import { type Arrival, arrivalsAt, clicksAt } from './arrivals.ts'
import { atlasOf } from './atlas.ts'
import { type Atlas, flightsAt } from './flights.ts'
import { updateJudged } from './judged.ts'
import styles from './Overlay.module.css'
import { clickPen, flightPen, painter, remainsPen } from './pens.ts'
import type { Area } from './routes.ts'

/** Lets the tiles of what is new grow in. Only what changes is touched, and nothing is left behind. */
function grower(root: ParentNode | null): (arrivals: readonly Arrival[]) => void {
  const touched = new Map<string, HTMLElement>()
  const find = (id: string): HTMLElement | undefined => {
    const known = touched.get(id)
    if (known?.isConnected) return known
    const found = root?.querySelector<HTMLElement>(`[data-thing="${CSS.escape(id)}"]`)
    const element = found?.closest<HTMLElement>('.react-flow__node [data-grows]') ?? found
    if (element) touched.set(id, element)
    return element ?? undefined
  }
  return (arrivals) => {
    const coming = new Map(
      arrivals.filter((one) => one.way === 'in').map(({ id, part }) => [id, part]),
    )
    for (const [id, element] of touched) {
      if (coming.has(id)) continue
      element.style.removeProperty('scale')
      element.style.removeProperty('opacity')
      touched.delete(id)
    }
    for (const [id, part] of coming) {
      const element = find(id)
      if (!element) continue
      element.style.setProperty('scale', String(0.55 + 0.45 * part))
      element.style.setProperty('opacity', String(0.12 + 0.88 * part))
    }
  }
}

/** Where things that are gone were, for their last moment. */
function remainsOf(arrivals: readonly Arrival[], atlas: Atlas) {
  return arrivals.flatMap(({ id, way, part }) => {
    const area = way === 'out' ? atlas.place(id) : undefined
    return area ? [{ area, part }] : []
  })
}

/** Draws one moment of the stage's clock; the same moment is always the same picture. */
function director(svg: SVGSVGElement, atlas: Atlas, still: boolean) {
  const flow = svg.closest('.react-flow')
  const flights = painter(svg, flightPen)
  const remains = painter(svg, remainsPen)
  const clicks = painter(svg, clickPen)
  const grow = grower(flow)
  let last = ''
  return {
    draw(): void {
      const time = stageTime()
      const deeds = deedsCell.get()
      // A frozen stage draws nothing new.
      const now = `${time} ${deeds.at(-1)?.rv ?? 0}`
      if (now === last) return
      last = now
      updateLamps(time)
      updateJudged(deeds, time, still)
      const arrivals = still ? [] : arrivalsAt(deeds, time)
      grow(arrivals)
      remains(remainsOf(arrivals, atlas))
      flights(flightsAt(deeds, time, atlas, still))
      clicks(clicksAt(deeds, time, atlas, still))
    },
    stop(): void {
      grow([])
      svg.replaceChildren()
    },
  }
}

/** Messages between actors, API server and objects, drawn anew each frame straight from deeds and stage time. */
export function Overlay({ layout }: { readonly layout: Layout }) {
  const root = useRef<SVGSVGElement>(null)
  const memory = useRef(new Map<string, Area>())
  const still = useStill()
  useEffect(() => followJournal(), [])
  useEffect(() => {
    const svg = root.current
    if (!svg) return
    const atlas = atlasOf(layout, svg.closest('.react-flow'), memory.current)
    const stage = director(svg, atlas, still)
    const stop = onFrame(() => stage.draw())
    return () => {
      stop()
      stage.stop()
    }
  }, [layout, still])
  return <svg ref={root} className={styles.overlay} aria-hidden="true" />
}
