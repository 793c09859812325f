/** Whole numbers as ascending intervals, written as 0,2-5,7. Two neighbours are written apart: 0,1. */
export type Intervals = readonly (readonly [first: number, last: number])[]

/** The intervals of a text, without what reaches beyond `limit` or cannot be read. */
// k8s: pkg/controller/job parseIndexesFromString (1.36)
export function readIntervals(text: string, limit: number): Intervals {
  const found: [number, number][] = []
  for (const part of text.split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part)
    if (!match) continue
    const first = Number(match[1])
    if (first >= limit) break
    const last = Math.min(match[2] === undefined ? first : Number(match[2]), limit - 1)
    const before = found.at(-1)
    if (before && before[1] === first - 1) before[1] = last
    else found.push([first, last])
  }
  return found
}

/** Both together. */
export function mergeIntervals(a: Intervals, b: Intervals): Intervals {
  const merged: [number, number][] = []
  for (const [first, last] of [...a, ...b].toSorted((x, y) => x[0] - y[0])) {
    const before = merged.at(-1)
    if (!before || first > before[1] + 1) merged.push([first, last])
    else if (before[1] < last) before[1] = last
  }
  return merged
}

/** The intervals with some numbers more. */
export function withIndexes(intervals: Intervals, indexes: Iterable<number>): Intervals {
  const single = [...indexes].sort((a, b) => a - b).map((index) => [index, index] as const)
  return single.length === 0 ? intervals : mergeIntervals(intervals, single)
}

export function sizeOf(intervals: Intervals): number {
  return intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}

export function hasIndex(intervals: Intervals, index: number): boolean {
  return intervals.some(([first, last]) => first <= index && index <= last)
}

/** How many numbers are in both. */
export function overlap(a: Intervals, b: Intervals): number {
  let common = 0
  for (const [first, last] of a)
    for (const [from, to] of b)
      common += Math.max(0, Math.min(last, to) - Math.max(first, from) + 1)
  return common
}

// k8s: pkg/controller/job orderedIntervals.String (1.36)
export function writeIntervals(intervals: Intervals): string {
  return intervals
    .map(([first, last]) =>
      first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`,
    )
    .join(',')
}

/** The first numbers below `limit` that are in none of the intervals, `count` of them at most. */
export function firstMissing(intervals: Intervals, count: number, limit: number): number[] {
  const found: number[] = []
  let candidate = 0
  for (const [first, last] of [...intervals, [limit, limit] as const]) {
    for (; candidate < Math.min(first, limit) && found.length < count; candidate++)
      found.push(candidate)
    candidate = Math.max(candidate, last + 1)
  }
  return found
}
