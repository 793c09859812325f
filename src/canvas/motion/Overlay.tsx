import { useEffect, useRef } from 'react'
import { stageTime } from '../../store/playback.ts'
import { useMedia } from '../../ui/kit/useMedia.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import { deedsCell, followJournal, updateLamps } from './activity.ts'
import { areasOf, atlasOf } from './atlas.ts'
import { type Area, type Flight, flightsAt, MOST, type Spot } from './flights.ts'
import styles from './Overlay.module.css'

const SVG = 'http://www.w3.org/2000/svg'

/** A bow between two points, bent the same way every time. */
function bow(a: Spot, b: Spot): string {
  const bend = Math.min(60, Math.hypot(b.x - a.x, b.y - a.y) * 0.14)
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const x = (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend
  const y = (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend
  return `M${a.x} ${a.y}Q${x} ${y} ${b.x} ${b.y}`
}

interface Pen {
  readonly group: SVGGElement
  readonly lines: SVGPathElement
  readonly ball: SVGCircleElement
  readonly halo: SVGCircleElement
  readonly ring: SVGRectElement
}

function shape<K extends 'path' | 'circle' | 'rect'>(
  group: SVGGElement,
  tag: K,
  look: string | undefined,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag)
  element.setAttribute('class', look ?? '')
  group.append(element)
  return element
}

function penOf(root: SVGSVGElement): Pen {
  const group = document.createElementNS(SVG, 'g')
  group.style.display = 'none'
  root.append(group)
  return {
    group,
    lines: shape(group, 'path', styles.lines),
    ring: shape(group, 'rect', styles.ring),
    halo: shape(group, 'circle', styles.halo),
    ball: shape(group, 'circle', styles.ball),
  }
}

function set(element: SVGElement, values: Readonly<Record<string, number | string>>): void {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value))
}

function drawRing(pen: Pen, to: Area, ring: number): void {
  const grow = 3 + ring * 12
  set(pen.ring, {
    x: to.x - grow,
    y: to.y - grow,
    width: to.width + 2 * grow,
    height: to.height + 2 * grow,
    rx: 10 + grow,
    opacity: 1 - ring,
  })
}

function draw(pen: Pen, flight: Flight): void {
  const { from, hub, to, message, ring, ink } = flight
  const target = { x: to.x + to.width / 2, y: to.y + to.height / 2 }
  set(pen.lines, { d: `${bow(from, hub)}${bow(hub, target)}`, opacity: ink * 0.6 })
  pen.ball.style.display = message ? '' : 'none'
  pen.halo.style.display = message ? '' : 'none'
  if (message) {
    set(pen.ball, { cx: message.x, cy: message.y, r: 7 })
    set(pen.halo, { cx: message.x, cy: message.y, r: 14 })
  }
  pen.ring.style.display = ring === undefined ? 'none' : ''
  if (ring !== undefined) drawRing(pen, to, ring)
}

/** Paints flights with as many pens as were ever needed at once. */
function painter(svg: SVGSVGElement): (flights: readonly Flight[]) => void {
  const pens: Pen[] = []
  let shown = 0
  return (flights) => {
    const count = Math.min(MOST, flights.length)
    for (let index = 0; index < Math.max(shown, count); index++) {
      const flight = index < count ? flights[index] : undefined
      const pen = pens[index] ?? penOf(svg)
      pens[index] = pen
      pen.group.style.display = flight ? '' : 'none'
      if (flight) draw(pen, flight)
    }
    shown = count
  }
}

/** Messages between actors, API server and objects, drawn anew each frame straight from deeds and stage time. */
export function Overlay({ layout }: { readonly layout: Layout }) {
  const root = useRef<SVGSVGElement>(null)
  const memory = useRef(new Map<string, Area>())
  const still = useMedia('(prefers-reduced-motion: reduce)')
  useEffect(() => followJournal(), [])
  useEffect(() => {
    const svg = root.current
    if (!svg) return
    const atlas = atlasOf(areasOf(layout), svg.closest('.react-flow'), memory.current)
    const paint = painter(svg)
    let last = ''
    let handle = requestAnimationFrame(function tick() {
      handle = requestAnimationFrame(tick)
      const time = stageTime()
      const deeds = deedsCell.get()
      // A frozen stage draws nothing new.
      const now = `${time} ${deeds.at(-1)?.rv ?? 0}`
      if (now === last) return
      last = now
      updateLamps(time)
      paint(flightsAt(deeds, time, atlas, still))
    })
    return () => {
      cancelAnimationFrame(handle)
      svg.replaceChildren()
    }
  }, [layout, still])
  return <svg ref={root} className={styles.overlay} aria-hidden="true" />
}
