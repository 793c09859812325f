/** What the command palette can find. */
export interface Ranked {
  readonly id: string
  readonly label: string
  /** More words by which it is found. */
  readonly words?: string
}

/** Begins a word: after a space, a dash, a slash or a dot. */
const EDGE = /[\s\-/.:·]/

/**
 * How well a text answers what was typed: letters in order, better when they stand together and begin words. Undefined
 * when a letter is missing. Pure.
 */
export function scoreOf(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase()
  const there = text.toLowerCase()
  const whole = there.indexOf(wanted)
  if (whole >= 0) {
    const begins = whole === 0 || EDGE.test(there[whole - 1] ?? '')
    const after = there[whole + wanted.length]
    const ends = after === undefined ? 300 : EDGE.test(after) ? 100 : 0
    return 1000 - whole - there.length / 100 + (begins ? 500 + ends : 0)
  }
  let score = 0
  let at = -1
  for (const letter of wanted.replaceAll(' ', '')) {
    const next = there.indexOf(letter, at + 1)
    if (next < 0) return undefined
    score += stepScore(there, at, next)
    at = next
  }
  return score - there.length / 100
}

/** A letter counts for standing next to the one before, more for beginning a word, and less for being far away. */
function stepScore(text: string, before: number, at: number): number {
  if (at === before + 1) return 6
  return EDGE.test(text[at - 1] ?? '') ? 8 : -Math.min(4, at - before)
}

/** A scattered match must at least begin words; everything else is noise. */
const LEAST = 4

/** The best answers, best first; without a query, what was used lately and then the usual order. Pure. */
export function ranked<T extends Ranked>(
  query: string,
  all: readonly T[],
  recent: readonly string[],
  most: number,
): readonly T[] {
  const asked = query.trim()
  const fresh = (id: string) => {
    const at = recent.indexOf(id)
    return at < 0 ? 0 : recent.length - at
  }
  if (asked === '') return [...all].sort((a, b) => fresh(b.id) - fresh(a.id)).slice(0, most)
  const found: { readonly entry: T; readonly score: number }[] = []
  for (const entry of all) {
    const own = scoreOf(asked, entry.label)
    const other = entry.words === undefined ? undefined : scoreOf(asked, entry.words)
    const score = Math.max(
      own ?? Number.NEGATIVE_INFINITY,
      (other ?? Number.NEGATIVE_INFINITY) - 50,
    )
    if (score >= LEAST) found.push({ entry, score: score + Math.min(20, fresh(entry.id) * 4) })
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => entry)
}
