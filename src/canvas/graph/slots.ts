/** Places of one region, by index; a hole is a place whose object went away. */
export type Slots = readonly (string | undefined)[]

/**
 * Gives every key a place: who has one keeps it, a newcomer takes its wished place when that is free,
 * else the first free one. Trailing holes are dropped. Returns `previous` itself when nothing changed.
 */
export function assign(
  previous: Slots,
  keys: readonly string[],
  wishes: ReadonlyMap<string, number> = new Map(),
): Slots {
  const living = new Set(keys)
  const next = previous.map((key) => (key !== undefined && living.has(key) ? key : undefined))
  const placed = new Set(next)
  let free = 0
  for (const key of keys) {
    if (placed.has(key)) continue
    const wish = wishes.get(key)
    if (wish !== undefined && next[wish] === undefined) {
      while (next.length < wish) next.push(undefined)
      next[wish] = key
      continue
    }
    while (next[free] !== undefined) free += 1
    next[free] = key
  }
  while (next.length > 0 && next.at(-1) === undefined) next.pop()
  const same =
    next.length === previous.length && next.every((key, index) => key === previous[index])
  return same ? previous : next
}
