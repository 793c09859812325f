import { type Deed, LIFE } from './activity.ts'
import { type Spot, spotAt } from './polyline.ts'
import type { Area } from './routes.ts'

export type { Area, Spot }

/** Where things are on the stage, in flow pixels, and how messages get there. */
export interface Atlas {
  /** From where the actor stands to the API server. */
  request(actor: string): readonly Spot[] | undefined
  /** From the API server to the object (or, when it has no place, to its machine). */
  answer(deed: Deed): readonly Spot[] | undefined
  /** Where the object is. */
  target(deed: Deed): Area | undefined
  /** Where the other end of what was tied is. */
  place(id: string): Area | undefined
}

/** Which part of its way a message is on. */
type LegName = 'watch' | 'request' | 'answer'

export interface Leg {
  readonly name: LegName
  readonly line: readonly Spot[]
}

/** One message under way, or arrived and ringing. */
export interface Flight {
  readonly rv: number
  readonly sort: Deed['sort']
  readonly legs: readonly Leg[]
  /** Which of the legs it is on; their number when it has arrived. */
  readonly leg: number
  readonly to: Area
  /** Position of the message; undefined once it arrived. */
  readonly message: Spot | undefined
  /** Where it was a moment ago, newest first. */
  readonly trail: readonly Spot[]
  /** 0 when the ring appears .. 1 when it has gone; undefined before. */
  readonly ring: number | undefined
  /** 0..1 of the lines. */
  readonly ink: number
}

/** At most so many moving things at once. */
export const MOST = 20
const TIMES: Readonly<Record<LegName, number>> = { watch: 230, request: 320, answer: 360 }
/** When a message that goes all the way has arrived. */
export const ARRIVED = TIMES.watch + TIMES.request + TIMES.answer
/** Milliseconds between the dots of a trail. */
const TRAIL = [45, 90, 135] as const

function ease(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2
}

/** Who is told by nobody: what comes from outside comes on its own account. */
const UNTOLD: ReadonlySet<string> = new Set(['user', 'world', 'cluster-setup'])

/**
 * The way of a deed: the watch tells the actor (unless nothing woke it), the actor asks the API server, and the object
 * hears of it. A kubelet's report ends at the API server: it comes from the object's own machine.
 */
function legsOf(deed: Deed, atlas: Atlas): readonly Leg[] | undefined {
  const request = atlas.request(deed.actor)
  if (!request) return undefined
  const legs: Leg[] = []
  if (deed.cause > 0 && !UNTOLD.has(deed.actor))
    legs.push({ name: 'watch', line: [...request].reverse() })
  legs.push({ name: 'request', line: request })
  const answer = deed.sort === 'report' ? undefined : atlas.answer(deed)
  if (answer) legs.push({ name: 'answer', line: answer })
  return legs
}

/** Position of the message at an age; undefined before it leaves and after it arrived. */
function along(
  legs: readonly Leg[],
  age: number,
): { readonly leg: number; readonly spot: Spot } | undefined {
  let left = age
  if (left < 0) return undefined
  for (const [leg, { name, line }] of legs.entries()) {
    if (left < TIMES[name]) return { leg, spot: spotAt(line, ease(left / TIMES[name])) }
    left -= TIMES[name]
  }
  return undefined
}

function flightOf(deed: Deed, time: number, atlas: Atlas, still: boolean): Flight | undefined {
  const age = time - deed.at
  const to = atlas.target(deed)
  const legs = to && legsOf(deed, atlas)
  if (!to || !legs) return undefined
  const same = { rv: deed.rv, sort: deed.sort, legs, to }
  if (still) {
    const last = legs.length - 1
    const message = spotAt(legs[last]?.line ?? [], 0.5)
    return { ...same, leg: last, message, trail: [], ring: 0, ink: 1 }
  }
  const now = along(legs, age)
  if (now) {
    const trail = TRAIL.flatMap((back) => along(legs, age - back)?.spot ?? [])
    return { ...same, leg: now.leg, message: now.spot, trail, ring: undefined, ink: 1 }
  }
  const arrived = legs.reduce((sum, { name }) => sum + TIMES[name], 0)
  const ring = (age - arrived) / (LIFE - arrived)
  const ink = Math.max(0, 1 - ring * 2)
  return { ...same, leg: legs.length, message: undefined, trail: [], ring, ink }
}

/**
 * Everything in motion at one moment of stage time: a function of deeds and time alone, so that a pause freezes it, slow
 * motion needs no code of its own and going back plays it backwards. `still` (reduced motion) shows the same deeds
 * without movement.
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
    if (!deed || deed.what === undefined || deed.at > time || time - deed.at > LIFE) continue
    const flight = flightOf(deed, time, atlas, still)
    if (flight) flights.push(flight)
  }
  return flights
}
