import type { Sort } from './activity.ts'
import type { Click } from './arrivals.ts'
import type { Flight } from './flights.ts'
import styles from './Overlay.module.css'
import { pathOf, type Spot, spotAt } from './polyline.ts'
import type { Area } from './routes.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** The sign on a message, around 0 0: shape tells what colour tells. */
export const COIN_SIGNS: Readonly<Record<Sort, string>> = {
  create: 'M-3.2 0H3.2M0-3.2V3.2',
  update: 'M-3.2 1.2Q-1.6-2.4 0 0T3.2-1.2',
  delete: 'M-2.6-2.6 2.6 2.6M2.6-2.6-2.6 2.6',
  bind: 'M-3.2 0H3M.6-2.6 3.2 0 .6 2.6',
  report: 'M0 3.2V-3M-2.6-.6 0-3.2 2.6-.6',
  act: 'M0-3.4V.8M0 3.2V3.3',
}

function element(
  parent: SVGElement,
  tag: 'path' | 'circle' | 'rect' | 'g',
  look: string | undefined,
): SVGElement {
  const made = document.createElementNS(SVG, tag)
  made.setAttribute('class', look ?? '')
  parent.append(made)
  return made
}

function set(one: SVGElement, values: Readonly<Record<string, number | string>>): void {
  for (const [name, value] of Object.entries(values)) one.setAttribute(name, String(value))
}

function show(one: SVGElement, shown: boolean): void {
  one.style.display = shown ? '' : 'none'
}

/** A drawing that is used again for what comes next. */
interface Pen<T> {
  readonly group: SVGElement
  draw(what: T): void
}

/** Draws lists with as many pens as were ever needed at once. */
export function painter<T>(
  root: SVGElement,
  make: (group: SVGElement) => (what: T) => void,
): (list: readonly T[]) => void {
  const pens: Pen<T>[] = []
  return (list) => {
    for (let index = 0; index < Math.max(pens.length, list.length); index++) {
      const what = list[index]
      let pen = pens[index]
      if (!pen) {
        const group = element(root, 'g', '')
        pen = { group, draw: make(group) }
        pens.push(pen)
      }
      show(pen.group, what !== undefined)
      if (what !== undefined) pen.draw(what)
    }
  }
}

function ringAround({ x, y, width, height }: Area, ring: number): Record<string, number> {
  const grow = 2 + ring * 9
  return {
    x: x - grow,
    y: y - grow,
    width: width + 2 * grow,
    height: height + 2 * grow,
    rx: 9 + grow,
    opacity: 1 - ring,
  }
}

/** An arrow's head at the end of a line, pointing on. */
function headAt(line: readonly Spot[]): string {
  const tip = line.at(-1)
  if (!tip) return ''
  const before = spotAt(line, 0.97)
  const angle = Math.round((Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI)
  return `translate(${tip.x} ${tip.y}) rotate(${angle})`
}

/** The message itself: a coin with the sign of what it asks for, or a small hollow dot for news. */
function coinPen(group: SVGElement): (flight: Flight, told: boolean) => void {
  const coin = element(group, 'g', styles.coin)
  const disc = element(coin, 'circle', styles.disc)
  const sign = element(coin, 'path', styles.sign)
  return ({ message, sort }, told) => {
    show(coin, message !== undefined)
    if (!message) return
    set(coin, { transform: `translate(${message.x} ${message.y})` })
    set(disc, { r: told ? 4 : 7.5, 'data-told': told ? 'yes' : 'no' })
    show(sign, !told)
    set(sign, { d: COIN_SIGNS[sort] })
  }
}

function tailPen(group: SVGElement): (flight: Flight) => void {
  const dots = [4, 3, 2].map((r, index) => {
    const dot = element(group, 'circle', styles.tail)
    set(dot, { r, opacity: 0.6 - index * 0.17 })
    return dot
  })
  return ({ trail }) => {
    for (const [index, dot] of dots.entries()) {
      const spot = trail[index]
      show(dot, spot !== undefined)
      if (spot) set(dot, { cx: spot.x, cy: spot.y })
    }
  }
}

/** A message: the line of the way it is on, a coin with its sign and a tail, then a ring around what it reached. */
export function flightPen(group: SVGElement): (flight: Flight) => void {
  const line = element(group, 'path', styles.line)
  const head = element(group, 'path', styles.head)
  set(head, { d: 'M-8-4.5 0 0-8 4.5' })
  const ringed = element(group, 'rect', styles.ring)
  const tail = tailPen(group)
  const coin = coinPen(group)
  return (flight) => {
    const { sort, legs, leg, to, ring, ink } = flight
    const now = legs[Math.min(leg, legs.length - 1)]
    const told = now?.name === 'watch'
    set(group, { 'data-sort': sort })
    set(line, { d: pathOf(now?.line ?? []), opacity: ink * (told ? 0.35 : 0.75) })
    set(head, { transform: headAt(now?.line ?? []), opacity: ink })
    tail(flight)
    coin(flight, told)
    show(ringed, ring !== undefined)
    if (ring !== undefined) set(ringed, ringAround(to, ring))
  }
}

/** What is left on stage of a thing that is gone, as it shrinks. */
export interface Remains {
  readonly area: Area
  readonly part: number
}

export function remainsPen(group: SVGElement): (remains: Remains) => void {
  const rect = element(group, 'rect', styles.remains)
  return ({ area, part }) => {
    const [width, height] = [area.width * (0.3 + 0.7 * part), area.height * part]
    set(rect, {
      x: area.x + (area.width - width) / 2,
      y: area.y + (area.height - height) / 2,
      width,
      height,
      rx: 8,
      opacity: part,
    })
  }
}

/** Two halves of a plug, and the spark when they meet. */
export function clickPen(group: SVGElement): (click: Click) => void {
  const halves = [element(group, 'path', styles.plug), element(group, 'path', styles.plug)]
  const spark = element(group, 'circle', styles.spark)
  return ({ a, b, spark: age, way }) => {
    const level = Math.abs(a.y - b.y) < 0.5
    const turn = level ? 0 : 90
    set(halves[0] as SVGElement, {
      d: 'M0-7A7 7 0 0 0 0 7Z',
      transform: `translate(${a.x} ${a.y}) rotate(${turn})`,
    })
    set(halves[1] as SVGElement, {
      d: 'M0-7A7 7 0 0 1 0 7Z',
      transform: `translate(${b.x} ${b.y}) rotate(${turn})`,
    })
    for (const half of halves) set(half, { opacity: age === undefined ? 1 : 1 - age })
    show(spark, age !== undefined && way === 'join')
    if (age !== undefined)
      set(spark, { cx: (a.x + b.x) / 2, cy: (a.y + b.y) / 2, r: 9 + age * 14, opacity: 1 - age })
  }
}
