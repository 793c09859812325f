import { distance } from './distance.ts'

/** A kind by all the names that it goes by; all small letters. */
export interface KindName {
  readonly kind: string
  readonly names: readonly string[]
}

/** One object as the search reads it. */
export interface Candidate {
  readonly kind: string
  readonly key: string
  readonly namespace: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Addresses. */
  readonly addresses: readonly string[]
  readonly images: readonly string[]
}

export interface Hit {
  readonly candidate: Candidate
  readonly score: number
  /** What matched besides name and kind: a label, an address or an image, as it stands in the object. */
  readonly because: string
}

interface Match {
  readonly score: number
  readonly because?: string
}

const NO: Match = { score: 0 }

/** How well a word names a kind, by kind. Whoever mistypes a letter or two is understood, at a lower rank. */
export function kindsNamed(word: string, kinds: readonly KindName[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { kind, names } of kinds) {
    const score = Math.max(...names.map((name) => kindScore(word, name)))
    if (score > 0) found.set(kind, score)
  }
  return found
}

/** Shorter words are not guessed at. */
const GUESSED = 4

function kindScore(word: string, name: string): number {
  if (word === name) return 90
  if (word.length >= 3 && name.startsWith(word)) return 40
  if (word.length < GUESSED || name.length < GUESSED) return 0
  const slips = distance(word, name)
  return slips <= (word.length >= 7 ? 2 : 1) ? 35 : 0
}

function nameScore(word: string, name: string): number {
  if (name === word) return 100
  if (name.startsWith(word)) return 80
  const at = name.indexOf(word)
  if (at < 0) return word.length >= GUESSED && isScattered(word, name) ? 12 : 0
  return /[a-z0-9]/.test(name[at - 1] ?? '') ? 55 : 68
}

/** Whether the letters come in this order, with others between. */
function isScattered(word: string, name: string): boolean {
  let at = 0
  for (const letter of name) if (letter === word[at]) at += 1
  return at === word.length
}

function labelMatch(word: string, labels: Candidate['labels']): Match {
  for (const [key, value] of Object.entries(labels)) {
    const pair = `${key}=${value}`
    if (pair.toLowerCase() === word) return { score: 65, because: pair }
  }
  if (word.length < 3) return NO
  for (const [key, value] of Object.entries(labels)) {
    const pair = `${key}=${value}`
    if (pair.toLowerCase().includes(word)) return { score: 28, because: pair }
  }
  return NO
}

function textMatch(word: string, texts: readonly string[], whole: number, part: number): Match {
  for (const text of texts) {
    const small = text.toLowerCase()
    if (small === word) return { score: whole, because: text }
    if (word.length >= 2 && small.includes(word)) return { score: part, because: text }
  }
  return NO
}

/** `pod/web` and `default/web`: a kind or a namespace, then the name. */
function pathMatch(word: string, candidate: Candidate, kinds: readonly KindName[]): Match {
  const slash = word.indexOf('/')
  if (slash <= 0) return NO
  const [before, after] = [word.slice(0, slash), word.slice(slash + 1)]
  const name = after === '' ? 1 : nameScore(after, candidate.name.toLowerCase())
  if (name === 0) return NO
  if (candidate.namespace === before) return { score: 60 + name }
  const kind = kindsNamed(before, kinds).get(candidate.kind) ?? 0
  return kind === 0 ? NO : { score: kind + name }
}

function best(matches: readonly Match[]): Match {
  return matches.reduce((a, b) => (b.score > a.score ? b : a), NO)
}

function wordMatch(
  word: string,
  candidate: Candidate,
  named: ReadonlyMap<string, number>,
  kinds: readonly KindName[],
): Match {
  return best([
    { score: nameScore(word, candidate.name.toLowerCase()) },
    { score: named.get(candidate.kind) ?? 0 },
    { score: candidate.namespace === word ? 30 : 0 },
    pathMatch(word, candidate, kinds),
    labelMatch(word, candidate.labels),
    textMatch(word, candidate.addresses, 95, 45),
    textMatch(word, candidate.images, 60, 42),
  ])
}

/** Every word must match something of the object. Best first; equals by shorter name, then by kind and name. */
export function search(
  query: string,
  candidates: Iterable<Candidate>,
  kinds: readonly KindName[],
): readonly Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const named = words.map((word) => kindsNamed(word, kinds))
  const hits: Hit[] = []
  for (const candidate of candidates) {
    const matches = words.map((word, at) =>
      wordMatch(word, candidate, named[at] ?? new Map(), kinds),
    )
    if (matches.some(({ score }) => score === 0)) continue
    const because = matches.map((match) => match.because).filter((one) => one !== undefined)
    hits.push({
      candidate,
      score: matches.reduce((sum, { score }) => sum + score, 0),
      because: because.join(' · '),
    })
  }
  const order = new Map(kinds.map(({ kind }, at) => [kind, at]))
  const rank = ({ candidate }: Hit) => order.get(candidate.kind) ?? kinds.length
  return hits.sort(
    (a, b) =>
      b.score - a.score ||
      rank(a) - rank(b) ||
      a.candidate.name.length - b.candidate.name.length ||
      (a.candidate.key < b.candidate.key ? -1 : 1),
  )
}
