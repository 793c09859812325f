import type { Deed } from './activity.ts'
import { LIFE } from './activity.ts'

export interface Spot {
  readonly x: number
  readonly y: number
}

export interface Area extends Spot {
  readonly width: number
  readonly height: number
}

/** Where things are on the stage, in flow pixels. */
export interface Atlas {
  /** Where messages of the actor leave. */
  actor(name: string): Spot | undefined
  /** Where the object (or, when it has no place, its machine) is. */
  target(deed: Deed): Area | undefined
  readonly hub: Spot
}

/** One message under way, or arrived and ringing. */
export interface Flight {
  readonly rv: number
  readonly from: Spot
  readonly hub: Spot
  readonly to: Area
  /** Position of the message; undefined once it arrived. */
  readonly message: Spot | undefined
  /** 0 when the ring appears .. 1 when it has gone; undefined before. */
  readonly ring: number | undefined
  /** 0..1 of the two dotted lines. */
  readonly ink: number
}

/** At most so many moving things at once. */
export const MOST = 20
const FIRST_LEG = 320
const SECOND_LEG = 360
const ARRIVED = FIRST_LEG + SECOND_LEG

function ease(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2
}

function between(a: Spot, b: Spot, t: number): Spot {
  const k = ease(t)
  return { x: a.x + (b.x - a.x) * k, y: a.y + (b.y - a.y) * k }
}

function centre(area: Area): Spot {
  return { x: area.x + area.width / 2, y: area.y + area.height / 2 }
}

function flightOf(deed: Deed, time: number, atlas: Atlas, still: boolean): Flight | undefined {
  const age = time - deed.at
  const to = atlas.target(deed)
  const from = atlas.actor(deed.actor)
  if (!to || !from) return undefined
  const same = { rv: deed.rv, from, hub: atlas.hub, to }
  if (still) return { ...same, message: undefined, ring: 0, ink: 1 }
  if (age < FIRST_LEG)
    return { ...same, message: between(from, atlas.hub, age / FIRST_LEG), ring: undefined, ink: 1 }
  if (age < ARRIVED) {
    const message = between(atlas.hub, centre(to), (age - FIRST_LEG) / SECOND_LEG)
    return { ...same, message, ring: undefined, ink: 1 }
  }
  const ring = (age - ARRIVED) / (LIFE - ARRIVED)
  return { ...same, message: undefined, ring, ink: Math.max(0, 1 - ring * 2) }
}

/**
 * Everything in motion at one moment of stage time: a function of deeds and time alone, so that a pause freezes it
 * and slow motion needs no code of its own. `still` (reduced motion) shows the same deeds without movement.
 */
export function flightsAt(
  deeds: readonly Deed[],
  time: number,
  atlas: Atlas,
  still: boolean,
): readonly Flight[] {
  const flights: Flight[] = []
  for (let index = deeds.length - 1; index >= 0 && flights.length < MOST; index--) {
    const deed = deeds[index]
    if (!deed?.visible || deed.at > time || time - deed.at > LIFE) continue
    const flight = flightOf(deed, time, atlas, still)
    if (flight) flights.push(flight)
  }
  return flights
}
