export interface Spot {
  readonly x: number
  readonly y: number
}

/** Corners are rounded by so much, in flow pixels. */
const ROUND = 9

function distance(a: Spot, b: Spot): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}

export function lengthOf(line: readonly Spot[]): number {
  let sum = 0
  for (let at = 1; at < line.length; at++) sum += distance(line[at - 1] as Spot, line[at] as Spot)
  return sum
}

/** The spot at a part (0..1) of the line's length. Pure. */
export function spotAt(line: readonly Spot[], part: number): Spot {
  let left = lengthOf(line) * Math.min(1, Math.max(0, part))
  for (let at = 1; at < line.length; at++) {
    const a = line[at - 1] as Spot
    const b = line[at] as Spot
    const long = distance(a, b)
    if (left <= long) {
      const k = long === 0 ? 0 : left / long
      return { x: a.x + (b.x - a.x) * k, y: a.y + (b.y - a.y) * k }
    }
    left -= long
  }
  return line.at(-1) ?? { x: 0, y: 0 }
}

function towards(from: Spot, to: Spot, by: number): Spot {
  const long = distance(from, to)
  const k = long === 0 ? 0 : Math.min(by, long / 2) / long
  return { x: from.x + (to.x - from.x) * k, y: from.y + (to.y - from.y) * k }
}

const point = ({ x, y }: Spot): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`

/** The line as the path of an SVG, with rounded corners. */
export function pathOf(line: readonly Spot[]): string {
  const [first] = line
  if (!first) return ''
  let path = `M${point(first)}`
  for (let at = 1; at < line.length; at++) {
    const corner = line[at] as Spot
    const next = line[at + 1]
    if (!next) return `${path}L${point(corner)}`
    const before = towards(corner, line[at - 1] as Spot, ROUND)
    path += `L${point(before)}Q${point(corner)} ${point(towards(corner, next, ROUND))}`
  }
  return path
}
