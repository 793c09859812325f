import type { Deed } from './activity.ts'
import { ARRIVED, type Atlas, MOST } from './flights.ts'
import type { Spot } from './polyline.ts'
import type { Area } from './routes.ts'

/** A thing that grows in because it was made, or shrinks away because it was removed. */
export interface Arrival {
  readonly id: string
  readonly way: 'in' | 'out'
  /** 0 not there .. 1 whole. */
  readonly part: number
}

const GROW = 320
const SHRINK = 420

function smooth(part: number): number {
  const t = Math.min(1, Math.max(0, part))
  return t * t * (3 - 2 * t)
}

/**
 * What is coming or going at a moment of stage time: it appears when the message has reached it. Played backwards, what
 * came shrinks away and what went grows back. Pure.
 */
export function arrivalsAt(deeds: readonly Deed[], time: number): readonly Arrival[] {
  const seen = new Set<string>()
  const found: Arrival[] = []
  let looked = 0
  for (let index = deeds.length - 1; index >= 0 && looked < MOST; index--) {
    const deed = deeds[index]
    if (!deed || deed.what === undefined) continue
    looked++
    const { target: id, sort, at, what } = deed
    if (sort === 'create' && !seen.has(id) && time < at + ARRIVED + GROW) {
      found.push({ id, way: 'in', part: smooth((time - at - ARRIVED) / GROW) })
      seen.add(id)
    } else if (what === 'removed' && !seen.has(id) && time >= at && time < at + SHRINK) {
      found.push({ id, way: 'out', part: 1 - smooth((time - at) / SHRINK) })
      seen.add(id)
    }
  }
  return found
}

/** Two plugs between a claim and a volume, on their way together or apart. */
export interface Click {
  readonly rv: number
  readonly way: 'join' | 'part'
  readonly a: Spot
  readonly b: Spot
  /** 0..1 after they met (or parted): the spark. */
  readonly spark: number | undefined
}

const MEET = 380
const SPARK = 620
/** How far apart the plugs begin, in flow pixels. */
const APART = 15

/** The middle of the gap between two areas, and the direction from one to the other. */
function gap(a: Area, b: Area): { readonly middle: Spot; readonly along: Spot } {
  const from = { x: a.x + a.width / 2, y: a.y + a.height / 2 }
  const to = { x: b.x + b.width / 2, y: b.y + b.height / 2 }
  const level = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y)
  const forward = level ? from.x <= to.x : from.y <= to.y
  const [first, second] = forward ? [a, b] : [b, a]
  const middle = level
    ? { x: (first.x + first.width + second.x) / 2, y: (from.y + to.y) / 2 }
    : { x: (from.x + to.x) / 2, y: (first.y + first.height + second.y) / 2 }
  return { middle, along: level ? { x: 1, y: 0 } : { x: 0, y: 1 } }
}

/** The plugs at an age since the message arrived; before that they stand ready. */
function clickOf(
  { rv, what }: Deed,
  [one, other]: readonly [Area, Area],
  age: number,
  still: boolean,
): Click {
  const { middle, along } = gap(one, other)
  const way = what === 'volumeReleased' ? 'part' : 'join'
  const done = still ? 1 : smooth(age / MEET)
  const apart = APART * (way === 'join' ? 1 - done : done)
  const spark = age < MEET ? undefined : (age - MEET) / SPARK
  return {
    rv,
    way,
    a: { x: middle.x - along.x * apart, y: middle.y - along.y * apart },
    b: { x: middle.x + along.x * apart, y: middle.y + along.y * apart },
    spark: still ? 0 : spark,
  }
}

/** Claims and volumes that click together or come apart at a moment of stage time. Pure. */
export function clicksAt(
  deeds: readonly Deed[],
  time: number,
  atlas: Pick<Atlas, 'place'>,
  still: boolean,
): readonly Click[] {
  return deeds.slice(-4 * MOST).flatMap((deed) => {
    const age = time - deed.at - ARRIVED
    if (deed.tie === undefined || time < deed.at || age > MEET + SPARK) return []
    const one = atlas.place(deed.target)
    const other = atlas.place(deed.tie)
    return one && other ? [clickOf(deed, [one, other], age, still)] : []
  })
}
